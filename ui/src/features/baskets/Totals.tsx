import type { Basket } from "../../generated/commands";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { toMinor } from "../../shared/money";
import { percentText } from "../../shared/percent";
import { KeyValue, KeyValues, Section } from "../../shared/ui";
import { commonRate } from "./logic";

const t = texts({
  "basket.sums.title": "Total",
  "basket.sums.subtotal": "At list prices",
  "basket.sums.discount": "Reductions",
  "basket.sums.raised": "Set higher by hand",
  "basket.sums.tax": "Tax included",
  "basket.sums.tax.rate": "Tax included, {rate} %",
  "basket.sums.total": "To pay",
});

/** The sums as the core made them; the total is the loudest figure of the screen. */
export function Totals(props: { basket: Basket | undefined; stale: boolean }) {
  const f = useFormats();
  const { basket } = props;
  const zero = f.amount("0");
  const rate = basket ? commonRate(basket.lines) : null;
  const less = basket ? toMinor(basket.discount, f.digits) : 0n;
  return (
    <Section title={t("basket.sums.title")}>
      <KeyValues>
        <KeyValue name={t("basket.sums.subtotal")}>{basket ? f.amount(basket.subtotal) : zero}</KeyValue>
        {basket && less !== 0n && (
          <KeyValue name={t(less > 0n ? "basket.sums.discount" : "basket.sums.raised")}>
            <span className={less > 0n ? "text-ok" : undefined}>
              {less > 0n ? f.amount(`-${basket.discount}`) : f.amount(basket.discount.replace("-", ""))}
            </span>
          </KeyValue>
        )}
        <KeyValue name={rate === null ? t("basket.sums.tax") : t("basket.sums.tax.rate", { rate: percentText(rate) })}>
          {basket ? f.amount(basket.tax) : zero}
        </KeyValue>
      </KeyValues>
      <div className="mt-3 flex items-baseline justify-between gap-3">
        <span className="font-semibold">{t("basket.sums.total")}</span>
        <span
          data-testid="estimate"
          data-selectable
          className={cx("font-semibold text-28 tabular-nums", props.stale && "text-ink-3")}
        >
          {f.money(basket?.total ?? "0")}
        </span>
      </div>
    </Section>
  );
}
