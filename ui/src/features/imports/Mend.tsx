import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ImportRow } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { Button, TextField } from "../../shared/ui";
import { capital } from "./columns";
import { cellToMend, fixOf } from "./logic";
import type { Import } from "./useImport";
import { fieldWord } from "./words";

const t = texts({
  "mend.where": "Row {row, number}, {field}",
  "mend.whole": "Row {row, number}",
  "mend.lead": "{message} Correct it here, or leave the row out.",
  "mend.lead.orders": "{message} Correct it here; until then its order stays out.",
  "mend.out.orders": "{why} Its order stays out.",
  "mend.out": "{why} The row is left out.",
  "mend.value": "Value for {field} in row {row, number}",
  "mend.use": "Use in this row",
  "mend.next": "Next refused",
});

/** Mends one refused cell: Enter uses the value and checks again, F8 goes to the next one. */
export function Mend(props: {
  row: ImportRow;
  work: Import;
  inputRef: React.RefObject<HTMLInputElement | null>;
  onNext: () => void;
  onMove: (by: 1 | -1) => void;
}) {
  const { row, work } = props;
  const { fixes } = work.state;
  const cell = cellToMend(row, fixes);
  const ofOrder = work.state.kind === "orders";
  const [text, setText] = useState(cell ? (fixOf(fixes, row.row, cell.field) ?? cell.text) : "");
  const hadFocus = useRef(false);
  // The next refused cell takes the place of the one that was mended, and the focus with it.
  useEffect(() => {
    const { current } = props.inputRef;
    if (document.activeElement === document.body || hadFocus.current) current?.focus();
  }, [props.inputRef]);
  if (cell === undefined) {
    return (
      <MendBar
        title={t("mend.whole", { row: row.row })}
        lead={t(ofOrder ? "mend.out.orders" : "mend.out", { why: ended(capital(row.why ?? "")) })}
      >
        <Next onPress={props.onNext} />
      </MendBar>
    );
  }
  const field = fieldWord(cell.field);
  const use = () => work.fix(row.row, cell.field, text);
  return (
    <MendBar
      title={t("mend.where", { row: row.row, field })}
      lead={t(ofOrder ? "mend.lead.orders" : "mend.lead", { message: ended(capital(cell.message ?? row.why ?? "")) })}
    >
      <TextField
        label={t("mend.value", { field, row: row.row })}
        labelHidden
        scanned
        value={text}
        onChange={setText}
        inputRef={props.inputRef}
        className="w-44"
        onKeyDown={(e) => {
          if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) use();
          else if (e.key === "ArrowDown") props.onMove(1);
          else if (e.key === "ArrowUp") props.onMove(-1);
          else return;
          e.preventDefault();
          e.stopPropagation();
        }}
        data-testid="mend-value"
      />
      <Button keys="enter" onPress={use} data-testid="mend-use">
        {t("mend.use")}
      </Button>
      <Next onPress={props.onNext} />
    </MendBar>
  );
}

function Next(props: { onPress: () => void }) {
  return (
    <Button kind="quiet" keys="f8" onPress={props.onPress} data-testid="mend-next">
      {t("mend.next")}
    </Button>
  );
}

export function MendBar(props: { title: string; lead: string; children: ReactNode }) {
  return (
    <section
      aria-label={props.title}
      data-testid="mend"
      className="flex shrink-0 items-center gap-3 border-line border-t bg-frame px-4 py-3"
    >
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{props.title}</p>
        <p className="text-ink-2" data-selectable>
          {props.lead}
        </p>
      </div>
      {props.children}
    </section>
  );
}

export function ended(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
