import { texts } from "../i18n";

const t = texts({
  "filter.is": "is",
  "filter.anyOf": "is any of",
  "filter.contains": "contains",
  "filter.between": "between",
  "filter.range": "{from} and {to}",
  "filter.atLeast": "at least",
  "filter.atMost": "at most",
});

/** The conditions of chips: the same words over every list. */
export const conditionWord = (c: "is" | "anyOf" | "contains") => t(`filter.${c}`);

export type Said = { condition: string; value: string };

/** "between 20 and 50", or what only one end says; null where both are open. */
export function spanSaid<T>(
  from: T | undefined,
  to: T | undefined,
  say: (value: T) => string,
  low: string = t("filter.atLeast"),
  high: string = t("filter.atMost"),
): Said | null {
  if (from !== undefined && to !== undefined) {
    return { condition: t("filter.between"), value: t("filter.range", { from: say(from), to: say(to) }) };
  }
  if (from !== undefined) return { condition: low, value: say(from) };
  if (to !== undefined) return { condition: high, value: say(to) };
  return null;
}
