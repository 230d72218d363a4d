import { describe, expect, it } from "vitest";
import { merge, takeStore } from "./merge";
import { emptyVariant, formOf } from "./product";
import { product, variant } from "./testing";

const size = (value: string) => ({ of: { Size: value } });
const base = product([variant("A", size("S")), variant("B", size("M"))]);

describe("three versions become one", () => {
  it("takes over what only they changed", () => {
    const store = product([variant("A", size("S")), variant("B2", { ...size("M"), id: base.variants[1]?.id })], {
      name: "Base layer, wool",
      rowVersion: 4,
    });
    const merged = merge(base, formOf(base), store);
    expect(merged.differences).toEqual([]);
    expect(merged.taken).toBe(2);
    expect(merged.form.name).toBe("Base layer, wool");
    expect(merged.form.variants[1]?.sku).toBe("B2");
  });

  it("keeps what only I changed, and rows that I added", () => {
    const typed = formOf(base);
    typed.price = "25";
    typed.variants = [...typed.variants, { ...emptyVariant(1), sku: "C", values: ["L"] }];
    const merged = merge(base, typed, { ...base, unit: "pair", rowVersion: 4 });
    expect(merged.form).toMatchObject({ price: "25", unit: "pair" });
    expect(merged.form.variants.map((v) => v.sku)).toEqual(["A", "B", "C"]);
  });

  it("names each field that both changed, and loses neither version", () => {
    const typed = formOf(base);
    typed.name = "Mine";
    typed.variants = typed.variants.map((v, at) => (at === 0 ? { ...v, adjustment: "+1" } : v));
    const store = product([variant("A", { ...size("S"), priceAdjustment: "-2.00" }), variant("B", size("M"))], {
      name: "Theirs",
      rowVersion: 4,
    });
    const merged = merge(base, typed, store);
    expect(merged.form.name).toBe("Mine");
    expect(merged.differences).toEqual([
      { variantId: null, sku: null, field: "name", mine: "Mine", store: "Theirs" },
      { variantId: "v-A", sku: "A", field: "adjustment", mine: "+1", store: "-2.00" },
    ]);
    const chosen = takeStore(merged.form, store, merged.differences.slice(1));
    expect(chosen.name).toBe("Mine");
    expect(chosen.variants[0]?.adjustment).toBe("-2.00");
  });

  it("shows no difference where both typed the same", () => {
    const typed = { ...formOf(base), name: "Same" };
    expect(merge(base, typed, { ...base, name: "Same" }).differences).toEqual([]);
  });

  it("takes over variants and attributes that they added", () => {
    const store = product([...base.variants, variant("D", { of: { Size: "L", Cut: "Long" } })]);
    const { form } = merge(base, formOf(base), store);
    expect(form.attributes).toEqual(["Size", "Cut"]);
    expect(form.variants.map((v) => v.values)).toEqual([
      ["S", ""],
      ["M", ""],
      ["L", "Long"],
    ]);
  });

  it("does not bring back the old name of an attribute that I renamed", () => {
    const typed = { ...formOf(base), attributes: ["Fit"] };
    expect(merge(base, typed, { ...base, unit: "pair" }).form.attributes).toEqual(["Fit"]);
  });
});
