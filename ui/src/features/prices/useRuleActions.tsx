import type { PriceRule, PriceRuleUpdate } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { toastDone, toastError } from "../../shared/ui";

const t = texts({
  "rules.paused": "<b>{name}</b> paused. It changes no price.",
  "rules.resumed": "<b>{name}</b> switched on.",
  "rules.archived": "<b>{name}</b> archived.",
  "rules.restored": "<b>{name}</b> restored, switched off.",
  "rules.back": "<b>{name}</b> restored, switched on.",
  "rules.undo": "Undo",
});

type Change = Pick<PriceRuleUpdate, "active" | "archived">;
type Back = { to: Change; said: keyof typeof SAID };
const SAID = {
  paused: "rules.paused",
  resumed: "rules.resumed",
  archived: "rules.archived",
  restored: "rules.restored",
  back: "rules.back",
} as const;

/** What is done to a rule without opening it; each can be taken back where it is told. */
export function useRuleActions() {
  const update = useWrite("price_rule_update");

  const change = async (rule: PriceRule, to: Change, said: keyof typeof SAID, back?: Back): Promise<boolean> => {
    try {
      const { value } = await update.run({ id: rule.id, rowVersion: rule.rowVersion, ...to });
      toastDone(
        t.rich(SAID[said], { name: value.name }),
        back && { label: t("rules.undo"), run: () => void change(value, back.to, back.said) },
      );
      return true;
    } catch (error) {
      toastError(error);
      return false;
    }
  };

  return {
    pending: update.slow,
    pause: (rule: PriceRule) => change(rule, { active: false }, "paused", { to: { active: true }, said: "resumed" }),
    resume: (rule: PriceRule) => change(rule, { active: true }, "resumed", { to: { active: false }, said: "paused" }),
    archive: (rule: PriceRule) =>
      change(
        rule,
        { archived: true },
        "archived",
        rule.active
          ? { to: { archived: false, active: true }, said: "back" }
          : { to: { archived: false }, said: "restored" },
      ),
    restore: (rule: PriceRule) => change(rule, { archived: false }, "restored"),
  };
}
