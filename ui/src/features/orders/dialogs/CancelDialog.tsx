import { texts } from "../../../shared/i18n";
import { FormDialog, type OrderDialogProps, useOrderForm, useReason } from "./form";

const t = texts({
  "orderCancel.title": "Cancel order {number}?",
  "orderCancel.lead":
    "{units, plural, =0 {No unit is reserved for it.} one {# unit goes back to available at once.} other {# units go back to available at once.}} {customer} is not told by Stockroom.",
  "orderCancel.keep": "Keep order",
  "orderCancel.do": "Cancel order",
});

export function CancelDialog(props: OrderDialogProps & { units: number }) {
  const form = useOrderForm("order_cancel", props.detail);
  const { order } = form.seen;
  const why = useReason(form.problems?.get("reason"));
  const commit = () => {
    why.touch();
    if (why.missing) return;
    void form.commit({ id: order.id, rowVersion: order.rowVersion, reason: why.reason }, props.onDone);
  };
  return (
    <FormDialog
      form={form}
      alert
      danger
      testid="cancel"
      title={t("orderCancel.title", { number: order.number })}
      commit={t("orderCancel.do")}
      back={t("orderCancel.keep")}
      known={["reason"]}
      onCommit={commit}
      onClose={props.onClose}
    >
      <p className="text-ink-2">{t("orderCancel.lead", { units: props.units, customer: order.customerName })}</p>
      {why.field(true)}
    </FormDialog>
  );
}
