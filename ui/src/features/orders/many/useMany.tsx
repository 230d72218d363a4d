import { type ReactNode, useEffect, useRef, useState } from "react";
import { ask } from "../../../bridge";
import type { OrderAction, OrderId, OrderRow, OrderWay } from "../../../generated/commands";
import { type RowSource, type Selection, selectionSize } from "../../../shared/grid";
import { texts } from "../../../shared/i18n";
import { useOnChange, useWrite } from "../../../shared/query";
import { toastDone } from "../../../shared/ui";
import { ManyDialog, type Run } from "./ManyDialog";
import { CHUNK_ORDERS, type Chosen, chosenRows, inChunks, MANY_MAX_ORDERS, stayed, stillSelected } from "./many";

const t = texts({
  "many.did.confirm": "{n, plural, one {<b># order</b>} other {<b># orders</b>}} confirmed.",
  "many.did.process": "{n, plural, one {<b># order</b> is} other {<b># orders</b> are}} being packed.",
  "many.did.ship": "{n, plural, one {<b># order</b>} other {<b># orders</b>}} shipped.",
  "many.did.deliver": "{n, plural, one {<b># order</b>} other {<b># orders</b>}} handed over.",
  "many.did.cancel": "{n, plural, one {<b># order</b>} other {<b># orders</b>}} cancelled.",
  "many.did.other": "{n, plural, one {<b># order</b>} other {<b># orders</b>}} moved.",
});

/** While a selection is being drawn up nothing is asked. */
const REST_MS = 120;

/** The ways that the selected orders can take, the soonest first. */
export type Ways = { rows: OrderWay[]; orders: number };

function did(action: OrderAction, n: number) {
  switch (action) {
    case "confirm":
    case "process":
    case "ship":
    case "deliver":
    case "cancel":
      return t.rich(`many.did.${action}`, { n });
    case "close_short":
    case "ship_part":
    case "return":
    case "pay":
    case "refund":
    case "edit":
    case "extend":
    case "copy":
      return t.rich("many.did.other", { n });
  }
}

/** Acts on every selected order: which ways at least one of them can take, and the going of one of these. */
export function useMany(
  source: RowSource<OrderRow>,
  selection: Selection,
  on: { select: (selection: Selection) => void; open: (id: OrderId) => void },
): { ways: Ways | null; error: unknown; tooMany: boolean; start: (way: OrderWay) => void; dialog: ReactNode } {
  const size = selectionSize(selection);
  const tooMany = size > MANY_MAX_ORDERS;
  const [ways, setWays] = useState<Ways | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const [run, setRun] = useState<Run | null>(null);
  const stopped = useRef(false);
  const write = useWrite("order_transition_many");
  const running = run?.phase === "running";

  useOnChange(["orders", "holds"], () => {
    if (size > 0 && !running) setAttempt((n) => n + 1);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: attempt asks again, because orders changed
  useEffect(() => {
    if (size === 0 || tooMany) {
      setWays(null);
      setError(null);
      return;
    }
    let late = false;
    const timer = setTimeout(async () => {
      try {
        const ids = (await chosenRows(source, selection)).map((c) => c.id);
        const found = await ask("order_many_look", { ids });
        if (late) return;
        setWays(found);
        setError(null);
      } catch (cause) {
        if (!late) setError(cause);
      }
    }, REST_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [source, selection, size, tooMany, attempt]);

  const start = (way: OrderWay) => setRun({ phase: "asking", way, orders: size });

  const go = async (way: OrderWay, reason: string | undefined) => {
    stopped.current = false;
    const moved = new Set<OrderId>();
    const result = { done: 0, refused: [] as ReturnType<typeof stayed> };
    let chosen: Chosen[] = [];
    let failed: unknown = null;
    let reached = 0;
    const tell = () =>
      setRun({ phase: "running", way, orders: size, reached, stop: () => (stopped.current = true), pending: true });
    tell();
    try {
      chosen = await chosenRows(source, selection);
      for (const part of inChunks(chosen, CHUNK_ORDERS)) {
        if (stopped.current) break;
        const { value } = await write.run({ ids: part.map((c) => c.id), to: way.to, reason });
        for (const r of value.rows) if (r.done) moved.add(r.id);
        result.done += value.done;
        result.refused.push(...stayed(value.rows));
        reached += part.length;
        tell();
      }
    } catch (cause) {
      failed = cause;
    }
    on.select(stillSelected(chosen, moved));
    if (failed === null && result.refused.length === 0 && reached === chosen.length) {
      setRun(null);
      toastDone(did(way.action, result.done));
    } else setRun({ phase: "over", way, orders: size, ...result, left: chosen.length - reached, error: failed });
  };

  const dialog = run && (
    <ManyDialog
      run={run}
      onGo={(reason) => void go(run.way, reason)}
      onClose={() => setRun(null)}
      onOpen={(id) => {
        setRun(null);
        on.open(id);
      }}
    />
  );
  return { ways: size === 0 ? null : ways, error, tooMany, start, dialog };
}
