import type { Money, PriceEffect, PriceStep, PriceStepKind } from "../generated/commands";
import { EXACT_DIGITS, type Formats } from "./formats";
import { texts } from "./i18n";
import { toMinor } from "./money";
import { percentText } from "./percent";

const t = texts({
  "step.base": "Base price",
  "step.variant": "Variant",
  "step.promotion": "Promotion",
  "step.quantity_break": "Quantity break",
  "step.tier": "Tier",
  "step.rounding": "Rounded once",
  "step.override": "Set by hand",
  "step.named": "{kind}: {name}",
  "effect.percent": "−{percent} %",
  "effect.amountOff": "−{amount}",
  "effect.fixedPrice": "to {price}",
});

export const stepKindWord = (kind: PriceStepKind) => t(`step.${kind}`);

/** What a step is, and which rule, variant or reason made it: "Tier: Gold". */
export function stepTitle(step: PriceStep): string {
  const kind = stepKindWord(step.kind);
  return step.label === "" ? kind : t("step.named", { kind, name: step.label });
}

/** What a rule does to a price: "−10 %", "−5.00", "to 399.00". */
export function effectText(effect: PriceEffect, f: Formats): string {
  switch (effect.kind) {
    case "percent":
      return t("effect.percent", { percent: percentText(effect.basisPoints) });
    case "amountOff":
      return t("effect.amountOff", { amount: f.amount(effect.amount) });
    case "fixedPrice":
      return t("effect.fixedPrice", { price: f.amount(effect.price) });
  }
}

/** What a step changed, as its rule says it; an amount with its sign where no rule does. Empty for the beginning. */
export function changeText(step: PriceStep, f: Formats): string {
  if (step.effect) return effectText(step.effect, f);
  return step.change === null ? "" : signedExact(step.change, f);
}

/** +20.00, −0.0025: an amount with its sign, every digit. */
export function signedExact(value: Money, f: Formats): string {
  const text = f.exact(value);
  return value.startsWith("-") || isZero(value) ? text : `+${text}`;
}

export function isZero(value: Money): boolean {
  return /^-?0*(\.0*)?$/.test(value);
}

/** Which part of the price before `saved` it is, in whole per cent. Null where nothing is saved. */
export function savedPercent(lineTotal: Money, saved: Money): number | null {
  const part = toMinor(saved, EXACT_DIGITS);
  const before = toMinor(lineTotal, EXACT_DIGITS) + part;
  if (part <= 0n || before <= 0n) return null;
  return Number((part * 200n + before) / (before * 2n));
}
