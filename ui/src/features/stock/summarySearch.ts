import * as z from "zod/mini";

/** The address of the inventory summary: of one place, or of the whole store. */
export const summarySearch = z.object({
  location: z.catch(z.optional(z.string()), undefined),
});
