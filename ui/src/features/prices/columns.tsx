import { TriangleAlert } from "lucide-react";
import type { Day, PriceQuote, PriceRule } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { effectText } from "../../shared/prices";
import { Mark } from "../../shared/ui";
import { STATE_MARK, scopeName, scopeShort, stateText, warningsWord, warningText, whenText, whyWord } from "./words";

const t = texts({
  "prices.col.rule": "Rule",
  "prices.col.scope": "Scope",
  "prices.col.of": "Of a",
  "prices.col.when": "When",
  "prices.col.reduction": "Reduction",
  "prices.col.priority": "Priority",
  "prices.col.state": "State",
  "prices.col.sum": "Sample",
  "prices.inSum": "in the sum",
  "prices.otherGoods": "other goods",
});

/** As many as the core tells of the rules that made no step. */
const LOOKED_AT_MAX = 50;

/** What a rule does to the simulated price: it is in the sum, or why not. Empty where that is not known. */
export function onSample(rule: PriceRule, quote: PriceQuote | undefined): string {
  if (quote === undefined || rule.archived) return "";
  if (quote.steps.some((s) => s.ruleId === rule.id)) return t("prices.inSum");
  const looked = quote.lookedAt.find((l) => l.ruleId === rule.id);
  if (looked) return whyWord(looked.why);
  return quote.lookedAt.length < LOOKED_AT_MAX ? t("prices.otherGoods") : "";
}

/** `quote`: the simulated price. */
export function ruleColumns(f: Formats, today: Day, quote: PriceQuote | undefined): Column<PriceRule>[] {
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
      width: 76,
      leave: 3,
      cell: (r) => {
        const said = onSample(r, quote);
        const warned = r.warnings.map(warningText).join("\n");
        return (
          <span className="flex min-w-0 items-center gap-1 text-12" title={warned || said}>
            {warned !== "" && (
              <>
                <TriangleAlert size={14} aria-hidden="true" className="text-warn" />
                <span className="sr-only">{warningsWord(r.warnings.length)}</span>
              </>
            )}
            <span
              className={said === t("prices.inSum") ? "truncate font-medium text-accent-ink" : "truncate text-ink-3"}
            >
              {said}
            </span>
          </span>
        );
      },
      text: (r) => [onSample(r, quote), ...r.warnings.map(warningText)].filter(Boolean).join(" "),
    },
  ];
}
