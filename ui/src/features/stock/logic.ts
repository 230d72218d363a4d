import type {
  Day,
  Holder,
  Location,
  LocationId,
  Money,
  Movement,
  MovementKind,
  OrderId,
  Product,
  ReservationId,
  ShortLine,
  StockAdjust,
  StockExplanation,
  StockPoint,
  StockRow,
  Suggestion,
  Variant,
  VariantId,
} from "../../generated/commands";
import { FIGURE_KINDS } from "../../shared/figures";
import { addDays } from "../../shared/formats";
import type { PickedLine } from "../../shared/lines";
import { parseMoney, toMinor } from "../../shared/money";
import type { Period } from "./search";

// ---- why a figure is what it is -----------------------------------------------------------------------------------

export type Term = { id: "opening" | "received" | "returned" | "shipped" | "adjusted" | "transferred"; value: number };

/** The terms of the sum that are not nothing, in the order in which one adds them with a pencil. */
export function terms(e: StockExplanation): Term[] {
  const all: Term[] = [
    { id: "opening", value: e.opening },
    { id: "received", value: e.received },
    { id: "returned", value: e.returned },
    { id: "shipped", value: e.shipped },
    { id: "adjusted", value: e.adjusted },
    { id: "transferred", value: e.transferred },
  ];
  return all.filter((t) => t.id === "opening" || t.value !== 0);
}

/** False when the ledger does not explain the figure: then the books must be checked. */
export function addsUp(e: StockExplanation): boolean {
  return terms(e).reduce((sum, t) => sum + t.value, 0) === e.row.onHand;
}

/** The first local day of the period. */
export function periodStart(period: Period, today: Day): Day {
  switch (period) {
    case "days":
      return addDays(today, -29);
    case "month":
      return `${today.slice(0, 7)}-01`;
    case "year":
      return `${today.slice(0, 4)}-01-01`;
  }
}

/** Where the picture begins: with the period, or shortly before the first movement where there was nothing before it. */
export function chartStart(e: StockExplanation, now: number): number {
  const first = e.series.find((p) => p.at >= e.from && p.onHand !== 0);
  return e.opening === 0 && first ? Math.max(e.from, Math.floor(first.at - (now - first.at) * 0.05)) : e.from;
}

/** Steps from the start of the picture to now: a figure holds until the next one. */
export function chartPoints(e: StockExplanation, now: number): StockPoint[] {
  const start = chartStart(e, now);
  const inside = e.series.filter((p) => p.at >= start && p.at <= now);
  const before = e.series.filter((p) => p.at < start).at(-1);
  const first = inside[0];
  const available = before?.available ?? Math.min(first?.available ?? e.opening, e.opening);
  const head = first?.at === start ? [] : [{ at: start, onHand: e.opening, available }];
  return [...head, ...inside, { at: now, onHand: e.row.onHand, available: e.row.available }];
}

/** A round top and the lines below it, like 60: 0 20 40 60. */
export function axisTicks(max: number): number[] {
  const rough = Math.max(1, max) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? 10 * power);
  const top = Math.ceil(Math.max(1, max) / step) * step;
  return Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
}

// ---- the ledger ---------------------------------------------------------------------------------------------------

export type LedgerFilter = "all" | "hand" | "reserved";
export const LEDGER_KINDS: Record<LedgerFilter, MovementKind[] | undefined> = {
  all: undefined,
  hand: FIGURE_KINDS.on_hand,
  reserved: FIGURE_KINDS.reserved,
};

/** What movements add up to. */
export function sums(rows: readonly Pick<Movement, "onHandDelta" | "reservedDelta">[]) {
  let onHand = 0;
  let reserved = 0;
  for (const m of rows) {
    onHand += m.onHandDelta;
    reserved += m.reservedDelta;
  }
  return { onHand, reserved };
}

/** Which sums of a ledger mean something: of the movements of one figure, that figure's alone. */
export function summed(kinds: readonly MovementKind[] | undefined): ("on_hand" | "reserved")[] {
  const same = (of: readonly MovementKind[] | undefined) =>
    of !== undefined && kinds !== undefined && of.length === kinds.length && of.every((k) => kinds.includes(k));
  if (same(FIGURE_KINDS.on_hand)) return ["on_hand"];
  return same(FIGURE_KINDS.reserved) ? ["reserved"] : ["on_hand", "reserved"];
}

export function variantOf(product: Product, id: VariantId): Variant | undefined {
  return product.variants.find((v) => v.id === id);
}

// ---- adjusting ----------------------------------------------------------------------------------------------------

export type AdjustMode = "delta" | "counted";

/** What is on hand after it; null while the figure is none. */
export function onHandAfter(mode: AdjustMode, figure: number | null, onHand: number): number | null {
  if (figure === null) return null;
  return mode === "counted" ? figure : onHand + figure;
}

export type AdjustProblem = "figure" | "nothing" | "below_zero" | null;

export function adjustProblem(mode: AdjustMode, figure: number | null, onHand: number): AdjustProblem {
  const after = onHandAfter(mode, figure, onHand);
  if (after === null) return "figure";
  if (after === onHand) return "nothing";
  return after < 0 ? "below_zero" : null;
}

/** "-3", "+3", "−3", "3". */
export function parseSigned(text: string): number | null {
  const bare = text.trim().replace("−", "-").replace(/^\+/, "");
  return /^-?\d{1,9}$/.test(bare) ? Number(bare) : null;
}

// ---- what gives way when fewer are there than are promised --------------------------------------------------------

/** Units that give way, by holder. */
export type GiveWayChoice = Record<string, number>;

export function holderKey(h: Pick<Holder, "kind" | "id" | "lineNo">): string {
  return `${h.kind} ${h.id} ${h.lineNo ?? ""}`;
}

/** A hold is released; of an order, a line is closed short, so it must be named. */
export function givesWay(h: Holder): boolean {
  return h.kind === "hold" || h.lineNo !== null;
}

/** `requested` is what would be on hand: so many promised units must go. */
export function unitsToGive(line: Pick<ShortLine, "requested" | "onHand" | "available">): number {
  return line.onHand - line.available - line.requested;
}

export function givenUnits(holders: readonly Holder[], choice: GiveWayChoice): number {
  return holders.reduce((n, h) => n + (choice[holderKey(h)] ?? 0), 0);
}

export function giveWayRequest(holders: readonly Holder[], choice: GiveWayChoice): NonNullable<StockAdjust["giveWay"]> {
  const chosen = holders.filter((h) => givesWay(h) && (choice[holderKey(h)] ?? 0) > 0);
  return {
    reservations: chosen.filter((h) => h.kind === "hold").map((h) => h.id as ReservationId),
    orderLines: chosen
      .filter((h) => h.kind === "order")
      .map((h) => ({ orderId: h.id as OrderId, lineNo: h.lineNo ?? 0, quantity: choice[holderKey(h)] ?? 0 })),
  };
}

// ---- receiving ----------------------------------------------------------------------------------------------------

/** `cost` as it is typed. */
export type CostedLine = PickedLine & { cost?: string };

/** Nothing typed is no cost; what is not money is a mistake. */
export function costProblem(cost: string | undefined, digits: number): boolean {
  if (cost === undefined || cost.trim() === "") return false;
  const value = parseMoney(cost, digits);
  return value === null || value.startsWith("-");
}

export function suggestionOf(row: StockRow): Suggestion {
  const { variantId, productId, sku, name, label, price, onHand, reserved, available } = row;
  return { variantId, productId, sku, name, label, price, onHand, reserved, available, exact: true };
}

// ---- transfers ----------------------------------------------------------------------------------------------------

/** Where a transfer goes when nobody said: to the place that is sold from, from the first other one. */
export function transferEnds(
  locations: readonly Pick<Location, "id" | "selling">[],
  chosen: { from?: LocationId; to?: LocationId },
): { from?: LocationId; to?: LocationId } {
  const to = chosen.to ?? locations.find((l) => l.selling && l.id !== chosen.from)?.id;
  const from = chosen.from ?? locations.find((l) => l.id !== to)?.id;
  return { from, to: to ?? locations.find((l) => l.id !== from)?.id };
}

/** A part of a sum of money, from 0 to 1, for a bar: exact until the last step. */
export function share(part: Money, whole: Money, digits: number): number {
  const all = toMinor(whole, digits);
  return all <= 0n ? 0 : Number((toMinor(part, digits) * 1000n) / all) / 1000;
}
