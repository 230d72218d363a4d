import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type NameOfKind, RefusedError, type RequestOf, type ResponseOf } from "../../../bridge";
import type { OrderDetail } from "../../../generated/commands";
import { fieldProblems } from "../../../shared/errors/describe";
import { type Formats, useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { useWrite } from "../../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, Note, TextField } from "../../../shared/ui";
import { orderKey } from "../api";
import { type Difference, differences } from "../logic";

const t = texts({
  "orderForm.back": "Back",
  "orderForm.reason": "Reason",
  "orderForm.reason.needed": "Say why, in a few words.",
  "orderMeanwhile.lead":
    "The order was changed meanwhile. Nothing of yours was saved; what you typed is still here. Look again, then go on.",
  "orderMeanwhile.same": "Only its version moved on; everything you see is as it was.",
  "orderMeanwhile.one": "{field}: {before} → {now}",
  "orderMeanwhile.none": "none",
  "orderMeanwhile.status": "Status",
  "orderMeanwhile.priority": "Priority",
  "orderMeanwhile.items": "Items",
  "orderMeanwhile.total": "Total",
  "orderMeanwhile.due": "Due",
  "orderMeanwhile.customer": "Customer",
  "orderMeanwhile.note": "Note",
  "orderMeanwhile.address": "Address",
  "orderMeanwhile.promised": "Promised",
});

export const REASON_MAX = 200;

export const differenceWord = (field: Difference["field"]) => t(`orderMeanwhile.${field}`);

export function isConflict(error: unknown): boolean {
  return error instanceof RefusedError && error.refusal.code === "CONFLICT";
}

/** What every dialog over an order is given. */
export type OrderDialogProps = { detail: OrderDetail; onClose: () => void; onDone: (now: OrderDetail) => void };

type WriteName = NameOfKind<"write" | "bulk">;

/**
 * A form over an order as it was seen when it opened. Where the order was changed meanwhile, the form stays with what
 * was typed, says what changed, and goes on from there.
 */
export function useOrderForm<K extends WriteName>(name: K, detail: OrderDetail) {
  const client = useQueryClient();
  const f = useFormats();
  const write = useWrite(name);
  const [seen, setSeen] = useState(detail);
  const [missed, setMissed] = useState<Difference[] | null>(null);
  const [error, setError] = useState<unknown>(null);

  const commit = async (request: RequestOf<K>, done: (answer: ResponseOf<K>) => void) => {
    if (write.pending) return;
    setError(null);
    setMissed(null);
    try {
      const { value } = await write.run(request);
      done(value);
    } catch (cause) {
      if (!isConflict(cause)) {
        setError(cause);
        return;
      }
      const key = orderKey(seen.order.id);
      await client.invalidateQueries({ queryKey: key });
      const now = client.getQueryData<OrderDetail>(key);
      if (now === undefined || now.order.rowVersion === seen.order.rowVersion) setError(cause);
      else {
        setMissed(differences(seen, now, f));
        setSeen(now);
      }
    }
  };
  const problems = fieldProblems(error);
  return { seen, commit, error, missed, problems, slow: write.slow, pending: write.pending };
}

export type OrderForm = Pick<ReturnType<typeof useOrderForm>, "missed" | "error" | "slow">;

/** A dialog that commits: its title, what follows, and the two buttons. `known`: fields that say their own problem. */
export function FormDialog(props: {
  form: OrderForm;
  title: string;
  lead?: ReactNode;
  width?: number;
  alert?: boolean;
  commit: string;
  danger?: boolean;
  /** why it cannot be committed now */
  off?: boolean;
  foot?: ReactNode;
  back?: string;
  testid: string;
  onCommit: () => void;
  onClose: () => void;
  children: ReactNode;
  /** fields of the form; a problem of another is said below */
  known?: readonly string[];
}) {
  const { form } = props;
  const problems = fieldProblems(form.error);
  const elsewhere =
    problems !== null && [...problems.keys()].some((k) => !props.known?.some((own) => k.startsWith(own)));
  return (
    <Dialog
      open
      alert={props.alert}
      data-testid={props.testid}
      onClose={props.onClose}
      onCommit={props.onCommit}
      width={props.width}
      title={props.title}
      lead={props.lead}
      footer={
        <>
          <span className="flex-1 text-12 text-ink-2">{props.foot}</span>
          <Button onPress={props.onClose} keys="escape">
            {props.back ?? t("orderForm.back")}
          </Button>
          <Button
            kind={props.danger ? "danger-solid" : "main"}
            pending={form.slow}
            off={props.off}
            onPress={props.onCommit}
            keys="mod+enter"
            data-testid={`${props.testid}-commit`}
          >
            {props.commit}
          </Button>
        </>
      }
    >
      <DialogBody>
        {props.children}
        {form.missed !== null && <Meanwhile missed={form.missed} />}
        {form.error !== null && (problems === null || elsewhere) && <ErrorNote error={form.error} />}
      </DialogBody>
    </Dialog>
  );
}

function Meanwhile(props: { missed: Difference[] }) {
  return (
    <Note tone="warn" role="alert">
      <p data-testid="meanwhile">{t("orderMeanwhile.lead")}</p>
      {props.missed.length === 0 ? (
        <p className="text-ink-2">{t("orderMeanwhile.same")}</p>
      ) : (
        <ul className="mt-1 text-12">
          {props.missed.map((d) => (
            <li key={d.field} className="tabular-nums">
              {t("orderMeanwhile.one", {
                field: differenceWord(d.field),
                before: d.before || t("orderMeanwhile.none"),
                now: d.now || t("orderMeanwhile.none"),
              })}
            </li>
          ))}
        </ul>
      )}
    </Note>
  );
}

/** Why: asked for wherever something is given up. */
export function useReason(problem: string | undefined) {
  const [reason, setReason] = useState("");
  const [touched, setTouched] = useState(false);
  const missing = reason.trim() === "";
  return {
    reason: reason.trim(),
    missing,
    touch: () => setTouched(true),
    field: (autoFocus: boolean, label?: string) => (
      <TextField
        label={label ?? t("orderForm.reason")}
        value={reason}
        onChange={setReason}
        onBlur={() => setTouched(reason !== "")}
        error={touched && missing ? t("orderForm.reason.needed") : (problem ?? null)}
        maxLength={REASON_MAX}
        autoFocus={autoFocus}
        data-testid="reason"
      />
    ),
  };
}

/** What every field of money has in common. */
export const moneyFrame = (f: Formats) => ({ inputMode: "decimal", align: "right", unit: f.currencySymbol }) as const;
