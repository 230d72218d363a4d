import type { Day, Instant } from "../generated/commands";

/** The first instant of a local day in a zone. */
export function startOfDay(day: Day, timeZone: string): Instant {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const wall = (at: Instant) => {
    const p = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
    return Date.parse(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}Z`);
  };
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The zone's offset at the guess gives a better guess; twice, because the clock may change on that day.
  const first = midnight - (wall(midnight) - midnight);
  return first - (wall(first) - midnight);
}
