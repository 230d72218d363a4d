import { describe, expect, it } from "vitest";
import type { TierId } from "../../generated/commands";
import { formOf, listFilter, mergedRows, NOTE_MAX, toCreate, together, toUpdate } from "./logic";
import { customer, detail } from "./testing";

describe("what the list asks for", () => {
  it("is what the address says", () => {
    expect(listFilter({})).toEqual({});
    expect(listFilter({ view: "archived", text: " fahy ", tier: "t1" })).toEqual({
      archived: true,
      text: "fahy",
      tierId: "t1",
    });
  });
});

describe("a customer as it is typed", () => {
  it("is made of what was said", () => {
    expect(toCreate({ name: " Ana ", email: "", phone: " 1 ", tier: null, note: "" })).toEqual({
      name: "Ana",
      phone: "1",
    });
  });
  it("sends only what changed, so that a tier that stays asks for no manager", () => {
    const base = customer({ tierId: "gold" as TierId, email: "a@b.ie" });
    const form = formOf(base);
    expect(toUpdate(base, { ...form, name: `${form.name} ` })).toBeNull();
    expect(toUpdate(base, { ...form, email: "", tier: null })).toEqual({
      id: "c1",
      rowVersion: 2,
      email: "",
      tierId: null,
    });
  });
});

describe("two that are one person", () => {
  it("keep one's own and take what is missing from the other", () => {
    const keep = customer({ phone: "1", note: "Scouts" });
    const other = customer({
      name: "R. Fahy",
      email: "r@f.ie",
      phone: "2",
      tierId: "g" as TierId,
      tierName: "Gold",
      note: "Loft",
    });
    expect(mergedRows(keep, other).map((r) => [r.field, r.after])).toEqual([
      ["name", "Róisín Fahy"],
      ["email", "r@f.ie"],
      ["phone", "1"],
      ["tier", "Gold"],
      ["note", "Scouts\nLoft"],
    ]);
  });
  it("keep one's own note where both are too long together", () => {
    const long = "x".repeat(NOTE_MAX);
    const rows = mergedRows(customer({ note: long }), customer({ note: "y" }));
    expect(rows.find((r) => r.field === "note")?.after).toBe(long);
  });
  it("have together what each had", () => {
    const sum = together(detail({ orders: 2, spent: "10.10", holds: 1 }), detail({ orders: 3, spent: "0.95" }), 2);
    expect(sum).toMatchObject({ orders: 5, spent: "11.05", due: "0.00", holds: 1 });
  });
});
