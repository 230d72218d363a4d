import * as z from "zod/mini";

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const money = z.string().check(z.regex(/^\d+(\.\d+)?$/));
const status = z.enum(["pending", "confirmed", "processing", "shipped", "delivered", "cancelled", "rejected"]);
const priority = z.enum(["low", "normal", "high", "urgent"]);

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

export const filterSearch = z.object({
  from: lenient(day),
  to: lenient(day),
  status: lenient(z.array(status)),
  min: lenient(money),
  max: lenient(money),
  text: lenient(z.string()),
  customer: lenient(z.string()),
  /** only to name the chip */
  customerName: lenient(z.string()),
  staff: lenient(z.string()),
  priority: lenient(z.array(priority)),
});
export type FilterSearch = z.output<typeof filterSearch>;

export const views = ["today", "to_confirm", "to_pack", "to_ship", "last_30_days", "all"] as const;
export type View = (typeof views)[number];

/** The address of the Orders screen. Without `filter` the view's own filter holds. */
export const search = z.object({
  view: lenient(z.enum(views)),
  filter: lenient(filterSearch),
  sort: lenient(z.enum(["newest", "oldest", "highest_value", "lowest_value", "number", "number_desc"])),
  /** the order whose panel is open */
  open: lenient(z.string()),
});
export type OrdersSearch = z.output<typeof search>;
