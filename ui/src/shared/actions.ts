import type { LucideIcon } from "lucide-react";
import { useEffect, useId, useSyncExternalStore } from "react";

/**
 * One registry of what can be done now. Buttons show its keys, the palette and the key sheet list it, the native
 * menu runs it by id. A screen registers its own with useActions; the newest registration of an id or key wins.
 */
export type Action = {
  id: string;
  label: string;
  section: "everywhere" | "go" | "list" | "act";
  /** "n", "mod+enter", "shift+e", "g o", "f2", "/", "?", "escape" */
  keys?: string[];
  icon?: LucideIcon;
  enabled?: boolean;
  /** not offered in the palette (moving about, closing) */
  quiet?: boolean;
  run: () => void;
};

const registered = new Map<string, Action[]>();
const listeners = new Set<() => void>();
let snapshot: Action[] = [];

function rebuild() {
  const byId = new Map<string, Action>();
  for (const actions of registered.values()) {
    for (const action of actions) {
      byId.delete(action.id);
      byId.set(action.id, action);
    }
  }
  snapshot = [...byId.values()];
  for (const listener of listeners) listener();
}

function signature(actions: Action[]) {
  return actions.map((a) => `${a.id}|${a.label}|${a.enabled !== false}|${(a.keys ?? []).join()}`).join("\n");
}

export function useActions(actions: Action[]): void {
  const owner = useId();
  useEffect(() => {
    const before = registered.get(owner);
    registered.set(owner, actions);
    if (!before || signature(before) !== signature(actions)) rebuild();
    else for (const a of actions) Object.assign(snapshot.find((s) => s.id === a.id) ?? {}, { run: a.run });
  });
  useEffect(
    () => () => {
      registered.delete(owner);
      rebuild();
    },
    [owner],
  );
}

export function useAllActions(): Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Runs by id (native menu, palette). False when nothing with this id can be done now. */
export function runAction(id: string): boolean {
  const action = snapshot.find((a) => a.id === id);
  if (!action || action.enabled === false) return false;
  action.run();
  return true;
}

export function actionForKeys(chord: string): Action | undefined {
  return snapshot.findLast((a) => a.enabled !== false && a.keys?.includes(chord));
}

export function startsSequence(chord: string): boolean {
  return snapshot.some((a) => a.enabled !== false && a.keys?.some((k) => k.startsWith(`${chord} `)));
}

/** The name of what was pressed, like "mod+enter"; Shift counts only where it does not make the character. */
export function chordOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey;
  const shift = event.shiftKey && (key.length > 1 || mod || event.altKey);
  return `${mod ? "mod+" : ""}${event.altKey ? "alt+" : ""}${shift ? "shift+" : ""}${key}`;
}

const NAMES: Record<string, string> = {
  mod: "Ctrl",
  alt: "Alt",
  shift: "Shift",
  enter: "Enter",
  escape: "Esc",
  space: "Space",
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
};

/** "mod+enter" as it stands on a key: "Ctrl Enter". */
export function keyLabel(keys: string): string {
  return keys
    .split(/[ +]/)
    .map((k) => NAMES[k] ?? (k.length === 1 ? k.toUpperCase() : k.charAt(0).toUpperCase() + k.slice(1)))
    .join(" ");
}
