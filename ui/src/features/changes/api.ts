import { ask } from "../../bridge";
import type { Batch, BatchId, BatchList, Topic } from "../../generated/commands";
import { useCursorRows, useSettled } from "../../shared/grid";
import { useRead } from "../../shared/query";

const BATCHES: readonly Topic[] = ["stock"];
/** What an undo would meet depends on what happened since, in the stock and in the catalogue. */
const PREVIEW: readonly Topic[] = ["stock", "holds", "orders", "products"];

const rowKey = (row: Batch) => row.id;

export function useBatchRows(request: Omit<BatchList, "cursor" | "limit">) {
  const identity = JSON.stringify(request);
  const rows = useCursorRows<Batch>(
    BATCHES,
    identity,
    (cursor, limit) => ask("batch_list", { ...request, cursor, limit }),
    rowKey,
  );
  return { identity, newest: rows, ...useSettled(rows) };
}

export function useBatch(id: BatchId) {
  return useRead(BATCHES, "batch_get", { id });
}

export function useUndoPreview(id: BatchId) {
  return useRead(PREVIEW, "batch_undo_preview", { id }, { keepPrevious: true });
}
