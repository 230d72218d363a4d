import type { Category, CategoryId, Location, LocationId, StockList, StockSummaryGet } from "../../generated/commands";
import { pathText } from "../../shared/categories";
import { type ChipText, conditionWord, spanSaid } from "../../shared/filters";
import type { Formats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import type { StockSearch, View } from "./search";

const t = texts({
  "stock.chip.category": "Category",
  "stock.chip.price": "Price",
  "stock.chip.stock": "Stock",
  "stock.chip.location": "Location",
  "stock.within": "is in",
  "stock.gone": "a category that is gone",
  "stock.chip.in": "In stock",
  "stock.chip.low": "Low or out",
  "stock.chip.out": "Out",
  "stock.chip.reserved": "Reserved",
  "stock.chip.archived": "Archived",
});

export const CHIP_FIELDS = ["category", "price", "stock", "location"] as const;
export type ChipField = (typeof CHIP_FIELDS)[number];
export const chipName = (field: ChipField) => t(`stock.chip.${field}`);

/** What the Stock chip offers: those that have a tab of their own go there. */
export const STOCK_CHOICES = ["in", "low", "out", "reserved", "archived"] as const;
export type StockChoice = (typeof STOCK_CHOICES)[number];
export const choiceWord = (choice: StockChoice) => t(`stock.chip.${choice}`);

export type CoreFilter = Pick<
  StockList,
  "filter" | "text" | "categoryId" | "minPrice" | "maxPrice" | "inStock" | "locationId"
> &
  StockSummaryGet;

/** The filter of the address as the core takes it. */
export function toCoreFilter(search: StockSearch): CoreFilter {
  const view = search.view ?? "all";
  const core: CoreFilter = { filter: view === "all" && search.stock === "out" ? "out" : view };
  const text = search.text?.trim();
  if (text) core.text = text;
  if (search.category) core.categoryId = search.category as CategoryId;
  if (search.min) core.minPrice = search.min;
  if (search.max) core.maxPrice = search.max;
  if (search.stock === "in") core.inStock = true;
  if (search.location) core.locationId = search.location as LocationId;
  return core;
}

export function withChoice(search: StockSearch, choice: StockChoice): StockSearch {
  switch (choice) {
    case "in":
      return { ...search, stock: "in" };
    case "out":
      return { ...search, stock: "out", view: undefined };
    case "low":
    case "reserved":
    case "archived":
      return { ...search, stock: undefined, view: choice };
  }
}

export function withView(search: StockSearch, view: View): StockSearch {
  const stock = search.stock === "out" ? undefined : search.stock;
  return { ...search, view: view === "all" ? undefined : view, stock };
}

/** The filter in three-part chips: field, condition, value. */
export function chips(
  search: StockSearch,
  f: Formats,
  categories: readonly Category[] | undefined,
  locations: readonly Location[],
): ChipText<ChipField>[] {
  const said = (field: ChipField) => {
    switch (field) {
      case "category": {
        if (!search.category) return null;
        const path = categories?.find((c) => c.id === search.category)?.path;
        return {
          condition: t("stock.within"),
          value: path ? pathText(path) : categories === undefined ? "…" : t("stock.gone"),
        };
      }
      case "price":
        return spanSaid(search.min, search.max, f.money);
      case "stock":
        return search.stock ? { condition: conditionWord("is"), value: choiceWord(search.stock) } : null;
      case "location": {
        const name = locations.find((l) => l.id === search.location)?.name;
        return search.location ? { condition: conditionWord("is"), value: name ?? "…" } : null;
      }
    }
  };
  return CHIP_FIELDS.flatMap((field) => {
    const words = said(field);
    return words ? [{ field, name: chipName(field), ...words }] : [];
  });
}

export function withoutChip(search: StockSearch, field: ChipField): StockSearch {
  return field === "price" ? { ...search, min: undefined, max: undefined } : { ...search, [field]: undefined };
}

/** Without any chip; the view, the sort and what is open stay. */
export function withoutFilter(search: StockSearch): StockSearch {
  return CHIP_FIELDS.reduce(withoutChip, { ...search, text: undefined });
}

export const isFiltered = (search: StockSearch) =>
  [search.category, search.min, search.max, search.stock, search.location].some((v) => v !== undefined);
