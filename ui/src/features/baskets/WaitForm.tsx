import { Hourglass } from "lucide-react";
import { useState } from "react";
import type { Basket } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { QUANTITY_MAX } from "../../shared/lines";
import { useWrite } from "../../shared/query";
import { Button, Checkbox, ErrorNote, Segmented, Stepper, TextField, toastDone } from "../../shared/ui";
import { useSettings } from "./api";
import { type LiveShort, waitChoices } from "./logic";
import type { Desk } from "./useDesk";
import { nameOf } from "./words";

const t = texts({
  "basket.wait.lead":
    "A place in the queue: units that come free are held by themselves, and you are told. First come, first served.",
  "basket.wait.then": "They are held for",
  "basket.wait.then.basket": "This basket",
  "basket.wait.then.later": "Later: sell the rest now",
  "basket.wait.units": "Units of {name} to wait for",
  "basket.wait.until": "Wait at most",
  "basket.wait.part": "Part of them is welcome too",
  "basket.wait.note": "Note, like a phone number to call",
  "basket.wait.commit": "Wait for {n, number}",
  "basket.wait.back": "Not so",
  "basket.wait.done": "<b>{name}</b>: in the queue for {n, number}.",
  "basket.wait.had": "<b>{name}</b>: {n, number} came free and are held.",
});

const NOTE_MAX = 500;

/** How many to wait for, how long, and whether part of them is welcome. */
export function WaitForm(props: { desk: Desk; basket: Basket; short: LiveShort; lacking: number; onDone: () => void }) {
  const { desk, basket, short } = props;
  const { line } = short;
  const f = useFormats();
  const create = useWrite("wait_create");
  const cancel = useWrite("wait_cancel");
  const usual = useSettings()?.waitSeconds;
  const choices = waitChoices(usual);
  const sellable = basket.lines.some((l) => l.available > 0);
  const [then, setThen] = useState<"basket" | "later">(sellable ? "later" : "basket");
  const [count, setCount] = useState<number | null>(null);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [partly, setPartly] = useState<boolean | null>(null);
  const [note, setNote] = useState("");
  const [error, setError] = useState<unknown>(null);
  const problems = fieldProblems(error);
  // Who waits for the lacking units alone gets them out of those that are free. So a basket waits for its whole line, with
  // what is free held for it at once where part is welcome; and what it sells now is held before the others are waited for.
  const n = count ?? (then === "basket" ? short.wanted - short.held : props.lacking);
  const part = partly ?? then === "basket";
  const { variantId, locationId } = line;

  /** What is free now stays the basket's; where others were before it, it stays free for anybody. */
  const keepWhatIsFree = async () => {
    const quantity = short.available - short.held;
    if (quantity <= 0) return;
    const { value } = await create.run({ lines: [{ variantId, quantity, locationId }], basketId: basket.id });
    const idle = value.rows.filter((w) => w.status === "waiting").map((w) => w.id);
    if (idle.length > 0) await cancel.run({ ids: idle });
  };

  const commit = async () => {
    if (create.pending) return;
    setError(null);
    try {
      if (then === "later") await keepWhatIsFree();
      const { value } = await create.run({
        lines: [{ variantId, quantity: n, locationId, acceptPart: part }],
        // A basket that is placed waits for nothing any more; what is for later waits for its customer.
        basketId: then === "basket" ? basket.id : undefined,
        customerId: basket.customer.id ?? undefined,
        forWhom: nameOf(basket),
        waitSeconds: seconds ?? undefined,
        note: note.trim() || undefined,
      });
      const [made] = value.rows;
      const had = made?.status === "granted";
      if (then === "later" && short.lineNo !== null) {
        if (short.available > 0) await desk.setLine(short.lineNo, { quantity: short.available });
        else await desk.removeLine(short.lineNo);
      }
      const left = n - (made?.granted ?? 0);
      toastDone(t.rich(had ? "basket.wait.had" : "basket.wait.done", { name: line.name, n: had ? n : left }));
      props.onDone();
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <fieldset
      data-testid="wait-form"
      className="grid gap-2.5 rounded-2 border border-line-2 bg-surface px-3 py-2.5"
      onKeyDown={(e) => {
        if (e.key === "Escape") {
          e.preventDefault();
          e.stopPropagation();
          props.onDone();
        }
      }}
    >
      <p className="text-12 text-ink-2">{t("basket.wait.lead")}</p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="flex items-center gap-2 text-ink-2">
          {t("basket.wait.then")}
          <Segmented
            label={t("basket.wait.then")}
            value={then}
            onChange={setThen}
            options={(["basket", "later"] as const).map((value) => ({ value, label: t(`basket.wait.then.${value}`) }))}
          />
        </span>
        <Stepper
          label={t("basket.wait.units", { name: line.name })}
          value={n}
          max={QUANTITY_MAX}
          error={problems?.has("lines[0].quantity")}
          onChange={setCount}
        />
        <span className="flex items-center gap-2 text-ink-2">
          {t("basket.wait.until")}
          <Segmented
            label={t("basket.wait.until")}
            value={String(seconds ?? usual ?? choices[1])}
            onChange={(value) => setSeconds(Number(value))}
            options={choices.map((s) => ({ value: String(s), label: f.duration(s * 1000) }))}
          />
        </span>
        <Checkbox checked={part} onChange={setPartly}>
          {t("basket.wait.part")}
        </Checkbox>
      </div>
      <div className="flex items-start gap-2">
        <TextField
          className="flex-1"
          label={t("basket.wait.note")}
          labelHidden
          placeholder={t("basket.wait.note")}
          value={note}
          onChange={setNote}
          maxLength={NOTE_MAX}
          autoFocus
          error={problems?.get("note") ?? null}
          onKeyDown={(e) => {
            if (e.key !== "Enter") return;
            e.preventDefault();
            void commit();
          }}
        />
        <Button
          icon={Hourglass}
          pending={create.slow}
          onPress={() => void commit()}
          data-testid="wait-commit"
          className="h-8!"
        >
          {t("basket.wait.commit", { n })}
        </Button>
        <Button kind="quiet" onPress={props.onDone} className="h-8!">
          {t("basket.wait.back")}
        </Button>
      </div>
      {error !== null && <ErrorNote error={error} steps={{ retry: () => void commit() }} />}
    </fieldset>
  );
}
