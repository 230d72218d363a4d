import { describe, expect, it } from "vitest";
import { makeFormats } from "../../shared/formats";
import { versionFieldWord, versionValue } from "./compare";
import { told } from "./testing";
import { isVersion, sentence } from "./timeline";

const f = makeFormats("EUR", "UTC");
const TODAY = "2026-11-20";
const at = (time: string) => Date.parse(`2026-11-20T${time}:00Z`);
const said = (...of: Parameters<typeof told>) => sentence(told(...of), f, TODAY);

describe("what happened", () => {
  it("is said with its figures", () => {
    expect(said("order_created", { to: "pending", quantity: 32 })).toBe("Placed as pending, 32 units");
    expect(said("order_status_changed", { from: "pending", to: "confirmed" })).toBe("Confirmed");
    expect(said("order_shipped", { quantity: 5 })).toBe("5 units left");
    expect(said("order_shipped", { quantity: 1, sku: "TENT" })).toBe("1 × TENT left");
    expect(said("order_returned", { quantity: 2, amount: "20.00" })).toBe("2 units came back, sold for €20.00");
    expect(said("payment_recorded", { amount: "50.00", method: "cash" })).toBe("€50.00 paid, cash");
    expect(said("refund_recorded", { amount: "20.00", method: "card" })).toBe("€20.00 given back, card");
    expect(said("reservation_created", { quantity: 3, until: at("14:47") })).toBe("3 units held until 14:47");
    expect(said("reservation_extended", { until: at("14:50") })).toBe("Hold extended to 14:50");
    expect(said("reservation_expired", { quantity: 1 })).toBe("Hold lapsed, 1 unit free again");
    expect(said("wait_granted", { quantity: 2, sku: "TENT" })).toBe("2 × TENT came free and are held");
    expect(said("price_overridden")).toBe("Price set by hand");
  });
  it("tells an edit from lines closed short, which say why", () => {
    expect(said("order_edited", { quantity: 5 })).toBe("Edited");
    expect(said("order_edited", { quantity: 1, sku: "TENT", reason: "lost" })).toBe("1 × TENT closed short");
  });
  it("made a version where it was of the order itself", () => {
    expect(isVersion({ action: "payment_recorded" })).toBe(true);
    expect(isVersion({ action: "order_edited" })).toBe(true);
    expect(isVersion({ action: "reservation_extended" })).toBe(false);
    expect(isVersion({ action: "wait_granted" })).toBe(false);
  });
});

describe("a version's field", () => {
  it("has a word, or is spelled out", () => {
    expect(versionFieldWord("promisedOn")).toBe("Promised");
    expect(versionFieldWord("someNewThing")).toBe("Some new thing");
  });
  it("is read as what it is", () => {
    expect(versionValue("status", "shipped", f)).toBe("Shipped");
    expect(versionValue("total", "20", f)).toBe("€20.00");
    expect(versionValue("returned", "20.00", f)).toBe("€20.00");
    expect(versionValue("returned", "2", f)).toBe("2");
    expect(versionValue("promisedOn", "2026-11-21", f)).toBe("21 Nov 2026");
    expect(versionValue("fulfilment", "delivery", f)).toBe("Delivery");
    expect(versionValue("note", "leave it", f)).toBe("leave it");
  });
});
