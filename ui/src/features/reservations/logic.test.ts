import { describe, expect, it } from "vitest";
import type { GroupId, Reservation, ReservationId, VariantId, Wait } from "../../generated/commands";
import { startOfDay } from "../../shared/days";
import {
  askedBetween,
  byGroup,
  choiceSeconds,
  DAY,
  HOUR,
  lapsedBetween,
  lapsingWithin,
  listRequest,
  missing,
  secondsLeft,
  servedNext,
  viewCount,
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
    customerName: null,
    basketId: null,
    askedAt: null,
    askedBy: null,
    askedNote: "",
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

describe("who is served when a hold ends", () => {
  const wait = (over: Partial<Wait> = {}) => ({ quantity: 2, granted: 0, acceptPart: false, ...over }) as Wait;

  it("the first in the queue, whole or not at all", () => {
    const first = wait();
    expect(servedNext([first, wait({ quantity: 1 })], 2)).toBe(first);
    expect(servedNext([first, wait({ quantity: 1 })], 1)).toBeNull();
    expect(servedNext([], 5)).toBeNull();
  });

  it("part of it where part is welcome; what was had already counts no more", () => {
    const part = wait({ acceptPart: true });
    expect(servedNext([part], 1)).toBe(part);
    expect(servedNext([part], 0)).toBeNull();
    const rest = wait({ granted: 1 });
    expect(missing(rest)).toBe(1);
    expect(servedNext([rest], 1)).toBe(rest);
  });
});

it("a hold that somebody asked for since is told once", () => {
  const asked = hold("a", { askedAt: NOW, askedBy: "Ciarán Walsh" });
  expect(askedBetween([hold("a")], [asked]).map((r) => r.id)).toEqual(["a"]);
  expect(askedBetween([asked], [asked])).toEqual([]);
  expect(askedBetween([], [asked])).toEqual([]);
});
