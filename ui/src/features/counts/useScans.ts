import { useCallback, useRef, useState } from "react";
import { ask, call } from "../../bridge";
import type { CountEntry, CountId, VariantId } from "../../generated/commands";
import { ENTRIES_MAX, lastKept, lineOf, type Scan, settled, withScan } from "./logic";

export type Scanned = { code: string; quantity: number; variantId?: VariantId };

/** Lines read to see how a scan stands before it is taken back. */
const LOOK_ROWS = 50;

/**
 * The scans of this desk. They are saved one after the other in the order in which they came, however fast: what
 * comes while an answer is awaited goes together in the next request.
 */
export function useScans(id: CountId) {
  const [scans, setScans] = useState<Scan[]>([]);
  const kept = useRef<Scan[]>([]);
  const waiting = useRef<Scan[]>([]);
  const working = useRef(false);
  const next = useRef(1);

  const put = useCallback((change: (before: Scan[]) => Scan[]) => {
    kept.current = change(kept.current);
    setScans(kept.current);
  }, []);

  /** One after the other: a correction never overtakes the scan that it corrects. */
  const turn = useRef<Promise<void>>(Promise.resolve());
  const inTurn = useCallback((work: () => Promise<void>) => {
    turn.current = turn.current.then(work, work);
    return turn.current;
  }, []);

  const send = useCallback(async () => {
    while (waiting.current.length > 0) {
      const batch = waiting.current.splice(0, ENTRIES_MAX);
      const sent = new Set(batch.map((s) => s.key));
      try {
        const entries = batch.map<CountEntry>((s) => ({
          ...(s.variantId ? { variantId: s.variantId } : { code: s.code }),
          quantity: s.quantity,
          mode: "add",
        }));
        const { value } = await call("count_enter", { id, entries });
        put((before) => settled(before, sent, value));
      } catch (error) {
        put((before) => before.map((s) => (sent.has(s.key) ? { ...s, state: "failed", error } : s)));
      }
    }
  }, [id, put]);

  const add = useCallback(
    (scanned: Scanned) => {
      const scan: Scan = { key: next.current++, state: "waiting", ...scanned };
      put((before) => withScan(before, scan));
      waiting.current.push(scan);
      if (working.current) return;
      working.current = true;
      void inTurn(async () => {
        working.current = false;
        await send();
      });
    },
    [inTurn, put, send],
  );

  /** Tries again what could not be saved. */
  const retry = useCallback(
    (scan: Scan) => {
      put((before) => before.map((s) => (s.key === scan.key ? { ...s, state: "waiting", error: undefined } : s)));
      waiting.current.push(scan);
      void inTurn(send);
    },
    [inTurn, put, send],
  );

  const drop = useCallback((scan: Scan) => put((before) => before.filter((s) => s.key !== scan.key)), [put]);

  /** The last scan was so many; throws what the core refuses. */
  const setLast = useCallback(
    (quantity: number) =>
      inTurn(async () => {
        const last = lastKept(kept.current);
        if (!last || last.quantity === quantity) return;
        const { value } = await call("count_enter", {
          id,
          entries: [{ ...target(last), quantity: quantity - last.quantity, mode: "add" }],
        });
        const line = lineOf(last, value.lines) ?? value.lines[0];
        put((before) =>
          before.map((s) => {
            if (s.key === last.key) return { ...s, quantity, line: line ?? s.line };
            return line && s.line?.variantId === line.variantId ? { ...s, line } : s;
          }),
        );
      }),
    [id, inTurn, put],
  );

  /** Takes the last scan back. A line that had nothing before is uncounted again, not counted as none. */
  const undoLast = useCallback(
    () =>
      inTurn(async () => {
        const last = lastKept(kept.current);
        if (!last) return;
        const line = last.line;
        if (!line) {
          await call("count_enter", { id, entries: [{ code: last.code, quantity: -last.quantity, mode: "add" }] });
        } else {
          const { rows } = await ask("count_lines", { id, filter: "all", text: line.sku, limit: LOOK_ROWS });
          const now = rows.find((r) => r.variantId === line.variantId);
          if (now && (now.counted ?? 0) <= last.quantity) {
            await call("count_clear", { id, variantId: line.variantId });
          } else {
            await call("count_enter", {
              id,
              entries: [{ variantId: line.variantId, quantity: -last.quantity, mode: "add" }],
            });
          }
        }
        drop(last);
      }),
    [drop, id, inTurn],
  );

  return { scans, add, retry, drop, setLast, undoLast };
}

function target(scan: Scan): { variantId: VariantId } | { code: string } {
  if (scan.line) return { variantId: scan.line.variantId };
  return scan.variantId ? { variantId: scan.variantId } : { code: scan.code };
}
