import { describe, expect, it } from "vitest";
import type { CustomerId, PriceRuleId, TierId, VariantId } from "../../generated/commands";
import { makeFormats } from "../../shared/formats";
import {
  checkRule,
  emptyRule,
  formField,
  formOf,
  listFilter,
  quoteRequest,
  type RuleForm,
  sampleRequest,
  tableQuantities,
  toUpdate,
} from "./logic";
import { rule } from "./testing";
import { stateText, warningText, whenText } from "./words";

const f = makeFormats("EUR", "Europe/Dublin");
const DAY = 24 * 3600 * 1000;

const typed = (more: Partial<RuleForm> = {}): RuleForm => ({
  ...emptyRule("quantity_break"),
  name: "Five",
  figure: "10",
  ...more,
});

describe("what the list asks for", () => {
  it("is the view's kind, the ended ones, or the chosen states", () => {
    expect(listFilter({})).toEqual({});
    expect(listFilter({ view: "tiers", text: " gold " })).toEqual({ kinds: ["tier"], text: "gold" });
    expect(listFilter({ view: "ended", states: ["paused"] })).toEqual({ states: ["ended"] });
    expect(listFilter({ states: ["paused", "archived"], touches: "v1" })).toEqual({
      states: ["paused", "archived"],
      variantId: "v1",
    });
  });
});

describe("what is simulated", () => {
  const variant = "v1" as VariantId;
  it("is one unit now for the default tier where nobody said otherwise", () => {
    expect(quoteRequest({}, variant, "2026-11-20", f)).toEqual({ variantId: "v1", quantity: 1, at: undefined });
  });
  it("is for a customer before a tier, and in the middle of another day", () => {
    const search = { customer: "c1", tier: "t1", quantity: 5, on: "2026-12-07" };
    expect(quoteRequest(search, variant, "2026-11-20", f)).toEqual({
      variantId: "v1",
      quantity: 5,
      customerId: "c1",
      at: Date.UTC(2026, 11, 7, 12),
    });
  });
  it("shows what a draft does where it counts: its tier, its quantity, its time", () => {
    const simulated = { variantId: variant, quantity: 3, customerId: "c1" as CustomerId, at: undefined };
    const draft = { kind: "tier", name: "x", scope: "store", effect: { kind: "percent", basisPoints: 1 } } as const;
    expect(sampleRequest(simulated, variant, null, 9)).toEqual(simulated);
    expect(sampleRequest(simulated, "v2" as VariantId, { ...draft, tierId: "t2" as TierId }, 9)).toEqual({
      variantId: "v2",
      quantity: 3,
      tierId: "t2",
      at: undefined,
    });
    expect(sampleRequest(simulated, variant, { ...draft, minQuantity: 5, startsAt: 10 }, 9)).toMatchObject({
      customerId: "c1",
      quantity: 5,
      at: 10,
    });
    expect(sampleRequest(null, null, draft, 9)).toBeNull();
  });
  it("stands in a table beside one unit and where the price breaks", () => {
    expect(tableQuantities(5, [])).toEqual([1, 2, 5, 10]);
    expect(tableQuantities(5, [24, 5, 12])).toEqual([1, 5, 12, 24]);
    expect(tableQuantities(1, [3])).toEqual([1, 2, 3, 5]);
    expect(tableQuantities(7, [3, 12, 24, 48])).toEqual([1, 3, 7, 12]);
  });
});

describe("a rule as it is typed", () => {
  it("becomes the rule that is asked for", () => {
    expect(checkRule(typed({ name: " Five ", figure: "12,5 %", priority: 20 }), f).draft).toEqual({
      kind: "quantity_break",
      name: "Five",
      scope: "store",
      minQuantity: 5,
      effect: { kind: "percent", basisPoints: 1250 },
      priority: 20,
      stops: false,
      active: true,
    });
  });
  it("counts from the first to the last of the store's days, both included", () => {
    const { draft } = checkRule(typed({ kind: "promotion", from: "2026-03-29", until: "2026-03-29" }), f);
    // The clocks go forward on that day in Dublin: it has 23 hours.
    expect(draft?.startsAt).toBe(Date.UTC(2026, 2, 29));
    expect((draft?.endsAt ?? 0) - (draft?.startsAt ?? 0)).toBe(23 * 3600 * 1000);
    expect(draft?.minQuantity).toBeUndefined();
  });
  it("names everything that can be seen to be wrong", () => {
    const form = typed({
      name: " ",
      kind: "tier",
      scope: "category",
      figure: "0",
      from: "2026-12-02",
      until: "2026-12-01",
      priority: null,
    });
    expect(checkRule(form, f)).toEqual({
      mistakes: {
        name: "required",
        tier: "tier",
        scope: "scope",
        figure: "percent",
        dates: "reversed",
        priority: "priority",
      },
      draft: null,
    });
    expect(checkRule(typed({ minQuantity: 1 }), f).mistakes).toEqual({ minQuantity: "quantity" });
    expect(checkRule(typed({ effect: "amountOff", figure: "0" }), f).mistakes).toEqual({ figure: "money" });
    expect(checkRule(typed({ effect: "fixedPrice", figure: "0" }), f).draft?.effect).toEqual({
      kind: "fixedPrice",
      price: "0.00",
    });
  });
  it("of one that is there keeps instants whose day was not touched, and clears what was emptied", () => {
    const noon = Date.UTC(2026, 10, 20, 12);
    const base = rule({ kind: "promotion", minQuantity: 1, startsAt: noon, endsAt: noon + 9 * DAY });
    const same = checkRule(formOf(base, f), f, base).draft;
    expect([same?.startsAt, same?.endsAt]).toEqual([base.startsAt, base.endsAt]);
    const emptied = checkRule({ ...formOf(base, f), until: null }, f, base).draft;
    expect(emptied && toUpdate(base, emptied)).toMatchObject({ id: "r1", rowVersion: 3, startsAt: noon, endsAt: null });
  });
  it("is told where a refused field stands in the form", () => {
    expect(["effect.basisPoints", "endsAt", "rule.tierId", "categoryId", "cursor"].map(formField)).toEqual([
      "figure",
      "dates",
      "tier",
      "scope",
      null,
    ]);
  });
});

describe("a rule in words", () => {
  it("says when it counts", () => {
    expect(whenText(rule())).toBe("Qty ≥ 5");
    expect(whenText(rule({ kind: "tier", tierId: "t" as TierId, tierName: "Gold" }))).toBe("Tier Gold");
    expect(whenText(rule({ kind: "promotion" }))).toBe("Any");
  });
  it("says until and from when, by the store's days", () => {
    const midnight = Date.UTC(2026, 11, 25);
    expect(stateText(rule({ endsAt: midnight }), "2026-11-20", f)).toBe("Until 24 Dec");
    expect(stateText(rule({ state: "scheduled", startsAt: midnight + 30 * DAY }), "2026-11-20", f)).toBe(
      "From 24 Jan 2027",
    );
    expect(stateText(rule({ state: "paused", active: false }), "2026-11-20", f)).toBe("Paused");
  });
  it("warns in sentences", () => {
    expect(
      warningText({ kind: "falling_break", ruleId: "r2" as PriceRuleId, ruleName: "Ten", quantity: 10, sku: null }),
    ).toBe("From 10 units a unit costs more than with fewer, where Ten counts.");
    expect(warningText({ kind: "never_wins", ruleId: null, ruleName: null, quantity: null, sku: null })).toBe(
      "It never counts.",
    );
  });
});
