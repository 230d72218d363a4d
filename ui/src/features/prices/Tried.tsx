import type { PriceRuleTrial, PriceRuleTry, PriceWarning } from "../../generated/commands";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { fromMinor, toMinor } from "../../shared/money";
import { signedExact } from "../../shared/prices";
import { EmptyError, KeyValue, KeyValues, Note, PanelSkeleton } from "../../shared/ui";
import { useTried } from "./api";
import { warningText } from "./words";

const t = texts({
  "tried.title": "Over last month’s orders",
  "tried.orders": "Orders touched",
  "tried.of": "{n, number} of {all, number}",
  "tried.lines": "Lines",
  "tried.now": "Sold in all, now",
  "tried.with": "Sold in all, with it",
  "tried.change": "Change",
  "tried.none":
    "It touches none of the {n, plural, =0 {orders: there are none} one {one order} other {# orders}} of the last 30 days.",
  "tried.products": "Most changed",
  "tried.product": "{units, plural, one {# unit} other {# units}}",
});

const PRODUCTS_SHOWN = 6;

export function Warnings(props: { warnings: readonly PriceWarning[] }) {
  if (props.warnings.length === 0) return null;
  return (
    <Note tone="warn">
      <ul data-testid="rule-warnings">
        {props.warnings.map((w) => (
          <li key={`${w.kind} ${w.ruleId} ${w.quantity}`}>{warningText(w)}</li>
        ))}
      </ul>
    </Note>
  );
}

/** What a rule would have done to the orders of the last 30 days. Null: there is no rule to try yet. */
export function Tried(props: { request: PriceRuleTry | null; hint: string }) {
  const tried = useTried(props.request);
  return (
    <section aria-label={t("tried.title")} className="grid gap-2">
      <h3 className="font-semibold text-12">{t("tried.title")}</h3>
      {props.request === null ? (
        <p className="text-12 text-ink-3">{props.hint}</p>
      ) : tried.data ? (
        <Figures tried={tried.data} stale={tried.isPlaceholderData} />
      ) : tried.error ? (
        <EmptyError error={tried.error} onRetry={() => void tried.refetch()} />
      ) : (
        <PanelSkeleton />
      )}
    </section>
  );
}

function Figures(props: { tried: PriceRuleTrial; stale: boolean }) {
  const f = useFormats();
  const { tried } = props;
  const changed = (now: string, then: string) =>
    signedExact(fromMinor(toMinor(then, f.digits) - toMinor(now, f.digits), f.digits), f);
  return (
    <div className={cx("grid gap-2", props.stale && "opacity-60")} data-testid="tried">
      <Warnings warnings={tried.warnings} />
      {tried.ordersTouched === 0 ? (
        <p className="text-ink-2">{t("tried.none", { n: tried.orders })}</p>
      ) : (
        <>
          <KeyValues>
            <KeyValue name={t("tried.orders")}>{t("tried.of", { n: tried.ordersTouched, all: tried.orders })}</KeyValue>
            <KeyValue name={t("tried.lines")}>{t("tried.of", { n: tried.linesTouched, all: tried.lines })}</KeyValue>
            <KeyValue name={t("tried.now")}>{f.amount(tried.totalNow)}</KeyValue>
            <KeyValue name={t("tried.with")}>{f.amount(tried.totalWith)}</KeyValue>
            <KeyValue name={t("tried.change")} strong>
              {signedExact(tried.change, f)}
            </KeyValue>
          </KeyValues>
          {tried.products.length > 0 && (
            <>
              <h4 className="label">{t("tried.products")}</h4>
              <ul>
                {tried.products.slice(0, PRODUCTS_SHOWN).map((p) => (
                  <li
                    key={p.variantId}
                    className="grid min-h-7 grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-3 border-line text-12 not-first:border-t"
                  >
                    <span className="truncate" title={`${p.name} ${p.sku}`}>
                      {p.name}
                    </span>
                    <span className="text-ink-3 tabular-nums">{t("tried.product", { units: p.units })}</span>
                    <span className="font-medium tabular-nums">{changed(p.totalNow, p.totalWith)}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </div>
  );
}
