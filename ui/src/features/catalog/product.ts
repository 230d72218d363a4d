import * as z from "zod/mini";
import type {
  Attribute,
  CategoryId,
  Money,
  Product,
  ProductCreate,
  ProductUpdate,
  Variant,
  VariantEdit,
  VariantId,
  VariantNew,
} from "../../generated/commands";
import { fromMinor, parseMoney, toMinor } from "../../shared/money";
import { parsePercent, percentText } from "../../shared/percent";
import { fold } from "./fold";

export const NAME_MAX = 200;
export const SKU_MAX = 64;
export const UNIT_MAX = 32;
export const DESCRIPTION_MAX = 4000;
export const VARIANTS_MAX = 500;
/** characters of an amount as typed */
const AMOUNT_MAX = 40;
export const ATTRIBUTES_MAX = 10;

/** A variant as it is typed. */
export type VariantForm = {
  /** empty: a new one */
  id: string;
  sku: string;
  /** codes with commas between */
  barcodes: string;
  /** one for each attribute of the product, in that order; empty: it has none of this name */
  values: string[];
  adjustment: string;
  reorderLevel: string;
  archived: boolean;
};
/** A product as it is typed. */
export type ProductForm = {
  name: string;
  description: string;
  /** empty: none */
  categoryId: string;
  price: string;
  unit: string;
  /** per cent, as typed; empty: the store's */
  taxRate: string;
  /** it is sold in variants; without, its one variant is part of the same form */
  several: boolean;
  attributes: string[];
  variants: VariantForm[];
};

export const emptyVariant = (attributes: number): VariantForm => ({
  id: "",
  sku: "",
  barcodes: "",
  values: Array.from({ length: attributes }, () => ""),
  adjustment: "",
  reorderLevel: "",
  archived: false,
});

export const EMPTY_PRODUCT: ProductForm = {
  name: "",
  description: "",
  categoryId: "",
  price: "",
  unit: "piece",
  taxRate: "",
  several: false,
  attributes: [],
  variants: [emptyVariant(0)],
};

// ---- from the store and back --------------------------------------------------------------------------------------

/** The names of attributes in the order in which variants bring them. */
export function attributeNames(variants: readonly { attributes: readonly Attribute[] }[]): string[] {
  return [...new Set(variants.flatMap((v) => v.attributes.map((a) => a.name)))];
}

function isZero(amount: Money): boolean {
  return !/[1-9]/.test(amount);
}

function variantForm(v: Variant, names: readonly string[]): VariantForm {
  return {
    id: v.id,
    sku: v.sku,
    barcodes: v.barcodes.join(", "),
    values: names.map((name) => v.attributes.find((a) => a.name === name)?.value ?? ""),
    adjustment: isZero(v.priceAdjustment) ? "" : withSign(v.priceAdjustment),
    reorderLevel: v.reorderLevel === null ? "" : String(v.reorderLevel),
    archived: v.archived,
  };
}

export function formOf(p: Product): ProductForm {
  const attributes = attributeNames(p.variants);
  return {
    name: p.name,
    description: p.description,
    categoryId: p.categoryId ?? "",
    price: p.basePrice,
    unit: p.unit,
    taxRate: p.taxRateBp === null ? "" : percentText(p.taxRateBp),
    several: p.variants.length > 1 || attributes.length > 0,
    attributes,
    variants: p.variants.map((v) => variantForm(v, attributes)),
  };
}

const withSign = (amount: Money) => (amount.startsWith("-") ? amount : `+${amount}`);

export function barcodesOf(text: string): string[] {
  const codes = text.split(/[\n,;]/).map((code) => code.replace(/\s/g, ""));
  return [...new Set(codes.filter(Boolean))];
}

/** With one more code; a code that is there already stays once. */
export function withBarcode(text: string, code: string): string {
  return barcodesOf(`${text},${code}`).join(", ");
}

export function withoutBarcode(text: string, code: string): string {
  return barcodesOf(text)
    .filter((c) => c !== code)
    .join(", ");
}

/** "+1.50", "-2", "−2,00", "" (nothing): what is added to the base price. */
export function parseAdjustment(text: string, digits: number): Money | null {
  if (text.trim() === "") return fromMinor(0n, digits);
  return parseMoney(text.replace("−", "-").replace("+", ""), digits);
}

/** Basis points; null: the store's rate counts; undefined: it cannot be read. */
export function parseRate(text: string): number | null | undefined {
  return text.trim() === "" ? null : (parsePercent(text) ?? undefined);
}

export function parseLevel(text: string): number | null | undefined {
  const bare = text.trim();
  if (bare === "") return null;
  return /^\d{1,9}$/.test(bare) ? Number(bare) : undefined;
}

/** Base price and adjustment together; null while one of them is no money. */
export function resultingPrice(base: string, adjustment: string, digits: number): Money | null {
  const price = parseMoney(base, digits);
  const change = parseAdjustment(adjustment, digits);
  if (price === null || change === null) return null;
  return fromMinor(toMinor(price, digits) + toMinor(change, digits), digits);
}

export function attributesOf(names: readonly string[], values: readonly string[]): Attribute[] {
  return names.flatMap((name, at) => {
    const value = (values[at] ?? "").trim();
    return value === "" ? [] : [{ name: name.trim(), value }];
  });
}

// ---- what can be seen to be wrong before asking ---------------------------------------------------------------------

export type Mistake =
  | "required"
  | "money"
  | "percent"
  | "below_zero"
  | "whole"
  | "too_long"
  | "sku_twice"
  | "barcode_twice"
  | "value_needed"
  | "same_values"
  | "name_twice"
  | "last_active";

/** Equal values of all attributes, without regard to case. */
const valuesKey = (values: readonly string[]) => JSON.stringify(values.map(fold));

/** The core checks it all again. Messages are the codes of mistakes; the screen has their words. */
export function productSchema(digits: number) {
  const text = (max: number) => z.string().check(z.maxLength(max, { error: "too_long" }));
  const needed = (max: number) => text(max).check(z.refine((s) => s.trim() !== "", { error: "required" }));
  const shape = z.object({
    name: needed(NAME_MAX),
    description: text(DESCRIPTION_MAX),
    categoryId: z.string(),
    price: needed(AMOUNT_MAX),
    unit: text(UNIT_MAX),
    taxRate: z.string().check(z.refine((s) => parseRate(s) !== undefined, { error: "percent" })),
    several: z.boolean(),
    attributes: z.array(z.string()),
    variants: z.array(
      z.object({
        id: z.string(),
        sku: needed(SKU_MAX),
        barcodes: z.string(),
        values: z.array(z.string()),
        adjustment: z.string(),
        reorderLevel: z.string().check(z.refine((s) => parseLevel(s) !== undefined, { error: "whole" })),
        archived: z.boolean(),
      }),
    ),
  });
  return shape.check(({ value: form, issues }) => {
    const wrong = (path: (string | number)[], message: Mistake) =>
      issues.push({ code: "custom", path, message, input: form });
    const price = parseMoney(form.price, digits);
    if (form.price.trim() !== "" && (price === null || price.startsWith("-"))) wrong(["price"], "money");
    const names = new Set<string>();
    if (form.several) {
      form.attributes.forEach((name, at) => {
        if (fold(name) === "") wrong(["attributes", at], "required");
        else if (names.has(fold(name))) wrong(["attributes", at], "name_twice");
        names.add(fold(name));
      });
    }
    const skus = new Set<string>();
    const codes = new Set<string>();
    const combinations = new Set<string>();
    form.variants.forEach((v, at) => {
      const path = (field: string) => ["variants", at, field];
      if (fold(v.sku) !== "" && skus.has(fold(v.sku))) wrong(path("sku"), "sku_twice");
      skus.add(fold(v.sku));
      for (const code of barcodesOf(v.barcodes)) {
        if (codes.has(code)) wrong(path("barcodes"), "barcode_twice");
        codes.add(code);
      }
      const result = resultingPrice(form.price, v.adjustment, digits);
      if (parseAdjustment(v.adjustment, digits) === null) wrong(path("adjustment"), "money");
      else if (price !== null && result?.startsWith("-")) wrong(path("adjustment"), "below_zero");
      if (form.variants.length < 2) return;
      const values = v.values.slice(0, form.attributes.length);
      if (attributesOf(form.attributes, values).length === 0) wrong([...path("values"), 0], "value_needed");
      else if (combinations.has(valuesKey(values))) wrong([...path("values"), 0], "same_values");
      combinations.add(valuesKey(values));
    });
    if (form.variants.every((v) => v.archived)) wrong(["variants", 0, "archived"], "last_active");
  });
}

// ---- requests -----------------------------------------------------------------------------------------------------

type Values = {
  sku: string;
  barcodes: string[];
  attributes: Attribute[];
  priceAdjustment: Money;
  reorderLevel: number | null;
};

/** Only for a form that its schema found right. */
function valuesOf(v: VariantForm, names: readonly string[], digits: number): Values {
  return {
    sku: v.sku.trim(),
    barcodes: barcodesOf(v.barcodes),
    attributes: attributesOf(names, v.values),
    priceAdjustment: parseAdjustment(v.adjustment, digits) ?? fromMinor(0n, digits),
    reorderLevel: parseLevel(v.reorderLevel) ?? null,
  };
}

function newVariant(v: VariantForm, names: readonly string[], digits: number): VariantNew {
  const { reorderLevel, ...rest } = valuesOf(v, names, digits);
  return { ...rest, reorderLevel: reorderLevel ?? undefined };
}

const namesOf = (form: ProductForm) => (form.several ? form.attributes : []);
const priceOf = (form: ProductForm, digits: number) => parseMoney(form.price, digits) ?? form.price;

export function toCreate(form: ProductForm, digits: number): ProductCreate {
  const head = {
    name: form.name.trim(),
    price: priceOf(form, digits),
    description: form.description.trim(),
    unit: form.unit.trim(),
    categoryId: form.categoryId === "" ? undefined : (form.categoryId as CategoryId),
    taxRateBp: parseRate(form.taxRate) ?? undefined,
  };
  const [only] = form.variants;
  if (!form.several && only) {
    const { sku, barcodes, reorderLevel } = newVariant(only, [], digits);
    return { ...head, sku, barcodes, reorderLevel };
  }
  return { ...head, variants: form.variants.map((v) => newVariant(v, namesOf(form), digits)) };
}

export type Update = {
  /** null: nothing was changed */
  request: ProductUpdate | null;
  /** which row of the form each variant of the request is */
  rows: number[];
};

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Only what was changed is sent, so that two people can change different things. */
export function toUpdate(base: Product, form: ProductForm, digits: number): Update {
  const names = namesOf(form);
  const head: Omit<ProductUpdate, "id" | "rowVersion" | "variants"> = {};
  if (form.name.trim() !== base.name) head.name = form.name.trim();
  if (form.description.trim() !== base.description) head.description = form.description.trim();
  if (form.categoryId !== (base.categoryId ?? "")) {
    head.categoryId = form.categoryId === "" ? null : (form.categoryId as CategoryId);
  }
  if (priceOf(form, digits) !== base.basePrice) head.price = priceOf(form, digits);
  if (form.unit.trim() !== base.unit) head.unit = form.unit.trim();
  const taxRateBp = parseRate(form.taxRate) ?? null;
  if (taxRateBp !== base.taxRateBp) head.taxRateBp = taxRateBp;

  const rows: number[] = [];
  const variants: VariantEdit[] = [];
  form.variants.forEach((v, at) => {
    const before = base.variants.find((b) => b.id === v.id);
    const values = valuesOf(v, names, digits);
    if (!before) {
      rows.push(at);
      variants.push(newVariant(v, names, digits));
      return;
    }
    const edit: VariantEdit = { id: v.id as VariantId };
    if (values.sku !== before.sku) edit.sku = values.sku;
    if (!same(values.barcodes, before.barcodes)) edit.barcodes = values.barcodes;
    if (
      !same(
        values.attributes,
        before.attributes.map(({ name, value }) => ({ name, value })),
      )
    ) {
      edit.attributes = values.attributes;
    }
    if (values.priceAdjustment !== before.priceAdjustment) edit.priceAdjustment = values.priceAdjustment;
    if (values.reorderLevel !== before.reorderLevel) edit.reorderLevel = values.reorderLevel;
    if (v.archived !== before.archived) edit.archived = v.archived;
    if (Object.keys(edit).length > 1) {
      rows.push(at);
      variants.push(edit);
    }
  });
  if (Object.keys(head).length === 0 && variants.length === 0) return { request: null, rows };
  return {
    request: {
      id: base.id,
      rowVersion: base.rowVersion,
      ...head,
      ...(variants.length > 0 ? { variants } : {}),
    },
    rows,
  };
}

const VARIANT_FIELDS: Record<string, string> = {
  sku: "sku",
  barcodes: "barcodes",
  attributes: "values.0",
  priceAdjustment: "adjustment",
  reorderLevel: "reorderLevel",
  archived: "archived",
};

/**
 * The place in the form that a refusal's field path speaks of, like "variants[2].sku": `rows` says which row of the
 * form each variant of the request was. Null: no place in it.
 */
export function formPath(path: string, rows: readonly number[]): string | null {
  const variant = /^variants\[(\d+)\]\.?(\w*)/.exec(path);
  if (variant) {
    const row = rows[Number(variant[1])];
    return row === undefined ? null : `variants.${row}.${VARIANT_FIELDS[variant[2] ?? ""] ?? "sku"}`;
  }
  const head = path.split(/[.[]/)[0] ?? "";
  switch (head) {
    case "name":
    case "description":
    case "categoryId":
    case "price":
    case "unit":
      return head;
    case "taxRateBp":
      return "taxRate";
    case "sku":
    case "barcodes":
    case "reorderLevel":
      return `variants.0.${head}`;
    default:
      return null;
  }
}

/** The row whose SKU or barcode somebody else has. */
export function rowWith(form: ProductForm, field: "sku" | "barcodes", value: string): number {
  return form.variants.findIndex((v) =>
    field === "sku" ? fold(v.sku) === fold(value) : barcodesOf(v.barcodes).includes(value),
  );
}

/** A variant of which nothing was typed yet. */
export function isUntouched(v: VariantForm): boolean {
  return v.id === "" && [v.sku, v.barcodes, v.adjustment, v.reorderLevel, ...v.values].every((s) => s.trim() === "");
}

/** Without attributes that have neither a name nor a value: a column that was opened and not used. */
export function tidy(form: ProductForm): ProductForm {
  const kept = [...form.attributes.keys()].filter(
    (at) => (form.attributes[at] ?? "").trim() !== "" || form.variants.some((v) => (v.values[at] ?? "").trim() !== ""),
  );
  if (kept.length === form.attributes.length) return form;
  return {
    ...form,
    attributes: kept.map((at) => form.attributes[at] ?? ""),
    variants: form.variants.map((v) => ({ ...v, values: kept.map((at) => v.values[at] ?? "") })),
  };
}
