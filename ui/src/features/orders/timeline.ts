import type { Day, TimelineEntry } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { methodWord, statusWord } from "../../shared/words";

const t = texts({
  "tl.placed": "Placed",
  "tl.placed.as": "Placed as {to}",
  "tl.placed.units": "Placed as {to}, {n, plural, one {# unit} other {# units}}",
  "tl.rejected": "Kept as rejected",
  "tl.edited": "Edited",
  "tl.short": "{n, plural, one {# unit} other {# units}} closed short",
  "tl.short.of": "{n, number} × {sku} closed short",
  "tl.shipped": "{n, plural, one {# unit} other {# units}} left",
  "tl.shipped.of": "{n, number} × {sku} left",
  "tl.returned": "{n, plural, one {# unit} other {# units}} came back, sold for {amount}",
  "tl.returned.of": "{n, number} × {sku} came back, sold for {amount}",
  "tl.paid": "{amount} paid, {method}",
  "tl.refunded": "{amount} given back, {method}",
  "tl.price": "Price set by hand",
  "tl.price.of": "Price of {sku} set by hand",
  "tl.held": "{n, plural, one {# unit} other {# units}} held until {time}",
  "tl.held.of": "{n, number} × {sku} held until {time}",
  "tl.extended": "Hold extended to {time}",
  "tl.released": "Hold released, {n, plural, one {# unit} other {# units}} free again",
  "tl.released.of": "Hold released, {n, number} × {sku} free again",
  "tl.expired": "Hold lapsed, {n, plural, one {# unit} other {# units}} free again",
  "tl.expired.of": "Hold lapsed, {n, number} × {sku} free again",
  "tl.consumed": "{n, plural, one {# held unit} other {# held units}} taken over",
  "tl.consumed.of": "{n, number} held × {sku} taken over",
  "tl.asked": "Asked to release the hold",
  "tl.wait": "Waiting for {n, plural, one {# unit} other {# units}}",
  "tl.wait.of": "Waiting for {n, number} × {sku}",
  "tl.granted": "{n, plural, one {# unit} other {# units}} came free and {n, plural, one {is} other {are}} held",
  "tl.granted.of": "{n, number} × {sku} came free and {n, plural, one {is} other {are}} held",
  "tl.wait.over": "Waited in vain for {n, plural, one {# unit} other {# units}}",
  "tl.wait.over.of": "Waited in vain for {n, number} × {sku}",
  "tl.wait.cancelled": "Waits no longer",
  "tl.other": "Changed",
});

type Told =
  | "tl.short"
  | "tl.shipped"
  | "tl.returned"
  | "tl.held"
  | "tl.released"
  | "tl.expired"
  | "tl.consumed"
  | "tl.wait"
  | "tl.granted"
  | "tl.wait.over";

/** An entry in a plain sentence with its figures. Who and why are said beside it. */
export function sentence(e: TimelineEntry, f: Formats, today: Day): string {
  const n = e.quantity ?? 0;
  const amount = e.amount === null ? "" : f.money(e.amount);
  const method = e.method === null ? "" : methodWord(e.method).toLowerCase();
  const time = e.until === null ? "" : f.stamp(e.until, today);
  const of = (id: Told) =>
    e.sku === null ? t(id, { n, amount, time }) : t(`${id}.of`, { n, amount, time, sku: e.sku });
  const to = e.to === null ? null : statusWord(e.to);
  switch (e.action) {
    case "order_created":
      if (to === null) return t("tl.placed");
      return n > 0 ? t("tl.placed.units", { to: to.toLowerCase(), n }) : t("tl.placed.as", { to: to.toLowerCase() });
    case "order_rejected":
      return t("tl.rejected");
    case "order_status_changed":
      return to ?? t("tl.other");
    case "order_edited":
      // Closing short is the one edit that says why.
      return e.reason !== null && n > 0 ? of("tl.short") : t("tl.edited");
    case "order_shipped":
      return of("tl.shipped");
    case "order_returned":
      return of("tl.returned");
    case "payment_recorded":
      return t("tl.paid", { amount, method });
    case "refund_recorded":
      return t("tl.refunded", { amount, method });
    case "price_overridden":
      return e.sku === null ? t("tl.price") : t("tl.price.of", { sku: e.sku });
    case "reservation_created":
      return of("tl.held");
    case "reservation_extended":
      return t("tl.extended", { time });
    case "reservation_released":
      return of("tl.released");
    case "reservation_expired":
      return of("tl.expired");
    case "reservation_consumed":
      return of("tl.consumed");
    case "reservation_release_asked":
      return t("tl.asked");
    case "wait_created":
      return of("tl.wait");
    case "wait_granted":
      return of("tl.granted");
    case "wait_expired":
      return of("tl.wait.over");
    case "wait_cancelled":
      return t("tl.wait.cancelled");
    default:
      return to ?? t("tl.other");
  }
}

/** An entry of the order itself made a version of it; those of its holds and waits did not. */
export function isVersion(e: { action: string }): boolean {
  return /^(order_|payment_|refund_|price_)/.test(e.action);
}
