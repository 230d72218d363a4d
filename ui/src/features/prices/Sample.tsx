import type { PriceQuoteGet, PriceRuleCreate, PriceRuleId } from "../../generated/commands";
import { useMinute } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { fromMinor, toMinor } from "../../shared/money";
import { changeText, isZero, signedExact, stepTitle } from "../../shared/prices";
import { ErrorNote } from "../../shared/ui";
import { useQuote, useSampleVariant } from "./api";
import { sampleRequest } from "./logic";

const t = texts({
  "sample.title": "What it would do",
  "sample.whom": "{n, plural, one {# unit} other {# units}}, tier {tier}",
  "sample.now": "Each now",
  "sample.with": "Each with it",
  "sample.nothing": "It does not change this price.",
  "sample.none": "Pick a product in the simulator to see what the rule does to it.",
});

/** A price as it is, and as it would be with the draft switched on. */
export function Sample(props: {
  request: PriceQuoteGet | null;
  rule: PriceRuleCreate | null;
  ruleId: PriceRuleId | undefined;
}) {
  const f = useFormats();
  const { rule, ruleId } = props;
  const minute = useMinute();
  const variantId = useSampleVariant(rule, props.request?.variantId ?? null);
  const request = sampleRequest(props.request, variantId, rule, minute);
  const now = useQuote(request);
  const then = useQuote(request && rule && { ...request, rule, ruleId });
  const error = now.error ?? then.error;
  const quote = rule ? then.data : now.data;
  const change =
    now.data && then.data && rule
      ? fromMinor(toMinor(then.data.unitPrice, f.digits) - toMinor(now.data.unitPrice, f.digits), f.digits)
      : null;
  return (
    <section aria-label={t("sample.title")} className="grid gap-2" data-testid="sample">
      <h3 className="font-semibold text-12">{t("sample.title")}</h3>
      {request === null ? (
        <p className="text-12 text-ink-3">{t("sample.none")}</p>
      ) : error ? (
        <ErrorNote error={error} steps={{ retry: () => void then.refetch() }} />
      ) : (
        quote &&
        now.data && (
          <div className={cx("tabular-nums", rule !== null && then.isPlaceholderData && "opacity-60")}>
            <p className="truncate font-medium" title={quote.sku}>
              {quote.name}
            </p>
            <p className="mb-1 text-12 text-ink-3">{t("sample.whom", { n: quote.quantity, tier: quote.tierName })}</p>
            <ul className="text-12">
              {quote.steps.map((s) => (
                <li
                  key={s.kind}
                  className="grid min-h-6 grid-cols-[minmax(0,1fr)_auto_64px] items-center gap-2 border-line not-first:border-t"
                >
                  <span className="truncate text-ink-2">{stepTitle(s)}</span>
                  <span>{changeText(s, f)}</span>
                  <span className="text-right">{f.exact(s.after)}</span>
                </li>
              ))}
            </ul>
            <p className="mt-1 flex items-baseline justify-between border-line-2 border-t pt-1">
              <span className="text-ink-3">{t("sample.now")}</span>
              <span>{f.amount(now.data.unitPrice)}</span>
            </p>
            {change !== null && then.data && (
              <p className="flex items-baseline justify-between font-semibold">
                <span>{t("sample.with")}</span>
                <span data-testid="sample-with">{f.amount(then.data.unitPrice)}</span>
              </p>
            )}
            {change !== null && (
              <p className="text-right text-12 text-ink-3">
                {isZero(change) ? t("sample.nothing") : signedExact(change, f)}
              </p>
            )}
          </div>
        )
      )}
    </section>
  );
}
