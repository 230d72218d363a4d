import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import type { CategoryId } from "../../generated/commands";
import {
  barcodesOf,
  EMPTY_PRODUCT,
  emptyVariant,
  formOf,
  formPath,
  type ProductForm,
  parseAdjustment,
  productSchema,
  resultingPrice,
  rowWith,
  toCreate,
  toUpdate,
  withBarcode,
} from "./product";
import { product, variant } from "./testing";

const mistakes = (form: ProductForm) => {
  const checked = z.safeParse(productSchema(2), form);
  return checked.success ? [] : checked.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`);
};
const simple = (more: Partial<ProductForm> = {}): ProductForm => ({
  ...EMPTY_PRODUCT,
  name: "Mug",
  price: "12.5",
  variants: [{ ...emptyVariant(0), sku: "MUG" }],
  ...more,
});
const shirts = product([
  variant("TS-S", { of: { Size: "S", Colour: "Ink" } }),
  variant("TS-M", { of: { Size: "M", Colour: "Ink" }, priceAdjustment: "1.50", barcodes: ["111", "222"] }),
]);

describe("codes and money as they are typed", () => {
  it("reads barcodes with commas, lines and spaces, each once", () => {
    expect(barcodesOf("5 390 121, 5390121\n777;")).toEqual(["5390121", "777"]);
    expect(withBarcode("111", "222")).toBe("111, 222");
    expect(withBarcode("111", "111")).toBe("111");
  });
  it("reads what is added to a price, with either minus", () => {
    expect(parseAdjustment("", 2)).toBe("0.00");
    expect(parseAdjustment("+1,5", 2)).toBe("1.50");
    expect(parseAdjustment("−2", 2)).toBe("-2.00");
    expect(parseAdjustment("lots", 2)).toBeNull();
    expect(resultingPrice("20", "-2.50", 2)).toBe("17.50");
    expect(resultingPrice("", "1", 2)).toBeNull();
  });
});

describe("a product as a form", () => {
  it("is simple with one variant that has no attributes", () => {
    const form = formOf(product([variant("MUG", { reorderLevel: 4, barcodes: ["1", "2"] })]));
    expect(form).toMatchObject({ several: false, attributes: [] });
    expect(form.variants[0]).toMatchObject({ sku: "MUG", barcodes: "1, 2", reorderLevel: "4", adjustment: "" });
  });
  it("has a column for each attribute, also where a variant lacks it", () => {
    const form = formOf(product([variant("A", { of: { Size: "S" } }), variant("B", { of: { Colour: "Ink" } })]));
    expect(form.attributes).toEqual(["Size", "Colour"]);
    expect(form.variants.map((v) => v.values)).toEqual([
      ["S", ""],
      ["", "Ink"],
    ]);
  });
});

describe("what is wrong with it", () => {
  it("needs a name, a SKU and a price that is one", () => {
    expect(mistakes(EMPTY_PRODUCT)).toEqual(["name: required", "price: required", "variants.0.sku: required"]);
    expect(mistakes(simple({ price: "abc" }))).toEqual(["price: money"]);
    expect(mistakes(simple({ price: "-1" }))).toContain("price: money");
    expect(mistakes(simple())).toEqual([]);
  });
  it.each([
    ["the same SKU in another case", [{ sku: "ts-a" }, { sku: "TS-A" }], "variants.1.sku: sku_twice"],
    ["the same code twice", [{ barcodes: "1" }, { barcodes: "2, 1" }], "variants.1.barcodes: barcode_twice"],
    ["no value", [{}, { values: [""] }], "variants.1.values.0: value_needed"],
    ["the same values", [{ values: ["S"] }, { values: ["s "] }], "variants.1.values.0: same_values"],
    ["a price below nothing", [{ adjustment: "-13" }, {}], "variants.0.adjustment: below_zero"],
    ["a low mark that is no number", [{ reorderLevel: "x" }, {}], "variants.0.reorderLevel: whole"],
    ["nothing left to sell", [{ archived: true }, { archived: true }], "variants.0.archived: last_active"],
  ])("sees %s", (_, rows, expected) => {
    const variants = rows.map((row, at) => ({ ...emptyVariant(1), sku: `V${at}`, values: [`${at}`], ...row }));
    expect(mistakes(simple({ several: true, attributes: ["Size"], variants }))).toEqual([expected]);
  });
  it("names an attribute once", () => {
    expect(mistakes(simple({ several: true, attributes: ["Size", "size"] }))).toEqual(["attributes.1: name_twice"]);
  });
});

describe("requests", () => {
  it("make a simple product in the short way", () => {
    const form = simple({ variants: [{ ...emptyVariant(0), sku: " MUG ", barcodes: "1", reorderLevel: "3" }] });
    expect(toCreate(form, 2)).toEqual({
      name: "Mug",
      price: "12.50",
      description: "",
      unit: "piece",
      categoryId: undefined,
      sku: "MUG",
      barcodes: ["1"],
      reorderLevel: 3,
    });
  });
  it("make one with variants", () => {
    const variants = [{ ...emptyVariant(1), sku: "A", values: ["S"], adjustment: "-1" }];
    expect(toCreate(simple({ several: true, attributes: ["Size"], variants }), 2).variants).toEqual([
      { sku: "A", barcodes: [], attributes: [{ name: "Size", value: "S" }], priceAdjustment: "-1.00" },
    ]);
  });
  it("say a tax rate of one's own in basis points, and none where the store's counts", () => {
    expect(toCreate(simple({ taxRate: "13,5 %" }), 2).taxRateBp).toBe(1350);
    expect(toCreate(simple({ taxRate: " " }), 2).taxRateBp).toBeUndefined();
    const reduced = { ...shirts, taxRateBp: 1350 };
    expect(formOf(reduced).taxRate).toBe("13.5");
    expect(toUpdate(reduced, formOf(reduced), 2).request).toBeNull();
    expect(toUpdate(reduced, { ...formOf(reduced), taxRate: "" }, 2).request).toMatchObject({ taxRateBp: null });
    expect(mistakes(simple({ taxRate: "101" }))).toEqual(["taxRate: percent"]);
  });
  it("say nothing where nothing was changed", () => {
    expect(toUpdate(shirts, formOf(shirts), 2).request).toBeNull();
    expect(toUpdate(shirts, { ...formOf(shirts), price: "20" }, 2).request).toBeNull();
  });
  it("say only what was changed, and which row of the form it was", () => {
    const form = formOf(shirts);
    const [first, second] = form.variants;
    if (!first || !second) throw new Error("two variants");
    form.categoryId = "camp" as CategoryId;
    form.variants = [
      first,
      { ...second, adjustment: "", reorderLevel: "2" },
      { ...emptyVariant(2), sku: "TS-L", values: ["L", "Ink"] },
    ];
    expect(toUpdate(shirts, form, 2)).toEqual({
      rows: [1, 2],
      request: {
        id: "p1",
        rowVersion: 3,
        categoryId: "camp",
        variants: [
          { id: "v-TS-M", priceAdjustment: "0.00", reorderLevel: 2 },
          {
            sku: "TS-L",
            barcodes: [],
            attributes: [
              { name: "Size", value: "L" },
              { name: "Colour", value: "Ink" },
            ],
            priceAdjustment: "0.00",
          },
        ],
      },
    });
  });
  it("clear a level with null", () => {
    const base = product([variant("MUG", { reorderLevel: 4 })]);
    const form = formOf(base);
    form.variants = form.variants.map((v) => ({ ...v, reorderLevel: "" }));
    expect(toUpdate(base, form, 2).request?.variants).toEqual([{ id: "v-MUG", reorderLevel: null }]);
  });
  it("find the field that a refusal speaks of", () => {
    expect(formPath("variants[1].priceAdjustment", [4, 7])).toBe("variants.7.adjustment");
    expect(formPath("variants[0].attributes[0].value", [4])).toBe("variants.4.values.0");
    expect(formPath("sku", [])).toBe("variants.0.sku");
    expect(formPath("name", [])).toBe("name");
    expect(formPath("variants[9].sku", [1])).toBeNull();
    expect(rowWith(formOf(shirts), "sku", "ts-m")).toBe(1);
    expect(rowWith(formOf(shirts), "barcodes", "222")).toBe(1);
  });
});
