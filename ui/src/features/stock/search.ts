import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

export const views = ["all", "low", "reserved"] as const;
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

/** What the address of the Stock screen says: view, search, sort, the product that is open, and since when. */
export const search = z.object({
  view: lenient(z.enum(views)),
  text: lenient(z.string()),
  sort: lenient(z.enum(sorts)),
  open: lenient(z.string()),
  since: lenient(z.enum(periods)),
});
export type StockSearch = z.output<typeof search>;
