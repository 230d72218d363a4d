import { describe, expect, it } from "vitest";
import {
  addRange,
  anchorOf,
  clampOffset,
  type Geometry,
  isCapped,
  isSelected,
  maxOffset,
  NOTHING,
  offsetFromScroll,
  offsetToShow,
  poolSize,
  removeRange,
  rowsToDraw,
  SPACER_CAP_PX,
  scrollFromOffset,
  selectionSize,
  spacerHeight,
  toggleIndex,
  toTsv,
} from "./math";

const MILLION: Geometry = { count: 1_000_000, row: 32, viewport: 700 };
const FEW: Geometry = { count: 52, row: 32, viewport: 700 };

describe("the spacer", () => {
  it("is exact below the cap and never above it", () => {
    expect(spacerHeight(FEW)).toBe(52 * 32);
    expect(isCapped(FEW)).toBe(false);
    expect(spacerHeight(MILLION)).toBe(SPACER_CAP_PX);
    expect(isCapped(MILLION)).toBe(true);
  });
});

describe.each([0, 1, 524_300, 999_999])("row %i of a million", (index) => {
  it("can be shown, and is drawn whole", () => {
    for (const from of [0, maxOffset(MILLION) / 2, maxOffset(MILLION)]) {
      const offset = offsetToShow(index, from, MILLION);
      expect(index * 32).toBeGreaterThanOrEqual(offset);
      expect(index * 32 + 32).toBeLessThanOrEqual(offset + MILLION.viewport);
      const { first, last } = rowsToDraw(offset, MILLION);
      expect(first).toBeLessThanOrEqual(index);
      expect(last).toBeGreaterThanOrEqual(index);
    }
  });
  it("has its place in the pool to itself", () => {
    const { first, last } = rowsToDraw(offsetToShow(index, 0, MILLION), MILLION);
    const pool = poolSize(MILLION);
    const slots = new Set(Array.from({ length: last - first + 1 }, (_, i) => (first + i) % pool));
    expect(slots.size).toBe(last - first + 1);
    expect(pool).toBeLessThanOrEqual(40);
  });
  it("is placed near its anchor", () => {
    const { first, last } = rowsToDraw(offsetToShow(index, 0, MILLION), MILLION);
    expect((last - anchorOf(first)) * 32).toBeLessThan(40_000);
  });
});

describe("thumb and offset", () => {
  it("are the same below the cap", () => {
    expect(offsetFromScroll(321, FEW)).toBe(321);
    expect(scrollFromOffset(321, FEW)).toBe(321);
  });
  it("are proportional above it, ends included", () => {
    expect(offsetFromScroll(0, MILLION)).toBe(0);
    expect(offsetFromScroll(SPACER_CAP_PX - 700, MILLION)).toBe(maxOffset(MILLION));
    expect(offsetFromScroll(scrollFromOffset(16_777_216, MILLION), MILLION)).toBeCloseTo(16_777_216, 3);
  });
  it("move one row exactly, although the thumb does not", () => {
    const offset = 524_300 * 32;
    expect(clampOffset(offset + 32, MILLION) - offset).toBe(32);
    expect(Math.round(scrollFromOffset(offset + 1, MILLION))).toBe(Math.round(scrollFromOffset(offset, MILLION)));
  });
  it("stay inside", () => {
    expect(clampOffset(-5, FEW)).toBe(0);
    expect(clampOffset(1e9, FEW)).toBe(52 * 32 - 700);
    expect(clampOffset(10, { ...FEW, count: 3 })).toBe(0);
    expect(rowsToDraw(0, { ...FEW, count: 0 })).toEqual({ first: 0, last: -1 });
  });
});

describe("selection", () => {
  it("joins ranges that touch", () => {
    expect(addRange(addRange(NOTHING, 1, 3), 4, 6)).toEqual([[1, 6]]);
    expect(addRange(addRange(NOTHING, 8, 9), 3, 1)).toEqual([
      [1, 3],
      [8, 9],
    ]);
  });
  it("takes out of the middle", () => {
    expect(removeRange([[1, 9]], 4, 5)).toEqual([
      [1, 3],
      [6, 9],
    ]);
    expect(toggleIndex([[2, 2]], 2)).toEqual([]);
  });
  it("holds a million as one range", () => {
    const all = addRange(NOTHING, 0, 999_999);
    expect(selectionSize(all)).toBe(1_000_000);
    expect(isSelected(all, 524_300)).toBe(true);
    expect(isSelected(all, 1_000_000)).toBe(false);
  });
});

it("copies as TSV that stays in its cells", () => {
  expect(
    toTsv([
      ["Number", "Customer"],
      ["2026-000001", "A\tB\nC"],
    ]),
  ).toBe("Number\tCustomer\n2026-000001\tA B C");
});
