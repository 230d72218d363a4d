import type { OrderDetail, Payment } from "../../../generated/commands";
import { useMinute } from "../../../shared/clock";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { isZero, magnitude } from "../../../shared/money";
import { KeyValue, KeyValues, Section, Shape } from "../../../shared/ui";
import { methodWord } from "../../../shared/words";
import { isOwed } from "../logic";

const t = texts({
  "account.list": "At list prices",
  "account.discount": "Reductions",
  "account.tax": "Tax included",
  "account.total": "Total",
  "account.returned": "Goods returned",
  "account.paid": "Paid",
  "account.due": "Due",
  "account.owed": "Owed to the customer",
  "account.settled": "Paid in full",
  "account.payments": "Payments",
  "account.refund": "Given back, {method}",
  "account.reason": "“{reason}”",
  "account.change": "{given} given, {change} change",
});

/** What it costs, what of that was paid, and what is still due. */
export function Account(props: { detail: OrderDetail }) {
  const f = useFormats();
  const d = props.detail;
  const reduced = !isZero(d.discount);
  const touched = d.payments.length > 0 || !isZero(d.due) || !isZero(d.returned);
  const owed = isOwed(d);
  return (
    <>
      <Section>
        <KeyValues>
          {reduced && <KeyValue name={t("account.list")}>{f.amount(d.subtotal)}</KeyValue>}
          {reduced && <KeyValue name={t("account.discount")}>{f.amount(`-${magnitude(d.discount)}`)}</KeyValue>}
          <KeyValue name={t("account.tax")}>{f.amount(d.tax)}</KeyValue>
          <KeyValue name={t("account.total")} strong>
            {f.money(d.order.total)}
          </KeyValue>
          {!isZero(d.returned) && <KeyValue name={t("account.returned")}>{f.amount(`-${d.returned}`)}</KeyValue>}
          {d.payments.length > 0 && <KeyValue name={t("account.paid")}>{f.amount(d.paid)}</KeyValue>}
          {touched &&
            (isZero(d.due) ? (
              <KeyValue name={t("account.due")}>
                <span className="inline-flex items-center gap-1.5 font-medium" data-testid="order-due">
                  <Shape name="delivered" className="text-ok" />
                  {t("account.settled")}
                </span>
              </KeyValue>
            ) : (
              <KeyValue name={owed ? t("account.owed") : t("account.due")} strong>
                <span data-testid="order-due" data-owed={owed} className={owed ? "text-warn" : undefined}>
                  {f.money(magnitude(d.due))}
                </span>
              </KeyValue>
            ))}
        </KeyValues>
      </Section>
      {d.payments.length > 0 && (
        <Section title={t("account.payments")}>
          <ul className="grid gap-1.5" data-testid="payments">
            {d.payments.map((p) => (
              <Entry key={p.id} payment={p} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Entry(props: { payment: Payment }) {
  const { payment: p } = props;
  const f = useFormats();
  const now = useMinute();
  const back = p.kind === "refund";
  const word = methodWord(p.method);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3" data-testid="payment" data-kind={p.kind}>
      <span className="min-w-0" data-selectable>
        <span className="block truncate">{back ? t("account.refund", { method: word.toLowerCase() }) : word}</span>
        <span className="block text-12 text-ink-3 tabular-nums">
          {f.moment(p.at, now)} {p.staffName}
          {p.tendered !== null && p.change !== null && !isZero(p.change) && (
            <span className="dot-sep">
              {t("account.change", { given: f.amount(p.tendered), change: f.amount(p.change) })}
            </span>
          )}
          {p.reference !== "" && <span className="dot-sep">{p.reference}</span>}
          {p.reason !== null && <span className="dot-sep">{t("account.reason", { reason: p.reason })}</span>}
          {p.note !== "" && <span className="dot-sep">{p.note}</span>}
        </span>
      </span>
      <span className="text-right font-medium tabular-nums">{f.amount(back ? `-${p.amount}` : p.amount)}</span>
    </li>
  );
}
