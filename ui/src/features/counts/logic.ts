import type { CountLine, CountSheet, UnknownCode, VariantId } from "../../generated/commands";
import { toWhole } from "../../shared/ui/fields";

// ---- what was scanned or typed ------------------------------------------------------------------------------------

/** The most units that one entry can hold; the core refuses more. */
export const QUANTITY_MAX = 1_000_000;
/** A number with more digits is a barcode, whoever typed it: the shortest printed one has eight. */
const FIGURE_MAX_DIGITS = 5;

export type Entry =
  | { kind: "nothing" }
  /** so many of this code */
  | { kind: "code"; code: string; quantity: number }
  /** a number alone: what was scanned last counts as so many */
  | { kind: "figure"; quantity: number }
  | { kind: "too_many"; code: string };

/**
 * Reads the scan field. `12*CODE` is twelve of it; a short number typed after a scan says how many that scan was;
 * what a scanner sent is a code whatever it looks like.
 */
export function readEntry(text: string, by: { scanner: boolean; afterScan: boolean }): Entry {
  const typed = text.trim();
  if (typed === "") return { kind: "nothing" };
  const times = /^(\d{1,15})\s*[*×]\s*(\S.*)$/.exec(typed);
  if (times) {
    const code = times[2] ?? "";
    const quantity = Number(times[1]);
    if (quantity > QUANTITY_MAX) return { kind: "too_many", code };
    return quantity === 0 ? { kind: "nothing" } : { kind: "code", code, quantity };
  }
  const figure = toWhole(typed);
  if (!by.scanner && by.afterScan && figure !== null && figure > 0 && isShortNumber(typed)) {
    return { kind: "figure", quantity: figure };
  }
  return { kind: "code", code: typed, quantity: 1 };
}

/** A number that is too short to be a printed barcode. */
export function isShortNumber(code: string): boolean {
  return toWhole(code) !== null && code.length <= FIGURE_MAX_DIGITS;
}

/** `12*` as it stands before a scan comes: how many that scan will be. */
export function timesOf(text: string): number | null {
  const times = /^\s*(\d{1,7})\s*[*×]\s*$/.exec(text);
  const quantity = times ? Number(times[1]) : 0;
  return quantity > 0 && quantity <= QUANTITY_MAX ? quantity : null;
}

/** The name that is typed after `12*`, for what it may mean. */
export function wordsOf(text: string): string {
  return text.replace(/^\s*\d{1,15}\s*[*×]\s*/, "").trim();
}

/** A figure typed into a row: none for the empty text, null for what is no quantity. */
export function readFigure(text: string): number | "empty" | null {
  if (text.trim() === "") return "empty";
  const figure = toWhole(text);
  return figure === null || figure < 0 || figure > QUANTITY_MAX ? null : figure;
}

// ---- the running list of scans ------------------------------------------------------------------------------------

export type Scan = {
  key: number;
  /** what was read, or the SKU of what was picked by name */
  code: string;
  quantity: number;
  /** picked by name: the code is known to be this one */
  variantId?: VariantId;
  state: "waiting" | "counted" | "unknown" | "failed";
  line?: Pick<CountLine, "variantId" | "sku" | "name" | "label" | "counted">;
  error?: unknown;
};

/** Scans that stay on screen. */
export const SCANS_KEPT = 50;
/** Entries that go to the core in one request. */
export const ENTRIES_MAX = 500;

export function withScan(scans: readonly Scan[], scan: Scan): Scan[] {
  return [scan, ...scans].slice(0, SCANS_KEPT);
}

function sameCode(a: string, b: string): boolean {
  return a.toLocaleLowerCase() === b.toLocaleLowerCase();
}

/** The line that a code stands for among those that an answer brought. */
export function lineOf(scan: Scan, lines: readonly CountLine[]): CountLine | undefined {
  if (scan.variantId) return lines.find((l) => l.variantId === scan.variantId);
  return lines.find((l) => l.barcodes.includes(scan.code)) ?? lines.find((l) => sameCode(l.sku, scan.code));
}

/** What the answer says about the scans that were sent, newest first as before. */
export function settled(
  scans: readonly Scan[],
  sent: ReadonlySet<number>,
  answer: { lines: readonly CountLine[]; unknown: readonly UnknownCode[] },
): Scan[] {
  return scans.map((scan) => {
    const line = lineOf(scan, answer.lines);
    if (sent.has(scan.key)) return line ? { ...scan, state: "counted", line } : { ...scan, state: "unknown" };
    // Earlier scans of the same line show its total as it is now.
    return scan.line && line && scan.line.variantId === line.variantId ? { ...scan, line } : scan;
  });
}

/** The scan that a typed number, or taking back, is about: the last one that was kept. */
export function lastKept(scans: readonly Scan[]): Scan | undefined {
  return scans.find((s) => s.state === "counted" || s.state === "unknown");
}

// ---- lines and sheets ---------------------------------------------------------------------------------------------

export function fullName(of: { name: string; label: string }): string {
  return of.label === "" ? of.name : `${of.name}, ${of.label}`;
}

export type LineState = "uncounted" | "recount" | "agrees" | "more" | "less" | "counted";

/** What a person has to know about a line; `counted` where a blind count does not tell. */
export function lineState(line: Pick<CountLine, "counted" | "difference" | "recount">): LineState {
  if (line.counted === null) return "uncounted";
  if (line.recount) return "recount";
  if (line.difference === null) return "counted";
  if (line.difference === 0) return "agrees";
  return line.difference > 0 ? "more" : "less";
}

export function share(sheet: Pick<CountSheet, "lines" | "counted">): number {
  return sheet.lines === 0 ? 0 : sheet.counted / sheet.lines;
}

/** Expected figures are hidden while whoever counts is not to see them. */
export function isBlind(sheet: Pick<CountSheet, "blind" | "status">): boolean {
  return sheet.blind && sheet.status === "open";
}

// ---- posting ------------------------------------------------------------------------------------------------------

export type Uncounted = "leave" | "zero";

export type PostState = {
  uncounted: number;
  /** lines that will be adjusted, as far as the screen may know */
  differs: number | null;
  /** why it cannot be posted yet */
  blocked: "nothing_counted" | "recount" | null;
};

export function postState(
  sheet: Pick<CountSheet, "lines" | "counted" | "differs" | "recount">,
  choice: { uncounted: Uncounted; acceptMoved: boolean },
): PostState {
  const uncounted = sheet.lines - sheet.counted;
  const blocked =
    sheet.counted === 0 && choice.uncounted === "leave"
      ? "nothing_counted"
      : sheet.recount > 0 && !choice.acceptMoved
        ? "recount"
        : null;
  return { uncounted, differs: sheet.differs, blocked };
}

// ---- starting -----------------------------------------------------------------------------------------------------

/** Categories offered at once. */
const CATEGORIES_SHOWN = 50;

/** The categories whose path has every word of the text in it. */
export function categoriesLike<C extends { path: string[]; archived: boolean }>(
  categories: readonly C[],
  text: string,
): C[] {
  const words = text
    .toLocaleLowerCase()
    .split(/[\s›>/]+/)
    .filter(Boolean);
  return categories
    .filter((c) => !c.archived && words.every((w) => c.path.join(" ").toLocaleLowerCase().includes(w)))
    .slice(0, CATEGORIES_SHOWN);
}
