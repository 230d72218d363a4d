import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { mockIPC } from "../bridge/testing";
import { basket, holder, line, NOW, row, short, wait } from "../features/baskets/testing";
import type { Basket, BasketLine } from "../generated/commands";
import { createQueryClient } from "../shared/query";
import { expectNothingSerious } from "../shared/testing";
import { Toasts } from "../shared/ui";
import { router } from "./router";

// The answers are canned: what is tested is what the desk asks for and shows, not what the core decides.

type Request = Record<string, unknown>;
type Answers = Record<string, (request: Request) => unknown>;
const refusal = (of: object) => ({ outcome: "refused", refusal: of, message: "no" });

const tent = {
  variantId: "tent",
  productId: "p1",
  sku: "FJ-TENT2-MOS",
  name: "Fjord 2P Tent, Moss",
  label: "",
  price: "349.00",
  onHand: 4,
  reserved: 3,
  available: 1,
  exact: true,
};
const placed = (status: string) => ({
  order: { id: "o1", number: "2026-000153", status, total: "314.10", rowVersion: 1 },
  lines: [],
  holds: [],
  timeline: [],
  allowedActions: [],
});

/** One basket that changes as it is asked to. */
function desk(begin: Partial<Basket> | null) {
  let now = begin && basket(begin);
  const lines = (of: BasketLine[]) => {
    now = basket({ ...(now ?? {}), lines: of, rowVersion: (now?.rowVersion ?? 0) + 1 });
    return now;
  };
  const add = (quantity: number) => {
    const has = now?.lines[0];
    return lines([{ ...(has ?? line({ quantity: 0, available: 1 })), quantity: (has?.quantity ?? 0) + quantity }]);
  };
  const answers: Answers = {
    basket_list: () => ({
      rows: now && now.status !== "placed" ? [row(now.id, { ...now, name: "Keane" })] : [],
      next: null,
    }),
    basket_get: () => now,
    basket_create: (r) => add(((r.lines as { quantity: number }[]) ?? [])[0]?.quantity ?? 0),
    basket_add: (r) => add((r.quantity as number) ?? 1),
    basket_line_set: (r) => lines((now?.lines ?? []).map((l) => ({ ...l, quantity: r.quantity as number }))),
    basket_line_remove: () => lines([]),
    basket_update: (r) => {
      const { customerName, id: _, rowVersion: __, ...rest } = r;
      now = basket({
        ...(now ?? {}),
        ...rest,
        ...(typeof customerName === "string" && { customer: { ...basket().customer, name: customerName } }),
        lines: now?.lines ?? [],
        rowVersion: (now?.rowVersion ?? 0) + 1,
      } as Partial<Basket>);
      return now;
    },
    basket_requote: () => lines((now?.lines ?? []).map((l) => ({ ...l, offer: null }))),
    basket_resume: () => {
      now = basket({ ...(now ?? {}), status: "open", rowVersion: (now?.rowVersion ?? 0) + 1 });
      return now;
    },
    basket_park: () => {
      now = basket({ ...(now ?? {}), status: "parked", rowVersion: (now?.rowVersion ?? 0) + 1 });
      return now;
    },
    basket_checkout: (r) => placed(r.upTo as string),
  };
  return answers;
}

async function open(answers: Answers, at: string = "new") {
  const sent: { name: string; request: Request }[] = [];
  mockIPC(
    (cmd, args) => {
      if (cmd !== "call") return null;
      const { name, payload, requestId } = args as { name: string; payload: string; requestId: string };
      const request = JSON.parse(payload) as Request;
      sent.push({ name, request });
      const common: Record<string, unknown> = {
        staff_list: { rows: [], me: { id: "s", name: "Niamh", role: "owner" } },
        settings_get: { checkoutSeconds: 300, waitSeconds: 604_800, scanGapMs: 0 },
        product_suggest: { rows: request.text === tent.sku ? [tent] : [] },
        customer_suggest: { rows: [] },
        wait_list: { rows: [], next: null },
        reservation_list: { rows: [], next: null },
        location_list: { rows: [] },
      };
      const value = answers[name]?.(request) ?? common[name] ?? {};
      const said = typeof value === "object" && value !== null && "outcome" in value;
      return JSON.stringify(said ? { requestId, ...value } : { outcome: "done", requestId, value });
    },
    { shouldMockEvents: true },
  );
  const user = userEvent.setup({ delay: null });
  void router.navigate({ to: "/baskets", search: { open: at } });
  const client = createQueryClient();
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  await screen.findByTestId("checkout", {}, { timeout: 5000 });
  return { user, client, of: (name: string) => sent.filter((s) => s.name === name).map((s) => s.request) };
}

beforeEach(() => {
  localStorage.clear();
  // The router asks for it; jsdom has no scrolling.
  window.scrollTo = () => {};
});

describe("a new order", () => {
  it("is a basket from the first scan on; scans count in order and none is lost", async () => {
    const { user, of } = await open(desk(null));
    const scan = await screen.findByTestId("scan-field");
    expect(of("basket_create")).toEqual([]);
    await user.type(scan, `${tent.sku}{Enter}${tent.sku}{Enter}3*${tent.sku}{Enter}`);
    expect(await screen.findByDisplayValue("5")).toBeTruthy();
    expect(of("basket_create")).toEqual([{ lines: [{ variantId: "tent", quantity: 1 }] }]);
    expect(of("basket_add").map((r) => [r.id, r.quantity])).toEqual([
      ["b1", 1],
      ["b1", 3],
    ]);
    expect(router.state.location.search).toEqual({ open: "b1" });
    expect(document.activeElement).toBe(screen.getByTestId("scan-field"));
    expect(screen.getByTestId("estimate").textContent).toBe("€314.10");
    expect(screen.getByTestId("line-short").textContent).toBe("1 free");
    await expectNothingSerious(screen.getByTestId("order-lines"));
    await expectNothingSerious(screen.getByTestId("checkout"));
  });

  it("says which code is unknown and leaves it in the field", async () => {
    const { user, of } = await open(desk(null));
    await user.type(await screen.findByTestId("scan-field"), "NOPE-1{Enter}");
    expect(await screen.findByText("No product has the code “NOPE-1”.")).toBeTruthy();
    expect(screen.getByTestId<HTMLInputElement>("scan-field").value).toBe("NOPE-1");
    expect(of("basket_create")).toEqual([]);
  });

  it("is made by a customer's name as well, which is saved before it is placed", async () => {
    const { user, of } = await open(desk(null));
    await user.type(await screen.findByTestId("customer-field"), "Grace Hopper");
    await user.type(screen.getByTestId("scan-field"), `${tent.sku}{Enter}`);
    await screen.findByTestId("draft-line");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(of("basket_checkout")).toHaveLength(1));
    expect(of("basket_update").at(-1)).toMatchObject({ customerName: "Grace Hopper" });
    expect(of("basket_checkout")[0]).toMatchObject({ id: "b1", upTo: "pending", onShortage: "refuse" });
    await waitFor(() => expect(router.state.location.pathname).toBe("/orders"));
  });
});

describe("a basket", () => {
  it("offers a price that has changed, and the next break when it is near", async () => {
    const offer = { unitPrice: "300.00", lineTotal: "300.00", steps: [] };
    const nextBreak = { quantity: 3, unitPrice: "290.00", saves: "24.10" };
    const { user, of } = await open(desk({ lines: [line({ quantity: 2, offer, nextBreak })] }), "b1");
    const offered = await screen.findByTestId("line-offer");
    expect(offered.textContent).toContain("The price is now 300.00");
    await user.click(within(offered).getByRole("button"));
    await waitFor(() => expect(screen.queryByTestId("line-offer")).toBeNull());
    expect(of("basket_requote")[0]).toMatchObject({ id: "b1", lineNos: [1] });
    const hint = screen.getByTestId("line-break");
    expect(hint.textContent).toContain("2 → 3 units saves 24.10 each");
    await user.click(within(hint).getByRole("button"));
    await waitFor(() => expect(of("basket_line_set")[0]).toMatchObject({ lineNo: 1, quantity: 3 }));
  });

  it("that is parked is resumed by the first thing that goes into it", async () => {
    const { user, of } = await open(desk({ status: "parked", lines: [line()] }), "b1");
    expect(await screen.findByTestId("resume")).toBeTruthy();
    await user.type(screen.getByTestId("scan-field"), `${tent.sku}{Enter}`);
    expect(await screen.findByDisplayValue("2")).toBeTruthy();
    expect(of("basket_resume")).toHaveLength(1);
    expect(screen.queryByTestId("resume")).toBeNull();
  });

  it("is parked by one key, and the desk is free for the next", async () => {
    const { user, of } = await open(desk({ lines: [line()] }), "b1");
    await screen.findByTestId("draft-line");
    await user.keyboard("{F4}");
    await waitFor(() => expect(router.state.location.search).toEqual({ open: "new" }));
    expect(of("basket_park")).toHaveLength(1);
    expect(await screen.findByTestId("basket-tab-new")).toBeTruthy();
  });

  it("steps that are pressed fast become one change", async () => {
    const { user, of } = await open(desk({ lines: [line()] }), "b1");
    const more = await screen.findByRole("button", { name: /^One more/ });
    await user.click(more);
    await user.click(more);
    await user.click(more);
    await waitFor(() => expect(of("basket_line_set")).toHaveLength(1));
    expect(of("basket_line_set")[0]).toMatchObject({ lineNo: 1, quantity: 4 });
  });

  it("a price set by hand needs a reason", async () => {
    const answers = desk({ lines: [line()] });
    answers.price_override = () => ({ basket: basket({ lines: [line()], rowVersion: 9 }), order: null });
    const { user, of } = await open(answers, "b1");
    await user.click(await screen.findByTestId("why"));
    await user.click(await screen.findByTestId("override"));
    await user.type(await screen.findByTestId("override-price"), "300");
    await user.click(screen.getByTestId("override-commit"));
    expect(await screen.findByText("A price set by hand needs a reason.")).toBeTruthy();
    await user.type(screen.getByTestId("override-reason"), "a scratch");
    await user.click(screen.getByTestId("override-commit"));
    await waitFor(() => expect(screen.queryByTestId("override-dialog")).toBeNull());
    expect(of("price_override")).toEqual([
      { basketId: "b1", rowVersion: 1, lineNo: 1, price: "300.00", reason: "a scratch" },
    ]);
  });
});

describe("a checkout that is short", () => {
  const held = holder({ expiresAt: NOW + 4 * 60_000 });
  const refused = refusal({ code: "STOCK_INSUFFICIENT", lines: [short({ heldBy: [held] })] });
  const shortDesk = () => {
    const answers = desk({ lines: [line({ quantity: 3, available: 1 })] });
    let first = true;
    const checkout = answers.basket_checkout;
    answers.basket_checkout = (r) => {
      if (!first) return checkout?.(r);
      first = false;
      return refused;
    };
    answers.stock_explain = () => ({ row: { onHand: 4 }, holders: [held] });
    return answers;
  };

  it("names who has the units, leaves the basket as it was, and places with what is free", async () => {
    const { user, of } = await open(shortDesk(), "b1");
    await screen.findByTestId("draft-line");
    await user.keyboard("{Control>}{Enter}{/Control}");
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog.textContent).toContain("This line is short");
    expect(dialog.textContent).toContain("asked 3available 1short 2");
    expect(within(dialog).getByTestId("short-holder").textContent).toContain("J. Smith held by Ciarán Walsh");
    await expectNothingSerious(dialog);
    await user.click(within(dialog).getByTestId("place-free"));
    await waitFor(() => expect(of("basket_checkout")).toHaveLength(2));
    expect(of("basket_line_set")).toEqual([{ id: "b1", rowVersion: 1, lineNo: 1, quantity: 1 }]);
  });

  it("asks whoever has them, and takes a place in the queue", async () => {
    const answers = shortDesk();
    answers.reservation_ask_release = () => ({ rows: [] });
    answers.wait_create = () => ({ rows: [wait()] });
    const { user, of } = await open(answers, "b1");
    await screen.findByTestId("draft-line");
    await user.keyboard("{Control>}{Enter}{/Control}");
    const dialog = await screen.findByRole("alertdialog");
    await user.click(within(dialog).getByTestId("holder-ask"));
    await user.keyboard("at the till{Enter}");
    await waitFor(() => expect(of("reservation_ask_release")).toEqual([{ ids: ["h1"], note: "at the till" }]));
    await user.click(within(dialog).getByTestId("wait-for"));
    await user.click(within(dialog).getByText("This basket"));
    await user.click(within(dialog).getByTestId("wait-commit"));
    await waitFor(() => expect(of("wait_create")).toHaveLength(1));
    expect(of("wait_create")[0]).toMatchObject({
      basketId: "b1",
      // The whole line: the lacking units alone would be taken from those that are free.
      lines: [{ variantId: "tent", quantity: 3, locationId: "shop", acceptPart: true }],
    });
    expect(of("basket_line_set")).toEqual([]);
  });

  it("sells what is free now, and lets the customer wait for the others", async () => {
    const answers = shortDesk();
    answers.wait_create = (r) => ({ rows: [wait(r.basketId ? { status: "granted" } : {})] });
    const { user, of } = await open(answers, "b1");
    await screen.findByTestId("draft-line");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await user.click(await screen.findByTestId("wait-for"));
    await user.click(await screen.findByTestId("wait-commit"));
    await waitFor(() => expect(of("basket_line_set")).toHaveLength(1));
    expect(of("basket_line_set")[0]).toMatchObject({ lineNo: 1, quantity: 1 });
    const [kept, later] = of("wait_create");
    expect(kept).toMatchObject({ basketId: "b1", lines: [{ quantity: 1 }] });
    // A basket that is placed waits for nothing any more.
    expect(later).toMatchObject({ lines: [{ quantity: 2, acceptPart: false }] });
    expect(later).not.toHaveProperty("basketId");
    expect(await screen.findByText("One unit can be had now.")).toBeTruthy();
  });

  it("says so when the units come free while it is looked at", async () => {
    const answers = shortDesk();
    const { user, client } = await open(answers, "b1");
    await screen.findByTestId("draft-line");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("alertdialog");
    answers.basket_get = () => basket({ lines: [line({ quantity: 3, available: 4 })] });
    await client.invalidateQueries();
    expect(await screen.findByText("All 3 can be had now.")).toBeTruthy();
    expect(screen.getByText("Nothing is short any more")).toBeTruthy();
    expect(screen.getByTestId("place-free").textContent).toContain("Hold for checkout");
  });
});

describe("handing over", () => {
  it("takes cash, shows the change large, and leaves it there until the next customer", async () => {
    const { user, of } = await open(desk({ lines: [line()] }), "b1");
    await screen.findByTestId("draft-line");
    await user.keyboard("{Control>}3{/Control}");
    const dialog = await screen.findByTestId("hand-over");
    await user.type(within(dialog).getByTestId("tendered"), "300");
    expect(within(dialog).getByTestId("change").textContent).toBe("€14.10");
    await user.clear(within(dialog).getByTestId("tendered"));
    await user.type(within(dialog).getByTestId("tendered"), "320");
    expect(within(dialog).getByTestId("change").textContent).toBe("€5.90");
    await expectNothingSerious(dialog);
    await user.keyboard("{Enter}");
    expect((await screen.findByTestId("give-back")).textContent).toBe("€5.90");
    expect(of("basket_checkout")[0]).toMatchObject({
      upTo: "delivered",
      payment: { method: "cash", tendered: "320.00" },
    });
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.search).toEqual({ open: "new" }));
  });
});
