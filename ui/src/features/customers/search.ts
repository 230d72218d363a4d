import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

export const views = ["active", "archived"] as const;
export type View = (typeof views)[number];

/** The address of the customers: view, search, tier, sort, and the customer that is open. */
export const search = z.object({
  view: lenient(z.enum(views)),
  text: lenient(z.string()),
  tier: lenient(z.string()),
  sort: lenient(z.enum(["name", "name_desc", "newest", "oldest"])),
  open: lenient(z.string()),
});
export type CustomersSearch = z.output<typeof search>;
