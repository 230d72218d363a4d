import { useState } from "react";
import type { OrderLine } from "../../../generated/commands";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { sumMoney, timesQuantity } from "../../../shared/money";
import { Stepper } from "../../../shared/ui";
import { type ReturnUnits, returnableUnits, returnedLines } from "../logic";
import { FormDialog, type OrderDialogProps, useOrderForm, useReason } from "./form";
import { Problem } from "./LineUnits";

const t = texts({
  "orderReturn.title": "Goods of {number} come back",
  "orderReturn.lead": "Sellable goes back on the shelf; damaged is written off as it comes in.",
  "orderReturn.product": "Product",
  "orderReturn.room": "{n, number} can come back",
  "orderReturn.sellable": "Sellable",
  "orderReturn.damaged": "Damaged",
  "orderReturn.sellable.of": "Sellable units of {name}",
  "orderReturn.damaged.of": "Damaged units of {name}",
  "orderReturn.worth": "Sold for",
  "orderReturn.total": "{n, plural, one {# unit} other {# units}}, sold for",
  "orderReturn.none": "Choose at least one unit.",
  "orderReturn.reason": "Why they came back",
  "orderReturn.do": "Take back {n, plural, =0 {goods} one {# unit} other {# units}}",
});

const NONE: ReturnUnits = { sellable: 0, damaged: 0 };
const GRID = "grid grid-cols-[minmax(0,1fr)_94px_94px_76px] items-center gap-x-3";

/** Goods of a delivered order come back: how many, in what condition, why. */
export function ReturnDialog(props: OrderDialogProps) {
  const f = useFormats();
  const form = useOrderForm("order_return", props.detail);
  const { order } = form.seen;
  const [units, setUnits] = useState<Record<number, ReturnUnits>>({});
  const [asked, setAsked] = useState(false);
  const why = useReason(form.problems?.get("reason"));
  const lines = form.seen.lines.filter((l) => returnableUnits(l) > 0);
  const chosen = returnedLines(lines, units);
  const n = chosen.reduce((total, l) => total + l.quantity, 0);
  const worth = (l: OrderLine) => {
    const of = units[l.lineNo] ?? NONE;
    return timesQuantity(l.unitPrice, of.sellable + of.damaged, f.digits);
  };

  const commit = () => {
    setAsked(true);
    why.touch();
    if (why.missing || chosen.length === 0) return;
    void form.commit({ id: order.id, rowVersion: order.rowVersion, lines: chosen, reason: why.reason }, props.onDone);
  };
  return (
    <FormDialog
      form={form}
      testid="return"
      width={640}
      title={t("orderReturn.title", { number: order.number })}
      lead={t("orderReturn.lead")}
      commit={t("orderReturn.do", { n })}
      known={["reason"]}
      onCommit={commit}
      onClose={props.onClose}
    >
      <div>
        <div className={`${GRID} label border-line border-b pb-1`} aria-hidden="true">
          <span>{t("orderReturn.product")}</span>
          <span>{t("orderReturn.sellable")}</span>
          <span>{t("orderReturn.damaged")}</span>
          <span className="text-right">{t("orderReturn.worth")}</span>
        </div>
        <ul>
          {lines.map((l) => {
            const most = returnableUnits(l);
            const of = units[l.lineNo] ?? NONE;
            const set = (next: Partial<ReturnUnits>) => setUnits((u) => ({ ...u, [l.lineNo]: { ...of, ...next } }));
            return (
              <li
                key={l.lineNo}
                className={`${GRID} border-line border-b py-2`}
                data-testid="return-line"
                data-sku={l.sku}
              >
                <span className="min-w-0">
                  <span className="block truncate font-medium">{l.name}</span>
                  <span className="block truncate text-12 text-ink-3">
                    <span className="code">{l.sku}</span>
                    <span className="dot-sep">{t("orderReturn.room", { n: most })}</span>
                  </span>
                </span>
                <Stepper
                  label={t("orderReturn.sellable.of", { name: l.name })}
                  min={0}
                  max={most - of.damaged}
                  value={of.sellable}
                  onChange={(sellable) => set({ sellable })}
                />
                <Stepper
                  label={t("orderReturn.damaged.of", { name: l.name })}
                  min={0}
                  max={most - of.sellable}
                  value={of.damaged}
                  onChange={(damaged) => set({ damaged })}
                />
                <span className="text-right tabular-nums">{f.amount(worth(l))}</span>
              </li>
            );
          })}
        </ul>
        {n > 0 && (
          <p className="flex justify-between gap-3 pt-2 font-semibold" data-testid="return-worth">
            <span>{t("orderReturn.total", { n })}</span>
            <span className="text-14 tabular-nums">{f.money(sumMoney(lines.map(worth), f.digits))}</span>
          </p>
        )}
      </div>
      {asked && chosen.length === 0 && <Problem>{t("orderReturn.none")}</Problem>}
      {why.field(false, t("orderReturn.reason"))}
    </FormDialog>
  );
}
