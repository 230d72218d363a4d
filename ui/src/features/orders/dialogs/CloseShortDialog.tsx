import { useState } from "react";
import { texts } from "../../../shared/i18n";
import { chosenUnits, openUnits } from "../logic";
import { FormDialog, type OrderDialogProps, useOrderForm, useReason } from "./form";
import { LineUnits, Problem } from "./LineUnits";

const t = texts({
  "orderShort.title": "Close {number} short",
  "orderShort.lead": "Give up units that will not come. They become available again; the order goes on with the rest.",
  "orderShort.open": "{n, plural, one {# open} other {# open}}",
  "orderShort.line": "Units to close of {name}",
  "orderShort.all.cancelled": "Every line is closed: the order will be cancelled.",
  "orderShort.all.shipped": "Nothing is left open: the order will be shipped.",
  "orderShort.none": "Choose at least one unit.",
  "orderShort.do": "Close short",
});

/** Units that will not come are given up. */
export function CloseShortDialog(props: OrderDialogProps) {
  const form = useOrderForm("order_close_short", props.detail);
  const { order, lines } = form.seen;
  const [units, setUnits] = useState<Record<number, number>>({});
  const [asked, setAsked] = useState(false);
  const why = useReason(form.problems?.get("reason"));
  const open = lines.filter((l) => openUnits(l) > 0);
  const chosen = chosenUnits(open, units, openUnits);
  const everything = open.length > 0 && open.every((l) => (units[l.lineNo] ?? 0) >= openUnits(l));
  const shipped = lines.some((l) => l.shipped > 0);

  const commit = () => {
    setAsked(true);
    why.touch();
    if (why.missing || chosen.length === 0) return;
    void form.commit({ id: order.id, rowVersion: order.rowVersion, lines: chosen, reason: why.reason }, props.onDone);
  };
  return (
    <FormDialog
      form={form}
      testid="close-short"
      width={560}
      title={t("orderShort.title", { number: order.number })}
      lead={t("orderShort.lead")}
      danger={everything && !shipped}
      foot={
        everything && (
          <span className="text-warn">{t(shipped ? "orderShort.all.shipped" : "orderShort.all.cancelled")}</span>
        )
      }
      commit={t("orderShort.do")}
      known={["reason"]}
      onCommit={commit}
      onClose={props.onClose}
    >
      <ul>
        {open.map((l) => (
          <LineUnits
            key={l.lineNo}
            line={l}
            room={t("orderShort.open", { n: openUnits(l) })}
            label={t("orderShort.line", { name: l.name })}
            max={openUnits(l)}
            value={units[l.lineNo] ?? 0}
            onChange={(n) => setUnits((u) => ({ ...u, [l.lineNo]: n }))}
          />
        ))}
      </ul>
      {asked && chosen.length === 0 && <Problem>{t("orderShort.none")}</Problem>}
      {why.field(false)}
    </FormDialog>
  );
}
