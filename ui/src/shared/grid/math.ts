/**
 * Where rows are. WebKitGTK paints nothing below 16,777,216 px of scroll height and Chromium caps near it, so the
 * spacer never exceeds 8,000,000 px. Below that the scrollbar is exact; above it the thumb maps proportionally and
 * the grid keeps its own offset, so that wheel and keys still move exact rows.
 */
export const SPACER_CAP_PX = 8_000_000;
/** Rows drawn beyond each edge, so that a small scroll finds them ready. */
export const OVERSCAN = 6;

export type Geometry = { count: number; row: number; viewport: number };

export function contentHeight(g: Geometry): number {
  return g.count * g.row;
}

export function isCapped(g: Geometry): boolean {
  return contentHeight(g) > SPACER_CAP_PX;
}

export function spacerHeight(g: Geometry): number {
  return Math.min(contentHeight(g), SPACER_CAP_PX);
}

export function maxOffset(g: Geometry): number {
  return Math.max(0, contentHeight(g) - g.viewport);
}

function maxScroll(g: Geometry): number {
  return Math.max(0, spacerHeight(g) - g.viewport);
}

export function clampOffset(offset: number, g: Geometry): number {
  return Math.max(0, Math.min(maxOffset(g), offset));
}

export function offsetFromScroll(scrollTop: number, g: Geometry): number {
  if (!isCapped(g)) return clampOffset(scrollTop, g);
  const travel = maxScroll(g);
  return travel === 0 ? 0 : clampOffset((scrollTop / travel) * maxOffset(g), g);
}

export function scrollFromOffset(offset: number, g: Geometry): number {
  if (!isCapped(g)) return clampOffset(offset, g);
  const travel = maxOffset(g);
  return travel === 0 ? 0 : (clampOffset(offset, g) / travel) * maxScroll(g);
}

export type Window = { first: number; last: number };

/** The rows to draw, both ends included; last is -1 when there is none. */
export function rowsToDraw(offset: number, g: Geometry): Window {
  if (g.count === 0) return { first: 0, last: -1 };
  const first = Math.max(0, Math.floor(offset / g.row) - OVERSCAN);
  const last = Math.min(g.count - 1, Math.floor((offset + g.viewport - 1) / g.row) + OVERSCAN);
  return { first, last };
}

/** How many rows exist at once; row i is drawn by element i % poolSize. */
export function poolSize(g: Pick<Geometry, "row" | "viewport">): number {
  return Math.ceil(g.viewport / g.row) + 1 + 2 * OVERSCAN;
}

/** The nearest offset at which a whole row is in view. */
export function offsetToShow(index: number, offset: number, g: Geometry): number {
  const top = index * g.row;
  const bottom = top + g.row;
  if (top < offset) return clampOffset(top, g);
  if (bottom > offset + g.viewport) return clampOffset(bottom - g.viewport, g);
  return clampOffset(offset, g);
}

/** Rows are placed from an anchor near them, so that positions stay small whatever the row. */
export function anchorOf(first: number): number {
  return Math.floor(first / 1000) * 1000;
}

export function rowsPerPage(g: Geometry): number {
  return Math.max(1, Math.floor(g.viewport / g.row) - 1);
}

// ---- selection: sorted ranges without overlap, so that "all 1,000,000" is one of them ------------------------------

export type Range = readonly [from: number, to: number];
export type Selection = readonly Range[];
export const NOTHING: Selection = [];

export function selectionSize(s: Selection): number {
  return s.reduce((n, [from, to]) => n + to - from + 1, 0);
}

export function isSelected(s: Selection, index: number): boolean {
  let low = 0;
  let high = s.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const range = s[mid];
    if (!range) return false;
    if (index < range[0]) high = mid - 1;
    else if (index > range[1]) low = mid + 1;
    else return true;
  }
  return false;
}

export function addRange(s: Selection, a: number, b: number): Selection {
  let from = Math.min(a, b);
  let to = Math.max(a, b);
  const kept: Range[] = [];
  for (const range of s) {
    if (range[1] < from - 1 || range[0] > to + 1) kept.push(range);
    else {
      from = Math.min(from, range[0]);
      to = Math.max(to, range[1]);
    }
  }
  kept.push([from, to]);
  return kept.sort((x, y) => x[0] - y[0]);
}

export function removeRange(s: Selection, a: number, b: number): Selection {
  const kept: Range[] = [];
  for (const [from, to] of s) {
    if (to < a || from > b) kept.push([from, to]);
    else {
      if (from < a) kept.push([from, a - 1]);
      if (to > b) kept.push([b + 1, to]);
    }
  }
  return kept;
}

export function toggleIndex(s: Selection, index: number): Selection {
  return isSelected(s, index) ? removeRange(s, index, index) : addRange(s, index, index);
}

// ---- copying ------------------------------------------------------------------------------------------------------

/** Tab separated values: cells never break out of their place. */
export function toTsv(lines: string[][]): string {
  return lines.map((cells) => cells.map((c) => c.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
}
