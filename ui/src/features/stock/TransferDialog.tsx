import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { LocationId, StockRow, Suggestion } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { texts } from "../../shared/i18n";
import {
  Available,
  LinesEditor,
  type PickedLine,
  pickedOf,
  stillShort,
  takeWhatIsFree,
  units,
  withOneMore,
} from "../../shared/lines";
import { LocationField, useLocations } from "../../shared/locations";
import { useWrite } from "../../shared/query";
import { Button, ErrorNote, Holders, Shape, TextField } from "../../shared/ui";
import { toastUndoable } from "../../shared/undoable";
import { LinesForm, NOTE_MAX } from "./LinesForm";
import { transferEnds } from "./logic";

const t = texts({
  "transfer.title": "Transfer",
  "transfer.lead": "From one place of the store to another. Only what nobody has reserved can go.",
  "transfer.from": "From",
  "transfer.to": "To",
  "transfer.product": "Product",
  "transfer.needed": "Pick at least one product.",
  "transfer.lines": "Products to move",
  "transfer.available": "There",
  "transfer.note": "Note",
  "transfer.commit": "{n, plural, =0 {Transfer} one {Transfer # unit} other {Transfer # units}}",
  "transfer.done": "{n, plural, one {<b># {what}</b>} other {<b># {what}</b>}} moved from {from} to {to}.",
  "transfer.doneMany": "<b>{n, number} units</b> of {products, number} products moved from {from} to {to}.",
  "transfer.short":
    "{n, plural, one {One product is short there} other {# products are short there}}. Nothing was moved.",
  "transfer.short.by": "{requested, number} asked, {available, number} free of {onHand, number}",
  "transfer.short.take": "Take what is free",
});

/** Units from one location to another: one act, two movements for each line. */
export function TransferDialog(props: {
  product: Suggestion | null;
  onClose: () => void;
  onDone: (rows: StockRow[]) => void;
}) {
  const write = useWrite("stock_transfer");
  const { rows: locations } = useLocations();
  const [ends, setEnds] = useState<{ from?: LocationId; to?: LocationId }>({});
  const [lines, setLines] = useState<PickedLine[]>(() =>
    props.product ? withOneMore<PickedLine>([], pickedOf(props.product)) : [],
  );
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { from, to } = transferEnds(locations, ends);
  const problems = fieldProblems(error);
  const refused =
    error instanceof RefusedError && error.refusal.code === "STOCK_INSUFFICIENT" ? error.refusal.lines : null;
  const short = refused === null ? [] : stillShort(lines, refused);

  const change = (next: (before: PickedLine[]) => PickedLine[]) => {
    setLines(next);
    if (refused === null) setError(null);
  };
  const setEnd = (end: "from" | "to", id: LocationId) => {
    // Choosing the other end turns the transfer round.
    setEnds(end === "from" ? { from: id, to: id === to ? from : to } : { to: id, from: id === from ? to : from });
    setError(null);
  };

  const commit = async () => {
    setAsked(true);
    if (lines.length === 0 || from === undefined || to === undefined || write.pending) return;
    setError(null);
    try {
      const { value } = await write.run({
        fromLocationId: from,
        toLocationId: to,
        lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
        note: note.trim() || undefined,
      });
      const [first] = lines;
      const named = {
        n: units(lines),
        from: locations.find((l) => l.id === from)?.name ?? "",
        to: locations.find((l) => l.id === to)?.name ?? "",
      };
      toastUndoable(
        lines.length === 1 && first
          ? t.rich("transfer.done", { ...named, what: first.name })
          : t.rich("transfer.doneMany", { ...named, products: lines.length }),
        value.batchId,
      );
      props.onDone(value.rows);
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <LinesForm
      testid="transfer"
      title={t("transfer.title")}
      lead={t("transfer.lead")}
      commitLabel={t("transfer.commit", { n: units(lines) })}
      pending={write.slow}
      error={error}
      onCommit={() => void commit()}
      onClose={props.onClose}
    >
      {short.length > 0 && (
        <section role="alert" data-testid="transfer-short" className="rounded-2 bg-bad-tint px-3 py-2.5">
          <p className="flex items-center gap-2 font-medium">
            <Shape name="rejected" className="text-bad" />
            {t("transfer.short", { n: short.length })}
          </p>
          {short.map((l) => (
            <div key={l.variantId} className="border-line-2 pt-1.5 not-first-of-type:border-t">
              <p className="flex items-baseline gap-3 text-ink-2">
                <b className="min-w-0 flex-1 truncate font-semibold text-ink">{l.name}</b>
                <span className="tabular-nums">
                  {t("transfer.short.by", { requested: l.requested, available: l.available, onHand: l.onHand })}
                </span>
              </p>
              {l.heldBy.length > 0 && <Holders holders={l.heldBy} plain />}
            </div>
          ))}
          <Button
            size="sm"
            className="mt-2"
            onPress={() => {
              change((before) => takeWhatIsFree(before, short));
            }}
          >
            {t("transfer.short.take")}
          </Button>
        </section>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_16px_minmax(0,1fr)] items-end gap-2">
        <LocationField
          label={t("transfer.from")}
          value={from}
          onChange={(id) => setEnd("from", id)}
          error={problems?.get("fromLocationId")}
        />
        <ArrowRight size={16} aria-hidden="true" className="mb-2 text-ink-3" />
        <LocationField
          label={t("transfer.to")}
          value={to}
          onChange={(id) => setEnd("to", id)}
          error={problems?.get("toLocationId")}
        />
      </div>
      <LinesEditor<PickedLine>
        label={t("transfer.product")}
        listLabel={t("transfer.lines")}
        testid="transfer-line"
        lines={lines}
        onChange={change}
        lineOf={pickedOf}
        locationId={from}
        problem={(_, at) => problems?.get(`lines[${at}].quantity`)}
        columns={[
          {
            id: "available",
            head: t("transfer.available"),
            width: "minmax(96px,auto)",
            align: "right",
            cell: (line) => <Available line={line} locationId={from} />,
          },
        ]}
        error={asked && lines.length === 0 ? t("transfer.needed") : (problems?.get("lines") ?? null)}
        onError={setError}
      />
      <TextField
        label={t("transfer.note")}
        value={note}
        onChange={setNote}
        maxLength={NOTE_MAX}
        error={problems?.get("note") ?? null}
      />
      {error !== null && refused === null && problems === null && (
        <ErrorNote error={error} steps={{ retry: () => void commit() }} />
      )}
    </LinesForm>
  );
}
