import * as z from "zod/mini";

/** The address of the Settings screen: the section to be shown. */
export const search = z.object({
  section: z.catch(z.optional(z.enum(["store", "look", "data", "about"])), undefined),
});
