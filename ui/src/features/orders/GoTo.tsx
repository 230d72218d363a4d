import { useState } from "react";
import type { Day } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { Button, DayField, Dialog, DialogBody, ErrorNote, Note, TextField } from "../../shared/ui";
import { orderNumberOf } from "./logic";

const t = texts({
  "goto.title": "Go to a day or number",
  "goto.number": "Order number",
  "goto.number.hint": "4833 is enough for this year.",
  "goto.number.bad": "A number like 4833 or 2026-004833",
  "goto.day": "Or a day",
  "goto.go": "Go",
  "goto.cancel": "Back",
  "goto.missing": "It is not in this list. Another view or filter may show it.",
});

/** Moves the cursor to an order's number, or to the first order of a day. */
export function GoTo(props: {
  open: boolean;
  today: Day;
  onClose: () => void;
  find: (place: { number?: string; day?: Day }) => Promise<number | null>;
  onFound: (index: number) => void;
}) {
  const [text, setText] = useState("");
  const [day, setDay] = useState<Day | null>(null);
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const number = text.trim() === "" ? null : orderNumberOf(text, props.today);
  const bad = text.trim() !== "" && number === null;

  const go = async () => {
    if (bad || (number === null && day === null)) return;
    setMissing(false);
    setError(null);
    try {
      const index = await props.find(number !== null ? { number } : { day: day ?? props.today });
      if (index === null) setMissing(true);
      else props.onFound(index);
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t("goto.title")}
      width={400}
      onCommit={() => void go()}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("goto.cancel")}
          </Button>
          <Button kind="main" onPress={() => void go()} keys="enter">
            {t("goto.go")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <TextField
          label={t("goto.number")}
          hint={t("goto.number.hint")}
          error={bad ? t("goto.number.bad") : null}
          value={text}
          onChange={(next) => {
            setText(next);
            setMissing(false);
          }}
          onKeyDown={(e) => {
            if (e.key === "Enter") void go();
          }}
          autoFocus
          data-testid="goto-number"
        />
        <DayField label={t("goto.day")} value={day} onChange={setDay} />
        {missing && (
          <Note tone="warn" role="status">
            {t("goto.missing")}
          </Note>
        )}
        {error !== null && <ErrorNote error={error} />}
      </DialogBody>
    </Dialog>
  );
}
