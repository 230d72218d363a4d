import type { Category, CategoryId } from "../generated/commands";

/** The core lists categories depth first by name, so that the rows below a category are those with a longer path. */
export type CategoryRow = Pick<Category, "id" | "parentId" | "name" | "path">;

/** How categories are written on a path. */
export const pathText = (path: readonly string[]) => path.join(" / ");

export const depthOf = (row: CategoryRow) => row.path.length - 1;

/** A category and everything below it. */
export function within(rows: readonly CategoryRow[], id: CategoryId): Set<CategoryId> {
  const inside = new Set<CategoryId>([id]);
  // A parent stands before its children.
  for (const row of rows) if (row.parentId !== null && inside.has(row.parentId)) inside.add(row.id);
  return inside;
}

/** Words in any order, each a part of some name on the path. */
export function findCategories<T extends CategoryRow>(rows: readonly T[], text: string): T[] {
  const words = text
    .toLowerCase()
    .split(/[\s/>]+/)
    .filter(Boolean);
  if (words.length === 0) return [...rows];
  return rows.filter((row) => {
    const path = pathText(row.path).toLowerCase();
    return words.every((word) => path.includes(word));
  });
}
