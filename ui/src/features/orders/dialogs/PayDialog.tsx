import { useState } from "react";
import type { PaymentMethod } from "../../../generated/commands";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { Nil, Segmented, TextField } from "../../../shared/ui";
import { methodWord, PAYMENT_METHODS } from "../../../shared/words";
import { paymentOf } from "../payment";
import { FormDialog, moneyFrame, type OrderDialogProps, useOrderForm } from "./form";

const t = texts({
  "orderPay.title": "Payment for {number}",
  "orderPay.lead": "{due} of {total} is due.",
  "orderPay.method": "Method",
  "orderPay.amount": "Amount",
  "orderPay.amount.bad": "An amount like 12.50",
  "orderPay.amount.more": "{due} is due; more cannot be taken.",
  "orderPay.tendered": "Cash given",
  "orderPay.tendered.hint": "Left empty: exactly the amount.",
  "orderPay.tendered.less": "Less than the amount.",
  "orderPay.change": "Change",
  "orderPay.reference": "Reference",
  "orderPay.reference.hint": "A receipt’s number, the bank’s text.",
  "orderPay.rest": "{rest} stays due",
  "orderPay.do": "Record {amount}",
  "orderPay.do.none": "Record",
});

const REFERENCE_MAX = 100;

/** What a customer paid is written down; nothing is processed. With cash the change stands large. */
export function PayDialog(props: OrderDialogProps) {
  const f = useFormats();
  const form = useOrderForm("payment_record", props.detail);
  const { order, due } = form.seen;
  const [method, setMethod] = useState<PaymentMethod>("cash");
  const [amount, setAmount] = useState(due);
  const [tendered, setTendered] = useState("");
  const [reference, setReference] = useState("");
  const [asked, setAsked] = useState(false);
  const cash = method === "cash";
  const typed = paymentOf({ amount, tendered: cash ? tendered : "", due }, f.digits);
  const says = (bad: string | null, field: string) => bad ?? form.problems?.get(field) ?? null;

  const commit = () => {
    setAsked(true);
    if (typed.amount === null || typed.problem !== null) return;
    void form.commit(
      {
        orderId: order.id,
        rowVersion: order.rowVersion,
        method,
        amount: typed.amount,
        tendered: typed.tendered ?? undefined,
        reference: cash ? undefined : reference.trim() || undefined,
      },
      props.onDone,
    );
  };
  const onEnter = (e: React.KeyboardEvent) => {
    if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) commit();
  };
  return (
    <FormDialog
      form={form}
      testid="pay"
      width={440}
      title={t("orderPay.title", { number: order.number })}
      lead={t("orderPay.lead", { due: f.money(due), total: f.money(order.total) })}
      foot={typed.rest !== null && t("orderPay.rest", { rest: f.money(typed.rest) })}
      commit={typed.amount === null ? t("orderPay.do.none") : t("orderPay.do", { amount: f.money(typed.amount) })}
      known={["amount", "tendered", "reference"]}
      onCommit={commit}
      onClose={props.onClose}
    >
      <div>
        <Segmented<PaymentMethod>
          label={t("orderPay.method")}
          value={method}
          onChange={setMethod}
          options={PAYMENT_METHODS.map((m) => ({ value: m, label: methodWord(m) }))}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          {...moneyFrame(f)}
          label={t("orderPay.amount")}
          value={amount}
          onChange={setAmount}
          onKeyDown={onEnter}
          error={says(
            typed.problem === "amount" && (asked || amount.trim() !== "")
              ? t("orderPay.amount.bad")
              : typed.problem === "more"
                ? t("orderPay.amount.more", { due: f.money(due) })
                : null,
            "amount",
          )}
          autoFocus={!cash}
          data-testid="pay-amount"
        />
        {cash ? (
          <TextField
            {...moneyFrame(f)}
            label={t("orderPay.tendered")}
            hint={t("orderPay.tendered.hint")}
            value={tendered}
            onChange={setTendered}
            onKeyDown={onEnter}
            error={says(
              typed.problem === "tendered"
                ? t("orderPay.amount.bad")
                : typed.problem === "less"
                  ? t("orderPay.tendered.less")
                  : null,
              "tendered",
            )}
            autoFocus
            data-testid="pay-tendered"
          />
        ) : (
          <TextField
            label={t("orderPay.reference")}
            hint={t("orderPay.reference.hint")}
            value={reference}
            onChange={setReference}
            onKeyDown={onEnter}
            maxLength={REFERENCE_MAX}
            error={says(null, "reference")}
            scanned
            data-testid="pay-reference"
          />
        )}
      </div>
      {cash && (
        <p className="flex items-baseline justify-between border-line border-t pt-3" aria-live="polite">
          <span className="text-ink-2">{t("orderPay.change")}</span>
          <span className="font-semibold text-28 tabular-nums" data-testid="pay-change">
            {typed.change === null ? <Nil /> : f.money(typed.change)}
          </span>
        </p>
      )}
    </FormDialog>
  );
}
