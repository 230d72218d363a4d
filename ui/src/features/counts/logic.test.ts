import { describe, expect, it } from "vitest";
import type { CountLine, CountSheet, UnknownCode } from "../../generated/commands";
import {
  categoriesLike,
  lastKept,
  lineState,
  postState,
  readEntry,
  readFigure,
  SCANS_KEPT,
  type Scan,
  settled,
  timesOf,
  withScan,
  wordsOf,
} from "./logic";

const typed = { scanner: false, afterScan: true };

describe("the scan field", () => {
  it.each([
    ["EM-GAS-230", { kind: "code", code: "EM-GAS-230", quantity: 1 }],
    ["  5391234001225 ", { kind: "code", code: "5391234001225", quantity: 1 }],
    ["12*EM-GAS-230", { kind: "code", code: "EM-GAS-230", quantity: 12 }],
    ["12 × EM-GAS-230", { kind: "code", code: "EM-GAS-230", quantity: 12 }],
    ["12*5391234001225", { kind: "code", code: "5391234001225", quantity: 12 }],
    ["24", { kind: "figure", quantity: 24 }],
    ["99999", { kind: "figure", quantity: 99999 }],
    ["123456", { kind: "code", code: "123456", quantity: 1 }],
    ["-3", { kind: "code", code: "-3", quantity: 1 }],
    ["0*TEA", { kind: "nothing" }],
    ["2000000*TEA", { kind: "too_many", code: "TEA" }],
    ["   ", { kind: "nothing" }],
  ])("reads %j", (text, entry) => {
    expect(readEntry(text, typed)).toEqual(entry);
  });

  it("takes a number for a code where nothing was scanned before, or a scanner sent it", () => {
    expect(readEntry("24", { scanner: false, afterScan: false })).toEqual({ kind: "code", code: "24", quantity: 1 });
    expect(readEntry("24", { scanner: true, afterScan: true })).toEqual({ kind: "code", code: "24", quantity: 1 });
  });

  it("knows how many the next scan will be", () => {
    expect(timesOf("12*")).toBe(12);
    expect(timesOf("12 × ")).toBe(12);
    expect(timesOf("12*TEA")).toBeNull();
    expect(timesOf("0*")).toBeNull();
    expect(timesOf("")).toBeNull();
    expect(wordsOf("12* green tea")).toBe("green tea");
  });
});

describe("a figure in a row", () => {
  it.each([
    ["7", 7],
    [" 0 ", 0],
    ["", "empty"],
    ["-1", null],
    ["7.5", null],
    ["5391234001225", null],
  ])("reads %j as %j", (text, figure) => {
    expect(readFigure(text)).toBe(figure);
  });
});

const line = (sku: string, counted: number | null, barcodes: string[] = []) =>
  ({ variantId: `v-${sku}`, sku, name: sku, label: "", barcodes, counted }) as unknown as CountLine;
const scan = (key: number, code: string, state: Scan["state"] = "waiting"): Scan => ({ key, code, quantity: 1, state });

describe("the running list", () => {
  it("puts the newest on top and forgets the oldest", () => {
    let scans: Scan[] = [];
    for (let key = 1; key <= SCANS_KEPT + 5; key++) scans = withScan(scans, scan(key, "TEA"));
    expect(scans).toHaveLength(SCANS_KEPT);
    expect(scans[0]?.key).toBe(SCANS_KEPT + 5);
  });

  it("says of each sent scan what became of it, by SKU in any letter case and by barcode", () => {
    const scans = [scan(3, "NOPE"), scan(2, "539"), scan(1, "tea")];
    const answer = { lines: [line("TEA", 4), line("CUP", 2, ["539"])], unknown: [{ code: "NOPE" } as UnknownCode] };
    expect(settled(scans, new Set([1, 2, 3]), answer).map((s) => [s.code, s.state, s.line?.counted])).toEqual([
      ["NOPE", "unknown", undefined],
      ["539", "counted", 2],
      ["tea", "counted", 4],
    ]);
  });

  it("shows the new total beside earlier scans of the same line, and leaves others as they are", () => {
    const before = settled([scan(2, "CUP"), scan(1, "TEA")], new Set([1, 2]), {
      lines: [line("TEA", 1), line("CUP", 1)],
      unknown: [],
    });
    const after = settled(withScan(before, scan(3, "TEA")), new Set([3]), { lines: [line("TEA", 2)], unknown: [] });
    expect(after.map((s) => s.line?.counted)).toEqual([2, 1, 2]);
  });

  it("takes back the last scan that was kept, not one that waits or failed", () => {
    const scans = [scan(4, "A"), scan(3, "B", "failed"), scan(2, "C", "unknown"), scan(1, "D", "counted")];
    expect(lastKept(scans)?.code).toBe("C");
    expect(lastKept([])).toBeUndefined();
  });
});

describe("a line", () => {
  it.each([
    [{ counted: null, difference: null, recount: false }, "uncounted"],
    [{ counted: 3, difference: 0, recount: false }, "agrees"],
    [{ counted: 3, difference: 1, recount: false }, "more"],
    [{ counted: 3, difference: -1, recount: false }, "less"],
    [{ counted: 3, difference: -1, recount: true }, "recount"],
    [{ counted: 3, difference: null, recount: false }, "counted"],
  ])("%j is %s", (of, state) => {
    expect(lineState(of)).toBe(state);
  });
});

describe("before posting", () => {
  const sheet = { lines: 10, counted: 7, differs: 2, recount: 0 } as CountSheet;
  it("counts what nobody counted", () => {
    expect(postState(sheet, { uncounted: "leave", acceptMoved: false })).toEqual({
      uncounted: 3,
      differs: 2,
      blocked: null,
    });
  });
  it("waits for a recount, or for somebody to accept the figures", () => {
    const moved = { ...sheet, recount: 1 };
    expect(postState(moved, { uncounted: "leave", acceptMoved: false }).blocked).toBe("recount");
    expect(postState(moved, { uncounted: "leave", acceptMoved: true }).blocked).toBeNull();
  });
  it("has nothing to post while nothing is counted, unless the rest is set to zero", () => {
    const empty = { ...sheet, counted: 0, differs: 0 };
    expect(postState(empty, { uncounted: "leave", acceptMoved: false }).blocked).toBe("nothing_counted");
    expect(postState(empty, { uncounted: "zero", acceptMoved: false }).blocked).toBeNull();
  });
});

describe("categories to pick from", () => {
  const all = [
    { path: ["Drinks"], archived: false },
    { path: ["Drinks", "Tea"], archived: false },
    { path: ["Camping", "Cooking"], archived: false },
    { path: ["Drinks", "Old"], archived: true },
  ];
  it("have every word somewhere in their path", () => {
    expect(categoriesLike(all, "dri te").map((c) => c.path.at(-1))).toEqual(["Tea"]);
    expect(categoriesLike(all, "Drinks › Tea")).toHaveLength(1);
    expect(categoriesLike(all, "")).toHaveLength(3);
  });
});
