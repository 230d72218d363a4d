import type { Reason } from "../generated/commands";
import { useRead } from "./query";

/** The code of a reason that the program writes where goods are in hand that the books did not know. */
export const FOUND = "found";

/** Reasons that people choose. What only the program writes (a count, an import) is not among them. */
export function useReasons(): Reason[] {
  const rows = useRead(["stock"], "reason_list", {}, { keepPrevious: true }).data?.rows ?? NONE;
  return rows.filter((r) => !r.archived && (!r.fixed || r.code === FOUND));
}
const NONE: Reason[] = [];
