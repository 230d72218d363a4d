import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

export const views = ["today", "orders", "holds", "stock", "store", "all"] as const;
export type View = (typeof views)[number];

/**
 * The address of the Audit screen. Without any filter the view's own filter holds; with one, only what is named here
 * does, so that a link like /audit?objectId=… shows all of an object's past.
 */
export const search = z.object({
  view: lenient(z.enum(views)),
  actor: lenient(z.string()),
  actions: lenient(z.array(z.string())),
  objectType: lenient(z.string()),
  objectId: lenient(z.string()),
  from: lenient(day),
  to: lenient(day),
  text: lenient(z.string()),
  requestId: lenient(z.string()),
  /** the entry whose panel is open */
  open: lenient(z.int()),
});
export type AuditSearch = z.output<typeof search>;
