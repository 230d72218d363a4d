import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}

export const views = ["all", "quantity", "tiers", "promotions", "ended"] as const;
export type View = (typeof views)[number];
export const STATES = ["active", "scheduled", "paused", "ended", "archived"] as const;

/** The address of the price rules: view and filter, what the simulator prices, and the rule that is open. */
export const search = z.object({
  view: lenient(z.enum(views)),
  text: lenient(z.string()),
  states: lenient(z.array(z.enum(STATES))),
  /** only rules in whose scope this variant lies */
  touches: lenient(z.string()),
  /** only to name the chip */
  touchesName: lenient(z.string()),
  variant: lenient(z.string()),
  quantity: lenient(z.int().check(z.positive())),
  tier: lenient(z.string()),
  customer: lenient(z.string()),
  /** only to name them */
  customerName: lenient(z.string()),
  /** the day that is simulated; today where left out */
  on: lenient(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
  open: lenient(z.string()),
});
export type PricesSearch = z.output<typeof search>;
