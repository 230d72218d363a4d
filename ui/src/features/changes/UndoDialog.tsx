import { useNavigate } from "@tanstack/react-router";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { BatchId, UndoPreview } from "../../generated/commands";
import { cx } from "../../shared/cx";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useLocations } from "../../shared/locations";
import { useWrite } from "../../shared/query";
import {
  Button,
  Dialog,
  DialogBody,
  EmptyError,
  ErrorNote,
  PanelSkeleton,
  RequestId,
  Shape,
  TextField,
  toastNotice,
} from "../../shared/ui";
import { fullName } from "../../shared/words";
import { useUndoPreview } from "./api";
import { nameOf, undoable, unitsOf } from "./logic";
import { kindWord } from "./words";

const t = texts({
  "undo.title": "Undo: {what}",
  "undo.title.loading": "Undo",
  "undo.lead": "Nothing is deleted: a change of the opposite kind is written, which names this one.",
  "undo.lines": "What would happen",
  "undo.col.product": "Product",
  "undo.col.where": "Where",
  "undo.col.change": "Change",
  "undo.col.after": "On hand",
  "undo.then": "{before} → {after}",
  "undo.more": "and {n, number} more lines",
  "undo.changes":
    "{n, plural, one {# change of the catalogue is taken back.} other {# changes of the catalogue are taken back.}}",
  "undo.nothing": "No unit moves.",
  "undo.out": "{n, plural, one {# unit leaves} other {# units leave}} the shelf",
  "undo.in": "{n, plural, one {# unit comes} other {# units come}} back",
  "undo.problems":
    "{n, plural, one {It cannot be undone as things are: one thing stands against it.} other {It cannot be undone as things are: # things stand against it.}}",
  "undo.problems.next": "Nothing was changed. Settle these first, then try again.",
  "undo.problem.figures": "needs {needed, number}, {available, number} there",
  "undo.undone": "This was undone already.",
  "undo.is_undo": "An undo is not undone: do it again instead.",
  "undo.reason": "Reason",
  "undo.reason.hint": "Kept with the undo.",
  "undo.cancel": "Cancel",
  "undo.commit": "Undo it",
  "undo.done": "<b>{what}</b> undone.",
  "undo.show": "Show",
});

const REASON_MAX = 500;
const SHOWN = 100;

/** A figure below none, as it is written by hand. */
const minus = (figure: string) => figure.replace("-", "−");

/** What an undo would do, before it is done; what stands against it is named with its figures. */
export default function UndoDialog(props: { id: BatchId; onClose: () => void }) {
  const navigate = useNavigate();
  const preview = useUndoPreview(props.id);
  const write = useWrite("batch_undo");
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>(null);
  const problems = fieldProblems(error);
  const data = preview.data;
  const may = data ? undoable(data.batch) : "yes";
  const refused = error instanceof RefusedError && error.refusal.code === "UNDO_NOT_POSSIBLE" ? error.refusal : null;
  const against = refused?.problems ?? data?.problems ?? [];
  const what = data ? [kindWord(data.batch.kind), nameOf(data.batch)].filter(Boolean).join(" ") : "";
  const ready = data !== undefined && may === "yes" && against.length === 0;

  const commit = async () => {
    if (!ready || write.pending) return;
    setError(null);
    try {
      const { value } = await write.run({ id: props.id, reason: reason.trim() || undefined });
      toastNotice(Undo2, t.rich("undo.done", { what }), {
        label: t("undo.show"),
        run: () => void navigate({ to: "/changes", search: { open: value.id } }),
      });
      props.onClose();
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <Dialog
      open
      width={600}
      data-testid="undo-dialog"
      title={data ? t("undo.title", { what }) : t("undo.title.loading")}
      lead={t("undo.lead")}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          {error instanceof RefusedError && <RequestId id={error.requestId} />}
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("undo.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={write.slow}
            off={!ready}
            onPress={() => void commit()}
            data-testid="undo-commit"
          >
            {t("undo.commit")}
          </Button>
        </>
      }
    >
      {!data ? (
        preview.error ? (
          <EmptyError error={preview.error} onRetry={() => void preview.refetch()} />
        ) : (
          <PanelSkeleton />
        )
      ) : (
        <DialogBody>
          {may !== "yes" && <p className="font-medium">{t(`undo.${may}`)}</p>}
          {against.length > 0 && <Against problems={against} />}
          {may === "yes" && (
            <>
              <What preview={data} />
              {against.length === 0 && (
                <TextField
                  label={t("undo.reason")}
                  hint={t("undo.reason.hint")}
                  value={reason}
                  onChange={setReason}
                  maxLength={REASON_MAX}
                  autoFocus
                  error={problems?.get("reason") ?? null}
                  data-testid="undo-reason"
                />
              )}
            </>
          )}
          {error !== null && refused === null && problems === null && (
            <ErrorNote error={error} steps={{ retry: () => void commit() }} />
          )}
        </DialogBody>
      )}
    </Dialog>
  );
}

function Against(props: { problems: UndoPreview["problems"] }) {
  return (
    <section role="alert" data-testid="undo-problems" className="rounded-2 bg-bad-tint px-3 py-2.5">
      <p className="flex items-start gap-2 font-medium">
        <Shape name="rejected" className="mt-[3px] text-bad" />
        {t("undo.problems", { n: props.problems.length })}
      </p>
      <ul className="mt-1.5">
        {props.problems.map((p) => (
          <li key={`${p.label} ${p.sku ?? ""} ${p.message}`} className="border-line-2 py-1 text-12 not-first:border-t">
            <span className="flex items-baseline gap-3">
              <span className="min-w-0 flex-1 truncate">
                <b className="font-semibold">{p.label}</b> {p.sku !== null && <span className="code">{p.sku}</span>}
              </span>
              {p.needed !== null && p.available !== null && (
                <span className="text-bad tabular-nums">
                  {t("undo.problem.figures", { needed: p.needed, available: p.available })}
                </span>
              )}
            </span>
            <span className="block text-ink-2">{p.message}</span>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-12 text-ink-2">{t("undo.problems.next")}</p>
    </section>
  );
}

function What(props: { preview: UndoPreview }) {
  const { preview } = props;
  const f = useFormats();
  const { several } = useLocations();
  const sum = unitsOf(preview);
  const shown = preview.lines.slice(0, SHOWN);
  const grid = cx(
    "grid items-center gap-x-3 border-line border-b",
    several ? "grid-cols-[minmax(0,1fr)_112px_60px_96px]" : "grid-cols-[minmax(0,1fr)_60px_96px]",
  );
  return (
    <>
      {shown.length === 0 ? (
        <p className="text-ink-2">{t("undo.nothing")}</p>
      ) : (
        <table className="block text-12" aria-label={t("undo.lines")} data-testid="undo-lines">
          <thead className="sticky top-0 block bg-raised">
            <tr className={cx(grid, "label h-6")}>
              <th className="text-left font-medium">{t("undo.col.product")}</th>
              {several && <th className="text-left font-medium">{t("undo.col.where")}</th>}
              <th className="text-right font-medium">{t("undo.col.change")}</th>
              <th className="text-right font-medium">{t("undo.col.after")}</th>
            </tr>
          </thead>
          <tbody className="block">
            {shown.map((l) => (
              <tr
                key={`${l.variantId} ${l.locationId}`}
                className={cx(grid, "min-h-8")}
                data-testid="undo-line"
                data-sku={l.sku}
              >
                <td className="min-w-0 truncate">
                  <span className="font-medium">{fullName(l)}</span>{" "}
                  <span className="code text-11 text-ink-3">{l.sku}</span>
                </td>
                {several && <td className="truncate text-ink-2">{l.locationName}</td>}
                <td className="text-right font-medium tabular-nums">{f.signed(l.delta)}</td>
                <td className={cx("text-right tabular-nums", l.onHandAfter < 0 ? "text-bad" : "text-ink-2")}>
                  {t("undo.then", { before: f.count(l.onHandNow), after: minus(f.count(l.onHandAfter)) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="text-12 text-ink-2 tabular-nums">
        {[
          preview.linesTotal > shown.length && t("undo.more", { n: preview.linesTotal - shown.length }),
          sum.out > 0 && t("undo.out", { n: sum.out }),
          sum.in > 0 && t("undo.in", { n: sum.in }),
          preview.changes > 0 && t("undo.changes", { n: preview.changes }),
        ]
          .filter(Boolean)
          .join(", ")}
      </p>
    </>
  );
}
