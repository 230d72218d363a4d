import { describe, expect, it } from "vitest";
import { isScan, measure, suggestedGap } from "./scanner";

describe("how fast keys come", () => {
  it("needs two of them", () => {
    expect(measure([])).toBeNull();
    expect(measure([100])).toBeNull();
  });
  it("is the longest gap and the average", () => {
    expect(measure([100, 108, 120, 126])).toEqual({ keys: 4, largestMs: 12, averageMs: 9 });
  });
  it("a scan is when no gap is longer than the setting; 0 is no scanner", () => {
    const fast = { keys: 13, largestMs: 12, averageMs: 9 };
    expect([40, 12, 11, 0].map((gap) => isScan(fast, gap))).toEqual([true, true, false, false]);
  });
  it("a slow scanner gets a gap with room to spare, a person none", () => {
    expect(suggestedGap({ keys: 13, largestMs: 48, averageMs: 40 })).toBe(100);
    expect(suggestedGap({ keys: 13, largestMs: 2, averageMs: 1 })).toBe(15);
    expect(suggestedGap({ keys: 8, largestMs: 210, averageMs: 160 })).toBeNull();
  });
});
