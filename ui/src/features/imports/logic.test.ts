import { describe, expect, it } from "vitest";
import type { ImportCheck, ImportFile, ImportKind, ImportRow, Mapping, SavedMapping } from "../../generated/commands";
import {
  canGo,
  cellToMend,
  type Event,
  fittingMapping,
  type How,
  isChecked,
  isUnderWay,
  keptName,
  mappingProblem,
  moneyDifference,
  next,
  nextRefused,
  rowsUnder,
  START,
  type State,
  shownFields,
  toApply,
  withField,
  withFix,
} from "./logic";

const mapping = (...columns: [number, Mapping["columns"][number]["field"]][]): Mapping => ({
  columns: columns.map(([index, field]) => ({ index, field })),
  decimal: "auto",
});
const NAMES = ["Article", "Title", "EAN", "RRP", "Qty"];
const columns = NAMES.map((name, index) => ({ index, name, samples: [] }));

describe("the columns of a file", () => {
  it("have each field once: a column that had it loses it", () => {
    const moved = withField(mapping([0, "sku"], [1, "name"]), 1, "sku");
    expect(moved.columns).toEqual([{ index: 1, field: "sku" }]);
  });
  it("are put in the order of the file, and can be left out", () => {
    const more = withField(mapping([2, "barcode"]), 0, "sku");
    expect(more.columns.map((c) => c.index)).toEqual([0, 2]);
    expect(withField(more, 0, null).columns).toEqual([{ index: 2, field: "barcode" }]);
  });
  it("say a variant's price once: whole, or as base and adjustment", () => {
    const parts = mapping([0, "sku"], [1, "basePrice"], [2, "priceAdjustment"]);
    expect(withField(parts, 3, "variantPrice").columns.map((c) => c.field)).toEqual(["sku", "variantPrice"]);
    expect(withField(mapping([3, "variantPrice"]), 1, "basePrice").columns).toEqual([{ index: 1, field: "basePrice" }]);
  });
  it("may have stock in several places, as our own export does", () => {
    expect(withField(mapping([3, "onHand"]), 4, "onHand").columns).toHaveLength(2);
  });
  it("cannot be checked without a SKU, nor with foreign stock that nobody explained", () => {
    expect(mappingProblem(mapping())).toBe("nothing");
    expect(mappingProblem(mapping([1, "name"]))).toBe("no_sku");
    const stock = mapping([0, "sku"], [4, "onHand"]);
    expect(mappingProblem(stock)).toBe("stock");
    expect(mappingProblem({ ...stock, stock: "add" })).toBeNull();
    expect(mappingProblem(mapping([0, "sku"], [3, "onHand"], [4, "stockStamp"]))).toBeNull();
  });
  it("are asked for what each kind of row is known by", () => {
    const of = (kind: ImportKind, ...columns: Parameters<typeof mapping>) => ({ ...mapping(...columns), kind });
    expect(mappingProblem(of("customers", [0, "phone"]))).toBe("no_customer");
    expect(mappingProblem(of("customers", [0, "email"]))).toBeNull();
    expect(mappingProblem(of("orders", [0, "quantity"]))).toBe("no_code");
    expect(mappingProblem(of("orders", [0, "barcode"]))).toBe("no_quantity");
    expect(mappingProblem(of("orders", [0, "barcode"], [1, "quantity"]))).toBeNull();
  });
  it("show one column a field beside SKU and name, and never the stamp", () => {
    const all = mapping([0, "sku"], [1, "name"], [2, "onHand"], [3, "onHand"], [4, "stockStamp"], [5, "category"]);
    expect(shownFields(all)).toEqual(["onHand", "category"]);
  });
});

describe("kept columns", () => {
  const saved = (name: string, columns: string[], of: Mapping) =>
    ({ id: name, name, columns, mapping: of }) as SavedMapping;
  it("fit a file that has all of them by name, wherever they stand", () => {
    const delivery = saved("delivery", ["Qty", "ARTICLE "], mapping([0, "onHand"], [1, "sku"]));
    expect(fittingMapping([delivery], "products", columns)?.name).toBe("delivery");
    expect(fittingMapping([saved("x", ["Nothing like it"], mapping([0, "sku"]))], "products", columns)).toBeNull();
    expect(fittingMapping([saved("empty", [], mapping())], "products", columns)).toBeNull();
  });
  it("fit a file of their own kind only", () => {
    const customers = saved("people", ["Title"], { ...mapping([0, "customerName"]), kind: "customers" });
    expect(fittingMapping([customers], "products", columns)).toBeNull();
    expect(fittingMapping([customers], "customers", columns)?.name).toBe("people");
  });
  it("that say more of the file go first", () => {
    const short = saved("short", ["Article"], mapping([0, "sku"]));
    const long = saved("long", ["Article", "RRP"], mapping([0, "sku"], [1, "basePrice"]));
    expect(fittingMapping([short, long], "products", columns)?.name).toBe("long");
  });
  it.each([
    ["delivery-week-47.csv", "delivery"],
    ["Prices_2026-11-20.csv", "Prices"],
    ["stock list v2.tsv", "stock list"],
    ["47.csv", "47"],
  ])("of %s are called %s", (file, name) => {
    expect(keptName(file)).toBe(name);
  });
});

describe("the steps", () => {
  const chosen = { source: "s1", fileName: "delivery-week-47.csv" };
  const file = {
    importId: "i1",
    kind: "products",
    fileName: chosen.fileName,
    columns,
    mapping: mapping([0, "sku"]),
  } as unknown as ImportFile;
  const check = {
    importId: "i1",
    added: 1,
    changed: 2,
    unchanged: 3,
    refused: 4,
    short: 0,
    restored: 0,
    orders: null,
  } as ImportCheck;
  const run = (...events: Event[]) => events.reduce(next, START);
  const opened: Event = { kind: "opened", chosen, file, savedAs: null };
  const checked = (of: State): Event => ({
    kind: "checked",
    result: check,
    of: { mapping: of.mapping as Mapping, fixes: of.fixes },
  });

  it("follow one another, and none can be skipped", () => {
    expect(canGo(START, "columns")).toBe(false);
    const at = run(opened);
    expect(at.step).toBe("file");
    expect(at.keepName).toBe("delivery");
    expect(canGo(at, "check")).toBe(true);
    expect(canGo(at, "apply")).toBe(false);
    expect(next(at, { kind: "step", step: "apply" }).step).toBe("file");
    const seen = next(next(at, { kind: "step", step: "check" }), checked(at));
    expect(canGo(seen, "apply")).toBe(true);
  });

  it("do not lead to Check while the stock of the file is not explained", () => {
    const stock = run(opened, { kind: "mapped", mapping: mapping([0, "sku"], [4, "onHand"]) });
    expect(canGo(stock, "check")).toBe(false);
    expect(canGo(next(stock, { kind: "stock", stock: "leave" }), "check")).toBe(true);
  });

  it("do not apply what was mended or mapped after the check", () => {
    const at = run(opened);
    const seen = next(at, checked(at));
    expect(isChecked(seen)).toBe(true);
    expect(canGo(next(seen, { kind: "fixed", fix: { row: 3, field: "sku", value: "A" } }), "apply")).toBe(false);
    expect(canGo(next(seen, { kind: "mapped", mapping: mapping([1, "sku"]) }), "apply")).toBe(false);
  });

  it("keep columns and mended cells when the file is opened again by its token", () => {
    const mended = next(run(opened), { kind: "fixed", fix: { row: 3, field: "sku", value: "A" } });
    const again = next(mended, { kind: "reopened", importId: "i2" });
    expect(again.file?.importId).toBe("i2");
    expect(again.fixes).toHaveLength(1);
    expect(again.mapping).toBe(mended.mapping);
  });

  it("begin anew with another file, and stay where they are when the same one is read another way", () => {
    const mended = next(next(run(opened), { kind: "step", step: "columns" }), {
      kind: "fixed",
      fix: { row: 3, field: "sku", value: "A" },
    });
    const reread = next({ ...mended, keep: true }, opened);
    expect([reread.step, reread.keep, reread.fixes.length]).toEqual(["columns", true, 0]);
    const other = next({ ...mended, keep: true }, { ...opened, chosen: { ...chosen, source: "s2" } });
    expect([other.step, other.keep]).toEqual(["file", false]);
  });

  it("end with what was applied; then nothing is lost by leaving", () => {
    const at = run(opened);
    expect(isUnderWay(at)).toBe(true);
    const done = next(at, { kind: "applied", applied: { batchId: "b" } as never });
    expect(done.step).toBe("apply");
    expect(isUnderWay(done)).toBe(false);
    expect(canGo(done, "columns")).toBe(false);
    expect(next(done, { kind: "closed" })).toEqual(START);
  });
});

describe("mended cells", () => {
  it("hold the newest word on a cell", () => {
    const one = withFix([], { row: 3, field: "basePrice", value: "1" });
    const two = withFix(one, { row: 4, field: "basePrice", value: "2" });
    expect(withFix(two, { row: 3, field: "basePrice", value: "3" }).map((f) => [f.row, f.value])).toEqual([
      [4, "2"],
      [3, "3"],
    ]);
  });
  it("leave the next refused cell of the row to be mended", () => {
    const cell = (field: string, problem: string | null) => ({
      field,
      text: "",
      before: null,
      problem,
      message: problem,
    });
    const row = {
      row: 3,
      result: "refused",
      cells: [cell("sku", null), cell("basePrice", "x"), cell("onHand", "y")],
    } as unknown as ImportRow;
    expect(cellToMend(row, [])?.field).toBe("basePrice");
    expect(cellToMend(row, [{ row: 3, field: "basePrice", value: "1" }])?.field).toBe("onHand");
    expect(cellToMend({ ...row, result: "changed" }, [])).toBeUndefined();
  });
  it("are gone through with F8, and after the last the first comes again", () => {
    expect(nextRefused(0, 3)).toBe(1);
    expect(nextRefused(2, 3)).toBe(0);
    expect(nextRefused(40, 3)).toBe(0);
    expect(nextRefused(0, 0)).toBeNull();
  });
});

describe("the figures of a check", () => {
  const check = {
    added: 38,
    changed: 219,
    unchanged: 149,
    refused: 6,
    short: 0,
    restored: 2,
    orders: null,
  } as ImportCheck;
  it("count the rows of each filter, and those that are applied", () => {
    expect(rowsUnder(check, "all")).toBe(412);
    expect(rowsUnder(check, "refused_first")).toBe(412);
    expect(rowsUnder(check, "added")).toBe(38);
    expect(toApply(check, START.how)).toBe(257);
  });
  it("of orders say how many are placed: all or none, or each that can be served", () => {
    const orders = (placed: number, short: number, refused: number) =>
      ({ orders: { placed, short, refused } }) as ImportCheck;
    const how = (mode: How["mode"], onShortage: How["onShortage"]): How => ({ mode, onShortage, upTo: "confirmed" });
    expect(toApply(orders(9, 0, 0), how("all_or_nothing", "reject"))).toBe(9);
    expect(toApply(orders(9, 1, 0), how("all_or_nothing", "reject"))).toBe(0);
    expect(toApply(orders(9, 0, 1), how("all_or_nothing", "reject"))).toBe(0);
    expect(toApply(orders(9, 2, 1), how("each", "reject"))).toBe(11);
    expect(toApply(orders(9, 2, 1), how("each", "skip"))).toBe(9);
  });
  it("tell a difference of money without a float", () => {
    expect(moneyDifference("214880.50", "252443.90", 2)).toBe("37563.40");
    expect(moneyDifference("0.30", "0.20", 2)).toBe("-0.10");
  });
});
