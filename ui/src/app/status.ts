import type { Topic } from "../generated/commands";
import { useRead } from "../shared/query";

/** The status bar speaks of all of them. */
export const STATUS_TOPICS: readonly Topic[] = [
  "orders",
  "holds",
  "stock",
  "products",
  "customers",
  "baskets",
  "waits",
  "audit",
  "settings",
  "staff",
];

export function useStoreStatus() {
  return useRead(STATUS_TOPICS, "store_status", {}).data;
}
