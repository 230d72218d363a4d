import { describe, expect, it } from "vitest";
import { paymentOf } from "./payment";

const of = (amount: string, tendered = "", due = "48.00") => paymentOf({ amount, tendered, due }, 2);

describe("a payment as it is typed", () => {
  it("counts the change", () => {
    expect(of("48.00", "50")).toEqual({
      amount: "48.00",
      tendered: "50.00",
      change: "2.00",
      rest: null,
      problem: null,
    });
    expect(of("48", "48").change).toBe("0.00");
  });
  it("says what stays due", () => {
    expect(of("20", "50")).toMatchObject({ change: "30.00", rest: "28.00" });
  });
  it("takes the exact amount where nothing was given", () => {
    expect(of("48.00")).toMatchObject({ tendered: null, change: null, problem: null });
  });
  it("names what cannot be", () => {
    expect(of("a lot").problem).toBe("amount");
    expect(of("0").problem).toBe("amount");
    expect(of("-5").problem).toBe("amount");
    expect(of("48.01").problem).toBe("more");
    expect(of("48", "x").problem).toBe("tendered");
    expect(of("48", "40").problem).toBe("less");
  });
});
