import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

const money = z.string().check(z.regex(/^\d+(\.\d+)?$/));

export const views = ["all", "low", "reserved", "archived"] as const;
export type View = (typeof views)[number];
export const sorts = [
  "name",
  "name_desc",
  "sku",
  "sku_desc",
  "available",
  "available_desc",
  "on_hand",
  "on_hand_desc",
  "reserved",
  "reserved_desc",
  "price",
  "price_desc",
] as const;
export const periods = ["days", "month", "year"] as const;
export type Period = (typeof periods)[number];

/**
 * What the address of the Stock screen says: view, filter, search, sort, the product that is open, and since when.
 * `stock`: only what can be sold now, or only what is out.
 */
export const search = z.object({
  view: lenient(z.enum(views)),
  category: lenient(z.string()),
  min: lenient(money),
  max: lenient(money),
  stock: lenient(z.enum(["in", "out"])),
  location: lenient(z.string()),
  text: lenient(z.string()),
  sort: lenient(z.enum(sorts)),
  open: lenient(z.string()),
  since: lenient(z.enum(periods)),
});
export type StockSearch = z.output<typeof search>;
