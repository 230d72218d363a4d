import { describe, expect, it } from "vitest";
import type { Category, Location, LocationId } from "../../generated/commands";
import { makeFormats } from "../../shared/formats";
import { chips, toCoreFilter, withChoice, withoutChip, withoutFilter, withView } from "./filter";
import { search as schema } from "./search";

const f = makeFormats("EUR", "UTC");
const water = { id: "c1", name: "Water", path: ["Camp", "Water"] } as unknown as Category;
const floor = { id: "l1" as LocationId, name: "Shop floor" } as Location;
const said = (search: Parameters<typeof chips>[0]) =>
  chips(search, f, [water], [floor]).map((c) => `${c.name} ${c.condition} ${c.value}`);

describe("the address of the stock list", () => {
  it("leaves out what it cannot read", () => {
    expect(schema.parse({ view: "mine", min: "lots", category: "c1", stock: "in" })).toEqual({
      category: "c1",
      stock: "in",
    });
  });
  it("becomes what the core takes", () => {
    expect(toCoreFilter({})).toEqual({ filter: "all" });
    expect(
      toCoreFilter({ view: "low", category: "c1", min: "5", max: "9.50", stock: "in", location: "l1", text: " tea " }),
    ).toEqual({
      filter: "low",
      categoryId: "c1",
      minPrice: "5",
      maxPrice: "9.50",
      inStock: true,
      locationId: "l1",
      text: "tea",
    });
    expect(toCoreFilter({ stock: "out" })).toEqual({ filter: "out" });
  });
});

describe("chips", () => {
  it("say field, condition and value", () => {
    expect(said({ category: "c1", min: "5", max: "9.5", stock: "in", location: "l1" })).toEqual([
      "Category is in Camp / Water",
      "Price between €5.00 and €9.50",
      "Stock is In stock",
      "Location is Shop floor",
    ]);
    expect(said({ view: "low" })).toEqual([]);
  });
  it("of what has a tab go there", () => {
    expect(withChoice({ stock: "out", category: "c1" }, "low")).toEqual({ view: "low", category: "c1" });
    expect(withChoice({ view: "low" }, "out")).toEqual({ stock: "out" });
    expect(withChoice({ view: "low" }, "in")).toEqual({ view: "low", stock: "in" });
    expect(withView({ stock: "out" }, "reserved")).toEqual({ view: "reserved" });
    expect(withView({ view: "low", stock: "in" }, "all")).toEqual({ stock: "in" });
  });
  it("go one by one or all at once", () => {
    expect(withoutChip({ min: "5", max: "9", text: "tea" }, "price")).toEqual({ text: "tea" });
    expect(withoutFilter({ view: "low", category: "c1", stock: "in", text: "tea", sort: "sku" })).toEqual({
      view: "low",
      sort: "sku",
    });
  });
});
