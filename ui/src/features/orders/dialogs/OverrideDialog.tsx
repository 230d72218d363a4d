import { useState } from "react";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { parseMoney, toMinor } from "../../../shared/money";
import { Button, TextField } from "../../../shared/ui";
import { FormDialog, moneyFrame, type OrderDialogProps, useOrderForm, useReason } from "./form";

const t = texts({
  "orderPrice.title": "Another price for {name}",
  "orderPrice.lead": "{price} each now, {n, plural, one {# unit} other {# units}}. The audit keeps who set it and why.",
  "orderPrice.price": "Price of one",
  "orderPrice.price.bad": "An amount like 12.50",
  "orderPrice.do": "Set the price",
  "orderPrice.back": "Take it back",
});

/** A manager's price for one line, with its reason; or the price of the rules again. */
export function OverrideDialog(props: OrderDialogProps & { lineNo: number }) {
  const f = useFormats();
  const form = useOrderForm("price_override", props.detail);
  const { order, lines } = form.seen;
  const line = lines.find((l) => l.lineNo === props.lineNo);
  const [text, setText] = useState(line?.unitPrice ?? "");
  const [asked, setAsked] = useState(false);
  const why = useReason(form.problems?.get("reason"));
  const price = parseMoney(text, f.digits);
  const bad = price === null || toMinor(price, f.digits) < 0n;
  const byHand = line?.breakdown.some((s) => s.kind === "override") ?? false;

  const commit = (next: string | null) => {
    setAsked(true);
    why.touch();
    if (why.missing) return;
    void form.commit(
      { orderId: order.id, rowVersion: order.rowVersion, lineNo: props.lineNo, price: next, reason: why.reason },
      (answer) => {
        if (answer.order !== null) props.onDone(answer.order);
      },
    );
  };
  if (!line) return null;
  return (
    <FormDialog
      form={form}
      testid="override"
      width={440}
      title={t("orderPrice.title", { name: line.name })}
      lead={t("orderPrice.lead", { price: f.money(line.unitPrice), n: line.quantity })}
      commit={t("orderPrice.do")}
      foot={
        byHand && (
          <Button kind="quiet" onPress={() => commit(null)} data-testid="override-back">
            {t("orderPrice.back")}
          </Button>
        )
      }
      known={["price", "reason"]}
      onCommit={() => {
        setAsked(true);
        if (!bad) commit(price);
      }}
      onClose={props.onClose}
    >
      <TextField
        {...moneyFrame(f)}
        label={t("orderPrice.price")}
        value={text}
        onChange={setText}
        error={bad && (asked || text.trim() !== "") ? t("orderPrice.price.bad") : (form.problems?.get("price") ?? null)}
        autoFocus
        data-testid="override-price"
      />
      {why.field(false)}
    </FormDialog>
  );
}
