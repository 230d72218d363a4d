import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

export const views = ["active", "lapsing", "orders", "customers", "waiting", "ended"] as const;
export type View = (typeof views)[number];
/** Those that list holds. */
export type HoldView = Exclude<View, "waiting">;

/** What the address of the Holds screen says: view, search, sort, and the hold or wait that is open. */
export const search = z.object({
  view: lenient(z.enum(views)),
  text: lenient(z.string()),
  sort: lenient(z.enum(["soonest", "latest"])),
  open: lenient(z.string()),
});
export type HoldsSearch = z.output<typeof search>;
