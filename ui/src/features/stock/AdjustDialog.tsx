import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { ShortLine, StockRow } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import {
  Button,
  Dialog,
  DialogBody,
  ErrorNote,
  Holders,
  RequestId,
  Segmented,
  Select,
  Shape,
  TextField,
  toastDone,
} from "../../shared/ui";
import { KNOWN_REASONS, reasonWord } from "../../shared/words";
import { type AdjustMode, adjustProblem, onHandAfter, parseSigned } from "./logic";

const t = texts({
  "adjust.title": "Adjust {name}",
  "adjust.lead":
    "{onHand, number} on hand, {reserved, number} reserved. The change stays in the ledger with its reason.",
  "adjust.mode": "How to say it",
  "adjust.mode.counted": "Counted",
  "adjust.mode.delta": "Change by",
  "adjust.counted": "Units counted on the shelf",
  "adjust.delta": "Units more or less, like −2",
  "adjust.after": "{before, number} → {after, number} on hand",
  "adjust.problem.figure": "Type a whole number.",
  "adjust.problem.nothing": "That is what is on hand already.",
  "adjust.problem.below_zero": "There cannot be fewer than none.",
  "adjust.reason": "Reason",
  "adjust.reason.choose": "Choose a reason",
  "adjust.reason.needed": "Say why: the ledger keeps it.",
  "adjust.note": "Note",
  "adjust.cancel": "Cancel",
  "adjust.commit": "Adjust",
  "adjust.done": "<b>{name}</b> adjusted by {delta}: {after, number} on hand.",
  "adjust.below": "{reserved, number} units are promised, so there cannot be only {after, number}. Nothing was saved.",
  "adjust.below.label": "Who has them reserved",
  "adjust.below.next": "Release a hold or close an order line short first, or correct the figure.",
});

const NOTE_MAX = 500;

export function AdjustDialog(props: { row: StockRow; onClose: () => void }) {
  const { row } = props;
  const f = useFormats();
  const write = useWrite("stock_adjust");
  const [mode, setMode] = useState<AdjustMode>("counted");
  const [text, setText] = useState("");
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const figure = parseSigned(text);
  const after = onHandAfter(mode, figure, row.onHand);
  const problem = adjustProblem(mode, figure, row.onHand);
  const problems = fieldProblems(error);
  const below =
    error instanceof RefusedError && error.refusal.code === "STOCK_BELOW_RESERVED" ? error.refusal.line : null;
  const shown = problem !== null && (asked || (text !== "" && problem !== "nothing"));

  const commit = async () => {
    setAsked(true);
    if (problem !== null || figure === null || reason === null || write.pending) return;
    setError(null);
    try {
      const { value } = await write.run({
        variantId: row.variantId,
        locationId: row.locationId ?? undefined,
        reason,
        note: note.trim() || undefined,
        ...(mode === "counted" ? { counted: figure } : { delta: figure }),
      });
      toastDone(t.rich("adjust.done", { name: row.name, delta: f.signed(value.delta), after: value.row.onHand }));
      props.onClose();
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <Dialog
      open
      data-testid="adjust-dialog"
      title={t("adjust.title", { name: row.name })}
      lead={t("adjust.lead", { onHand: row.onHand, reserved: row.reserved })}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          {error instanceof RefusedError && <RequestId id={error.requestId} />}
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("adjust.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={write.slow}
            onPress={() => void commit()}
            data-testid="adjust-commit"
          >
            {t("adjust.commit")}
          </Button>
        </>
      }
    >
      <DialogBody>
        {below && <BelowReserved line={below} />}
        <div>
          <Segmented<AdjustMode>
            label={t("adjust.mode")}
            value={mode}
            onChange={(next) => {
              setMode(next);
              setText("");
              setError(null);
            }}
            options={[
              { value: "counted", label: t("adjust.mode.counted") },
              { value: "delta", label: t("adjust.mode.delta") },
            ]}
          />
        </div>
        <TextField
          key={mode}
          label={t(mode === "counted" ? "adjust.counted" : "adjust.delta")}
          value={text}
          onChange={(next) => {
            setText(next);
            setError(null);
          }}
          autoFocus
          align="right"
          inputMode="numeric"
          data-testid="adjust-figure"
          error={shown && problem !== null ? t(`adjust.problem.${problem}`) : (problems?.get(mode) ?? null)}
          hint={after === null ? undefined : t("adjust.after", { before: row.onHand, after })}
        />
        <Select<string>
          label={t("adjust.reason")}
          placeholder={t("adjust.reason.choose")}
          value={reason}
          onChange={setReason}
          options={KNOWN_REASONS.map((r) => ({ value: r, label: reasonWord(r) }))}
          error={asked && reason === null ? t("adjust.reason.needed") : (problems?.get("reason") ?? null)}
        />
        <TextField
          label={t("adjust.note")}
          value={note}
          onChange={setNote}
          maxLength={NOTE_MAX}
          error={problems?.get("note") ?? null}
        />
        {error !== null && problems === null && below === null && (
          <ErrorNote error={error} steps={{ retry: () => void commit() }} />
        )}
      </DialogBody>
    </Dialog>
  );
}

function BelowReserved(props: { line: ShortLine }) {
  const { line } = props;
  return (
    <section
      role="alert"
      aria-label={t("adjust.below.label")}
      data-testid="below-reserved"
      className="rounded-2 bg-bad-tint px-3 py-2.5"
    >
      <p className="flex items-start gap-2 font-medium">
        <Shape name="rejected" className="mt-[3px] text-bad" />
        {t("adjust.below", { reserved: line.onHand - line.available, after: line.requested })}
      </p>
      <div className="mt-1.5">
        <Holders holders={line.heldBy} plain />
      </div>
      <p className="mt-1 text-12 text-ink-2">{t("adjust.below.next")}</p>
    </section>
  );
}
