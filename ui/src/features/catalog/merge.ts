import type { Product } from "../../generated/commands";
import { attributeNames, formOf, type ProductForm, type VariantForm } from "./product";

export type HeadField = "name" | "description" | "categoryId" | "price" | "unit" | "taxRate";
export type VariantField = "sku" | "barcodes" | "values" | "adjustment" | "reorderLevel" | "archived";
const HEAD: readonly HeadField[] = ["name", "description", "categoryId", "price", "unit", "taxRate"];
const VARIANT: readonly VariantField[] = ["sku", "barcodes", "values", "adjustment", "reorderLevel", "archived"];

/** A field that was changed here and is something else in the store by now. */
export type Difference = {
  /** the variant's id, or null for the product itself */
  variantId: string | null;
  /** the SKU in the store, to name the row */
  sku: string | null;
  field: HeadField | VariantField;
  mine: string;
  store: string;
};

export type Merged = {
  /** what they changed and one did not is theirs; everything else is as it was typed */
  form: ProductForm;
  differences: Difference[];
  /** fields that they changed and that were taken over */
  taken: number;
};

const text = (value: VariantForm[VariantField]) =>
  Array.isArray(value) ? value.filter(Boolean).join(" / ") : String(value);

/** The rows of a form under another list of attributes. */
function under(form: ProductForm, names: readonly string[]): ProductForm {
  const place = names.map((name) => form.attributes.indexOf(name));
  return {
    ...form,
    attributes: [...names],
    variants: form.variants.map((v) => ({ ...v, values: place.map((at) => (at === -1 ? "" : (v.values[at] ?? ""))) })),
  };
}

/** Three versions become one: what was read, what was typed, and what is in the store now. */
export function merge(base: Product, typed: ProductForm, store: Product): Merged {
  const names = [...new Set([...typed.attributes, ...attributeNames(store.variants)])];
  const before = under(formOf(base), names);
  const mine = under(typed, names);
  const theirs = under(formOf(store), names);
  const differences: Difference[] = [];
  let taken = 0;

  const form: ProductForm = { ...mine };
  for (const field of HEAD) {
    if (mine[field] === theirs[field]) continue;
    if (mine[field] === before[field]) {
      form[field] = theirs[field];
      taken += 1;
    } else if (theirs[field] !== before[field]) {
      differences.push({ variantId: null, sku: null, field, mine: mine[field], store: theirs[field] });
    }
  }
  const rows = theirs.variants.map((their): VariantForm => {
    const own = mine.variants.find((v) => v.id === their.id);
    const was = before.variants.find((v) => v.id === their.id);
    if (!own || !was) {
      taken += 1;
      return their;
    }
    const row: VariantForm = { ...own };
    for (const field of VARIANT) {
      const [ownText, theirText, wasText] = [text(own[field]), text(their[field]), text(was[field])];
      if (ownText === theirText) continue;
      if (ownText === wasText) {
        Object.assign(row, { [field]: their[field] });
        taken += 1;
      } else if (theirText !== wasText) {
        differences.push({ variantId: their.id, sku: their.sku, field, mine: ownText, store: theirText });
      }
    }
    return row;
  });
  form.variants = [...rows, ...mine.variants.filter((v) => v.id === "")];
  form.several = mine.several || theirs.several || form.variants.length > 1;
  // An attribute that was renamed here is still in the store under its old name; nothing has a value for it any more.
  const kept = names.filter(
    (name, at) => typed.attributes.includes(name) || form.variants.some((v) => v.values[at] !== ""),
  );
  return { form: under(form, kept), differences, taken };
}

/** The form with the store's value where a person chose it. */
export function takeStore(form: ProductForm, store: Product, chosen: readonly Difference[]): ProductForm {
  const theirs = under(formOf(store), form.attributes);
  const next: ProductForm = { ...form };
  for (const { variantId, field } of chosen) {
    if (variantId === null) {
      if ((HEAD as readonly string[]).includes(field)) Object.assign(next, { [field]: theirs[field as HeadField] });
      continue;
    }
    const their = theirs.variants.find((v) => v.id === variantId);
    if (!their) continue;
    next.variants = next.variants.map((v) =>
      v.id === variantId ? { ...v, [field]: their[field as VariantField] } : v,
    );
  }
  return next;
}
