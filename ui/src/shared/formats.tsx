import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Day, Instant, Money } from "../generated/commands";

const LOCALE = "en-GB";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** More decimals than any price between two steps has. */
export const EXACT_DIGITS = 20;

/** A decimal string is formatted as it is: Intl takes strings, so no float ever stands between. */
function decimal(money: Money): Intl.StringNumericLiteral {
  return money as Intl.StringNumericLiteral;
}

/** 7:48, 1:57:48. Whole seconds, rounded up, so that 0:00 means over. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const s = String(seconds % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${s}`;
}

/** 48 s, 57 min, 3 h 28, 2 days: how long, to the two figures that matter. */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    const hours = Math.floor(ms / HOUR);
    return minutes === 0 ? `${hours} h` : `${hours} h ${String(minutes).padStart(2, "0")}`;
  }
  const days = Math.floor(ms / DAY);
  return days === 1 ? "1 day" : `${days} days`;
}

export type Formats = ReturnType<typeof makeFormats>;

export function makeFormats(currency: string, timeZone: string) {
  const money = new Intl.NumberFormat(LOCALE, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  const amount = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const exact = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: EXACT_DIGITS });
  const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
  const time = new Intl.DateTimeFormat(LOCALE, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const seconds = new Intl.DateTimeFormat(LOCALE, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const ymd = new Intl.DateTimeFormat(LOCALE, { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const parts = (zone: string) =>
    new Intl.DateTimeFormat(LOCALE, {
      timeZone: zone,
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
    });
  const local = parts(timeZone);
  const utc = parts("UTC");
  const words = (f: Intl.DateTimeFormat, at: Instant, pick: string[], between = " ") => {
    const found = new Map(f.formatToParts(at).map((p) => [p.type as string, p.value]));
    return pick.map((p) => found.get(p) ?? "").join(between);
  };
  // From its parts: no locale writes a day like 2026-11-20 on every system (en-CA does on some).
  const day = (at: Instant): Day => words(ymd, at, ["year", "month", "day"], "-");

  return {
    currency,
    timeZone,
    digits,
    currencySymbol: money.formatToParts(0).find((p) => p.type === "currency")?.value ?? currency,
    /** €2,262.97 */
    money: (value: Money) => money.format(decimal(value)).replace("-", "−"),
    /** 2,262.97, where the head says the currency */
    amount: (value: Money) => amount.format(decimal(value)).replace("-", "−"),
    /** 10.9375: between two steps of a price it may have more digits than the currency */
    exact: (value: Money) => exact.format(decimal(value)).replace("-", "−"),
    count: (value: number) => whole.format(value),
    /** +12, −3, 0 */
    signed: (value: number) => (value > 0 ? `+${whole.format(value)}` : whole.format(value).replace("-", "−")),
    time: (at: Instant) => time.format(at),
    timeWithSeconds: (at: Instant) => seconds.format(at),
    /** The store's local day of an instant, like 2026-11-20. */
    day,
    /** Fri 20 Nov */
    weekday: (at: Instant) => words(local, at, ["weekday", "day", "month"]),
    /** 20 Nov 2026 */
    date: (at: Instant) => words(local, at, ["day", "month", "year"]),
    /** 20 Nov 2026 14:32 */
    dateTime: (at: Instant) => `${words(local, at, ["day", "month", "year"])} ${time.format(at)}`,
    /** 14:32 today, 19 Nov 14:32 in this year, 19 Nov 2025 14:32 before. */
    moment: (at: Instant, now: Instant) => {
      const then = day(at);
      const today = day(now);
      if (then === today) return time.format(at);
      const pick = then.slice(0, 4) === today.slice(0, 4) ? ["day", "month"] : ["day", "month", "year"];
      return `${words(local, at, pick)} ${time.format(at)}`;
    },
    /** For narrow columns: 14:32 today, 19 Nov 14:32 in this year, 19 Nov 2025 before. */
    stamp: (at: Instant, today: Day) => {
      const then = day(at);
      if (then === today) return time.format(at);
      if (then.slice(0, 4) === today.slice(0, 4)) return `${words(local, at, ["day", "month"])} ${time.format(at)}`;
      return words(local, at, ["day", "month", "year"]);
    },
    /** A local day in words: 20 Nov 2026. */
    dayInWords: (value: Day) => words(utc, Date.parse(`${value}T00:00:00Z`), ["day", "month", "year"]),
    /** Fri 20 Nov */
    dayShort: (value: Day) => words(utc, Date.parse(`${value}T00:00:00Z`), ["weekday", "day", "month"]),
    countdown,
    duration,
  };
}

/** The day `days` after `day`, by the calendar. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

const Context = createContext<Formats>(makeFormats("EUR", "UTC"));

/** The store's currency and zone for everything below. */
export function FormatsProvider(props: { currency: string; timeZone: string; children: ReactNode }) {
  const formats = useMemo(() => makeFormats(props.currency, props.timeZone), [props.currency, props.timeZone]);
  return <Context.Provider value={formats}>{props.children}</Context.Provider>;
}

export function useFormats(): Formats {
  return useContext(Context);
}
