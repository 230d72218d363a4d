import { ArrowLeftRight, Hand, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Elsewhere, ShortLine } from "../generated/commands";
import { fieldProblems } from "./errors/describe";
import { inWords } from "./errors/table";
import { texts } from "./i18n";
import { QUANTITY_MAX } from "./lines/lines";
import { useWrite } from "./query";
import { FOUND } from "./reasons";
import { Button } from "./ui/controls";
import { ErrorNote } from "./ui/feedback";
import { Stepper, TextField } from "./ui/fields";
import { toastUndoable } from "./undoable";

const t = texts({
  "remedy.elsewhere": "Elsewhere: {places}.",
  "remedy.place": "{name} {n, number}",
  "remedy.transfer": "Transfer {n, number} from {name}",
  "remedy.transferred": "<b>{n, number} {what}</b> moved from {from} to {to}.",
  "remedy.have": "I have it here",
  "remedy.lead": "The goods are in your hand, but not in the books. They are added as found, under your name.",
  "remedy.units": "Units of {name} found",
  "remedy.note": "Where they were, or why",
  "remedy.add": "Add {n, number} found and go on",
  "remedy.back": "Not so",
  "remedy.added": "<b>{n, number} {what}</b> added as found, {after, number} on hand.",
});

const NOTE_MAX = 500;

/**
 * What can be done about a short line beside taking less: bring it from another location, or say that the goods are in
 * hand. Both are acts of their own, kept with who did them; `onRetry` then asks again for what was refused.
 */
export function Remedies(props: {
  line: ShortLine;
  onRetry: () => void;
  /** the form for found goods is open: Ctrl+Enter is its own */
  onFinding: (open: boolean) => void;
  /** other ways out, in the same row */
  before?: ReactNode;
  after?: ReactNode;
  size?: "sm" | "md";
}) {
  const { line } = props;
  const short = line.requested - line.available;
  const size = props.size ?? "sm";
  const transfer = useWrite("stock_transfer");
  const [finding, setFinding] = useState(false);
  const [back, setBack] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const find = (open: boolean) => {
    setFinding(open);
    setError(null);
    props.onFinding(open);
  };

  const bring = async (place: Elsewhere) => {
    if (transfer.pending) return;
    setError(null);
    const n = Math.min(short, place.available);
    try {
      const { value } = await transfer.run({
        fromLocationId: place.locationId,
        toLocationId: line.locationId,
        lines: [{ variantId: line.variantId, quantity: n }],
      });
      toastUndoable(
        t.rich("remedy.transferred", { n, what: line.name, from: place.locationName, to: line.locationName }),
        value.batchId,
      );
      props.onRetry();
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <div data-testid="remedies" className="grid gap-1.5">
      {line.elsewhere.length > 0 && (
        <p className="text-12 text-ink-2">
          {t("remedy.elsewhere", {
            places: inWords(line.elsewhere.map((e) => t("remedy.place", { name: e.locationName, n: e.available }))),
          })}
        </p>
      )}
      {finding ? (
        <Found
          line={line}
          short={short}
          onBack={() => {
            setBack(true);
            find(false);
          }}
          onDone={() => {
            find(false);
            props.onRetry();
          }}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          {props.before}
          {line.elsewhere.map((e) => (
            <Button
              key={e.locationId}
              size={size}
              icon={ArrowLeftRight}
              pending={transfer.slow}
              onPress={() => void bring(e)}
              data-testid="transfer-here"
            >
              {t("remedy.transfer", { n: Math.min(short, e.available), name: e.locationName })}
            </Button>
          ))}
          <Button
            size={size}
            kind="quiet"
            icon={Hand}
            // The field that had the focus is gone: the keyboard goes on from here.
            autoFocus={back}
            onPress={() => find(true)}
            data-testid="have-it"
          >
            {t("remedy.have")}
          </Button>
          {props.after}
        </div>
      )}
      {error !== null && <ErrorNote error={error} />}
    </div>
  );
}

/** Found stock: an adjustment with its reason, made where the sale is. */
function Found(props: { line: ShortLine; short: number; onBack: () => void; onDone: () => void }) {
  const { line } = props;
  const adjust = useWrite("stock_adjust");
  const [n, setN] = useState(props.short);
  const [note, setNote] = useState("");
  const [error, setError] = useState<unknown>(null);
  const problems = fieldProblems(error);

  const commit = async () => {
    if (adjust.pending) return;
    setError(null);
    try {
      const { value } = await adjust.run({
        variantId: line.variantId,
        locationId: line.locationId,
        delta: n,
        reason: FOUND,
        note: note.trim() || undefined,
      });
      toastUndoable(t.rich("remedy.added", { n, what: line.name, after: value.row.onHand }), value.batchId);
      props.onDone();
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <div data-testid="found" className="grid gap-2 rounded-2 border border-line-2 bg-surface px-3 py-2.5">
      <p className="text-12 text-ink-2">{t("remedy.lead")}</p>
      <div className="flex items-start gap-2">
        <span className="flex h-8 items-center">
          <Stepper
            label={t("remedy.units", { name: line.name })}
            value={n}
            max={QUANTITY_MAX}
            error={problems?.has("delta")}
            onChange={setN}
          />
        </span>
        <TextField
          className="flex-1"
          label={t("remedy.note")}
          labelHidden
          placeholder={t("remedy.note")}
          value={note}
          onChange={setNote}
          maxLength={NOTE_MAX}
          autoFocus
          error={problems?.get("note") ?? problems?.get("delta") ?? null}
          onKeyDown={(e) => {
            if (e.key === "Enter") {
              e.preventDefault();
              void commit();
            } else if (e.key === "Escape") {
              e.preventDefault();
              e.stopPropagation();
              props.onBack();
            }
          }}
        />
      </div>
      <div className="flex gap-2">
        <Button size="sm" icon={Plus} pending={adjust.slow} onPress={() => void commit()} data-testid="found-commit">
          {t("remedy.add", { n })}
        </Button>
        <Button size="sm" kind="quiet" onPress={props.onBack}>
          {t("remedy.back")}
        </Button>
      </div>
      {error !== null && problems === null && <ErrorNote error={error} steps={{ retry: () => void commit() }} />}
    </div>
  );
}
