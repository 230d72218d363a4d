import { useEffect } from "react";
import { actionForKeys, chordOf, deliverScan, startsSequence } from "../shared/actions";
import { createScanDetector, SCAN_GAP_MS } from "../shared/scan";

const SEQUENCE_MS = 1200;

function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Menus and lists with type-ahead take letters themselves. */
function takesLetters(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("[role=menu],[role=listbox],[role=spinbutton],[role=combobox]") !== null
  );
}

function modalOpen(): boolean {
  return document.querySelector("[role=dialog],[role=alertdialog]") !== null;
}

/** The one place where keys become actions. Single letters wait until it is sure that no scanner is typing. */
export function KeyboardLayer() {
  useEffect(() => {
    const scan = createScanDetector();
    let prefix: { chord: string; at: number } | null = null;
    let settle: ReturnType<typeof setTimeout> | undefined;

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

    // Capture: a scan's Enter must not reach the row or button that happens to have the focus.
    const onCapture = (event: KeyboardEvent) => {
      // Ctrl+Enter commits the form wherever the focus is; a button would take it for its own Enter.
      if (chordOf(event) === "mod+enter" && !modalOpen()) {
        if (runChord("mod+enter", event.timeStamp)) {
          event.preventDefault();
          event.stopPropagation();
        }
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (inField(event.target) || takesLetters(event.target) || modalOpen()) return;
      const verdict = scan.key(event.key, event.timeStamp);
      if (verdict.kind === "pass") return;
      if (verdict.kind === "scan") {
        clearTimeout(settle);
        event.preventDefault();
        event.stopPropagation();
        deliverScan(verdict.code);
        return;
      }
      if (verdict.kind === "swallow") {
        clearTimeout(settle);
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (event.key === " ") return;
      clearTimeout(settle);
      settle = setTimeout(() => {
        const key = scan.settle(performance.now());
        if (key !== null) runChord(key.toLowerCase(), performance.now());
      }, SCAN_GAP_MS + 2);
    };

    const onBubble = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
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
  }, []);
  return null;
}
