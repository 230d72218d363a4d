import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

/** In the place of an id: a basket that is made when the first thing goes into it. */
export const NEW = "new";

/**
 * The address of the desk. Without `open` the last basket that is open; `holds`: ids of held reservations, joined by
 * commas, that a new basket begins with.
 */
export const search = z.object({
  open: lenient(z.string()),
  holds: lenient(z.string()),
});
export type BasketsSearch = z.output<typeof search>;
