import { useInfiniteQuery } from "@tanstack/react-query";
import { ask } from "../../bridge";
import type {
  Cursor,
  Day,
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

export function useExplanation(variantId: VariantId, from: Day, enabled = true) {
  return useRead([...STOCK, "orders"], "stock_explain", { variantId, from }, { keepPrevious: true, enabled });
}

export function useLedger(request: Pick<StockMovements, "variantId" | "kinds">) {
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
