import { useRead } from "./query";

/** The tiers as people order them; with `archived`, those that were put away too. */
export function useTiers(options: { archived?: boolean } = {}) {
  return useRead(["prices", "customers"], "tier_list", options.archived ? { archived: true } : {}, {
    keepPrevious: true,
  });
}
