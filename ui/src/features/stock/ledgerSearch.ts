import * as z from "zod/mini";

/** What an address says that cannot be read is left out, never an error page. */
function lenient<T extends z.ZodMiniType>(type: T) {
  return z.catch(z.optional(type), undefined as z.output<T> | undefined);
}
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

export const MOVEMENT_KINDS = [
  "receive",
  "ship",
  "return",
  "adjust",
  "transfer_in",
  "transfer_out",
  "reserve",
  "release",
  "expire",
] as const;

/** The address of the ledger: whose movements, and which of them. */
export const ledgerSearch = z.object({
  variant: z.catch(z.string(), ""),
  location: lenient(z.string()),
  kinds: lenient(z.array(z.enum(MOVEMENT_KINDS))),
  from: lenient(day),
  to: lenient(day),
  staff: lenient(z.string()),
  /** the movements of one act */
  batch: lenient(z.string()),
});
export type LedgerSearch = z.output<typeof ledgerSearch>;
