import { fold } from "./fold";
import { emptyVariant, isUntouched, type ProductForm, tidy, VARIANTS_MAX, type VariantForm } from "./product";

/** One attribute and the values that it takes: "Size", "S, M, L". */
export type Axis = { name: string; values: string };

export function valuesOf(text: string): string[] {
  const seen = new Set<string>();
  return text
    .split(/[,;\n]/)
    .map((v) => v.trim())
    .filter((v) => v !== "" && !seen.has(fold(v)) && seen.add(fold(v)));
}

/** How a value is written inside a SKU: capitals and figures. */
export function codeOf(value: string): string {
  return value
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
}

/** "TS-{Size}-{Colour:3}": the code of a value, or its first three characters. Unknown names stay as they are. */
export function skuOf(pattern: string, values: ReadonlyMap<string, string>): string {
  return pattern.replace(/\{([^{}:]+)(?::(\d{1,2}))?\}/g, (whole, name: string, length?: string) => {
    const value = values.get(fold(name));
    if (value === undefined) return whole;
    return length === undefined ? codeOf(value) : codeOf(value).slice(0, Number(length));
  });
}

/** The pattern that suits most: the product's own SKU, then every attribute. */
export function patternFor(stem: string, axes: readonly Axis[]): string {
  const names = axes.filter((a) => a.name.trim() !== "").map((a) => `{${a.name.trim()}}`);
  return [stem.trim() || "SKU", ...names].join("-");
}

export type Combination = {
  /** one for each axis */
  values: string[];
  label: string;
  sku: string;
  /** this product has it already */
  exists: boolean;
  /** another combination or variant has this SKU */
  skuTaken: boolean;
};

export type Matrix = {
  combinations: Combination[];
  /** how many there would be, where they are too many to list */
  total: number;
};

export const isComplete = (axes: readonly Axis[]) =>
  axes.length > 0 && axes.every((a) => a.name.trim() !== "" && valuesOf(a.values).length > 0);

/** Every combination of the values, in the order in which they were typed. */
export function matrix(axes: readonly Axis[], pattern: string, form: ProductForm): Matrix {
  if (!isComplete(axes)) return { combinations: [], total: 0 };
  const lists = axes.map((a) => valuesOf(a.values));
  const total = lists.reduce((product, list) => product * list.length, 1);
  if (total > VARIANTS_MAX) return { combinations: [], total };

  const columns = axes.map((a) => form.attributes.findIndex((name) => fold(name) === fold(a.name)));
  const known = new Set(
    form.variants.map((v) => JSON.stringify(columns.map((at) => (at === -1 ? "" : fold(v.values[at] ?? ""))))),
  );
  const skus = new Set(form.variants.map((v) => fold(v.sku)).filter(Boolean));
  const rows = lists.reduce<string[][]>((all, list) => all.flatMap((row) => list.map((v) => [...row, v])), [[]]);
  const combinations = rows.map((values) => {
    const named = new Map(axes.map((a, at) => [fold(a.name), values[at] ?? ""]));
    const exists = known.has(JSON.stringify(values.map(fold)));
    const sku = skuOf(pattern, named);
    const skuTaken = !exists && skus.has(fold(sku));
    if (!exists) skus.add(fold(sku));
    return { values, label: values.join(" / "), sku, exists, skuTaken };
  });
  return { combinations, total };
}

/** The one variant of a product that was simple until now: it becomes the first combination, with its stock and codes. */
export function heirOf(form: ProductForm): VariantForm | null {
  const [only, ...others] = form.variants;
  if (!only || others.length > 0 || isUntouched(only)) return null;
  return only.values.every((v) => v.trim() === "") ? only : null;
}

/** The form with the picked combinations as variants; attributes that are new become columns. */
export function withCombinations(
  typed: ProductForm,
  axes: readonly Axis[],
  picked: readonly Combination[],
): ProductForm {
  const form = tidy(typed);
  const heir = heirOf(form);
  const fresh = axes
    .map((a) => a.name.trim())
    .filter((name) => !form.attributes.some((known) => fold(known) === fold(name)));
  const attributes = [...form.attributes, ...fresh];
  const place = axes.map((a) => attributes.findIndex((name) => fold(name) === fold(a.name)));
  const added = picked.map((c, at): VariantForm => {
    const values = attributes.map(() => "");
    place.forEach((column, axis) => {
      values[column] = c.values[axis] ?? "";
    });
    // What is in the store keeps its SKU: labels and lists name it so.
    if (heir && at === 0) return { ...heir, sku: heir.id === "" ? c.sku : heir.sku, values };
    return { ...emptyVariant(attributes.length), sku: c.sku, values };
  });
  const kept = form.variants
    .filter((v) => v !== heir && !isUntouched(v))
    .map((v) => ({ ...v, values: attributes.map((_, at) => v.values[at] ?? "") }));
  return { ...form, several: true, attributes, variants: [...kept, ...added] };
}
