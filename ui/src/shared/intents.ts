import { useEffect, useRef } from "react";
import type { BatchId, StockRow, Suggestion } from "../generated/commands";

/**
 * What one feature may ask for without knowing the feature that does it: app/ mounts the one that listens. A hold
 * can be made from every screen; the dialog lives with the holds.
 */
export type Intents = {
  hold: { product?: Suggestion };
  receive: { product?: Suggestion };
  transfer: { product?: Suggestion };
  /** what was there before the first movement */
  opening: { product?: Suggestion };
  adjust: { row: StockRow };
  /** take back what one act changed, after a look at what that does */
  undo: { batchId: BatchId };
  /**
   * A code that names nothing was scanned: what is it? `onKnown` gets the product it was attached to; `mayLeave`:
   * nothing is being typed here, so that a new product may be made on its own screen.
   */
  unknown_code: { code: string; mayLeave?: boolean; onKnown?: (product: Suggestion) => void };
};

type Listener<K extends keyof Intents> = (wish: Intents[K]) => void;
const listeners: { [K in keyof Intents]: Set<Listener<K>> } = {
  hold: new Set(),
  receive: new Set(),
  transfer: new Set(),
  opening: new Set(),
  adjust: new Set(),
  undo: new Set(),
  unknown_code: new Set(),
};

export function askFor<K extends keyof Intents>(name: K, wish: Intents[K]): void {
  for (const listener of listeners[name]) listener(wish);
}

export function useIntent<K extends keyof Intents>(name: K, run: Listener<K>): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const listener: Listener<K> = (wish) => latest.current(wish);
    listeners[name].add(listener);
    return () => {
      listeners[name].delete(listener);
    };
  }, [name]);
}
