import { TriangleAlert } from "lucide-react";
import type { Day, PriceRule, PriceRuleId } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { effectText } from "../../shared/prices";
import { Mark } from "../../shared/ui";
import { STATE_MARK, scopeName, scopeShort, stateText, warningsWord, warningText, whenText } from "./words";

const t = texts({
  "prices.col.rule": "Rule",
  "prices.col.scope": "Scope",
  "prices.col.of": "Of a",
  "prices.col.when": "When",
  "prices.col.reduction": "Reduction",
  "prices.col.priority": "Priority",
  "prices.col.state": "State",
  "prices.col.sum": "Notes",
  "prices.inSum": "in the sum",
});

/** `used`: the rules that made the simulated price. */
export function ruleColumns(f: Formats, today: Day, used: ReadonlySet<PriceRuleId>): Column<PriceRule>[] {
  return [
    {
      id: "name",
      header: t("prices.col.rule"),
      width: 120,
      flex: true,
      fixed: true,
      cell: (r) => <span className="font-medium">{r.name}</span>,
      text: (r) => r.name,
    },
    {
      id: "scope",
      header: t("prices.col.scope"),
      width: 112,
      cell: (r) => <span title={scopeName(r)}>{scopeName(r)}</span>,
      text: scopeName,
    },
    {
      id: "of",
      header: t("prices.col.of"),
      width: 52,
      leave: 2,
      cell: (r) => <span className="text-12 text-ink-3">{scopeShort(r.scope)}</span>,
      text: (r) => scopeShort(r.scope),
    },
    {
      id: "when",
      header: t("prices.col.when"),
      width: 80,
      cell: (r) => <span className="text-ink-2 tabular-nums">{whenText(r)}</span>,
      text: whenText,
    },
    {
      id: "reduction",
      header: t("prices.col.reduction"),
      width: 64,
      align: "right",
      cell: (r) => <span className="font-semibold">{effectText(r.effect, f)}</span>,
      text: (r) => effectText(r.effect, f),
    },
    {
      id: "priority",
      header: t("prices.col.priority"),
      width: 46,
      align: "right",
      leave: 1,
      cell: (r) => <span className="text-ink-3">{f.count(r.priority)}</span>,
      text: (r) => String(r.priority),
    },
    {
      id: "state",
      header: t("prices.col.state"),
      width: 100,
      cell: (r) => <Mark {...STATE_MARK[r.state]} word={stateText(r, today, f)} />,
      text: (r) => stateText(r, today, f),
    },
    {
      id: "sum",
      header: t("prices.col.sum"),
      width: 74,
      leave: 3,
      cell: (r) =>
        used.has(r.id) ? (
          <span className="font-medium text-12 text-accent-ink" data-testid="in-the-sum">
            {t("prices.inSum")}
          </span>
        ) : r.warnings.length > 0 ? (
          <span className="flex items-center gap-1 text-12 text-warn" title={r.warnings.map(warningText).join("\n")}>
            <TriangleAlert size={14} aria-hidden="true" />
            {warningsWord(r.warnings.length)}
          </span>
        ) : null,
      text: (r) => (used.has(r.id) ? t("prices.inSum") : r.warnings.map(warningText).join(" ")),
    },
  ];
}
