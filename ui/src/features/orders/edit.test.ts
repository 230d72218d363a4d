import { describe, expect, it } from "vitest";
import { changesOf, draftOf, pickedLine, rebased } from "./edit";
import { line, order } from "./testing";

const base = draftOf(order({ note: "ring", promisedOn: "2026-11-21" }));

describe("an order as it is edited", () => {
  it("sends only what was changed", () => {
    expect(changesOf(base, base)).toBeNull();
    expect(changesOf(base, { ...base, note: " ring  " })).toBeNull();
    expect(changesOf(base, { ...base, priority: "urgent", promisedOn: null })).toEqual({
      priority: "urgent",
      promisedOn: null,
    });
    const known = { id: "c1" as never, name: "Scouts", email: "s@example.com", phone: "" };
    expect(changesOf(base, { ...base, customer: known })).toEqual({ customer: { id: "c1" } });
  });
  it("sends its whole new list of lines", () => {
    const lines = base.lines.slice(0, 1).map((l) => ({ ...l, quantity: 4 }));
    expect(changesOf(base, { ...base, lines })).toEqual({
      lines: [{ lineNo: 1, variantId: "v-TENT", quantity: 4, locationId: "shop" }],
    });
  });
  it("takes a product that is in it as one more of its line", () => {
    const product = (sku: string) => ({ variantId: `v-${sku}`, sku, name: `The ${sku}`, label: "Red" }) as never;
    expect(pickedLine(base.lines, product("TENT"))).toMatchObject({ lineNo: 1, of: "v-TENT", before: 3 });
    expect(pickedLine(base.lines, product("LAMP"))).toMatchObject({
      of: "v-LAMP",
      name: "The LAMP, Red",
      unitPrice: null,
    });
  });
  it("keeps a variant of two locations apart", () => {
    const two = order({ lines: [line(1, "TENT", 1), line(2, "TENT", 1, { locationId: "back" as never })] });
    const keys = draftOf(two).lines.map((l) => l.variantId);
    expect(new Set(keys).size).toBe(2);
  });
  it("follows the store where it was not touched", () => {
    const mine = { ...base, note: "mine" };
    const store = draftOf(order({ note: "theirs", promisedOn: "2026-11-25", rowVersion: 4 }));
    expect(rebased(base, mine, store)).toMatchObject({ note: "mine", promisedOn: "2026-11-25" });
  });
});
