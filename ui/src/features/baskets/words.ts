import type { Basket, BasketRow, Instant, PlaceUpTo } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import { texts } from "../../shared/i18n";

const t = texts({
  "basket.nameless": "Basket {n}",
  "basket.parked": "{name}, parked {time}",
  "basket.way.pending": "Hold for checkout",
  "basket.way.confirmed": "Place and confirm",
  "basket.way.delivered": "Hand over now",
});

type Named = { name: string; seq: number };

/** How people at the desk call a basket: its own name, its customer's, or its number. */
export function basketName(b: Named & ({ customerName: string } | { customer: { name: string } })): string {
  const customer = "customer" in b ? b.customer.name : b.customerName;
  return b.name || customer || t("basket.nameless", { n: b.seq });
}

/** "Keane, parked 14:11" */
export function tabName(b: BasketRow, now: Instant, f: Formats): string {
  const name = basketName(b);
  return b.status === "parked" ? t("basket.parked", { name, time: f.moment(b.updatedAt, now) }) : name;
}

export const nameOf = (b: Basket): string => basketName(b);
export const wayWord = (w: PlaceUpTo) => t(`basket.way.${w}`);
export const WAYS: readonly PlaceUpTo[] = ["pending", "confirmed", "delivered"];
