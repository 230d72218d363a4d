import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { OrderDetail } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, OrderNumber, Shape, Stepper, TextField } from "../../shared/ui";
import { differences, openUnits } from "./logic";

const t = texts({
  "cancel.title": "Cancel order {number}?",
  "cancel.lead":
    "{units, plural, =0 {No unit is reserved for it.} one {# unit goes back to available at once.} other {# units go back to available at once.}} {customer} is not told by Stockroom.",
  "cancel.reason": "Reason",
  "cancel.reason.needed": "Say why, in a few words.",
  "cancel.keep": "Keep order",
  "cancel.do": "Cancel order",
  "short.title": "Close {number} short",
  "short.lead": "Give up units that will not come. They become available again; the order goes on with the rest.",
  "short.open": "{n, plural, one {# open} other {# open}}",
  "short.line": "Units to close of {name}",
  "short.all": "Every line is closed: the order will be cancelled.",
  "short.none": "Choose at least one unit.",
  "short.do": "Close short",
  "conflict.title": "{number} was changed meanwhile",
  "conflict.lead": "Nothing of yours was saved. On the right is what is in the store now.",
  "conflict.field": "Field",
  "conflict.before": "You saw",
  "conflict.now": "In the store",
  "conflict.same": "Only its version moved on; everything you saw is as it was.",
  "conflict.ok": "Go on with what is in the store",
  "conflict.status": "Status",
  "conflict.priority": "Priority",
  "conflict.items": "Items",
  "conflict.total": "Total",
  "conflict.customer": "Customer",
  "conflict.note": "Note",
});

const REASON_MAX = 200;

type Props = { detail: OrderDetail; onClose: () => void; onDone: (now: OrderDetail) => void; onConflict: () => void };

function isConflict(error: unknown): boolean {
  return error instanceof RefusedError && error.refusal.code === "CONFLICT";
}

function useReason(error: unknown) {
  const [reason, setReason] = useState("");
  const [touched, setTouched] = useState(false);
  const missing = reason.trim() === "";
  const problem = touched && missing ? t("cancel.reason.needed") : (fieldProblems(error)?.get("reason") ?? null);
  return {
    reason: reason.trim(),
    missing,
    touch: () => setTouched(true),
    field: (
      <TextField
        label={t("cancel.reason")}
        value={reason}
        onChange={setReason}
        onBlur={() => setTouched(reason !== "")}
        error={problem}
        maxLength={REASON_MAX}
        autoFocus
        data-testid="reason"
      />
    ),
  };
}

export function CancelDialog(props: Props & { units: number }) {
  const { order } = props.detail;
  const cancel = useWrite("order_cancel");
  const [error, setError] = useState<unknown>(null);
  const reason = useReason(error);

  const commit = async () => {
    reason.touch();
    if (reason.missing || cancel.pending) return;
    setError(null);
    try {
      const { value } = await cancel.run({ id: order.id, rowVersion: order.rowVersion, reason: reason.reason });
      props.onDone(value);
    } catch (cause) {
      if (isConflict(cause)) props.onConflict();
      else setError(cause);
    }
  };

  return (
    <Dialog
      open
      alert
      data-testid="cancel-dialog"
      onClose={props.onClose}
      onCommit={() => void commit()}
      title={t("cancel.title", { number: order.number })}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("cancel.keep")}
          </Button>
          <Button kind="danger-solid" pending={cancel.slow} onPress={() => void commit()} data-testid="cancel-commit">
            {t("cancel.do")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <p className="text-ink-2">{t("cancel.lead", { units: props.units, customer: order.customerName })}</p>
        {reason.field}
        {error !== null && fieldProblems(error) === null && <ErrorNote error={error} />}
      </DialogBody>
    </Dialog>
  );
}

export function CloseShortDialog(props: Props) {
  const { order, lines } = props.detail;
  const write = useWrite("order_close_short");
  const [error, setError] = useState<unknown>(null);
  const [units, setUnits] = useState<Record<number, number>>({});
  const [asked, setAsked] = useState(false);
  const reason = useReason(error);
  const open = lines.filter((l) => openUnits(l) > 0);
  const chosen = open.flatMap((l) => {
    const quantity = units[l.lineNo] ?? 0;
    return quantity > 0 ? [{ lineNo: l.lineNo, quantity }] : [];
  });
  const everything = open.length > 0 && open.every((l) => (units[l.lineNo] ?? 0) === openUnits(l));

  const commit = async () => {
    setAsked(true);
    reason.touch();
    if (reason.missing || chosen.length === 0 || write.pending) return;
    setError(null);
    try {
      const { value } = await write.run({
        id: order.id,
        rowVersion: order.rowVersion,
        lines: chosen,
        reason: reason.reason,
      });
      props.onDone(value);
    } catch (cause) {
      if (isConflict(cause)) props.onConflict();
      else setError(cause);
    }
  };

  return (
    <Dialog
      open
      data-testid="close-short-dialog"
      onClose={props.onClose}
      onCommit={() => void commit()}
      width={560}
      title={t("short.title", { number: order.number })}
      lead={t("short.lead")}
      footer={
        <>
          <span className="flex-1 text-12 text-warn">{everything && t("short.all")}</span>
          <Button onPress={props.onClose} keys="escape">
            {t("cancel.keep")}
          </Button>
          <Button
            kind={everything ? "danger-solid" : "main"}
            pending={write.slow}
            onPress={() => void commit()}
            keys="mod+enter"
            data-testid="close-short-commit"
          >
            {t("short.do")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <ul>
          {open.map((l) => (
            <li key={l.lineNo} className="flex items-center gap-3 border-line border-t py-2 first:border-t-0">
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{l.name}</span>
                <span className="code text-12 text-ink-3">{l.sku}</span>
              </span>
              <span className="text-12 text-ink-3 tabular-nums">{t("short.open", { n: openUnits(l) })}</span>
              <Stepper
                label={t("short.line", { name: l.name })}
                min={0}
                max={openUnits(l)}
                value={units[l.lineNo] ?? 0}
                onChange={(n) => setUnits((u) => ({ ...u, [l.lineNo]: n }))}
              />
            </li>
          ))}
        </ul>
        {asked && chosen.length === 0 && (
          <p role="alert" className="flex gap-1.5 text-12 text-bad">
            <Shape name="rejected" className="mt-px" />
            {t("short.none")}
          </p>
        )}
        {reason.field}
        {error !== null && fieldProblems(error) === null && <ErrorNote error={error} />}
      </DialogBody>
    </Dialog>
  );
}

/** Both versions, side by side. Nothing was saved; the panel behind already shows the store's. */
export function ConflictDialog(props: { before: OrderDetail; now: OrderDetail; onClose: () => void }) {
  const f = useFormats();
  const rows = differences(props.before, props.now, f);
  return (
    <Dialog
      open
      alert
      data-testid="conflict-dialog"
      onClose={props.onClose}
      onCommit={props.onClose}
      width={560}
      mark={<Shape name="changed" className="text-accent" />}
      title={t("conflict.title", { number: props.now.order.number })}
      lead={t("conflict.lead")}
      footer={
        <>
          <span className="flex-1 text-12 text-ink-3">
            <OrderNumber number={props.now.order.number} /> · {props.before.order.rowVersion} →{" "}
            {props.now.order.rowVersion}
          </span>
          <Button kind="main" onPress={props.onClose} autoFocus keys="mod+enter">
            {t("conflict.ok")}
          </Button>
        </>
      }
    >
      <div className="px-5 pb-4">
        {rows.length === 0 ? (
          <p className="text-ink-2">{t("conflict.same")}</p>
        ) : (
          <table className="w-full border-separate border-spacing-0 overflow-hidden rounded-2 border border-line text-left tabular-nums">
            <thead>
              <tr className="label">
                <th className="px-2.5 py-1 font-medium">{t("conflict.field")}</th>
                <th className="border-line border-l px-2.5 py-1 font-medium">{t("conflict.before")}</th>
                <th className="border-line border-l px-2.5 py-1 font-medium">{t("conflict.now")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r) => (
                <tr key={r.field}>
                  <td className="border-line border-t px-2.5 py-1.5 text-ink-3">{t(`conflict.${r.field}`)}</td>
                  <td className="border-line border-t border-l bg-bad-tint px-2.5 py-1.5 text-ink-2 line-through decoration-bad">
                    {r.before}
                  </td>
                  <td className="border-line border-t border-l bg-ok-tint px-2.5 py-1.5 font-medium">{r.now}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}
