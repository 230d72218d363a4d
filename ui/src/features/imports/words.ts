import type { Delimiter, Encoding, FileProblem, ImportField, Preset, RowResult } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import type { ShapeName } from "../../shared/ui";

const t = texts({
  "field.none": "Not imported",
  "field.sku": "SKU",
  "field.barcode": "Barcode",
  "field.name": "Name",
  "field.description": "Description",
  "field.category": "Category",
  "field.basePrice": "Base price",
  "field.variantPrice": "Price of the variant",
  "field.priceAdjustment": "Price adjustment",
  "field.unit": "Unit",
  "field.onHand": "On hand",
  "field.unitCost": "Cost of one",
  "field.reorderLevel": "Reorder level",
  "field.attributeName1": "1st attribute, name",
  "field.attributeValue1": "1st attribute, value",
  "field.attributeName2": "2nd attribute, name",
  "field.attributeValue2": "2nd attribute, value",
  "field.attributeName3": "3rd attribute, name",
  "field.attributeValue3": "3rd attribute, value",
  "field.moreAttributes": "Further attributes",
  "field.handle": "Groups variants",
  "field.parentSku": "SKU of the parent",
  "field.rowType": "Kind of row",
  "field.archived": "Archived",
  "field.stockStamp": "Stamp of stock",
  "field.customerName": "Customer",
  "field.email": "E-mail",
  "field.phone": "Phone",
  "field.tier": "Tier",
  "field.note": "Note",
  "field.orderRef": "Order",
  "field.quantity": "Quantity",
  "field.priority": "Priority",
  "field.fulfilment": "Pick-up or delivery",
  "field.address": "Address",
  "field.promisedOn": "Promised on",
  "field.location": "Location",
  "preset.stockroom": "Stockroom export",
  "preset.shopify": "Shopify products",
  "preset.woocommerce": "WooCommerce products",
  "preset.square": "Square item library",
  "encoding.utf8": "UTF-8",
  "encoding.utf8_bom": "UTF-8 with mark",
  "encoding.utf16le": "UTF-16, little end first",
  "encoding.utf16be": "UTF-16, big end first",
  "encoding.windows1252": "Windows-1252",
  "delimiter.,": "Comma",
  "delimiter.;": "Semicolon",
  "delimiter.tab": "Tab",
  "delimiter.|": "Bar",
  "result.added": "Added",
  "result.changed": "Changed",
  "result.unchanged": "Unchanged",
  "result.refused": "Refused",
  "result.short": "Short",

  "problem.empty": "{file} is empty",
  "problem.empty.next":
    "There is no row in it. Export it once more from the program it came from, then choose it again.",
  "problem.no_header": "The first row of {file} names no column",
  "problem.no_header.next": "Delete what stands above the column names, or type the names there; then choose it again.",
  "problem.too_large": "{file} is too large",
  "problem.too_large.next": "Split it into several files, each with the column names in its first row.",
  "problem.binary": "{file} is not a text file",
  "problem.binary.next": "If it is a spreadsheet, open it there and save it as CSV. Then choose the CSV.",
  "problem.unclosed_quote": "A quote in {file} never ends",
  "problem.unclosed_quote.next":
    'Close the quote, or write it twice where it is meant as a character (5"" hose). Then choose the file again.',
  "problem.too_many_columns": "{file} has too many columns",
  "problem.too_many_columns.next": "Often it is another separator than the one that was found: try one below.",
  "problem.not_readable": "{file} cannot be read",
  "problem.not_readable.next":
    "See that it is still there and that you may open it, or read it with other letters below.",
});

export const fieldWord = (field: ImportField) => t(`field.${field}`);
export const notImported = () => t("field.none");
export const presetWord = (preset: Preset) => t(`preset.${preset}`);
export const encodingWord = (encoding: Encoding) => t(`encoding.${encoding}`);
export const delimiterWord = (delimiter: Delimiter) => t(`delimiter.${delimiter}`);
export const resultWord = (result: RowResult) => t(`result.${result}`);

/** What is wrong with a file as a whole, and what to do about it. */
export function fileProblem(problem: FileProblem, file: string): { title: string; next: string } {
  return { title: t(`problem.${problem}`, { file }), next: t(`problem.${problem}.next`) };
}

export const ENCODINGS: readonly Encoding[] = ["utf8", "utf8_bom", "utf16le", "utf16be", "windows1252"];
export const DELIMITERS: readonly Delimiter[] = [",", ";", "tab", "|"];

export const RESULT_SHAPE: Record<RowResult, { shape: ShapeName; tone: string }> = {
  added: { shape: "added", tone: "text-ok" },
  changed: { shape: "changed", tone: "text-accent" },
  unchanged: { shape: "unchanged", tone: "text-off" },
  refused: { shape: "rejected", tone: "text-bad" },
  short: { shape: "pending", tone: "text-warn-mark" },
};

const sizes = texts({ "size.bytes": "{n} bytes", "size.kb": "{n} kB", "size.mb": "{n} MB" });

/** 812 bytes, 38 kB, 12 MB. */
export function bytesInWords(bytes: number, f: Pick<Formats, "count">): string {
  if (bytes < 1000) return sizes("size.bytes", { n: f.count(bytes) });
  if (bytes < 1_000_000) return sizes("size.kb", { n: f.count(Math.round(bytes / 1000)) });
  return sizes("size.mb", { n: f.count(Math.round(bytes / 1_000_000)) });
}
