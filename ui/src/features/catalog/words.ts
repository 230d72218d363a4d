import { texts } from "../../shared/i18n";
import type { HeadField, VariantField } from "./merge";
import type { Mistake } from "./product";

const t = texts({
  "product.name": "Name",
  "product.description": "Description",
  "product.categoryId": "Category",
  "product.price": "Price, tax included",
  "product.basePrice": "Base price, tax included",
  "product.unit": "Unit",
  "product.taxRate": "Tax rate",
  "product.sku": "SKU",
  "product.barcodes": "Barcodes",
  "product.values": "Values",
  "product.adjustment": "± Price",
  "product.reorderLevel": "Low mark",
  "product.archived": "Archived",
  "mistake.required": "This is needed.",
  "mistake.money": "An amount like 12.50",
  "mistake.percent": "Per cent from 0 to 100, like 13.5",
  "mistake.below_zero": "The price would fall below nothing.",
  "mistake.whole": "A whole number, 0 or more",
  "mistake.too_long": "This is too long.",
  "mistake.sku_twice": "Another variant here has this SKU.",
  "mistake.barcode_twice": "Another variant here has this code.",
  "mistake.value_needed": "With several variants each needs a value that tells it from the others.",
  "mistake.same_values": "Another variant has the same values.",
  "mistake.name_twice": "This name is there twice.",
  "mistake.last_active": "One variant must stay active. Archive the product instead.",
});

export const fieldWord = (field: HeadField | VariantField) => t(`product.${field}`);
export const basePriceWord = () => t("product.basePrice");

const MISTAKES: Record<Mistake, true> = {
  required: true,
  money: true,
  percent: true,
  below_zero: true,
  whole: true,
  too_long: true,
  sku_twice: true,
  barcode_twice: true,
  value_needed: true,
  same_values: true,
  name_twice: true,
  last_active: true,
};

/** The words of a mistake; what the core said is said as it is. */
export function mistakeText(message: string | undefined): string | null {
  if (message === undefined) return null;
  return Object.hasOwn(MISTAKES, message) ? t(`mistake.${message as Mistake}`) : message;
}
