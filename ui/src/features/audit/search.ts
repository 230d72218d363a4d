import * as z from "zod/mini";

/** What the address of the Audit screen says: view, filters, sort, and the row that is open. */
export const search = z.object({
  view: z.optional(z.string()),
  text: z.optional(z.string()),
  sort: z.optional(z.string()),
  open: z.optional(z.string()),
});
