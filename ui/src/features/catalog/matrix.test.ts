import { describe, expect, it } from "vitest";
import { codeOf, matrix, patternFor, skuOf, valuesOf, withCombinations } from "./matrix";
import { EMPTY_PRODUCT, formOf } from "./product";
import { product, variant } from "./testing";

const axes = [
  { name: "Size", values: "S, M, L" },
  { name: "Colour", values: "Ink, Moss" },
];
const shirts = formOf(
  product([
    variant("TS-S-INK", { of: { Size: "S", Colour: "Ink" } }),
    variant("TS-X", { of: { Size: "XL", Colour: "Ink" } }),
  ]),
);

describe("SKUs by a pattern", () => {
  it("writes values in capitals and figures", () => {
    expect(codeOf("Grün 42–44")).toBe("GRUN4244");
  });
  it("takes whole values or their first letters, and leaves what it does not know", () => {
    const values = new Map([
      ["size", "M"],
      ["colour", "Moss"],
    ]);
    expect(skuOf("TS-{Size}-{colour:3}-{Cut}", values)).toBe("TS-M-MOS-{Cut}");
  });
  it("begins with the product's own SKU", () => {
    expect(patternFor("TS", axes)).toBe("TS-{Size}-{Colour}");
    expect(patternFor("", [{ name: "", values: "" }])).toBe("SKU");
  });
});

describe("the matrix", () => {
  it("reads each value once", () => {
    expect(valuesOf("S, M\nm;L,,")).toEqual(["S", "M", "L"]);
  });
  it("makes every combination and marks those that exist already, in any case", () => {
    const { combinations, total } = matrix(
      [{ name: "size", values: "s, M" }, axes[1] ?? { name: "", values: "" }],
      "TS-{size}-{Colour}",
      shirts,
    );
    expect(total).toBe(4);
    expect(combinations.map((c) => `${c.label} ${c.sku}${c.exists ? " exists" : ""}`)).toEqual([
      "s / Ink TS-S-INK exists",
      "s / Moss TS-S-MOSS",
      "M / Ink TS-M-INK",
      "M / Moss TS-M-MOSS",
    ]);
  });
  it("says where a SKU is not free, in the product or among the new", () => {
    expect(matrix(axes, "TS-X", shirts).combinations.every((c) => c.exists || c.skuTaken)).toBe(true);
    const { combinations } = matrix([{ name: "Size", values: "L, XXL" }], "N-{Size:1}", EMPTY_PRODUCT);
    expect(combinations.map((c) => c.skuTaken)).toEqual([false, false]);
    expect(matrix([{ name: "Size", values: "XL, XXL" }], "N-{Size:1}", EMPTY_PRODUCT).combinations[1]?.skuTaken).toBe(
      true,
    );
  });
  it("waits until every attribute has a name and values, and stops at too many", () => {
    expect(matrix([{ name: "Size", values: "" }], "x", EMPTY_PRODUCT).total).toBe(0);
    const many = Array.from({ length: 30 }, (_, i) => `v${i}`).join(",");
    const big = matrix(
      [
        { name: "A", values: many },
        { name: "B", values: many },
      ],
      "x",
      EMPTY_PRODUCT,
    );
    expect(big).toEqual({ combinations: [], total: 900 });
  });
});

describe("taking combinations into the form", () => {
  it("replaces a variant of which nothing was typed", () => {
    const { combinations } = matrix(axes, "TS-{Size}-{Colour}", EMPTY_PRODUCT);
    const form = withCombinations(EMPTY_PRODUCT, axes, combinations.slice(0, 2));
    expect(form.several).toBe(true);
    expect(form.attributes).toEqual(["Size", "Colour"]);
    expect(form.variants.map((v) => [v.sku, ...v.values])).toEqual([
      ["TS-S-INK", "S", "Ink"],
      ["TS-S-MOSS", "S", "Moss"],
    ]);
  });
  it("makes the one variant of a simple product the first of them, and drops a column that was not used", () => {
    const simple = formOf(product([variant("TS", { barcodes: ["111"], onHand: 4 })]));
    const opened = {
      ...simple,
      several: true,
      attributes: [""],
      variants: simple.variants.map((v) => ({ ...v, values: [""] })),
    };
    const form = withCombinations(opened, axes, matrix(axes, "TS-{Size}-{Colour}", opened).combinations.slice(1, 3));
    expect(form.attributes).toEqual(["Size", "Colour"]);
    expect(form.variants.map((v) => [v.id, v.sku, v.barcodes, ...v.values])).toEqual([
      ["v-TS", "TS", "111", "S", "Moss"],
      ["", "TS-M-INK", "", "M", "Ink"],
    ]);
  });
  it("keeps what is there and widens it by attributes that are new", () => {
    const cut = [{ name: "Cut", values: "Long" }];
    const form = withCombinations(shirts, cut, matrix(cut, "TS-{Cut}", shirts).combinations);
    expect(form.attributes).toEqual(["Size", "Colour", "Cut"]);
    expect(form.variants.map((v) => v.values)).toEqual([
      ["S", "Ink", ""],
      ["XL", "Ink", ""],
      ["", "", "Long"],
    ]);
  });
});
