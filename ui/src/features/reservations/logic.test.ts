import { describe, expect, it } from "vitest";
import type { GroupId, Reservation, ReservationId, ShortLine, Suggestion, VariantId } from "../../generated/commands";
import {
  byGroup,
  choiceSeconds,
  DAY,
  HOUR,
  lapsedBetween,
  lapsingWithin,
  listRequest,
  secondsLeft,
  startOfDay,
  stillShort,
  takeWhatIsFree,
  viewCount,
  withProduct,
} from "./logic";

const NOW = Date.parse("2026-11-20T14:32:00Z");

function hold(id: string, over: Partial<Reservation> = {}): Reservation {
  return {
    id: id as ReservationId,
    seq: 1,
    groupId: id as GroupId,
    variantId: "v" as VariantId,
    locationId: "l" as Reservation["locationId"],
    sku: "TEA",
    name: "Tea",
    quantity: 1,
    status: "active",
    expiresAt: NOW + 60_000,
    createdAt: NOW - 60_000,
    endedAt: null,
    forWhom: "",
    customerId: null,
    orderId: null,
    orderNumber: null,
    note: "",
    staffName: "Niamh Doherty",
    ...over,
  };
}

describe("what the list asks for", () => {
  it("each view has its own question; what ended is asked since the store's midnight", () => {
    expect(listRequest({}, 7)).toEqual({ status: ["active"], text: undefined, sort: "soonest" });
    expect(listRequest({ view: "lapsing", text: " tea " }, 7)).toMatchObject({
      lapsingWithinSeconds: 300,
      text: "tea",
    });
    expect(listRequest({ view: "orders", sort: "latest" }, 7)).toMatchObject({ kind: "order", sort: "latest" });
    expect(listRequest({ view: "ended", sort: "latest" }, 7)).toMatchObject({ endedSince: 7, sort: "ended" });
  });

  it("customers are the active holds that no order has", () => {
    const summary = {
      active: 14,
      activeUnits: 52,
      lapsingIn5Minutes: 4,
      forOrders: 7,
      endedToday: 31,
      lapsedToday: 9,
      consumedToday: 22,
      releasedToday: 0,
    };
    expect(viewCount("customers", summary)).toBe(7);
    expect(viewCount("ended", summary)).toBe(31);
  });

  it("counts by the clock: what is over does not lapse any more", () => {
    const rows = [
      hold("a", { expiresAt: NOW + 120_000 }),
      hold("b", { expiresAt: NOW + 121_000 }),
      hold("c", { expiresAt: NOW }),
    ];
    expect(lapsingWithin(rows, NOW, 120)).toBe(1);
  });
});

describe("the start of a local day", () => {
  it.each([
    ["2026-11-20", "UTC", "2026-11-20T00:00:00Z"],
    ["2026-07-01", "Europe/Dublin", "2026-06-30T23:00:00Z"],
    ["2026-11-20", "America/New_York", "2026-11-20T05:00:00Z"],
    ["2026-11-20", "Asia/Kathmandu", "2026-11-19T18:15:00Z"],
    // the clock goes forward on this very day, after midnight
    ["2026-03-29", "Europe/Dublin", "2026-03-29T00:00:00Z"],
    ["2026-10-26", "Europe/Dublin", "2026-10-26T00:00:00Z"],
  ])("%s in %s", (day, zone, instant) => {
    expect(new Date(startOfDay(day, zone)).toISOString()).toBe(new Date(instant).toISOString());
  });
});

describe("which holds lapsed", () => {
  it("those that were active, are gone, and whose time is over", () => {
    const over = hold("over", { expiresAt: NOW - 500 });
    const released = hold("released", { expiresAt: NOW + 5000 });
    const staying = hold("staying");
    expect(lapsedBetween([over, released, staying], [staying], NOW)).toEqual([over]);
  });

  it("one that was extended in time, or is shown as expired, is told apart", () => {
    const extended = hold("a", { expiresAt: NOW - 500 });
    expect(lapsedBetween([extended], [hold("a", { expiresAt: NOW + 600_000 })], NOW)).toEqual([]);
    expect(lapsedBetween([extended], [hold("a", { status: "expired" })], NOW)).toEqual([extended]);
  });

  it("lines that were held together are one notice", () => {
    const g = { groupId: "g" as GroupId };
    const rows = [hold("a", { ...g, quantity: 2 }), hold("b", { ...g, name: "Pot" }), hold("c")];
    const [together, alone] = byGroup(rows);
    expect(together).toMatchObject({
      units: 3,
      products: [
        { name: "Tea", units: 2 },
        { name: "Pot", units: 1 },
      ],
    });
    expect(alone).toMatchObject({ units: 1 });
  });
});

describe("how long", () => {
  const end = NOW + 5 * HOUR * 1000;
  it("is between one second and 30 days", () => {
    expect(choiceSeconds({ kind: "other", amount: 30, unit: "days" }, NOW, end)).toBe(30 * DAY);
    expect(choiceSeconds({ kind: "other", amount: 31, unit: "days" }, NOW, end)).toBeNull();
    expect(choiceSeconds({ kind: "other", amount: 0, unit: "minutes" }, NOW, end)).toBeNull();
    expect(choiceSeconds({ kind: "other", amount: null, unit: "minutes" }, NOW, end)).toBeNull();
  });
  it("runs to the end of the day, and not back when that has passed", () => {
    expect(choiceSeconds({ kind: "day_end" }, NOW, end)).toBe(5 * HOUR);
    expect(choiceSeconds({ kind: "day_end" }, end + 1000, end)).toBeNull();
  });
  it("a hold made again has its deadline, but at least a minute", () => {
    expect(secondsLeft(NOW + 90_500, NOW)).toBe(91);
    expect(secondsLeft(NOW - 1, NOW)).toBe(60);
  });
});

describe("the lines of a new hold", () => {
  const product = (id: string, available: number): Suggestion => ({
    variantId: id as VariantId,
    productId: id as Suggestion["productId"],
    sku: id,
    name: id,
    label: "",
    price: "1.00",
    onHand: available,
    reserved: 0,
    available,
    exact: true,
  });
  const short = (id: string, available: number): ShortLine => ({
    lineNo: 1,
    variantId: id as VariantId,
    locationId: "l" as ShortLine["locationId"],
    locationName: "Shop floor",
    sku: id,
    name: id,
    requested: 3,
    available,
    onHand: 4,
    elsewhere: [],
    heldBy: [],
  });

  it("a product scanned twice is two of it", () => {
    const lines = withProduct(withProduct(withProduct([], product("tent", 4)), product("pan", 2)), product("tent", 3));
    expect(lines.map((l) => [l.sku, l.quantity, l.available])).toEqual([
      ["tent", 2, 3],
      ["pan", 1, 2],
    ]);
  });

  it("taking what is free leaves the other lines alone, and drops what has none", () => {
    const lines = [
      { ...withProduct([], product("tent", 1))[0], quantity: 3 },
      { ...withProduct([], product("pan", 0))[0], quantity: 2 },
      { ...withProduct([], product("mug", 9))[0], quantity: 5 },
    ] as ReturnType<typeof withProduct>;
    const refused = [short("tent", 1), short("pan", 0)];
    const after = takeWhatIsFree(lines, refused);
    expect(after.map((l) => [l.sku, l.quantity])).toEqual([
      ["tent", 1],
      ["mug", 5],
    ]);
    expect(stillShort(lines, refused)).toHaveLength(2);
    expect(stillShort(after, refused)).toEqual([]);
  });
});
