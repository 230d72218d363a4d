/**
 * Tells a barcode scanner (keys a few milliseconds apart, ending in Enter) from a person. It stands in front of
 * single-letter keys: a key is a shortcut only when nothing follows it within `gapMs`.
 */
export type ScanVerdict =
  /** might be the first of a scan: wait `gapMs`, then call `settle` */
  | { kind: "wait" }
  /** inside a scan: swallow it */
  | { kind: "swallow" }
  /** Enter ended a scan */
  | { kind: "scan"; code: string }
  /** an ordinary key */
  | { kind: "pass" };

export type ScanDetector = {
  key(key: string, atMs: number): ScanVerdict;
  /** The wait is over: the single key to act on, or null when it was a burst. */
  settle(atMs: number): string | null;
};

export const SCAN_GAP_MS = 30;
const SCAN_MIN_LENGTH = 4;
const SCAN_MAX_LENGTH = 128;

export function createScanDetector(gapMs: number = SCAN_GAP_MS): ScanDetector {
  let buffer = "";
  let lastAt = Number.NEGATIVE_INFINITY;

  return {
    key(key, atMs) {
      const inBurst = atMs - lastAt <= gapMs && buffer.length > 0;
      if (key === "Enter") {
        const code = buffer;
        buffer = "";
        if (inBurst && code.length >= SCAN_MIN_LENGTH) return { kind: "scan", code };
        return { kind: "pass" };
      }
      if (key.length !== 1) {
        // Scanners send Shift with capitals; it neither ends nor feeds a burst.
        return inBurst && key === "Shift" ? { kind: "swallow" } : { kind: "pass" };
      }
      buffer = inBurst ? (buffer + key).slice(-SCAN_MAX_LENGTH) : key;
      lastAt = atMs;
      return inBurst ? { kind: "swallow" } : { kind: "wait" };
    },
    settle(atMs) {
      if (atMs - lastAt < gapMs || buffer.length !== 1) return null;
      const key = buffer;
      buffer = "";
      return key;
    },
  };
}
