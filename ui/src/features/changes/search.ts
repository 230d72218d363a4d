import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

export const views = ["all", "receipts", "adjustments", "transfers", "counts", "imports", "undos"] as const;
export type View = (typeof views)[number];

/** The address of the Changes screen: which kind, what is searched, and the change that is open. */
export const search = z.object({
  view: lenient(z.enum(views)),
  text: lenient(z.string()),
  open: lenient(z.string()),
});
export type ChangesSearch = z.output<typeof search>;
