import {
  type ColumnDef,
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { usePersisted } from "../persisted";

export type Column<T> = {
  id: string;
  header: string;
  /** px; for the flexible column the least it gets */
  width: number;
  /** takes the room that is left; exactly one column does */
  flex?: boolean;
  align?: "right";
  /** leaves first when there is no room: 1 before 2 before 3; without it the column stays */
  leave?: number;
  /** what stays on screen whatever a person hides */
  fixed?: boolean;
  /** hidden until a person asks for it */
  optional?: boolean;
  cell: (row: T) => ReactNode;
  /** the same as plain text, for copying */
  text: (row: T) => string;
  /** the sort value of a click, and of the next one */
  sort?: { first: string; second?: string };
  /** which of the sort values run upwards */
  ascending?: string[];
};

export type Density = "compact" | "usual" | "roomy";
export const ROW_PX: Record<Density, number> = { compact: 28, usual: 32, roomy: 40 };

/** `shown`: optional columns that a person asked for. */
type Kept = { order: string[]; hidden: string[]; shown?: string[]; widths: Record<string, number> };
const NOTHING_KEPT: Kept = { order: [], hidden: [], widths: {} };
const MIN_PX = 36;
const MAX_PX = 800;

export type GridLayout<T> = {
  /** every column, in the person's order */
  all: Column<T>[];
  /** those that are not hidden */
  shown: Column<T>[];
  width: (column: Column<T>) => number;
  setWidth: (id: string, px: number) => void;
  toggle: (id: string) => void;
  /** puts a column at the place of another */
  moveTo: (id: string, targetId: string) => void;
  moveBy: (id: string, by: 1 | -1) => void;
  reset: () => void;
  density: Density;
  setDensity: (density: Density) => void;
};

const features = tableFeatures({ columnOrderingFeature, columnSizingFeature, columnVisibilityFeature });
const NO_DATA: never[] = [];

/** Order, width and visibility of columns, and row height; kept per view on this machine. */
export function useGridLayout<T>(view: string, columns: Column<T>[]): GridLayout<T> {
  const [kept, setKept] = usePersisted<Kept>(`stockroom.columns.${view}`, NOTHING_KEPT);
  const [density, setDensity] = usePersisted<Density>("stockroom.density", "usual");

  const byId = useMemo(() => new Map(columns.map((c) => [c.id, c])), [columns]);
  const order = useMemo(() => {
    const known = kept.order.filter((id) => byId.has(id));
    // A column that is new since the order was kept goes where the screen puts it.
    columns.forEach((c, at) => {
      if (!known.includes(c.id)) known.splice(at, 0, c.id);
    });
    return known;
  }, [kept.order, columns, byId]);
  const defs = useMemo<ColumnDef<typeof features, object>[]>(
    () => columns.map((c) => ({ id: c.id, size: c.width, minSize: MIN_PX, maxSize: MAX_PX, header: c.header })),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: NO_DATA as object[],
    state: {
      columnOrder: order,
      columnVisibility: Object.fromEntries(
        columns.map((c) => [c.id, c.optional ? (kept.shown?.includes(c.id) ?? false) : !kept.hidden.includes(c.id)]),
      ),
      columnSizing: kept.widths,
    },
  });
  const column = (id: string): Column<T>[] => {
    const found = byId.get(id);
    return found ? [found] : [];
  };
  const all = order.flatMap(column);
  const shown = table.getVisibleLeafColumns().flatMap((c) => column(c.id));
  const reorder = (from: number, to: number) => {
    if (from === -1 || to < 0 || to >= order.length || from === to) return;
    const next = [...order];
    const [moved] = next.splice(from, 1);
    if (moved !== undefined) next.splice(to, 0, moved);
    setKept((k) => ({ ...k, order: next }));
  };

  return {
    all,
    shown,
    width: (c) => table.getColumn(c.id)?.getSize() ?? c.width,
    setWidth: (id, px) =>
      setKept((k) => ({ ...k, widths: { ...k.widths, [id]: Math.round(Math.max(MIN_PX, Math.min(MAX_PX, px))) } })),
    toggle: (id) =>
      setKept((k) =>
        byId.get(id)?.optional ? { ...k, shown: toggled(k.shown ?? [], id) } : { ...k, hidden: toggled(k.hidden, id) },
      ),
    moveTo: (id, targetId) => reorder(order.indexOf(id), order.indexOf(targetId)),
    moveBy: (id, by) => reorder(order.indexOf(id), order.indexOf(id) + by),
    reset: () => setKept(NOTHING_KEPT),
    density,
    setDensity,
  };
}

function toggled(ids: string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((i) => i !== id) : [...ids, id];
}

export const GAP_PX = 14;
export const EDGE_PX = 16;
/** The column of boxes. */
export const CHECK_PX = 16;

/** What columns need side by side, edges included. */
export function naturalWidth<T>(columns: Column<T>[], width: (c: Column<T>) => number): number {
  return columns.reduce((sum, c) => sum + width(c), 0) + GAP_PX * (columns.length - 1) + 2 * EDGE_PX;
}

/** The columns that fit: those that may leave go one by one, in their order, until the rest has room. */
export function columnsThatFit<T>(shown: Column<T>[], width: (c: Column<T>) => number, room: number): Column<T>[] {
  let kept = shown;
  const leaving = shown.filter((c) => c.leave !== undefined).sort((a, b) => (a.leave ?? 0) - (b.leave ?? 0));
  for (const next of leaving) {
    if (naturalWidth(kept, width) <= room) break;
    kept = kept.filter((c) => c !== next);
  }
  return kept;
}
