import type {
  Day,
  PriceEffect,
  PriceRule,
  PriceRuleKind,
  PriceRuleState,
  PriceScope,
  PriceWarning,
  PriceWhyNot,
} from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { stepKindWord } from "../../shared/prices";
import type { ShapeName } from "../../shared/ui";
import { lastDay, type Mistake } from "./logic";

const t = texts({
  "rule.scope.store": "Whole store",
  "rule.scope.category": "Category",
  "rule.scope.product": "Product",
  "rule.scope.variant": "Variant",
  "rule.scope.short.store": "store",
  "rule.scope.short.category": "category",
  "rule.scope.short.product": "product",
  "rule.scope.short.variant": "variant",
  "rule.effect.percent": "Per cent off",
  "rule.effect.amountOff": "Amount off",
  "rule.effect.fixedPrice": "Fixed price",
  "rule.when.any": "Any",
  "rule.when.quantity": "Qty ≥ {n, number}",
  "rule.when.tier": "Tier {tier}",
  "rule.state.active": "Active",
  "rule.state.until": "Until {day}",
  "rule.state.scheduled": "From {day}",
  "rule.state.ended": "Ended",
  "rule.state.paused": "Paused",
  "rule.state.archived": "Archived",
  "rule.state.word.scheduled": "Scheduled",
  "rule.why.paused": "paused",
  "rule.why.not_yet": "not yet",
  "rule.why.ended": "ended",
  "rule.why.quantity": "asks for more units",
  "rule.why.tier": "another tier",
  "rule.why.less_specific": "a more specific rule counts",
  "rule.why.lower_priority": "another has a higher priority",
  "rule.why.stopped": "a rule before it is the last one",
  "rule.why.not_lower": "would not lower the price",
  "rule.warning.falling_break": "From {n, number} units a unit costs more than with fewer{rule}.",
  "rule.warning.falling_break.rule": ", where {name} counts",
  "rule.warning.never_wins": "It never counts{rule}.",
  "rule.warning.never_wins.rule": ": {name} always comes first",
  "rule.warning.below_cost": "It sells below the last cost{rule}.",
  "rule.warning.below_cost.rule": " of {name}",
  "rule.warnings": "{n, plural, one {# warning} other {# warnings}}",
  "rule.mistake.required": "It needs a name.",
  "rule.mistake.quantity": "A whole number from 2.",
  "rule.mistake.tier": "Pick the tier.",
  "rule.mistake.scope": "Pick what it counts for.",
  "rule.mistake.percent": "More than 0 %, at most 100 %, like 12.5.",
  "rule.mistake.money": "An amount like 5 or 12.50.",
  "rule.mistake.reversed": "The last day is before the first.",
  "rule.mistake.priority": "A whole number.",
});

export const ruleKindWord = (kind: PriceRuleKind) => stepKindWord(kind);
export const scopeWord = (scope: PriceScope) => t(`rule.scope.${scope}`);
export const scopeShort = (scope: PriceScope) => t(`rule.scope.short.${scope}`);
export const effectWord = (kind: PriceEffect["kind"]) => t(`rule.effect.${kind}`);
export const whyWord = (why: PriceWhyNot) => t(`rule.why.${why}`);
export const mistakeText = (mistake: Mistake) => t(`rule.mistake.${mistake}`);
export const warningsWord = (n: number) => t("rule.warnings", { n });

/** What a rule is for: a product's or category's name, or the whole store. */
export const scopeName = (rule: PriceRule) => (rule.scope === "store" ? t("rule.scope.store") : rule.scopeName);

/** "Qty ≥ 5", "Tier Gold", "Any". */
export function whenText(rule: PriceRule): string {
  switch (rule.kind) {
    case "quantity_break":
      return t("rule.when.quantity", { n: rule.minQuantity });
    case "tier":
      return t("rule.when.tier", { tier: rule.tierName ?? "" });
    case "promotion":
      return t("rule.when.any");
  }
}

/** 7 Dec; with its year where that is another. */
export function dayText(day: Day, today: Day, f: Formats): string {
  const text = f.dayInWords(day);
  return day.slice(0, 4) === today.slice(0, 4) ? text.slice(0, text.lastIndexOf(" ")) : text;
}

export function stateText(rule: PriceRule, today: Day, f: Formats): string {
  switch (rule.state) {
    case "active":
      return rule.endsAt === null
        ? t("rule.state.active")
        : t("rule.state.until", { day: dayText(lastDay(rule.endsAt, f), today, f) });
    case "scheduled":
      return rule.startsAt === null
        ? t("rule.state.word.scheduled")
        : t("rule.state.scheduled", { day: dayText(f.day(rule.startsAt), today, f) });
    case "ended":
    case "paused":
    case "archived":
      return t(`rule.state.${rule.state}`);
  }
}

export function stateWord(state: PriceRuleState): string {
  return state === "scheduled" ? t("rule.state.word.scheduled") : t(`rule.state.${state}`);
}

export const STATE_MARK: Record<PriceRuleState, { shape: ShapeName; tone: string }> = {
  active: { shape: "fine", tone: "text-ok" },
  scheduled: { shape: "pending", tone: "text-accent" },
  ended: { shape: "cancelled", tone: "text-off" },
  paused: { shape: "unchanged", tone: "text-warn-mark" },
  archived: { shape: "cancelled", tone: "text-off" },
};

export function warningText(w: PriceWarning): string {
  const kind = `rule.warning.${w.kind}` as const;
  const rule = w.ruleName === null ? "" : t(`${kind}.rule`, { name: w.ruleName });
  return t(kind, { n: w.quantity ?? 0, rule, name: w.ruleName ?? "" });
}
