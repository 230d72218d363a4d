import { useState } from "react";
import { texts } from "../../../shared/i18n";
import { units as sum } from "../../../shared/lines";
import { LinkButton, TextField } from "../../../shared/ui";
import { chosenUnits, openUnits } from "../logic";
import { FormDialog, type OrderDialogProps, useOrderForm } from "./form";
import { LineUnits, Problem } from "./LineUnits";

const t = texts({
  "orderShip.title": "Ship part of {number}",
  "orderShip.lead": "What leaves now makes a shipment. The rest stays reserved for the order.",
  "orderShip.open": "{n, plural, one {# open} other {# open}}",
  "orderShip.line": "Units of {name} that leave",
  "orderShip.all": "All that is open",
  "orderShip.none": "Choose at least one unit.",
  "orderShip.reference": "Reference",
  "orderShip.reference.hint": "The carrier’s number, a van’s name.",
  "orderShip.foot":
    "{n, plural, one {# unit leaves} other {# units leave}}, {left, plural, =0 {nothing stays} other {# stay}}",
  "orderShip.do": "Ship {n, plural, =0 {part} one {# unit} other {# units}}",
});

const REFERENCE_MAX = 100;

/** A part of the order leaves the store. */
export function ShipDialog(props: OrderDialogProps) {
  const form = useOrderForm("order_ship", props.detail);
  const { order, lines } = form.seen;
  const [units, setUnits] = useState<Record<number, number>>({});
  const [reference, setReference] = useState("");
  const [asked, setAsked] = useState(false);
  const open = lines.filter((l) => openUnits(l) > 0);
  const chosen = chosenUnits(open, units, openUnits);
  const n = sum(chosen);
  const all = open.reduce((total, l) => total + openUnits(l), 0);

  const commit = () => {
    setAsked(true);
    if (chosen.length === 0) return;
    void form.commit(
      { id: order.id, rowVersion: order.rowVersion, lines: chosen, reference: reference.trim() || undefined },
      props.onDone,
    );
  };
  return (
    <FormDialog
      form={form}
      testid="ship"
      width={560}
      title={t("orderShip.title", { number: order.number })}
      lead={t("orderShip.lead")}
      foot={n > 0 && t("orderShip.foot", { n, left: all - n })}
      commit={t("orderShip.do", { n })}
      known={["reference"]}
      onCommit={commit}
      onClose={props.onClose}
    >
      <div>
        <div className="flex justify-end">
          <LinkButton
            className="text-12"
            onPress={() => setUnits(Object.fromEntries(open.map((l) => [l.lineNo, openUnits(l)])))}
            data-testid="ship-all"
          >
            {t("orderShip.all")}
          </LinkButton>
        </div>
        <ul>
          {open.map((l) => (
            <LineUnits
              key={l.lineNo}
              line={l}
              room={t("orderShip.open", { n: openUnits(l) })}
              label={t("orderShip.line", { name: l.name })}
              max={openUnits(l)}
              value={Math.min(units[l.lineNo] ?? 0, openUnits(l))}
              onChange={(next) => setUnits((u) => ({ ...u, [l.lineNo]: next }))}
            />
          ))}
        </ul>
      </div>
      {asked && chosen.length === 0 && <Problem>{t("orderShip.none")}</Problem>}
      <TextField
        label={t("orderShip.reference")}
        hint={t("orderShip.reference.hint")}
        value={reference}
        onChange={setReference}
        maxLength={REFERENCE_MAX}
        error={form.problems?.get("reference") ?? null}
        scanned
        data-testid="ship-reference"
      />
    </FormDialog>
  );
}
