import type {
  Basket,
  BasketId,
  BasketLine,
  BasketRow,
  Holder,
  Instant,
  Money,
  Role,
  ShortLine,
  VariantId,
  Wait,
} from "../../generated/commands";
import { QUANTITY_MAX } from "../../shared/lines/lines";
import { fromMinor, toMinor } from "../../shared/money";

// ---- what is typed into the scan field ----------------------------------------------------------------------------

export type Typed = { quantity: number; code: string };

/** "FJ-TENT2" is one of it, "3*FJ-TENT2" or "3 x FJ-TENT2" are three. */
export function typedCode(text: string): Typed | null {
  const many = /^\s*(\d{1,7})\s*(?:[*×]|x\s)\s*(.+)$/i.exec(text);
  const quantity = many ? Number(many[1]) : 1;
  const code = (many ? (many[2] ?? "") : text).trim();
  if (code === "" || quantity < 1 || quantity > QUANTITY_MAX) return null;
  return { quantity, code };
}

// ---- which baskets there are --------------------------------------------------------------------------------------

export type Parts<T> = { shown: T[]; more: T[] };

/**
 * The tabs of the bar: those that are open, then those that are parked, each the newest first; the one that is looked
 * at is always among them. What does not fit goes into a menu.
 */
export function tabsOf(rows: readonly BasketRow[], current: BasketId | null, room: number): Parts<BasketRow> {
  const order = [...rows.filter((r) => r.status === "open"), ...rows.filter((r) => r.status === "parked")];
  if (order.length <= room) return { shown: order, more: [] };
  const shown = order.slice(0, room);
  const looked = order.find((r) => r.id === current);
  if (looked && !shown.includes(looked)) shown.splice(room - 1, 1, looked);
  return { shown, more: order.filter((r) => !shown.includes(r)) };
}

/** The basket that the desk opens with: the one worked in last. */
export function lastOpen(rows: readonly BasketRow[]): BasketRow | undefined {
  return rows
    .filter((r) => r.status === "open")
    .reduce<BasketRow | undefined>((last, r) => (last && last.updatedAt >= r.updatedAt ? last : r), undefined);
}

/** The basket `step` tabs further, around the end. */
export function besides(rows: readonly BasketRow[], current: BasketId | null, step: 1 | -1): BasketRow | undefined {
  const { shown } = tabsOf(rows, current, rows.length);
  if (shown.length === 0) return undefined;
  const at = shown.findIndex((r) => r.id === current);
  if (at === -1) return step === 1 ? shown[0] : shown.at(-1);
  return shown[(at + step + shown.length) % shown.length];
}

/** The newer of two readings of a basket. An answer that is older than what was kept is of no use. */
export function newer(read: Basket | undefined, kept: Basket | null): Basket | undefined {
  if (kept === null) return read;
  if (read === undefined || read.id !== kept.id) return kept;
  return read.rowVersion >= kept.rowVersion ? read : kept;
}

// ---- lines --------------------------------------------------------------------------------------------------------

export const isShort = (l: Pick<BasketLine, "quantity" | "available">) => l.quantity > l.available;

/** A break is near when it takes at most this many units more, ... */
const NEAR_UNITS = 3;
/** ... or at most this share of what is in the line already. */
const NEAR_SHARE = 0.25;

/** The next quantity break, where it is worth a word. */
export function nearBreak(line: Pick<BasketLine, "quantity" | "nextBreak" | "override">) {
  const { nextBreak, quantity } = line;
  if (nextBreak === null || line.override !== null) return null;
  const more = nextBreak.quantity - quantity;
  if (more <= 0 || (more > NEAR_UNITS && more > quantity * NEAR_SHARE)) return null;
  return nextBreak;
}

export const mayOverride = (role: Role | undefined) => role === "manager" || role === "owner";

/** The one rate of all lines; null where they differ. */
export function commonRate(lines: readonly Pick<BasketLine, "taxRateBp">[]): number | null {
  const [first] = lines;
  return first && lines.every((l) => l.taxRateBp === first.taxRateBp) ? first.taxRateBp : null;
}

// ---- paying -------------------------------------------------------------------------------------------------------

/** What is given back, or what is missing; both as amounts of at least 0. */
export function changeOf(total: Money, tendered: Money, digits: number): { change: Money; missing: Money } {
  const over = toMinor(tendered, digits) - toMinor(total, digits);
  return { change: fromMinor(over > 0n ? over : 0n, digits), missing: fromMinor(over < 0n ? -over : 0n, digits) };
}

/** Notes that people pay with, in whole units of most currencies. */
const NOTES = [5, 10, 20, 50, 100, 200, 500];
const TENDERS_MAX = 4;

/** What a customer is likely to hand over: the exact amount, then the next sums that notes make. */
export function likelyTenders(total: Money, digits: number): Money[] {
  const due = toMinor(total, digits);
  const unit = 10n ** BigInt(digits);
  const sums = new Set<bigint>([due]);
  for (const note of NOTES) {
    const step = BigInt(note) * unit;
    sums.add(((due + step - 1n) / step) * step);
  }
  return [...sums]
    .filter((s) => s > 0n)
    .sort((a, b) => (a < b ? -1 : 1))
    .slice(0, TENDERS_MAX)
    .map((s) => fromMinor(s, digits));
}

// ---- what is short ------------------------------------------------------------------------------------------------

/** A line that was refused, as things stand now. */
export type LiveShort = {
  line: ShortLine;
  /** units of it in the basket; 0 when it was taken out */
  wanted: number;
  /** the line of the basket; null when it was taken out */
  lineNo: number | null;
  /** free for this basket: what nobody holds, and what it holds itself */
  available: number;
  /** of these, units that it holds itself */
  held: number;
  onHand: number;
  holders: Holder[];
  /** what the basket waits for */
  wait: Wait | null;
};

export type Lately = { holders: readonly Holder[]; onHand: number };

const sameGoods = (a: { variantId: VariantId; locationId: string }, b: { variantId: VariantId; locationId: string }) =>
  a.variantId === b.variantId && a.locationId === b.locationId;

/**
 * What was refused, told with the figures of now: the basket says how many are wanted and free, `lately` who has the
 * others. Holds of the basket itself are nobody else's.
 */
export function liveShort(
  refused: ShortLine,
  basket: Basket,
  waits: readonly Wait[],
  lately: Lately | undefined,
): LiveShort {
  // The line may be sold from another location by now: it keeps its number.
  const line =
    basket.lines.find((l) => l.lineNo === refused.lineNo && l.variantId === refused.variantId) ??
    basket.lines.find((l) => sameGoods(l, refused));
  const wait = waits.find((w) => w.status === "waiting" && sameGoods(w, refused)) ?? null;
  const holders = (lately?.holders ?? refused.heldBy).filter((h) => h.basketId !== basket.id);
  return {
    line: refused,
    wanted: line?.quantity ?? 0,
    lineNo: line?.lineNo ?? null,
    available: line?.available ?? refused.available,
    held: line?.held ?? 0,
    onHand: lately?.onHand ?? refused.onHand,
    holders,
    wait,
  };
}

export type ShortState = "short" | "waiting" | "enough" | "left_out";

export function shortState(s: LiveShort): ShortState {
  if (s.lineNo === null) return "left_out";
  if (s.wanted <= s.available) return "enough";
  return s.wait !== null ? "waiting" : "short";
}

/** The soonest moment at which a unit may come free; null when nobody's hold ends. */
export function nextFree(holders: readonly Holder[]): Instant | null {
  return holders.reduce<Instant | null>(
    (min, h) => (h.expiresAt !== null && (min === null || h.expiresAt < min) ? h.expiresAt : min),
    null,
  );
}

/** What placing with what is free does to the lines of a basket: fewer of some, none of others. */
export function toWhatIsFree(lines: readonly BasketLine[]): { lineNo: number; quantity: number }[] {
  return lines.filter(isShort).map((l) => ({ lineNo: l.lineNo, quantity: Math.max(0, l.available) }));
}

/** Whether a hold can be released from here: it is somebody's hold, not a part of an order. */
export const isReleasable = (h: Holder) => h.kind === "hold" && h.orderId === null;
export const isAskable = (h: Holder) => h.kind === "hold";

// ---- how long -----------------------------------------------------------------------------------------------------

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** How long the stock of a placed order is held: the store's time first, then what is often asked for. */
export function holdChoices(usual: number): number[] {
  return [...new Set([usual, HOUR, DAY])].sort((a, b) => a - b);
}

/** How long somebody waits: the store's time first. */
export function waitChoices(usual: number | undefined): number[] {
  return [...new Set([DAY, usual ?? WEEK, WEEK, 30 * DAY])].sort((a, b) => a - b);
}
