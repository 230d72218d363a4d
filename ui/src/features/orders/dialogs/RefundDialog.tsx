import { useState } from "react";
import type { PaymentMethod } from "../../../generated/commands";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { magnitude } from "../../../shared/money";
import { Segmented, TextField } from "../../../shared/ui";
import { methodWord, PAYMENT_METHODS } from "../../../shared/words";
import { isOwed } from "../logic";
import { paymentOf } from "../payment";
import { FormDialog, moneyFrame, type OrderDialogProps, useOrderForm, useReason } from "./form";

const t = texts({
  "orderRefund.title": "Give money back for {number}",
  "orderRefund.lead.owed": "{owed} is owed to {customer}; {paid} was paid.",
  "orderRefund.lead": "{paid} was paid. Nothing is owed to {customer}: the order is then due again.",
  "orderRefund.method": "Method",
  "orderRefund.amount": "Amount",
  "orderRefund.amount.bad": "An amount like 12.50",
  "orderRefund.amount.more": "{paid} was paid; more cannot be given back.",
  "orderRefund.reference": "Reference",
  "orderRefund.do": "Give back {amount}",
  "orderRefund.do.none": "Give back",
});

const REFERENCE_MAX = 100;

/** Money that went back to the customer is written down. */
export function RefundDialog(props: OrderDialogProps) {
  const f = useFormats();
  const form = useOrderForm("payment_refund", props.detail);
  const { order, due, paid, payments } = form.seen;
  const owed = isOwed(form.seen);
  const [method, setMethod] = useState<PaymentMethod>(payments.findLast((p) => p.kind === "payment")?.method ?? "cash");
  const [amount, setAmount] = useState(owed ? magnitude(due) : "");
  const [reference, setReference] = useState("");
  const [asked, setAsked] = useState(false);
  const why = useReason(form.problems?.get("reason"));
  const typed = paymentOf({ amount, tendered: "", due: paid }, f.digits);

  const commit = () => {
    setAsked(true);
    why.touch();
    if (why.missing || typed.amount === null || typed.problem !== null) return;
    void form.commit(
      {
        orderId: order.id,
        rowVersion: order.rowVersion,
        method,
        amount: typed.amount,
        reference: reference.trim() || undefined,
        reason: why.reason,
      },
      props.onDone,
    );
  };
  return (
    <FormDialog
      form={form}
      testid="refund"
      width={440}
      title={t("orderRefund.title", { number: order.number })}
      lead={
        owed
          ? t("orderRefund.lead.owed", {
              owed: f.money(magnitude(due)),
              customer: order.customerName,
              paid: f.money(paid),
            })
          : t("orderRefund.lead", { customer: order.customerName, paid: f.money(paid) })
      }
      commit={typed.amount === null ? t("orderRefund.do.none") : t("orderRefund.do", { amount: f.money(typed.amount) })}
      known={["amount", "reference", "reason"]}
      onCommit={commit}
      onClose={props.onClose}
    >
      <div>
        <Segmented<PaymentMethod>
          label={t("orderRefund.method")}
          value={method}
          onChange={setMethod}
          options={PAYMENT_METHODS.map((m) => ({ value: m, label: methodWord(m) }))}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          {...moneyFrame(f)}
          label={t("orderRefund.amount")}
          value={amount}
          onChange={setAmount}
          error={
            (typed.problem === "amount" && (asked || amount.trim() !== "")
              ? t("orderRefund.amount.bad")
              : typed.problem === "more"
                ? t("orderRefund.amount.more", { paid: f.money(paid) })
                : null) ??
            form.problems?.get("amount") ??
            null
          }
          autoFocus
          data-testid="refund-amount"
        />
        <TextField
          label={t("orderRefund.reference")}
          value={reference}
          onChange={setReference}
          maxLength={REFERENCE_MAX}
          error={form.problems?.get("reference") ?? null}
        />
      </div>
      {why.field(false)}
    </FormDialog>
  );
}
