import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it } from "vitest";
import { mockIPC } from "../bridge/testing";
import { createQueryClient } from "../shared/query";
import { Toasts } from "../shared/ui";
import { router } from "./router";

// The answers are canned: what is tested is what the screen asks, and what it does with the answers.

const sheet = {
  id: "c1",
  name: "Shelf A",
  status: "open",
  scope: "all",
  categoryId: null,
  categoryPath: null,
  locationId: "l1",
  locationName: "Shop",
  blind: false,
  note: "",
  staffName: "Niamh",
  createdAt: 0,
  endedAt: null,
  batchId: null,
  lines: 2,
  counted: 1,
  differs: 1,
  recount: 0,
  unknown: 0,
  rowVersion: 7,
};
const line = (sku: string, more: object = {}) => ({
  variantId: `v-${sku}`,
  sku,
  name: `The ${sku}`,
  label: "",
  barcodes: [],
  expected: 9,
  counted: null,
  difference: null,
  movedSince: 0,
  recount: false,
  countedAt: null,
  staffName: null,
  ...more,
});
const short = {
  lineNo: 1,
  variantId: "v-TEA",
  locationId: "l1",
  locationName: "Shop",
  sku: "TEA",
  name: "The TEA",
  requested: 1,
  available: 6,
  onHand: 9,
  elsewhere: [],
  heldBy: [{ kind: "order", id: "o", label: "2026-004840", quantity: 3, expiresAt: null, lineNo: 1 }],
};

type Sent = { name: string; payload: Record<string, unknown> };
type Answer = (payload: Record<string, unknown>) => unknown;
const value = (v: unknown) => ({ outcome: "done", value: v });
const refused = (refusal: object) => ({ outcome: "refused", refusal, message: "no" });

async function open(address: "list" | "sheet" | "review", answers: Record<string, Answer> = {}) {
  const sent: Sent[] = [];
  const counted = new Map<string, number>();
  const usual: Record<string, Answer> = {
    store_status: () => value({ currency: "EUR", timeZone: "UTC", now: 0, storeName: "Alder & Pine" }),
    staff_list: () => value({ rows: [], me: { id: "s1", name: "Niamh", role: "owner" } }),
    settings_get: () => value({ scanGapMs: 0 }),
    location_list: () => value({ rows: [{ id: "l1", name: "Shop", selling: true, archived: false }] }),
    count_list: () => value({ rows: [sheet], next: null }),
    count_get: () => value(sheet),
    count_lines: () => value({ rows: [line("TEA", { counted: counted.get("TEA") ?? null }), line("CUP")], next: null }),
    product_suggest: (p) =>
      value({ rows: ["TEA", "CUP"].includes(String(p.text)) ? [{ variantId: `v-${p.text}`, exact: true }] : [] }),
    count_enter: (p) => {
      const [entry] = p.entries as { code?: string; variantId?: string; quantity: number; mode: string }[];
      const sku = entry?.code ?? entry?.variantId?.slice(2) ?? "";
      if (sku === "NOPE") return value({ lines: [], unknown: [{ code: sku, quantity: 1 }], replaced: [] });
      const before = entry?.mode === "add" ? (counted.get(sku) ?? 0) : 0;
      counted.set(sku, before + (entry?.quantity ?? 0));
      return value({ lines: [line(sku, { counted: counted.get(sku) })], unknown: [], replaced: [] });
    },
    count_clear: (p) => value(line(String(p.variantId).slice(2))),
  };
  mockIPC(
    (cmd, args) => {
      if (cmd !== "call") return null;
      const { name, payload, requestId } = args as { name: string; payload: string; requestId: string };
      const request = JSON.parse(payload) as Record<string, unknown>;
      sent.push({ name, payload: request });
      const answer = (answers[name] ?? usual[name] ?? (() => value({ rows: [], next: null })))(request);
      return JSON.stringify({ requestId, ...(answer as object) });
    },
    { shouldMockEvents: true },
  );
  const user = userEvent.setup({ delay: null });
  if (address === "list") void router.navigate({ to: "/count", search: {} });
  else void router.navigate({ to: "/count/$id", params: { id: "c1" }, search: { review: address === "review" } });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  const asked = (name: string) => sent.filter((s) => s.name === name).map((s) => s.payload);
  return { user, asked, commit: () => user.keyboard("{Control>}{Enter}{/Control}") };
}

beforeEach(() => {
  sessionStorage.clear();
  window.scrollTo = () => {};
});

describe("counting", () => {
  async function counting(answers: Record<string, Answer> = {}) {
    const at = await open("sheet", answers);
    return { ...at, scan: await screen.findByTestId<HTMLInputElement>("count-scan", {}, { timeout: 15_000 }) };
  }

  it("adds one with a scan, twelve with 12*, and takes a number for the last scan", async () => {
    const { user, asked, scan } = await counting();
    await user.type(scan, "TEA{Enter}");
    await waitFor(() => expect(screen.getByTestId("last-total").textContent).toBe("1 unit counted"));
    await user.type(scan, "12*TEA{Enter}");
    await waitFor(() => expect(screen.getByTestId("last-total").textContent).toBe("13 units counted"));
    await user.type(scan, "20{Enter}");
    await waitFor(() => expect(screen.getByTestId("last-total").textContent).toBe("21 units counted"));
    expect(asked("count_enter").map((r) => r.entries)).toEqual([
      [{ code: "TEA", quantity: 1, mode: "add" }],
      [{ code: "TEA", quantity: 12, mode: "add" }],
      [{ variantId: "v-TEA", quantity: 8, mode: "add" }],
    ]);
    expect(screen.getAllByTestId("scan-row")).toHaveLength(1);
    expect(document.activeElement).toBe(scan);
    const found = await axe.run(screen.getByTestId("scans"), { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual(
      [],
    );
  });

  it("takes the last scan back: what had nothing before is uncounted again", async () => {
    const { user, asked, scan } = await counting();
    await user.type(scan, "TEA{Enter}");
    await user.type(scan, "5*TEA{Enter}");
    await waitFor(() => expect(screen.getByTestId("last-total").textContent).toBe("6 units counted"));
    await user.click(screen.getByTestId("undo-scan"));
    await waitFor(() => expect(asked("count_enter")).toHaveLength(3));
    expect(asked("count_enter")[2]?.entries).toEqual([{ variantId: "v-TEA", quantity: -5, mode: "add" }]);
    await waitFor(() => expect(screen.getAllByTestId("last-scan")).toHaveLength(1));
    await user.click(screen.getByTestId("undo-scan"));
    await waitFor(() => expect(asked("count_clear")).toEqual([{ id: "c1", variantId: "v-TEA" }]));
    expect(await screen.findByText("Nothing scanned yet")).toBeTruthy();
  });

  it("keeps an unknown code aside, but not a number or a name that was only begun", async () => {
    const { user, asked, scan } = await counting({
      product_suggest: (p) =>
        value({
          rows: p.text === "tea b" ? [{ variantId: "v", name: "Tea box", sku: "TB", price: "1.00", exact: false }] : [],
        }),
    });
    await user.type(scan, "12{Enter}");
    expect(await screen.findByText(/A number alone says how many the last scan was/)).toBeTruthy();
    await user.clear(scan);
    await user.type(scan, "tea b{Enter}");
    expect(await screen.findByText(/“tea b” is no code/)).toBeTruthy();
    expect(asked("count_enter")).toEqual([]);
    await user.clear(scan);
    await user.type(scan, "NOPE{Enter}");
    await waitFor(() => expect(screen.getByTestId("last-scan").dataset.state).toBe("unknown"));
  });

  it("takes a figure in a row, and goes on to the next", async () => {
    const { user, asked } = await counting();
    const grid = screen.getByTestId("count-grid");
    await user.click(await within(grid).findByText("The TEA"));
    await user.type(await screen.findByTestId("row-figure"), "7{Enter}");
    await waitFor(() =>
      expect(asked("count_enter")[0]?.entries).toEqual([{ variantId: "v-TEA", quantity: 7, mode: "set" }]),
    );
    expect((await screen.findByLabelText("Units counted of The CUP")).tagName).toBe("INPUT");
  });

  it("hides what is expected and what differs while it is blind", async () => {
    await counting({ count_get: () => value({ ...sheet, blind: true, differs: null }) });
    expect(screen.queryByRole("columnheader", { name: "Expected" })).toBeNull();
    expect(screen.queryByTestId("view-differs")).toBeNull();
  });
});

describe("before posting", () => {
  it("says what nobody counted, and posts with that choice; the toast undoes it", async () => {
    const { user, asked, commit } = await open("review", {
      count_post: () =>
        value({ sheet: { ...sheet, status: "posted" }, batchId: "b1", rows: [], adjusted: 1, units: -2 }),
    });
    const panel = await screen.findByTestId("review-panel", {}, { timeout: 15_000 });
    expect(panel.textContent).toContain("1 line is not counted");
    await user.click(within(panel).getByText("Set to zero"));
    await commit();
    await waitFor(() =>
      expect(asked("count_post")).toEqual([{ id: "c1", rowVersion: 7, uncounted: "zero", acceptMoved: false }]),
    );
    expect((await screen.findByText(/posted: 1 line adjusted, −2 units\./)).textContent).toContain("Shelf A");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(asked("batch_undo")).toEqual([{ id: "b1" }]));
  });

  it("waits for lines to be counted again, or accepted", async () => {
    const { user, asked, commit } = await open("review", {
      count_get: () => value({ ...sheet, recount: 1 }),
      count_post: () => refused({ code: "COUNT_NEEDS_RECOUNT", id: "c1", skus: ["TEA"], count: 1, acceptable: false }),
    });
    const panel = await screen.findByTestId("review-panel", {}, { timeout: 15_000 });
    await commit();
    expect(asked("count_post")).toEqual([]);
    await user.click(within(panel).getByText("Take them as they are"));
    await commit();
    expect((await screen.findByTestId("recount-stuck")).textContent).toContain("TEA");
  });

  it("shows who has units that the count does not leave", async () => {
    const { commit } = await open("review", {
      count_post: () => refused({ code: "COUNT_BELOW_RESERVED", lines: [short] }),
    });
    await screen.findByTestId("review-panel", {}, { timeout: 15_000 });
    await commit();
    const below = await screen.findByTestId("count-below");
    expect(below.textContent).toContain("Nothing was posted.");
    expect(below.textContent).toContain("1 counted, 3 promised");
    expect(below.textContent).toContain("2026-004840");
  });
});

describe("the list of counts", () => {
  it("starts one, by keyboard", async () => {
    const { user, asked, commit } = await open("list", { count_start: () => value({ ...sheet, id: "c2" }) });
    await user.click(await screen.findByTestId("start-count", {}, { timeout: 15_000 }));
    await screen.findByTestId("start-dialog");
    await user.click(screen.getByText("Blind"));
    await user.type(screen.getByTestId("start-name"), "Window");
    await commit();
    await waitFor(() => expect(asked("count_start")).toEqual([{ name: "Window", scope: "all", blind: true }]));
    await screen.findByTestId("count-scan");
  });
});
