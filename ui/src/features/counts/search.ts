import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

export const views = ["open", "ended"] as const;
export type View = (typeof views)[number];

/** What the address of the list of counts says. */
export const search = z.object({ view: lenient(z.enum(views)) });
export type CountsSearch = z.output<typeof search>;

export const filters = ["all", "uncounted", "differs", "recount", "unknown"] as const;
export type SheetFilter = (typeof filters)[number];

/** What the address of one count says: which lines, and whether it is being reviewed before posting. */
export const sheetSearch = z.object({
  filter: lenient(z.enum(filters)),
  text: lenient(z.string()),
  review: lenient(z.boolean()),
});
export type SheetSearch = z.output<typeof sheetSearch>;
