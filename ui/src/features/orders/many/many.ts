import type { OrderId, OrderMoved, Refusal } from "../../../generated/commands";
import { addRange, NOTHING, type RowSource, type Selection } from "../../../shared/grid";

/** The core moves at most so many orders in one request. */
export const CHUNK_ORDERS = 500;
/** More at once than anybody can answer for. */
export const MANY_MAX_ORDERS = 5_000;

export type Chosen = { index: number; id: OrderId };

/** The orders of a selection with their places, in the order of the list. */
export async function chosenRows<T extends { id: OrderId }>(
  source: Pick<RowSource<T>, "get" | "read">,
  selection: Selection,
): Promise<Chosen[]> {
  const chosen: Chosen[] = [];
  for (const [from, to] of selection) {
    const known: T[] = [];
    for (let index = from; index <= to; index++) {
      const row = source.get(index);
      if (row === undefined) break;
      known.push(row);
    }
    const rows = known.length === to - from + 1 ? known : await source.read(from, to);
    rows.forEach((row, at) => {
      chosen.push({ index: from + at, id: row.id });
    });
  }
  return chosen;
}

export function inChunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** An order that stayed as it was, and why. */
export type Stayed = { id: OrderId; number: string | null; refusal: Refusal };

export function stayed(rows: readonly OrderMoved[]): Stayed[] {
  return rows.flatMap((r) =>
    r.done || r.refusal === null ? [] : [{ id: r.id, number: r.number, refusal: r.refusal }],
  );
}

/** What nobody could foresee comes first; that the others were elsewhere on the way was said before. */
export function unforeseenFirst(refused: readonly Stayed[]): Stayed[] {
  const foreseen = (r: Stayed) => r.refusal.code === "ORDER_TRANSITION_NOT_ALLOWED";
  return [...refused.filter((r) => !foreseen(r)), ...refused.filter(foreseen)];
}

/** What stays selected: the orders that did not move, those that were not reached among them. */
export function stillSelected(chosen: readonly Chosen[], movedIds: ReadonlySet<OrderId>): Selection {
  return chosen
    .filter((c) => !movedIds.has(c.id))
    .reduce<Selection>((selection, c) => addRange(selection, c.index, c.index), NOTHING);
}
