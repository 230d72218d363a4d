import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

/** A file that was dropped on another screen: its token and its name. Taken from the address once it is opened. */
export const search = z.object({
  source: lenient(z.string()),
  name: lenient(z.string()),
  /** What the rows are, where a screen leads here with its own. */
  kind: lenient(z.enum(["products", "customers", "orders"])),
});
export type ImportSearch = z.output<typeof search>;
