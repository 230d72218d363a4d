import * as z from "zod/mini";

export const sections = ["store", "locations", "reasons", "scanner", "look", "data", "about"] as const;
export type Section = (typeof sections)[number];

/** The address of the Settings screen: the section to be shown. */
export const search = z.object({
  section: z.catch(z.optional(z.enum(sections)), undefined),
});
