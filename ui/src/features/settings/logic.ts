import type { Settings, SettingsUpdate } from "../../generated/commands";
import { parsePercent, percentText } from "../../shared/percent";

// ---- the fields of the store, one line each -----------------------------------------------------------------------

export type FieldKind = "text" | "currency" | "zone" | "duration" | "whole" | "percent";
/** The gap of scanners has a section of its own, where it can be tried. */
export type FieldName = Exclude<keyof SettingsUpdate, "rowVersion" | "scanGapMs">;

/** In the order of the form. A new setting is one line here, one text, and nothing else. */
export const FIELDS = [
  { name: "storeName", kind: "text" },
  { name: "currency", kind: "currency" },
  { name: "timeZone", kind: "zone" },
  { name: "taxRateBp", kind: "percent" },
  { name: "holdSeconds", kind: "duration" },
  { name: "orderHoldSeconds", kind: "duration" },
  { name: "checkoutSeconds", kind: "duration" },
  { name: "checkoutLongestSeconds", kind: "duration" },
  { name: "waitSeconds", kind: "duration" },
  { name: "reorderLevel", kind: "whole" },
] as const satisfies readonly { name: FieldName; kind: FieldKind }[];

/** What is typed, field by field. A duration is its amount and its unit: "10 minutes". */
export type Form = Record<FieldName, string>;
export type Mistake = "required" | "duration" | "whole" | "percent" | "currency" | "zone";

export const HOLD_MAX_SECONDS = 30 * 24 * 3600;
export type DurationUnit = "seconds" | "minutes" | "hours" | "days";
export const UNIT_SECONDS: Record<DurationUnit, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** The largest unit that says it in whole numbers: 600 is 10 minutes, 90 is 90 seconds. */
export function durationText(seconds: number): string {
  const units: DurationUnit[] = ["days", "hours", "minutes"];
  const unit = seconds === 0 ? undefined : units.find((u) => seconds % UNIT_SECONDS[u] === 0);
  return unit ? `${seconds / UNIT_SECONDS[unit]} ${unit}` : `${seconds} seconds`;
}

export function durationParts(text: string): { amount: string; unit: DurationUnit } {
  const at = text.lastIndexOf(" ");
  const unit = text.slice(at + 1);
  return at !== -1 && unit in UNIT_SECONDS
    ? { amount: text.slice(0, at), unit: unit as DurationUnit }
    : { amount: text, unit: "minutes" };
}

function parseDuration(text: string): number | null {
  const { amount, unit } = durationParts(text);
  if (!/^\d{1,9}$/.test(amount.trim())) return null;
  const seconds = Number(amount) * UNIT_SECONDS[unit];
  return seconds >= 1 && seconds <= HOLD_MAX_SECONDS ? seconds : null;
}

export function formOf(settings: Settings): Form {
  const form = {} as Form;
  for (const { name, kind } of FIELDS) {
    const value = settings[name];
    form[name] =
      typeof value === "number"
        ? kind === "duration"
          ? durationText(value)
          : kind === "percent"
            ? percentText(value)
            : String(value)
        : value;
  }
  return form;
}

type Parsed = { value: string | number } | { mistake: Mistake };

function parse(kind: FieldKind, text: string): Parsed {
  const bare = text.trim();
  switch (kind) {
    case "text":
      return bare === "" ? { mistake: "required" } : { value: bare };
    case "currency":
      return /^[A-Z]{3}$/.test(bare.toUpperCase()) ? { value: bare.toUpperCase() } : { mistake: "currency" };
    case "zone":
      return isZone(bare) ? { value: bare } : { mistake: "zone" };
    case "duration": {
      const seconds = parseDuration(bare);
      return seconds === null ? { mistake: "duration" } : { value: seconds };
    }
    case "whole":
      return /^\d{1,9}$/.test(bare) ? { value: Number(bare) } : { mistake: "whole" };
    case "percent": {
      const points = parsePercent(bare);
      return points === null ? { mistake: "percent" } : { value: points };
    }
  }
}

export function isZone(name: string): boolean {
  if (name === "") return false;
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What differs from the store, and what cannot be read. Only what differs is sent. */
export function check(form: Form, settings: Settings) {
  const update: Partial<Record<FieldName, string | number>> = {};
  const mistakes: Partial<Record<FieldName, Mistake>> = {};
  for (const { name, kind } of FIELDS) {
    const parsed = parse(kind, form[name]);
    if ("mistake" in parsed) mistakes[name] = parsed.mistake;
    else if (parsed.value !== settings[name]) update[name] = parsed.value;
  }
  const changed = Object.keys(update).length + Object.keys(mistakes).length;
  return { update: update as Omit<SettingsUpdate, "rowVersion">, mistakes, changed };
}

export type Difference = { name: FieldName; mine: string; store: string };

/** Where what is typed and what is in the store differ. */
export function differences(form: Form, store: Settings): Difference[] {
  const theirs = formOf(store);
  return FIELDS.map(({ name }) => ({ name, mine: form[name], store: theirs[name] })).filter(
    (d) => d.mine.trim() !== d.store.trim(),
  );
}

// ---- bytes --------------------------------------------------------------------------------------------------------

/** 412 MB, 1.2 GB, 84 kB: in thousands, as file managers say it. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at++;
  }
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at] ?? ""}`;
}
