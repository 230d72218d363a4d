import { useCallback, useEffect, useRef, useState } from "react";
import { ask, RefusedError } from "../../bridge";
import type { OrderFilter, OrderId, OrderRow, OrderSort, Topic } from "../../generated/commands";
import { PagedRows } from "../../shared/grid";
import { readKey, useOnChange, useRead } from "../../shared/query";

const ORDER_TOPICS: readonly Topic[] = ["orders", "holds"];

export function orderKey(id: OrderId) {
  return readKey(ORDER_TOPICS, "order_get", { id });
}

export function useOrder(id: OrderId) {
  return useRead(ORDER_TOPICS, "order_get", { id });
}

export function useOrderCounts() {
  return useRead(["orders"], "order_counts", {}).data;
}

export function useOrderTotals(filter: OrderFilter) {
  return useRead(["orders"], "order_totals", { filter }, { keepPrevious: true }).data;
}

export function useStaff() {
  return useRead(["staff"], "staff_list", {}).data;
}

const rowKey = (row: OrderRow) => row.id;
const NO_ROWS = new PagedRows<OrderRow>(0, async () => [], rowKey);

type Opened = { identity: string; handle: string | null; source: PagedRows<OrderRow> };

/**
 * The rows of a filter and sort, frozen by the core under a handle. Rows on screen are read again when orders or
 * holds change; what came since is only counted, until `showNew` freezes anew.
 */
export function useOrderView(filter: OrderFilter, sort: OrderSort) {
  const identity = JSON.stringify({ filter, sort });
  const [opened, setOpened] = useState<Opened | null>(null);
  const [newSince, setNewSince] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const current = useRef<Opened | null>(null);

  const reopen = useCallback(() => setAttempt((n) => n + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: identity stands for filter and sort; attempt asks again
  useEffect(() => {
    let stopped = false;
    const open = async () => {
      const view = await ask("order_view_open", { filter, sort });
      if (stopped) {
        void ask("order_view_close", { handle: view.handle }).catch(() => undefined);
        return;
      }
      const source = new PagedRows<OrderRow>(
        view.count,
        async (from, limit) => {
          try {
            const page = await ask("order_view_rows", { handle: view.handle, from, limit });
            if (current.current?.handle === view.handle) setNewSince(page.newSince);
            return page.rows;
          } catch (cause) {
            if (cause instanceof RefusedError && cause.refusal.code === "HANDLE_GONE") reopen();
            throw cause;
          }
        },
        rowKey,
      );
      const before = current.current;
      current.current = { identity, handle: view.handle, source };
      setOpened(current.current);
      setNewSince(0);
      setError(null);
      if (before?.handle) void ask("order_view_close", { handle: before.handle }).catch(() => undefined);
    };
    open().catch((cause: unknown) => {
      if (!stopped) setError(cause);
    });
    return () => {
      stopped = true;
    };
  }, [identity, attempt]);

  useEffect(
    () => () => {
      const handle = current.current?.handle;
      if (handle) void ask("order_view_close", { handle }).catch(() => undefined);
    },
    [],
  );

  useOnChange(ORDER_TOPICS, () => {
    const now = current.current;
    if (!now) return;
    // Nothing is under the cursor of an empty list: it may fill by itself.
    if (now.source.count === 0) reopen();
    else now.source.refresh();
  });

  const find = useCallback(async (place: { number?: string; day?: string }): Promise<number | null> => {
    const handle = current.current?.handle;
    if (!handle) return null;
    return (await ask("order_view_find", { handle, ...place })).index;
  }, []);

  return {
    identity,
    source: opened?.source ?? NO_ROWS,
    count: opened?.source.count ?? null,
    opening: opened?.identity !== identity,
    newSince,
    error,
    reopen,
    find,
  };
}
