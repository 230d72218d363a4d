import { useEffect, useRef, useState } from "react";
import type { CountLine } from "../../generated/commands";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Nil } from "../../shared/ui";
import { fullName, readFigure } from "./logic";

const t = texts({ "figure.label": "Units counted of {name}" });

export type Editing = { variantId: CountLine["variantId"]; start: string };

/** What was counted of one line; while it is edited, the field for it. Enter keeps it and goes on, Esc leaves it. */
export function RowFigure(props: {
  line: CountLine;
  editing: Editing | null;
  onKeep: (line: CountLine, figure: number | "empty", next: 1 | -1 | 0) => void;
  onLeave: () => void;
}) {
  const { line, editing } = props;
  const f = useFormats();
  if (editing?.variantId === line.variantId) return <FigureField {...props} start={editing.start} />;
  return line.counted === null ? <Nil /> : <span className="font-semibold">{f.count(line.counted)}</span>;
}

function FigureField(props: {
  line: CountLine;
  start: string;
  onKeep: (line: CountLine, figure: number | "empty", next: 1 | -1 | 0) => void;
  onLeave: () => void;
}) {
  const { line } = props;
  const [text, setText] = useState(props.start !== "" ? props.start : String(line.counted ?? ""));
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    input.current?.focus();
    if (props.start === "") input.current?.select();
  }, [props.start]);

  const figure = readFigure(text);
  const keep = (next: 1 | -1 | 0) => {
    if (figure === null) return;
    done.current = true;
    props.onKeep(line, figure, next);
  };
  const leave = () => {
    done.current = true;
    props.onLeave();
  };
  return (
    <input
      ref={input}
      aria-label={t("figure.label", { name: fullName(line) })}
      aria-invalid={figure === null || undefined}
      data-testid="row-figure"
      inputMode="numeric"
      autoComplete="off"
      className={`h-6 w-full rounded-1 border bg-surface px-1.5 text-right font-semibold tabular-nums outline-2 -outline-offset-1 ${
        figure === null ? "border-bad outline-bad" : "border-transparent outline-focus"
      }`}
      value={text}
      onChange={(e) => setText(e.target.value)}
      onClick={(e) => e.stopPropagation()}
      onBlur={() => {
        if (!done.current) leave();
      }}
      onKeyDown={(e) => {
        if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) keep(1);
        else if (e.key === "ArrowDown") keep(1);
        else if (e.key === "ArrowUp") keep(-1);
        else if (e.key === "Escape") leave();
        else {
          if (!e.ctrlKey && !e.metaKey && !e.altKey) e.stopPropagation();
          return;
        }
        e.preventDefault();
        e.stopPropagation();
      }}
    />
  );
}
