import type { Instant, Reservation, ReservationList, ReservationSummary, Wait } from "../../generated/commands";
import type { HoldsSearch, HoldView } from "./search";

export const SECOND = 1;
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A hold lasts from one second to 30 days; the core says the same. */
export const TTL_MIN_SECONDS = 1;
export const TTL_MAX_SECONDS = 30 * DAY;
export const LAPSING_SECONDS = 5 * MINUTE;
export const EXTEND_SECONDS = 10 * MINUTE;

// ---- what the list asks for ---------------------------------------------------------------------------------------

type HoldSearch = Omit<HoldsSearch, "view"> & { view?: HoldView };

/** The request behind a view; `dayStart` is the first instant of the store's present day. */
export function listRequest(search: HoldSearch, dayStart: Instant): Omit<ReservationList, "cursor" | "limit"> {
  const text = search.text?.trim() ? search.text.trim() : undefined;
  const view: HoldView = search.view ?? "active";
  const sort = search.sort ?? "soonest";
  switch (view) {
    case "active":
      return { status: ["active"], text, sort };
    case "lapsing":
      return { status: ["active"], lapsingWithinSeconds: LAPSING_SECONDS, text, sort };
    case "orders":
      return { status: ["active"], kind: "order", text, sort };
    case "customers":
      return { status: ["active"], kind: "customer", text, sort };
    case "ended":
      return { status: ["expired", "consumed", "released"], endedSince: dayStart, text, sort: "ended" };
  }
}

export function viewCount(view: HoldView, summary: ReservationSummary): number {
  switch (view) {
    case "active":
      return summary.active;
    case "lapsing":
      return summary.lapsingIn5Minutes;
    case "orders":
      return summary.forOrders;
    case "customers":
      return summary.active - summary.forOrders;
    case "ended":
      return summary.endedToday;
  }
}

export function lapsingWithin(rows: readonly Reservation[], now: Instant, seconds: number): number {
  return rows.filter((r) => r.status === "active" && r.expiresAt > now && r.expiresAt - now <= seconds * 1000).length;
}

// ---- what lapsed --------------------------------------------------------------------------------------------------

export type Lapse = { groupId: string; first: Reservation; units: number; products: { name: string; units: number }[] };

/**
 * Which holds lapsed between two readings of the active list: they were there, they are not any more, and their time
 * is over. One that was released or became an order went before its time.
 */
export function lapsedBetween(
  before: readonly Reservation[],
  after: readonly Reservation[],
  now: Instant,
): Reservation[] {
  const still = new Set(after.filter((r) => r.status === "active").map((r) => r.id));
  return before.filter((r) => r.status === "active" && !still.has(r.id) && r.expiresAt <= now);
}

/** Holds that were made together lapse in one notice. */
export function byGroup(rows: readonly Reservation[]): Lapse[] {
  const groups = new Map<string, Lapse>();
  for (const row of rows) {
    const group = groups.get(row.groupId) ?? { groupId: row.groupId, first: row, units: 0, products: [] };
    group.units += row.quantity;
    const product = group.products.find((p) => p.name === row.name);
    if (product) product.units += row.quantity;
    else group.products.push({ name: row.name, units: row.quantity });
    groups.set(row.groupId, group);
  }
  return [...groups.values()];
}

// ---- who waits ----------------------------------------------------------------------------------------------------

/** Units that a place in a queue still waits for. */
export const missing = (w: Pick<Wait, "quantity" | "granted">) => w.quantity - w.granted;

/**
 * Who is served when a hold ends: the first in the queue, if the units that are free then are enough, or part of them
 * is welcome.
 */
export function servedNext(queue: readonly Wait[], freeThen: number): Wait | null {
  const [first] = queue;
  if (first === undefined || freeThen <= 0) return null;
  return missing(first) <= freeThen || first.acceptPart ? first : null;
}

/** Holds that somebody asked for between two readings of the active list. */
export function askedBetween(before: readonly Reservation[], after: readonly Reservation[]): Reservation[] {
  const known = new Map(before.map((r) => [r.id, r.askedAt]));
  return after.filter((r) => r.askedAt !== null && known.has(r.id) && known.get(r.id) !== r.askedAt);
}

// ---- how long -----------------------------------------------------------------------------------------------------

export type TimeUnit = "minutes" | "hours" | "days";
export type TimeChoice =
  | { kind: "seconds"; seconds: number }
  | { kind: "day_end" }
  | { kind: "other"; amount: number | null; unit: TimeUnit };

const UNIT_SECONDS: Record<TimeUnit, number> = { minutes: MINUTE, hours: HOUR, days: DAY };

/** Seconds from `from` on; null when it is not a time that a hold may last. */
export function choiceSeconds(choice: TimeChoice, from: Instant, dayEnd: Instant): number | null {
  const seconds = rawSeconds(choice, from, dayEnd);
  return seconds !== null && seconds >= TTL_MIN_SECONDS && seconds <= TTL_MAX_SECONDS ? seconds : null;
}

function rawSeconds(choice: TimeChoice, from: Instant, dayEnd: Instant): number | null {
  switch (choice.kind) {
    case "seconds":
      return choice.seconds;
    case "day_end":
      return Math.floor((dayEnd - from) / 1000);
    case "other":
      return choice.amount === null ? null : choice.amount * UNIT_SECONDS[choice.unit];
  }
}

/** What "hold again" asks for: the time that was left, but at least a minute to find it again. */
export function secondsLeft(deadline: Instant, now: Instant): number {
  return Math.max(MINUTE, Math.ceil((deadline - now) / 1000));
}
