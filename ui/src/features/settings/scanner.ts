/** The core says the same. */
export const GAP_MAX_MS = 500;
/** A suggestion leaves room for a slow moment of the computer. */
const ROOM = 2;
const STEP_MS = 5;
const LEAST_MS = 15;
/** Keys further apart than this are a person's. */
const SCANNER_MS = 60;

export type Burst = { keys: number; largestMs: number; averageMs: number };

/** How fast keys came, from the times at which they came; null while there are fewer than two. */
export function measure(timesMs: readonly number[]): Burst | null {
  const [first] = timesMs;
  const last = timesMs.at(-1);
  if (first === undefined || last === undefined || timesMs.length < 2) return null;
  let largest = 0;
  for (const [at, time] of timesMs.entries()) {
    if (at > 0) largest = Math.max(largest, time - (timesMs[at - 1] ?? time));
  }
  return {
    keys: timesMs.length,
    largestMs: Math.round(largest),
    averageMs: Math.round((last - first) / (timesMs.length - 1)),
  };
}

/** A burst is a scan when no two of its keys are further apart than the gap. */
export function isScan(burst: Burst, gapMs: number): boolean {
  return gapMs > 0 && burst.largestMs <= gapMs;
}

/** A gap that takes this burst for a scan, with room to spare; null when no sensible gap does. */
export function suggestedGap(burst: Burst): number | null {
  const gap = Math.max(LEAST_MS, Math.ceil((burst.largestMs * ROOM) / STEP_MS) * STEP_MS);
  return burst.largestMs > SCANNER_MS ? null : gap;
}
