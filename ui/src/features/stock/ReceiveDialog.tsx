import { X } from "lucide-react";
import { useState } from "react";
import type { StockRow, Suggestion } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { parseMoney } from "../../shared/money";
import { useWrite } from "../../shared/query";
import {
  Button,
  Dialog,
  DialogBody,
  ErrorNote,
  IconButton,
  ProductPicker,
  Stepper,
  TextField,
  toastDone,
} from "../../shared/ui";
import { costProblem, type ReceiveLine, withReceived } from "./logic";

const t = texts({
  "receive.title": "Receive goods",
  "receive.lead": "Scan each piece, or type a code and the quantity. What is received is available at once.",
  "receive.product": "Product",
  "receive.needed": "Pick at least one product.",
  "receive.lines": "Products received",
  "receive.quantity": "Units of {name}",
  "receive.cost": "Cost of one {name}",
  "receive.cost.short": "Cost of one",
  "receive.cost.bad": "An amount like 12.50",
  "receive.then": "{before, number} → {after, number} on hand",
  "receive.remove": "Leave {name} out",
  "receive.supplier": "Supplier",
  "receive.document": "Delivery note",
  "receive.note": "Note",
  "receive.cancel": "Cancel",
  "receive.commit": "{n, plural, =0 {Receive} one {Receive # unit} other {Receive # units}}",
  "receive.done": "{n, plural, one {<b># {what}</b>} other {<b># {what}</b>}} received, {after, number} on hand.",
  "receive.doneMany": "<b>{n, number} units</b> of {products, number} products received.",
});

const QUANTITY_MAX = 1_000_000;
const TEXT_MAX = 120;
const NOTE_MAX = 500;

export function ReceiveDialog(props: {
  product: Suggestion | null;
  onClose: () => void;
  onDone: (rows: StockRow[]) => void;
}) {
  const f = useFormats();
  const write = useWrite("stock_receive");
  const [lines, setLines] = useState<ReceiveLine[]>(props.product ? withReceived([], props.product) : []);
  const [supplier, setSupplier] = useState("");
  const [document, setDocument] = useState("");
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const problems = fieldProblems(error);
  const total = lines.reduce((n, l) => n + l.quantity, 0);

  const set = (next: ReceiveLine[]) => {
    setLines(next);
    setError(null);
  };
  const change = (line: ReceiveLine) => set(lines.map((l) => (l.variantId === line.variantId ? line : l)));

  const commit = async () => {
    setAsked(true);
    if (lines.length === 0 || lines.some((l) => costProblem(l.cost, f.digits)) || write.pending) return;
    setError(null);
    try {
      const { value } = await write.run({
        lines: lines.map((l) => ({
          variantId: l.variantId,
          quantity: l.quantity,
          unitCost: parseMoney(l.cost, f.digits) ?? undefined,
        })),
        supplier: supplier.trim() || undefined,
        document: document.trim() || undefined,
        note: note.trim() || undefined,
      });
      const [row] = value.rows;
      toastDone(
        lines.length === 1 && row
          ? t.rich("receive.done", { n: total, what: row.name, after: row.onHand })
          : t.rich("receive.doneMany", { n: total, products: lines.length }),
      );
      props.onDone(value.rows);
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <Dialog
      open
      width={640}
      data-testid="receive-dialog"
      title={t("receive.title")}
      lead={t("receive.lead")}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("receive.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={write.slow}
            onPress={() => void commit()}
            data-testid="receive-commit"
          >
            {t("receive.commit", { n: total })}
          </Button>
        </>
      }
    >
      <DialogBody className="min-h-72 content-start">
        <ProductPicker
          label={t("receive.product")}
          autoFocus
          onPick={(product) => set(withReceived(lines, product))}
          onError={setError}
          error={asked && lines.length === 0 ? t("receive.needed") : (problems?.get("lines") ?? null)}
        />
        {lines.length > 0 && (
          <ul aria-label={t("receive.lines")} className="-mt-1">
            {lines.map((l, at) => {
              const wrong = problems?.get(`lines[${at}].quantity`) ?? null;
              const badCost = costProblem(l.cost, f.digits)
                ? t("receive.cost.bad")
                : (problems?.get(`lines[${at}].unitCost`) ?? null);
              return (
                <li
                  key={l.variantId}
                  data-testid="receive-line"
                  className="grid min-h-11 grid-cols-[minmax(0,1fr)_auto_112px_28px] items-center gap-x-3 border-line border-b py-1.5"
                >
                  <span className="min-w-0">
                    <span className="block truncate font-medium">{l.name}</span>
                    <span className="block truncate text-12 text-ink-3 tabular-nums">
                      {wrong ?? t("receive.then", { before: l.onHand, after: l.onHand + l.quantity })}
                    </span>
                  </span>
                  <Stepper
                    label={t("receive.quantity", { name: l.name })}
                    value={l.quantity}
                    max={QUANTITY_MAX}
                    error={wrong !== null}
                    onChange={(quantity) => change({ ...l, quantity })}
                  />
                  <TextField
                    label={t("receive.cost", { name: l.name })}
                    labelHidden
                    placeholder={t("receive.cost.short")}
                    value={l.cost}
                    onChange={(cost) => change({ ...l, cost })}
                    inputMode="decimal"
                    align="right"
                    error={badCost}
                  />
                  <IconButton
                    size="sm"
                    icon={X}
                    label={t("receive.remove", { name: l.name })}
                    onPress={() => set(lines.filter((other) => other !== l))}
                  />
                </li>
              );
            })}
          </ul>
        )}
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
            value={document}
            onChange={setDocument}
            maxLength={TEXT_MAX}
            error={problems?.get("document") ?? null}
          />
        </div>
        <TextField
          label={t("receive.note")}
          value={note}
          onChange={setNote}
          maxLength={NOTE_MAX}
          error={problems?.get("note") ?? null}
        />
        {error !== null && problems === null && <ErrorNote error={error} steps={{ retry: () => void commit() }} />}
      </DialogBody>
    </Dialog>
  );
}
