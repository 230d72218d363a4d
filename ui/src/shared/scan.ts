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

/** Where the settings have not been read yet. */
export const SCAN_GAP_MS = 40;
const SCAN_MIN_LENGTH = 4;
const SCAN_MAX_LENGTH = 128;

/** `gapMs` 0: there is no scanner, and every key is a person's. */
export function createScanDetector(gapMs: number = SCAN_GAP_MS): ScanDetector {
  let buffer = "";
  let lastAt = Number.NEGATIVE_INFINITY;

  return {
    key(key, atMs) {
      if (gapMs === 0) {
        buffer = key.length === 1 ? key : "";
        return { kind: key.length === 1 ? "wait" : "pass" };
      }
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

/** Figures only, as long as printed codes are: worth asking what it is, however it came into a field. */
export const looksLikeBarcode = (text: string) => /^\d{8,14}$/.test(text);

// ---- the field that has the focus ---------------------------------------------------------------------------------

type TextBox = HTMLInputElement | HTMLTextAreaElement;
const TEXT_TYPES = ["text", "search", "tel", "url", "email", "password", "number"];

/** The text field that a key goes into; null elsewhere. */
export function textBox(target: EventTarget | null): TextBox | null {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && TEXT_TYPES.includes(target.type) ? target : null;
}

/** A field that says it wants what is scanned as text, and its Enter: where products are picked, a SKU, a document. */
export const SCAN_AS_TEXT = { "data-scan": "text" } as const;

export function takesScannedText(target: EventTarget | null): boolean {
  return textBox(target)?.dataset.scan === "text";
}

export type Snapshot = { box: TextBox; value: string; start: number | null; end: number | null };

/** What stands in the field before a key that may be the first of a scan. */
export function snapshotOf(box: TextBox): Snapshot {
  return { box, value: box.value, start: box.selectionStart, end: box.selectionEnd };
}

/** Takes back what a scanner typed into a field that is not meant for it. React hears of it as of typing. */
export function takeBack({ box, value, start, end }: Snapshot): void {
  if (!box.isConnected || box.value === value) return;
  const of = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(of, "value")?.set?.call(box, value);
  if (start !== null && end !== null) box.setSelectionRange(start, end);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
