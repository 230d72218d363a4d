import { useSyncExternalStore } from "react";
import type { Day, Instant } from "../generated/commands";

// One tick a second for every countdown on screen. Deadlines are absolute; what is drawn is deadline minus now,
// so a throttled or sleeping window is right again at its first tick.

let offset = 0;
let now: Instant = Math.floor(Date.now() / 1000) * 1000;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** The core's clock is the one that counts; a small difference is only the way of the answer. */
export function followCoreClock(coreNow: Instant): void {
  const difference = coreNow - Date.now();
  offset = Math.abs(difference) > 2000 ? difference : 0;
}

export function currentTime(): Instant {
  return Date.now() + offset;
}

function tick() {
  now = Math.floor(currentTime() / 1000) * 1000;
  for (const listener of listeners) listener();
  timer = setTimeout(tick, 1000 - (currentTime() % 1000) + 5);
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = Math.floor(currentTime() / 1000) * 1000;
    timer = setTimeout(tick, 1000 - (currentTime() % 1000) + 5);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

/** The present second; draws again once a second. */
export function useNow(): Instant {
  return useSyncExternalStore(subscribe, () => now);
}

/** The store's present day; draws again only at midnight. `dayOf` is the zone's: `formats.day`. */
export function useToday(dayOf: (at: Instant) => Day): Day {
  return useSyncExternalStore(subscribe, () => dayOf(now));
}

/** What follows from the present second, like how many holds lapse soon; draws again only when it is something else. */
export function useFromNow<T extends string | number | boolean | undefined>(of: (at: Instant) => T): T {
  return useSyncExternalStore(subscribe, () => of(now));
}

const MINUTE_MS = 60_000;
const minuteOf = (at: Instant) => Math.floor(at / MINUTE_MS) * MINUTE_MS;

/** The present minute; draws again once a minute. For what is said in hours and minutes. */
export function useMinute(): Instant {
  return useFromNow(minuteOf);
}
