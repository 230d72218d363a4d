import type { Category, CategoryId } from "../../generated/commands";
import { type CategoryRow, depthOf, findCategories, within } from "../../shared/categories";

/** Names on a path; the core refuses a longer one. */
export const DEPTH_MAX = 10;

export const hasChildren = (rows: readonly CategoryRow[], id: CategoryId) => rows.some((r) => r.parentId === id);

/** The rows that are on screen: below closed categories nothing is. */
export function visibleRows<T extends CategoryRow>(rows: readonly T[], closed: ReadonlySet<string>): T[] {
  const hidden = new Set<string>();
  return rows.filter((row) => {
    const away = row.parentId !== null && (hidden.has(row.parentId) || closed.has(row.parentId));
    if (away) hidden.add(row.id);
    return !away;
  });
}

/** What a search leaves: the hits, and the categories above them, so that the tree stays a tree. */
export function searched<T extends CategoryRow>(rows: readonly T[], text: string): T[] {
  if (text.trim() === "") return [...rows];
  const kept = new Set<string>(findCategories(rows, text).map((r) => r.id));
  for (const row of [...rows].reverse()) if (kept.has(row.id) && row.parentId !== null) kept.add(row.parentId);
  return rows.filter((row) => kept.has(row.id));
}

/** Names below it on the longest path. */
function heightOf(rows: readonly CategoryRow[], row: CategoryRow): number {
  const inside = within(rows, row.id);
  return Math.max(...rows.filter((r) => inside.has(r.id)).map((r) => r.path.length)) - row.path.length;
}

export type MoveProblem = "itself" | "inside" | "same" | "deep" | null;

/** Why a category cannot go below another (null: to the top); null when it can. */
export function moveProblem(rows: readonly CategoryRow[], id: CategoryId, parentId: CategoryId | null): MoveProblem {
  const row = rows.find((r) => r.id === id);
  if (!row || row.parentId === parentId) return "same";
  if (parentId === null) return null;
  if (parentId === id) return "itself";
  if (within(rows, id).has(parentId)) return "inside";
  const parent = rows.find((r) => r.id === parentId);
  const depth = (parent?.path.length ?? 0) + 1 + heightOf(rows, row);
  return depth > DEPTH_MAX ? "deep" : null;
}

/** Where a category may go. */
export function moveTargets<T extends CategoryRow>(rows: readonly T[], id: CategoryId): T[] {
  return rows.filter((r) => moveProblem(rows, id, r.id) === null);
}

export type Step = { parentId: CategoryId | null } | null;

/** One level in: below the sibling that stands before it. */
export function stepIn(rows: readonly CategoryRow[], id: CategoryId): Step {
  const at = rows.findIndex((r) => r.id === id);
  const row = rows[at];
  const before = row && rows.slice(0, at).findLast((r) => r.parentId === row.parentId);
  return before && moveProblem(rows, id, before.id) === null ? { parentId: before.id } : null;
}

/** One level out: beside its parent. */
export function stepOut(rows: readonly CategoryRow[], id: CategoryId): Step {
  const row = rows.find((r) => r.id === id);
  const parent = row && rows.find((r) => r.id === row.parentId);
  return parent ? { parentId: parent.parentId } : null;
}

// ---- the keyboard -------------------------------------------------------------------------------------------------

export type Focus =
  | { kind: "go"; id: CategoryId }
  | { kind: "open"; id: CategoryId }
  | { kind: "close"; id: CategoryId };

/** What an arrow means in a tree (WAI-ARIA): → opens, then goes in; ← closes, then goes out. */
export function arrow(
  rows: readonly CategoryRow[],
  shown: readonly CategoryRow[],
  closed: ReadonlySet<string>,
  id: CategoryId,
  key: string,
): Focus | null {
  const at = shown.findIndex((r) => r.id === id);
  const go = (index: number): Focus | null => {
    const row = shown[Math.max(0, Math.min(shown.length - 1, index))];
    return row ? { kind: "go", id: row.id } : null;
  };
  switch (key) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "Home":
      return go(0);
    case "End":
      return go(shown.length - 1);
    case "ArrowRight":
      if (!hasChildren(rows, id)) return null;
      return closed.has(id) ? { kind: "open", id } : go(at + 1);
    case "ArrowLeft": {
      if (hasChildren(rows, id) && !closed.has(id)) return { kind: "close", id };
      const parent = rows.find((r) => r.id === id)?.parentId ?? null;
      return parent === null ? null : { kind: "go", id: parent };
    }
    default:
      return null;
  }
}

/** Place among siblings and how many there are, for the ears. */
export function placeOf(rows: readonly CategoryRow[], row: CategoryRow): { at: number; of: number; level: number } {
  const siblings = rows.filter((r) => r.parentId === row.parentId);
  return { at: siblings.findIndex((r) => r.id === row.id) + 1, of: siblings.length, level: depthOf(row) + 1 };
}

/** Empty: nothing is in it, so that it may be archived as it is. */
export const isEmpty = (rows: readonly Category[], row: Category) => row.products === 0 && !hasChildren(rows, row.id);
