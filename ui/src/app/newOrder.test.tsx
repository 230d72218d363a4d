import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { mockIPC } from "../bridge/testing";
import { createQueryClient } from "../shared/query";
import { Toasts } from "../shared/ui";
import { router } from "./router";

// The answers are canned: what is tested is what the screen does with a refusal, not what the core decides.

const tent = {
  variantId: "v1",
  productId: "p1",
  sku: "FJ-TENT2-MOS",
  name: "Fjord 2P Tent, Moss",
  price: "349.00",
  onHand: 4,
  reserved: 3,
  available: 1,
  exact: true,
};
const status = {
  storeName: "Alder & Pine",
  fileName: "a.stockroom",
  demo: false,
  currency: "EUR",
  timeZone: "UTC",
  now: Date.now(),
  activeHolds: 0,
  heldUnits: 0,
  nextExpiry: null,
  pendingOrders: 0,
  openOrders: 0,
  lowStock: 0,
  lastSavedAt: null,
  lastBackupAt: null,
};
const short = {
  lineNo: 1,
  variantId: "v1",
  locationId: "l1",
  locationName: "Shop floor",
  sku: tent.sku,
  name: tent.name,
  requested: 2,
  available: 1,
  onHand: 4,
  elsewhere: [],
  heldBy: [],
};

type Sent = { name: string; payload: Record<string, unknown> };

async function open(place: (sent: Record<string, unknown>) => unknown) {
  const sent: Sent[] = [];
  mockIPC(
    (cmd, args) => {
      if (cmd !== "call") return null;
      const { name, payload, requestId } = args as { name: string; payload: string; requestId: string };
      const request = JSON.parse(payload) as Record<string, unknown>;
      sent.push({ name, payload: request });
      const answers: Record<string, unknown> = {
        store_status: status,
        staff_list: { rows: [], me: { id: "s", name: "Niamh", role: "owner" } },
        settings_get: { orderHoldSeconds: 3600 },
        product_suggest: { rows: request.text === tent.sku ? [tent] : [] },
        customer_suggest: { rows: [] },
      };
      if (name === "order_place") return JSON.stringify({ requestId, ...(place(request) as object) });
      return JSON.stringify({ outcome: "done", requestId, value: answers[name] ?? {} });
    },
    { shouldMockEvents: true },
  );
  const user = userEvent.setup({ delay: null });
  void router.navigate({ to: "/orders/new", search: {} });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  const scan = await screen.findByTestId("scan-field", {}, { timeout: 5000 });
  await user.type(scan, `${tent.sku}{Enter}`);
  await screen.findByTestId("draft-line");
  await user.type(scan, `${tent.sku}{Enter}`);
  expect(await screen.findByDisplayValue("2")).toBeTruthy();
  return { user, sent, placed: () => sent.filter((s) => s.name === "order_place").map((s) => s.payload) };
}

beforeEach(() => {
  sessionStorage.clear();
  // The router asks for it; jsdom has no scrolling.
  window.scrollTo = () => {};
});

describe("a refused order", () => {
  it("opens the shortage, keeps the lines, and places with what is free", async () => {
    let first = true;
    const { user, placed } = await open(() => {
      const refusal = { outcome: "refused", refusal: { code: "STOCK_INSUFFICIENT", lines: [short] }, message: "short" };
      if (!first) return { outcome: "refused", refusal: { code: "BUSY", what: "a test" }, message: "busy" };
      first = false;
      return refusal;
    });
    await user.keyboard("{Control>}{Enter}{/Control}");
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog.textContent).toContain("This line is short");
    expect(dialog.textContent).toContain("asked 2available 1short 1");
    await user.click(within(dialog).getByTestId("place-free"));
    expect(await screen.findByText("The store is busy with a test.")).toBeTruthy();
    expect(placed().map((p) => p.lines)).toEqual([
      [{ variantId: "v1", quantity: 2 }],
      [{ variantId: "v1", quantity: 1 }],
    ]);
    expect(placed()[0]?.onShortage).toBe("refuse");
    expect(screen.getByTestId("draft-line")).toBeTruthy();
  });

  it("puts a field's problem under the field and focuses it, with everything as typed", async () => {
    const { user } = await open(() => ({
      outcome: "refused",
      refusal: {
        code: "VALIDATION",
        fields: [
          { field: "customer.email", problem: "malformed", limit: null, message: "Nobody can be reached there." },
        ],
      },
      message: "no",
    }));
    await user.type(screen.getByTestId("customer-field"), "Ita Mulcahy");
    await user.type(screen.getByTestId("customer-email"), "ita@nowhere");
    await user.click(screen.getByTestId("place-order"));
    expect(await screen.findByText("Nobody can be reached there.")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByTestId("customer-email"));
    expect(screen.getByDisplayValue("Ita Mulcahy")).toBeTruthy();
    expect(screen.getByTestId("estimate").textContent).toBe("€698.00");
  });

  it("says which code is unknown and leaves it in the field", async () => {
    const { user } = await open(() => ({}));
    await user.type(screen.getByTestId("scan-field"), "NOPE-1{Enter}");
    expect(await screen.findByText("No product has the code “NOPE-1”.")).toBeTruthy();
    expect(screen.getByTestId<HTMLInputElement>("scan-field").value).toBe("NOPE-1");
  });
});
