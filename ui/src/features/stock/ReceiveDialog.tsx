import { useState } from "react";
import type { LocationId, StockRow, Suggestion } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { LinesEditor, pickedOf, units, withOneMore } from "../../shared/lines";
import { LocationField, useBalance, useLocations } from "../../shared/locations";
import { parseMoney } from "../../shared/money";
import { useWrite } from "../../shared/query";
import { ErrorNote, TextField } from "../../shared/ui";
import { toastUndoable } from "../../shared/undoable";
import { LinesForm, NOTE_MAX, TEXT_MAX } from "./LinesForm";
import { type CostedLine, costProblem } from "./logic";

const t = texts({
  "receive.title": "Receive goods",
  "receive.lead": "Scan each piece, or type a code and the quantity. What is received is available at once.",
  "receive.product": "Product",
  "receive.needed": "Pick at least one product.",
  "receive.lines": "Products received",
  "receive.cost": "Cost of one",
  "receive.cost.of": "Cost of one {name}",
  "receive.cost.bad": "An amount like 12.50",
  "receive.then": "{before, number} → {after, number} on hand",
  "receive.where": "Put to",
  "receive.supplier": "Supplier",
  "receive.document": "Delivery note",
  "receive.note": "Note",
  "receive.commit": "{n, plural, =0 {Receive} one {Receive # unit} other {Receive # units}}",
  "receive.done": "{n, plural, one {<b># {what}</b>} other {<b># {what}</b>}} received, {after, number} on hand.",
  "receive.doneMany": "<b>{n, number} units</b> of {products, number} products received.",
  "open.title": "Opening stock",
  "open.lead": "What is on the shelf when the store begins here. Only for products of which nothing ever moved.",
  "open.product": "Product",
  "open.lines": "Products on the shelf",
  "open.where": "They are in",
  "open.commit": "{n, plural, =0 {Enter stock} one {Enter # unit} other {Enter # units}}",
  "open.doneMany": "<b>{n, number} units</b> of {products, number} products entered as opening stock.",
  "open.done": "{n, plural, one {<b># {what}</b>} other {<b># {what}</b>}} entered as opening stock.",
});

type Props = { product: Suggestion | null; onClose: () => void; onDone: (rows: StockRow[]) => void };

/** Goods that came: which, how many, where to, from whom, on which paper, at what cost. */
export function ReceiveDialog(props: Props) {
  const write = useWrite("stock_receive");
  const form = useCostedLines(props.product);
  const [supplier, setSupplier] = useState("");
  const [document, setDocument] = useState("");
  const { problems, note } = form;

  const commit = async () => {
    if (!form.ready() || write.pending) return;
    form.setError(null);
    try {
      const { value } = await write.run({
        lines: form.request(),
        locationId: form.locationId,
        supplier: supplier.trim() || undefined,
        document: document.trim() || undefined,
        note: note.trim() || undefined,
      });
      const n = units(form.lines);
      const [row] = value.rows;
      const [line] = form.lines;
      toastUndoable(
        form.lines.length === 1 && row && line
          ? t.rich("receive.done", { n, what: line.name, after: row.onHand })
          : t.rich("receive.doneMany", { n, products: form.lines.length }),
        value.batchId,
      );
      props.onDone(value.rows);
    } catch (cause) {
      form.setError(cause);
    }
  };

  return (
    <LinesForm
      testid="receive"
      title={t("receive.title")}
      lead={t("receive.lead")}
      commitLabel={t("receive.commit", { n: units(form.lines) })}
      pending={write.slow}
      error={form.error}
      onCommit={() => void commit()}
      onClose={props.onClose}
    >
      <CostedLines form={form} testid="receive-line" label={t("receive.product")} listLabel={t("receive.lines")} />
      <LocationField
        label={t("receive.where")}
        value={form.locationId}
        onChange={form.setLocationId}
        error={problems?.get("locationId")}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t("receive.supplier")}
          value={supplier}
          onChange={setSupplier}
          maxLength={TEXT_MAX}
          error={problems?.get("supplier") ?? null}
        />
        <TextField
          label={t("receive.document")}
          scanned
          value={document}
          onChange={setDocument}
          maxLength={TEXT_MAX}
          error={problems?.get("document") ?? null}
        />
      </div>
      <Tail form={form} onRetry={() => void commit()} />
    </LinesForm>
  );
}

/** What was there before the first movement. */
export function OpeningDialog(props: Props) {
  const write = useWrite("stock_open");
  const form = useCostedLines(props.product);

  const commit = async () => {
    if (!form.ready() || write.pending) return;
    form.setError(null);
    try {
      const { value } = await write.run({
        lines: form.request(),
        locationId: form.locationId,
        note: form.note.trim() || undefined,
      });
      const n = units(form.lines);
      const [line] = form.lines;
      toastUndoable(
        form.lines.length === 1 && line
          ? t.rich("open.done", { n, what: line.name })
          : t.rich("open.doneMany", { n, products: form.lines.length }),
        value.batchId,
      );
      props.onDone(value.rows);
    } catch (cause) {
      form.setError(cause);
    }
  };

  return (
    <LinesForm
      testid="opening"
      title={t("open.title")}
      lead={t("open.lead")}
      commitLabel={t("open.commit", { n: units(form.lines) })}
      pending={write.slow}
      error={form.error}
      onCommit={() => void commit()}
      onClose={props.onClose}
    >
      <CostedLines form={form} testid="opening-line" label={t("open.product")} listLabel={t("open.lines")} />
      <LocationField
        label={t("open.where")}
        value={form.locationId}
        onChange={form.setLocationId}
        error={form.problems?.get("locationId")}
      />
      <Tail form={form} onRetry={() => void commit()} />
    </LinesForm>
  );
}

/** Lines with what one of each costs, the place, the note, and what was refused. */
function useCostedLines(product: Suggestion | null) {
  const f = useFormats();
  const { selling } = useLocations();
  const [lines, setLines] = useState<CostedLine[]>(() =>
    product ? withOneMore<CostedLine>([], pickedOf(product)) : [],
  );
  const [picked, setLocationId] = useState<LocationId | undefined>();
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return {
    lines,
    note,
    setNote,
    asked,
    error,
    setError,
    problems: fieldProblems(error),
    locationId: picked ?? selling?.id,
    setLocationId: (id: LocationId) => {
      setLocationId(id);
      setError(null);
    },
    change: (next: (before: CostedLine[]) => CostedLine[]) => {
      setLines(next);
      setError(null);
    },
    /** Asked to commit: from now on what is missing is said. */
    ready: () => {
      setAsked(true);
      return lines.length > 0 && !lines.some((l) => costProblem(l.cost, f.digits));
    },
    request: () =>
      lines.map(({ variantId, quantity, cost }) => ({
        variantId,
        quantity,
        unitCost: cost === undefined ? undefined : (parseMoney(cost, f.digits) ?? undefined),
      })),
  };
}
type CostedForm = ReturnType<typeof useCostedLines>;

function CostedLines(props: { form: CostedForm; testid: string; label: string; listLabel: string }) {
  const { form } = props;
  const f = useFormats();
  const { problems } = form;
  return (
    <LinesEditor<CostedLine>
      label={props.label}
      listLabel={props.listLabel}
      testid={props.testid}
      lines={form.lines}
      onChange={form.change}
      lineOf={pickedOf}
      locationId={form.locationId}
      under={(line) => <OnHandThen line={line} locationId={form.locationId} />}
      problem={(_, at) => problems?.get(`lines[${at}].quantity`) ?? problems?.get(`lines[${at}].variantId`)}
      columns={[
        {
          id: "cost",
          head: t("receive.cost"),
          width: "120px",
          cell: (line, at, change) => (
            <TextField
              label={t("receive.cost.of", { name: line.name })}
              labelHidden
              placeholder={t("receive.cost")}
              value={line.cost ?? ""}
              onChange={(cost) => change({ ...line, cost })}
              inputMode="decimal"
              align="right"
              error={
                costProblem(line.cost, f.digits)
                  ? t("receive.cost.bad")
                  : (problems?.get(`lines[${at}].unitCost`) ?? null)
              }
            />
          ),
        },
      ]}
      error={form.asked && form.lines.length === 0 ? t("receive.needed") : (problems?.get("lines") ?? null)}
      onError={form.setError}
    />
  );
}

/** 12 → 36 on hand, at the place where it is put. */
function OnHandThen(props: { line: CostedLine; locationId: LocationId | undefined }) {
  const { line } = props;
  const before = useBalance(line.variantId, props.locationId)?.onHand ?? line.onHand;
  return t("receive.then", { before, after: before + line.quantity });
}

function Tail(props: { form: CostedForm; onRetry: () => void }) {
  const { form } = props;
  return (
    <>
      <TextField
        label={t("receive.note")}
        value={form.note}
        onChange={form.setNote}
        maxLength={NOTE_MAX}
        error={form.problems?.get("note") ?? null}
      />
      {form.error !== null && form.problems === null && (
        <ErrorNote error={form.error} steps={{ retry: props.onRetry }} />
      )}
    </>
  );
}
