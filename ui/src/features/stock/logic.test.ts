import { describe, expect, it } from "vitest";
import type { Holder, LocationId, StockExplanation, StockRow } from "../../generated/commands";
import { holder } from "../../shared/testing";
import {
  addsUp,
  adjustProblem,
  axisTicks,
  chartPoints,
  costProblem,
  givenUnits,
  givesWay,
  giveWayRequest,
  holderKey,
  onHandAfter,
  parseSigned,
  periodStart,
  share,
  summed,
  sums,
  terms,
  transferEnds,
  unitsToGive,
} from "./logic";

const row: StockRow = {
  variantId: "v" as StockRow["variantId"],
  productId: "p" as StockRow["productId"],
  locationId: "l" as StockRow["locationId"],
  sku: "TN-BOT75-FOR",
  name: "Tarn Insulated Bottle 0.75 L, Forest",
  label: "",
  categoryPath: [],
  unit: "piece",
  price: "32.50",
  lastCost: null,
  reorderLevel: 12,
  reorderLevelHere: 12,
  onHand: 47,
  reserved: 6,
  available: 41,
  mark: "none",
  archived: false,
  rowVersion: 1,
};
const why: StockExplanation = {
  row,
  barcodes: [],
  from: 1000,
  opening: 32,
  received: 24,
  returned: 1,
  shipped: -9,
  adjusted: -1,
  transferred: 0,
  holders: [],
  series: [],
};

describe("why is it 47", () => {
  it("a sum that can be checked with a pencil: 32 + 24 + 1 - 9 - 1 = 47", () => {
    expect(terms(why).map((t) => t.value)).toEqual([32, 24, 1, -9, -1]);
    expect(addsUp(why)).toBe(true);
  });
  it("what did not happen is left out, the beginning never", () => {
    const fresh = { ...why, opening: 0, received: 47, returned: 0, shipped: 0, adjusted: 0 };
    expect(terms(fresh).map((t) => t.id)).toEqual(["opening", "received"]);
  });
  it("says so when the ledger does not explain the figure", () => {
    expect(addsUp({ ...why, shipped: -8 })).toBe(false);
  });
  it("periods begin on a local day", () => {
    expect(periodStart("days", "2026-11-20")).toBe("2026-10-22");
    expect(periodStart("month", "2026-11-20")).toBe("2026-11-01");
    expect(periodStart("year", "2026-11-20")).toBe("2026-01-01");
  });
});

describe("the chart", () => {
  it("begins with the opening and ends with what is there now", () => {
    const series = [{ at: 5000, onHand: 56, available: 50 }];
    expect(chartPoints({ ...why, series }, 9000)).toEqual([
      { at: 1000, onHand: 32, available: 32 },
      { at: 5000, onHand: 56, available: 50 },
      { at: 9000, onHand: 47, available: 41 },
    ]);
  });
  it("where there was nothing before, it begins shortly before the first movement", () => {
    const series = [
      { at: 1000, onHand: 0, available: 0 },
      { at: 8000, onHand: 47, available: 41 },
    ];
    const fresh = { ...why, opening: 0, series };
    expect(chartPoints(fresh, 9000).map((p) => [p.at, p.onHand])).toEqual([
      [7950, 0],
      [8000, 47],
      [9000, 47],
    ]);
  });
  it("has round lines that reach the top", () => {
    expect(axisTicks(49)).toEqual([0, 20, 40, 60]);
    expect(axisTicks(4)).toEqual([0, 2, 4]);
    expect(axisTicks(0)).toEqual([0, 1]);
    expect(axisTicks(100_000).at(-1)).toBeGreaterThanOrEqual(100_000);
  });
});

describe("adjusting", () => {
  it("reads signed figures as people type them", () => {
    expect(["-3", "−3", "+3", " 3 ", "3.5", "", "x"].map(parseSigned)).toEqual([-3, -3, 3, 3, null, null, null]);
  });
  it("counted is what is there, a change is added", () => {
    expect(onHandAfter("counted", 45, 47)).toBe(45);
    expect(onHandAfter("delta", -2, 47)).toBe(45);
  });
  it("refuses what would be nothing, or fewer than none", () => {
    expect(adjustProblem("delta", 0, 47)).toBe("nothing");
    expect(adjustProblem("counted", 47, 47)).toBe("nothing");
    expect(adjustProblem("delta", -48, 47)).toBe("below_zero");
    expect(adjustProblem("counted", null, 47)).toBe("figure");
    expect(adjustProblem("counted", 0, 47)).toBeNull();
  });
});

describe("what gives way", () => {
  const hold: Holder = holder({ kind: "hold", id: "h", lineNo: null, label: "Dervla", quantity: 2, expiresAt: 1 });
  const line: Holder = holder({
    kind: "order",
    id: "o",
    lineNo: 3,
    label: "2026-000001",
    quantity: 4,
    expiresAt: null,
  });
  const unnamed: Holder = { ...line, id: "p", lineNo: null };
  const choice = { [holderKey(hold)]: 2, [holderKey(line)]: 1, [holderKey(unnamed)]: 1 };

  it("is what is promised beyond what would be there", () => {
    expect(unitsToGive({ onHand: 7, available: 1, requested: 3 })).toBe(3);
  });
  it("holds go whole, order lines by units; a line that is not named cannot be asked", () => {
    expect([hold, line, unnamed].map(givesWay)).toEqual([true, true, false]);
    expect(givenUnits([hold, line], choice)).toBe(3);
    expect(giveWayRequest([hold, line, unnamed], choice)).toEqual({
      reservations: ["h"],
      orderLines: [{ orderId: "o", lineNo: 3, quantity: 1 }],
    });
  });
});

describe("a transfer", () => {
  const [shop, back, annex] = ["shop", "back", "annex"].map((id) => ({ id: id as LocationId, selling: id === "shop" }));
  it("goes to the place that is sold from, unless that is where it begins", () => {
    if (!shop || !back || !annex) throw new Error("three places");
    expect(transferEnds([shop, back, annex], {})).toEqual({ from: "back", to: "shop" });
    expect(transferEnds([shop, back, annex], { from: shop.id })).toEqual({ from: "shop", to: "back" });
    expect(transferEnds([shop, back, annex], { to: annex.id })).toEqual({ from: "shop", to: "annex" });
    expect(transferEnds([], {})).toEqual({ from: undefined, to: undefined });
  });
});

describe("the ledger", () => {
  it("sums to the figure it was opened from", () => {
    expect(
      sums([
        { onHandDelta: 50, reservedDelta: 0 },
        { onHandDelta: -3, reservedDelta: -3 },
        { onHandDelta: 0, reservedDelta: 9 },
      ]),
    ).toEqual({ onHand: 47, reserved: 6 });
  });
  it("of the movements of one figure, only that figure's sum means something", () => {
    expect(summed(["ship", "receive", "return", "adjust", "transfer_out", "transfer_in"])).toEqual(["on_hand"]);
    expect(summed(["reserve", "release", "expire", "ship"])).toEqual(["reserved"]);
    expect(summed(["receive"])).toEqual(["on_hand", "reserved"]);
    expect(summed(undefined)).toEqual(["on_hand", "reserved"]);
  });
  it("shares of a value are exact to a thousandth, and of nothing none", () => {
    expect(share("12.50", "50.00", 2)).toBe(0.25);
    expect(share("0.00", "0.00", 2)).toBe(0);
  });
});

describe("receiving", () => {
  it("a cost may be left out, but not be nonsense", () => {
    expect(["", "12.50", "12,50", "-1", "1.2345", "abc"].map((c) => costProblem(c, 2))).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});
