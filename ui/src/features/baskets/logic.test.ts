import { describe, expect, it } from "vitest";
import type { BasketId } from "../../generated/commands";
import {
  besides,
  changeOf,
  commonRate,
  holdChoices,
  isReleasable,
  lastOpen,
  likelyTenders,
  liveShort,
  nearBreak,
  newer,
  nextFree,
  shortState,
  tabsOf,
  toWhatIsFree,
  typedCode,
} from "./logic";
import { basket, holder, line, row, short, wait } from "./testing";

describe("what is typed into the scan field", () => {
  it("is one of a code, or so many of it", () => {
    expect(typedCode(" FJ-TENT2 ")).toEqual({ quantity: 1, code: "FJ-TENT2" });
    expect(typedCode("3*FJ-TENT2")).toEqual({ quantity: 3, code: "FJ-TENT2" });
    expect(typedCode("12 x 4006381333931")).toEqual({ quantity: 12, code: "4006381333931" });
    expect(typedCode("  ")).toBeNull();
    expect(typedCode("0*FJ-TENT2")).toBeNull();
  });

  it("a code may begin with figures and an x", () => {
    expect(typedCode("2XL-SHIRT")).toEqual({ quantity: 1, code: "2XL-SHIRT" });
    expect(typedCode("4006381333931")).toEqual({ quantity: 1, code: "4006381333931" });
  });
});

describe("several baskets at once", () => {
  const parked = (id: string) => row(id, { status: "parked" });
  const rows = [parked("keane"), row("desk"), row("hostel"), parked("refit"), row("last")];
  const names = (of: { id: string }[]) => of.map((r) => r.id);

  it("open ones come before parked ones, and what has no room goes into the menu", () => {
    const { shown, more } = tabsOf(rows, "desk" as BasketId, 3);
    expect(names(shown)).toEqual(["desk", "hostel", "last"]);
    expect(names(more)).toEqual(["keane", "refit"]);
  });

  it("the one that is looked at always has a tab", () => {
    const { shown, more } = tabsOf(rows, "refit" as BasketId, 3);
    expect(names(shown)).toEqual(["desk", "hostel", "refit"]);
    expect(names(more)).toEqual(["last", "keane"]);
  });

  it("goes round from one to the next", () => {
    expect(besides(rows, "desk" as BasketId, 1)?.id).toBe("hostel");
    expect(besides(rows, "desk" as BasketId, -1)?.id).toBe("refit");
    expect(besides(rows, null, 1)?.id).toBe("desk");
    expect(besides([], null, 1)).toBeUndefined();
  });

  it("begins with the one that was worked in last", () => {
    expect(lastOpen([row("a", { updatedAt: 1 }), row("b", { updatedAt: 3 }), row("c", { updatedAt: 2 })])?.id).toBe(
      "b",
    );
    expect(lastOpen([parked("keane")])).toBeUndefined();
  });

  it("an answer that is older than what was kept is of no use", () => {
    const kept = basket({ rowVersion: 4 });
    expect(newer(basket({ rowVersion: 3 }), kept)).toBe(kept);
    const read = basket({ rowVersion: 4 });
    expect(newer(read, kept)).toBe(read);
    expect(newer(undefined, kept)).toBe(kept);
    expect(newer(read, null)).toBe(read);
  });
});

describe("a line", () => {
  const near = (quantity: number, at: number, over = {}) =>
    nearBreak(line({ quantity, nextBreak: { quantity: at, unitPrice: "8.00", saves: "1.00" }, ...over }));

  it("says the next break when it is near: three units, or a quarter of the line", () => {
    expect(near(9, 10)).toMatchObject({ quantity: 10 });
    expect(near(7, 10)).not.toBeNull();
    expect(near(6, 10)).toBeNull();
    expect(near(40, 50)).not.toBeNull();
    expect(near(39, 50)).toBeNull();
    expect(nearBreak(line())).toBeNull();
  });

  it("no break beside a price that was set by hand", () => {
    expect(near(9, 10, { override: { price: "1.00", reason: "a scratch" } })).toBeNull();
  });

  it("the tax rate is said when it is one", () => {
    expect(commonRate([line(), line()])).toBe(2300);
    expect(commonRate([line(), line({ taxRateBp: 900 })])).toBeNull();
    expect(commonRate([])).toBeNull();
  });
});

describe("paying in cash", () => {
  it("gives back what is over, and says what is missing", () => {
    expect(changeOf("14.50", "20.00", 2)).toEqual({ change: "5.50", missing: "0.00" });
    expect(changeOf("14.50", "10.00", 2)).toEqual({ change: "0.00", missing: "4.50" });
    expect(changeOf("1500", "2000", 0)).toEqual({ change: "500", missing: "0" });
  });

  it("offers what people are likely to hand over", () => {
    expect(likelyTenders("14.50", 2)).toEqual(["14.50", "15.00", "20.00", "50.00"]);
    expect(likelyTenders("20.00", 2)).toEqual(["20.00", "50.00", "100.00", "200.00"]);
    expect(likelyTenders("0.00", 2)).toEqual([]);
  });
});

describe("a line that is short", () => {
  const refused = short({ heldBy: [holder()] });

  it("is told with the figures of the basket, and with whoever has the units now", () => {
    const b = basket({ lines: [line({ quantity: 3, available: 2 })] });
    const live = liveShort(refused, b, [], { holders: [holder({ id: "other", quantity: 1 })], onHand: 3 });
    expect(live).toMatchObject({ wanted: 3, available: 2, onHand: 3, lineNo: 1 });
    expect(live.holders.map((h) => h.id)).toEqual(["other"]);
    expect(shortState(live)).toBe("short");
  });

  it("the basket's own holds are nobody else's", () => {
    const own = holder({ id: "own", basketId: "b1" as BasketId });
    const live = liveShort(refused, basket({ lines: [line()] }), [], { holders: [own, holder()], onHand: 4 });
    expect(live.holders.map((h) => h.id)).toEqual(["h1"]);
  });

  it("ends when enough is free, when it is taken out, and while it waits", () => {
    const of = (quantity: number, waits = [wait()]) =>
      shortState(liveShort(refused, basket({ lines: [line({ quantity, available: 2 })] }), waits, undefined));
    expect(of(2)).toBe("enough");
    expect(of(3)).toBe("waiting");
    expect(of(3, [])).toBe("short");
    expect(of(3, [wait({ status: "granted" })])).toBe("short");
    expect(shortState(liveShort(refused, basket(), [], undefined))).toBe("left_out");
  });

  it("placing with what is free takes fewer of some and none of others", () => {
    const lines = [
      line({ lineNo: 1, quantity: 3, available: 1 }),
      line({ lineNo: 2, quantity: 2, available: 0 }),
      line({ lineNo: 3, quantity: 5, available: 9 }),
    ];
    expect(toWhatIsFree(lines)).toEqual([
      { lineNo: 1, quantity: 1 },
      { lineNo: 2, quantity: 0 },
    ]);
  });

  it("the next unit comes free with the hold that ends first; a confirmed order has no end", () => {
    const order = holder({ kind: "order", expiresAt: null });
    expect(nextFree([order, holder({ expiresAt: 900 }), holder({ expiresAt: 400 })])).toBe(400);
    expect(nextFree([order])).toBeNull();
  });

  it("only a plain hold can be released from here", () => {
    expect(isReleasable(holder())).toBe(true);
    expect(isReleasable(holder({ orderId: "o1" as never }))).toBe(false);
    expect(isReleasable(holder({ kind: "order" }))).toBe(false);
  });
});

it("the store's own time to hold stands first among the choices", () => {
  expect(holdChoices(300)).toEqual([300, 3600, 86_400]);
  expect(holdChoices(3600)).toEqual([3600, 86_400]);
});
