import { useInfiniteQuery } from "@tanstack/react-query";
import { ask } from "../../bridge";
import type {
  Cursor,
  Day,
  LocationId,
  Movement,
  MovementPage,
  StockList,
  StockMovements,
  StockRow,
  StockSummaryGet,
  Topic,
  VariantId,
} from "../../generated/commands";
import { useCursorRows, useSettled } from "../../shared/grid";
import { readKey, useRead } from "../../shared/query";

const STOCK: readonly Topic[] = ["stock", "products", "holds", "settings"];
export const LEDGER_FIRST = 12;
const LEDGER_MORE = 50;

const rowKey = (row: StockRow) => row.variantId;

export function useStockRows(request: Omit<StockList, "cursor" | "limit">) {
  const identity = JSON.stringify(request);
  const rows = useCursorRows<StockRow>(
    STOCK,
    identity,
    (cursor, limit) => ask("stock_list", { ...request, cursor, limit }),
    rowKey,
  );
  return { identity, newest: rows, ...useSettled(rows) };
}

export function useStockSummary(request: StockSummaryGet) {
  return useRead(STOCK, "stock_summary", request, { keepPrevious: true }).data;
}

export function useExplanation(variantId: VariantId, from: Day, locationId: LocationId | undefined, enabled = true) {
  return useRead(
    [...STOCK, "orders"],
    "stock_explain",
    { variantId, from, locationId },
    { keepPrevious: true, enabled },
  );
}

export function useLedger(request: Pick<StockMovements, "variantId" | "kinds" | "locationId">) {
  return useInfiniteQuery<MovementPage, Error, { pages: MovementPage[] }, ReturnType<typeof readKey>, Cursor | null>({
    queryKey: readKey(["stock", "holds", "orders"], "stock_movements", request),
    queryFn: ({ pageParam }) =>
      ask("stock_movements", {
        ...request,
        cursor: pageParam ?? undefined,
        limit: pageParam === null ? LEDGER_FIRST : LEDGER_MORE,
      }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  });
}

const movementKey = (row: Movement) => String(row.seq);

/** The whole ledger of a variant, page by page. */
export function useMovementRows(request: Omit<StockMovements, "cursor" | "limit">) {
  const identity = JSON.stringify(request);
  const rows = useCursorRows<Movement>(
    ["stock", "holds", "orders"],
    identity,
    (cursor, limit) => ask("stock_movements", { ...request, cursor, limit }),
    movementKey,
  );
  return { identity, newest: rows, ...useSettled(rows) };
}

/** The product of a variant, with all its variants and what is there of each. */
export function useProductOf(variantId: VariantId) {
  return useRead(["products", "stock", "holds"], "product_get", { variantId }, { keepPrevious: true });
}
