import type { BasketId, Topic } from "../../generated/commands";
import { readKey, useRead } from "../../shared/query";

/** What is free, held and waited for, and what a price is today, stand on each line. */
export const BASKET_TOPICS: readonly Topic[] = [
  "baskets",
  "stock",
  "holds",
  "waits",
  "prices",
  "products",
  "customers",
];
/** More baskets than a desk has at once. */
const BASKETS_MAX = 100;

export const basketKey = (id: BasketId) => readKey(BASKET_TOPICS, "basket_get", { id });

export function useBasket(id: BasketId | null) {
  return useRead(BASKET_TOPICS, "basket_get", { id: id as BasketId }, { enabled: id !== null });
}

/** Open and parked. */
export function useBaskets() {
  return useRead(["baskets", "customers"], "basket_list", { limit: BASKETS_MAX });
}

export function useBasketWaits(id: BasketId | null) {
  const request = { basketId: id as BasketId, status: "waiting" as const };
  return useRead(["waits", "baskets"], "wait_list", request, { enabled: id !== null }).data?.rows ?? NONE;
}
const NONE: never[] = [];

export function useMe() {
  return useRead(["staff"], "staff_list", {}).data?.me;
}

export function useSettings() {
  return useRead(["settings"], "settings_get", {}).data;
}

/** Units held for this basket, each with its deadline. */
export function useBasketHolds(id: BasketId | null) {
  const request = { basketId: id as BasketId, status: ["active" as const] };
  return useRead(["holds", "baskets"], "reservation_list", request, { enabled: id !== null }).data?.rows ?? NONE;
}
