import { ScanBarcode } from "lucide-react";
import { useEffect } from "react";
import { actionForKeys, chordOf, startsSequence } from "../shared/actions";
import { texts } from "../shared/i18n";
import {
  createScanDetector,
  SCAN_GAP_MS,
  type Snapshot,
  snapshotOf,
  takeBack,
  takesScannedText,
  textBox,
} from "../shared/scan";
import { deliverScan } from "../shared/scanTargets";
import { toastNotice } from "../shared/ui";

const t = texts({ "scan.nobody": "<b>{code}</b> was scanned, but nothing here takes a code." });

const SEQUENCE_MS = 1200;
/** Timers are not exact: a little later than the scanner's own gap. */
const SETTLE_MS = 2;

function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Menus, lists with type-ahead and the parts of a date take letters themselves. */
function takesLetters(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=menu],[role=listbox],[role=spinbutton]") !== null;
}

function modalOpen(): boolean {
  return document.querySelector("[role=dialog],[role=alertdialog]") !== null;
}

/** A key that was held back until it was sure that a person pressed it. */
function giveBack(key: string, target: EventTarget, replayed: WeakSet<Event>) {
  const event =
    target instanceof Element && target.closest("[role=spinbutton]")
      ? new InputEvent("beforeinput", { data: key, inputType: "insertText", bubbles: true, cancelable: true })
      : new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  replayed.add(event);
  target.dispatchEvent(event);
}

/**
 * The one place where keys become actions and scans. Single letters wait until it is sure that no scanner is typing.
 * Into a text field keys go at once, so that typing is never slowed; what turns out to be a scan is taken back.
 */
export function KeyboardLayer(props: { scanGapMs?: number }) {
  const gapMs = props.scanGapMs ?? SCAN_GAP_MS;
  useEffect(() => {
    const scan = createScanDetector(gapMs);
    const replayed = new WeakSet<Event>();
    let prefix: { chord: string; at: number } | null = null;
    let settle: ReturnType<typeof setTimeout> | undefined;
    let before: Snapshot | null = null;

    const runChord = (chord: string, at: number): boolean => {
      const sequence = prefix && at - prefix.at < SEQUENCE_MS ? `${prefix.chord} ${chord}` : null;
      prefix = null;
      const action = (sequence && actionForKeys(sequence)) || actionForKeys(chord);
      if (action) {
        action.run();
        return true;
      }
      if (startsSequence(chord)) prefix = { chord, at };
      return false;
    };
    const swallow = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };

    // Capture: a scan's Enter must not reach the row, button or field that happens to have the focus.
    const onCapture = (event: KeyboardEvent) => {
      if (replayed.has(event)) return;
      // Ctrl+Enter commits the form wherever the focus is; a button would take it for its own Enter.
      if (chordOf(event) === "mod+enter" && !modalOpen()) {
        if (runChord("mod+enter", event.timeStamp)) swallow(event);
        return;
      }
      // A key that repeats is held down by a person.
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
      if (takesScannedText(event.target)) return;
      const verdict = scan.key(event.key, event.timeStamp);
      const box = textBox(event.target);
      switch (verdict.kind) {
        case "pass":
          return;
        case "scan":
          clearTimeout(settle);
          swallow(event);
          if (before) takeBack(before);
          before = null;
          if (!deliverScan(verdict.code)) toastNotice(ScanBarcode, t.rich("scan.nobody", { code: verdict.code }));
          return;
        case "swallow":
          clearTimeout(settle);
          if (box === null) swallow(event);
          return;
        case "wait": {
          clearTimeout(settle);
          before = box && snapshotOf(box);
          if (box !== null || event.key === " ") return;
          const { target } = event;
          const holdBack = takesLetters(target);
          if (inField(target) && !holdBack) return;
          if (holdBack) swallow(event);
          const act = () => {
            const key = scan.settle(performance.now());
            if (key === null) return;
            if (holdBack && target) giveBack(key, target, replayed);
            else if (!modalOpen()) runChord(key.toLowerCase(), performance.now());
          };
          if (gapMs === 0) act();
          else settle = setTimeout(act, gapMs + SETTLE_MS);
          return;
        }
      }
    };

    const onBubble = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || replayed.has(event)) return;
      const chord = chordOf(event);
      const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain) return;
      if (modalOpen()) return;
      if (inField(event.target) && !/^(mod\+|alt\+|f\d|escape)/.test(chord)) return;
      if (runChord(chord, event.timeStamp)) event.preventDefault();
    };

    addEventListener("keydown", onCapture, { capture: true });
    addEventListener("keydown", onBubble);
    return () => {
      clearTimeout(settle);
      removeEventListener("keydown", onCapture, { capture: true });
      removeEventListener("keydown", onBubble);
    };
  }, [gapMs]);
  return null;
}
