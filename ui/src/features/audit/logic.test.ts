import { describe, expect, it } from "vitest";
import type { AuditRow } from "../../generated/commands";
import { makeFormats } from "../../shared/formats";
import {
  ALL_ACTIONS,
  chipsOf,
  differences,
  gained,
  lookingAt,
  shortHash,
  splitReason,
  viewFilter,
  withFilter,
  withoutChip,
} from "./logic";
import { pathWords, reasonWords, rowWord, shortWords } from "./words";

const TODAY = "2026-11-20";
const NOW = Date.parse("2026-11-20T14:32:00Z");

describe("what the address says", () => {
  it("nothing: today", () => {
    expect(lookingAt({}, TODAY)).toEqual({ view: "today", filter: { from: TODAY, to: TODAY }, changed: false });
  });
  it("a link to an object shows all of its past", () => {
    expect(lookingAt({ objectId: "o1" }, TODAY)).toEqual({ view: "all", filter: { objectId: "o1" }, changed: true });
  });
  it("actions that do not exist are left out", () => {
    expect(lookingAt({ actions: ["order_created", "order_eaten"] }, TODAY).filter).toEqual({
      actions: ["order_created"],
    });
  });
  it("without any chip it is the view of all; back at a view's own filter it is not spelled out", () => {
    const today = viewFilter("today", TODAY);
    expect(withFilter({}, withoutChip(today, "when"), TODAY)).toEqual({ view: "all", open: undefined });
    expect(withFilter({ view: "today", actor: "Maja" }, { to: TODAY, from: TODAY }, TODAY)).toEqual({
      view: "today",
      open: undefined,
    });
    expect(withFilter({ open: 7 }, { ...today, actor: "Maja" }, TODAY)).toEqual({
      view: "today",
      ...today,
      actor: "Maja",
      open: 7,
    });
  });
  it("every action is in exactly one of the views", () => {
    const inViews = (["orders", "holds", "stock", "store"] as const).flatMap((v) => viewFilter(v, TODAY).actions ?? []);
    expect([...inViews].sort()).toEqual([...ALL_ACTIONS].sort());
  });
  it("has a chip for each thing it filters by", () => {
    expect(chipsOf({ from: TODAY, actor: "Maja", requestId: "r", text: "tea" })).toEqual([
      "when",
      "actor",
      "text",
      "request",
    ]);
  });
});

describe("old and new", () => {
  it("finds what was changed, added, taken away, and what stayed", () => {
    const rows = differences(
      { name: "Mat", price: "112.00", unit: "piece", note: "x" },
      { name: "Mat R", price: "112.00", unit: "piece", note: "", barcodes: ["1", "2"] },
    );
    expect(rows.map((r) => [r.path.join("."), r.change])).toEqual([
      ["name", "changed"],
      ["price", "same"],
      ["unit", "same"],
      ["note", "removed"],
      ["barcodes", "added"],
    ]);
    expect(rows.at(-1)?.after).toEqual({ kind: "code", text: "1, 2" });
  });
  it("goes into lines, and says where", () => {
    const rows = differences(null, { lines: [{ sku: "TEA", quantity: 2, unitPrice: "3.00" }], total: "6.00" });
    expect(rows.map((r) => pathWords(r.path))).toEqual(["Line 1", "Total"]);
    expect(rows.map((r) => r.after.kind)).toEqual(["parts", "money"]);
  });
  it("an object that is no line of a list is opened", () => {
    const rows = differences({ filter: { status: ["pending"], text: null } }, { filter: { status: [], text: "tea" } });
    expect(rows.map((r) => [pathWords(r.path), r.change])).toEqual([
      ["Filter › State", "removed"],
      ["Filter › Text", "added"],
    ]);
  });
  it("knows an instant, a duration, a percentage, a day and a state by their names", () => {
    const rows = differences(null, {
      expiresAt: NOW,
      holdSeconds: 600,
      taxRateBp: 2350,
      promised_on: "2026-11-24",
      status: "pending",
      archived: true,
      sku: null,
    });
    expect(rows.map((r) => r.after.kind)).toEqual(["instant", "seconds", "percent", "day", "word", "yes", "nothing"]);
  });
  it("a number is not money because its name is", () => {
    expect(differences(null, { total: 3 })[0]?.after).toEqual({ kind: "number", value: 3 });
  });
  it("marks the words that came", () => {
    expect(gained("Sleeping Mat Drift", "Sleeping Mat Drift R")).toMatchObject({
      head: "Sleeping Mat Drift",
      mid: " R",
    });
    expect(gained("a b c", "a x c")).toEqual({ head: "a ", mid: "x", tail: " c" });
    expect(gained("a", "a")).toEqual({ head: "a", mid: "", tail: "" });
  });
});

describe("in short", () => {
  const f = makeFormats("EUR", "UTC");
  const row = (over: Partial<AuditRow>): AuditRow => ({
    seq: 1,
    at: NOW,
    actor: "Niamh",
    action: "order_created",
    objectType: "order",
    objectId: "o",
    objectLabel: "2026-000001",
    reason: null,
    requestId: null,
    changedFields: [],
    summary: {},
    ...over,
  });
  it.each<[Partial<AuditRow>, string]>([
    [{ summary: { total: "76.50", quantity: 2 } }, "€76.50, 2 items"],
    [{ action: "order_status_changed", summary: { from: "shipped", to: "delivered" } }, "shipped to delivered"],
    [{ action: "reservation_expired", summary: { quantity: 1 } }, "1 unit free again"],
    [{ action: "reservation_extended", summary: { until: NOW } }, "until 14:32"],
    [{ action: "stock_adjusted", summary: { quantity: -2 }, reason: "damaged: dented" }, "−2 on hand, Damaged: dented"],
    [{ action: "product_updated", changedFields: ["price", "name", "updatedAt", "rowVersion"] }, "2 fields"],
    [{ action: "export_written", summary: { rows: 1 } }, "1 row"],
    [{ action: "backup_written" }, ""],
  ])("%o", (over, words) => {
    expect(shortWords(row(over), f, NOW)).toBe(words);
  });
  it("an order that moved says where to", () => {
    expect(rowWord(row({ action: "order_status_changed", summary: { to: "delivered" } }))).toBe("Order delivered");
    expect(rowWord(row({ action: "order_status_changed" }))).toBe("Order moved");
  });
});

describe("small things", () => {
  it("a hash is shortened to what one compares by eye", () => {
    expect(shortHash("c41e88a05b7d00000000000000009f02")).toBe("c41e 88a0 5b7d … 9f02");
  });
  it("a reason is a code, or what somebody typed", () => {
    expect(splitReason("damaged: a: b")).toEqual({ code: "damaged", rest: "a: b" });
    expect(reasonWords("own_use")).toBe("Own use");
    expect(reasonWords("Customer asked: later")).toBe("Customer asked: later");
  });
});
