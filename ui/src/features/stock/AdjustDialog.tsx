import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { LocationId, StockRow } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { LocationField, useBalance, useLocations } from "../../shared/locations";
import { useWrite } from "../../shared/query";
import { useReasons } from "../../shared/reasons";
import { Button, Dialog, DialogBody, ErrorNote, RequestId, Segmented, Select, TextField } from "../../shared/ui";
import { toastUndoable } from "../../shared/undoable";
import { fullName, reasonWord } from "../../shared/words";
import { GiveWay } from "./GiveWay";
import { NOTE_MAX } from "./LinesForm";
import {
  type AdjustMode,
  adjustProblem,
  type GiveWayChoice,
  givenUnits,
  giveWayRequest,
  onHandAfter,
  parseSigned,
  unitsToGive,
} from "./logic";

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
  "adjust.commit.giveWay": "Adjust and let them go",
  "adjust.where": "Counted in",
});

export function AdjustDialog(props: { row: StockRow; onClose: () => void }) {
  const { row } = props;
  const { selling } = useLocations();
  const reasons = useReasons();
  const [picked, setPicked] = useState<LocationId | undefined>(row.locationId ?? undefined);
  const locationId = picked ?? selling?.id;
  const there = useBalance(row.variantId, locationId) ?? row;
  const [giveWay, setGiveWay] = useState<GiveWayChoice>({});
  const f = useFormats();
  const write = useWrite("stock_adjust");
  const [mode, setMode] = useState<AdjustMode>("counted");
  const [text, setText] = useState("");
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const figure = parseSigned(text);
  const after = onHandAfter(mode, figure, there.onHand);
  const problem = adjustProblem(mode, figure, there.onHand);
  const problems = fieldProblems(error);
  const below =
    error instanceof RefusedError && error.refusal.code === "STOCK_BELOW_RESERVED" ? error.refusal.line : null;
  const enough = below !== null && givenUnits(below.heldBy, giveWay) >= unitsToGive(below);
  const shown = problem !== null && (asked || (text !== "" && problem !== "nothing"));

  const commit = async () => {
    setAsked(true);
    if (problem !== null || figure === null || reason === null || write.pending) return;
    if (below && !enough) return;
    setError(null);
    try {
      const { value } = await write.run({
        variantId: row.variantId,
        locationId,
        reason,
        note: note.trim() || undefined,
        giveWay: below ? giveWayRequest(below.heldBy, giveWay) : undefined,
        ...(mode === "counted" ? { counted: figure } : { delta: figure }),
      });
      toastUndoable(
        t.rich("adjust.done", { name: fullName(row), delta: f.signed(value.delta), after: value.row.onHand }),
        value.batchId,
      );
      props.onClose();
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <Dialog
      open
      width={below ? 600 : undefined}
      data-testid="adjust-dialog"
      title={t("adjust.title", { name: fullName(row) })}
      lead={t("adjust.lead", { onHand: there.onHand, reserved: there.reserved })}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          {error instanceof RefusedError && below === null && <RequestId id={error.requestId} />}
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("adjust.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={write.slow}
            off={below !== null && !enough}
            onPress={() => void commit()}
            data-testid="adjust-commit"
          >
            {t(below ? "adjust.commit.giveWay" : "adjust.commit")}
          </Button>
        </>
      }
    >
      <DialogBody>
        {below && <GiveWay line={below} choice={giveWay} onChange={setGiveWay} />}
        <LocationField
          label={t("adjust.where")}
          value={locationId}
          onChange={(id) => {
            setPicked(id);
            setError(null);
          }}
          error={problems?.get("locationId")}
        />
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
          hint={after === null ? undefined : t("adjust.after", { before: there.onHand, after })}
        />
        <Select<string>
          label={t("adjust.reason")}
          placeholder={t("adjust.reason.choose")}
          value={reason}
          onChange={setReason}
          options={reasons.map((r) => ({ value: r.code, label: reasonWord(r.code, r.name) }))}
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
