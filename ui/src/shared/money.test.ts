import { describe, expect, it } from "vitest";
import { fromMinor, parseMoney, sumMoney, timesQuantity, toMinor } from "./money";

describe("money in minor units", () => {
  it("adds what floats would get wrong", () => {
    expect(sumMoney(["0.10", "0.20"], 2)).toBe("0.30");
    expect(sumMoney(["90071992547409.93", "0.01"], 2)).toBe("90071992547409.94");
  });
  it("multiplies by a quantity", () => {
    expect(timesQuantity("363.69", 5, 2)).toBe("1818.45");
    expect(timesQuantity("0.005", 3, 3)).toBe("0.015");
    expect(timesQuantity("120", 3, 0)).toBe("360");
  });
  it("goes there and back", () => {
    for (const text of ["0.00", "0.05", "-0.05", "1234.50", "-7.00"]) expect(fromMinor(toMinor(text, 2), 2)).toBe(text);
  });
  it("refuses what is not a decimal", () => {
    expect(() => toMinor("1,5", 2)).toThrow(RangeError);
  });
});

describe("money as people type it", () => {
  it.each([
    ["20", "20.00"],
    ["€20", "20.00"],
    ["20.5", "20.50"],
    ["20,50", "20.50"],
    ["1,250.00", "1250.00"],
    ["1.250,00", "1250.00"],
    ["1,250", "1250.00"],
    [" 7 €", "7.00"],
    [".5", "0.50"],
  ])("%s is %s", (typed, money) => {
    expect(parseMoney(typed, 2)).toBe(money);
  });
  it.each(["", "abc", "1.2345", "€", "12.345.6"])("%s is not money", (typed) => {
    expect(parseMoney(typed, 2)).toBeNull();
  });
});
