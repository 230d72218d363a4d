import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";
const KEY = "stockroom.theme";
const listeners = new Set<() => void>();

function kept(): Theme {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : "system";
}

let theme: Theme = "system";

function paint() {
  const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

/** Before the first paint. */
export function startTheme(): void {
  theme = kept();
  paint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

export function setTheme(next: Theme): void {
  theme = next;
  localStorage.setItem(KEY, next);
  paint();
  for (const listener of listeners) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
}
