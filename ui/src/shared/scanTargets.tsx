import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";

/**
 * Who takes a scanned code: one registry. The newest target on the topmost layer does. The screen is layer 0; every
 * dialog is a layer of its own, so that a code never reaches what lies beneath it.
 */
export type ScanTarget = (code: string) => void;

type Registered = { layer: number; take: { current: ScanTarget } };
const targets: Registered[] = [];
const layers: number[] = [];
const FALLBACK = -1;

function remove<T>(list: T[], item: T) {
  const at = list.lastIndexOf(item);
  if (at !== -1) list.splice(at, 1);
}

const Layer = createContext(0);

/** What is inside lies over the screen: codes go to its own targets, or nowhere. */
export function ScanLayer(props: { children: ReactNode }) {
  const layer = useContext(Layer) + 1;
  useEffect(() => {
    layers.push(layer);
    return () => remove(layers, layer);
  }, [layer]);
  return <Layer.Provider value={layer}>{props.children}</Layer.Provider>;
}

/** While mounted, scans come here, wherever the focus is. Null: not now. */
export function useScanTarget(run: ScanTarget | null): void {
  const layer = useContext(Layer);
  const take = useRef<ScanTarget>(() => {});
  if (run) take.current = run;
  const on = run !== null;
  useEffect(() => {
    if (!on) return;
    const registered: Registered = { layer, take };
    targets.push(registered);
    return () => remove(targets, registered);
  }, [layer, on]);
}

/** What a code means where the screen itself takes none. Whoever mounts it first or last, it comes after every target. */
export function useScanFallback(run: ScanTarget): void {
  const take = useRef(run);
  take.current = run;
  useEffect(() => {
    const registered: Registered = { layer: FALLBACK, take };
    targets.push(registered);
    return () => remove(targets, registered);
  }, []);
}

/** False when what is on top takes no codes. */
export function deliverScan(code: string): boolean {
  const top = Math.max(0, ...layers);
  const target =
    targets.findLast((t) => t.layer === top) ?? (top === 0 ? targets.findLast((t) => t.layer === FALLBACK) : undefined);
  target?.take.current(code);
  return target !== undefined;
}
