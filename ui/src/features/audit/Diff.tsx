import { useState } from "react";
import { cx } from "../../shared/cx";
import { type Formats, useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Nil, Section, Segmented } from "../../shared/ui";
import { type Difference, differences, gained, QUIET_FIELDS, type Value } from "./logic";
import { codeWord, fieldWord, pathWords } from "./words";

const t = texts({
  "diff.changed.head": "{n, plural, =0 {Nothing changed} one {One field changed} other {# fields changed}}",
  "diff.new.head": "{n, plural, one {One field written} other {# fields written}}",
  "diff.which": "Which fields",
  "diff.changed": "Changed",
  "diff.all": "All {n, number}",
  "diff.field": "Field",
  "diff.before": "Before",
  "diff.after": "After",
  "diff.value": "Value",
  "diff.part": "{name} {value}",
  "diff.yes": "Yes",
  "diff.no": "No",
  "diff.none": "This entry carries no values.",
});

export function valueWords(value: Value, f: Formats): string {
  switch (value.kind) {
    case "nothing":
      return "";
    case "text":
    case "code":
      return value.text;
    case "number":
      return f.count(value.value).replace("-", "−");
    case "yes":
      return value.value ? t("diff.yes") : t("diff.no");
    case "money":
      return f.money(value.value);
    case "instant":
      return `${f.date(value.value)} ${f.timeWithSeconds(value.value)}`;
    case "day":
      return f.dayInWords(value.value);
    case "seconds":
      return f.duration(value.value * 1000);
    case "percent":
      return `${(value.basisPoints / 100).toString()} %`;
    case "word":
      return codeWord(value.of, value.word);
    case "parts":
      return value.parts
        .filter((p) => p.value.kind !== "nothing")
        .map((p) => t("diff.part", { name: fieldWord(p.name), value: valueWords(p.value, f) }))
        .join(" · ");
  }
}

/** Old and new, field by field. What an entry only wrote has no column for before. */
export function Diff(props: { oldValue: unknown; newValue: unknown }) {
  const [all, setAll] = useState(false);
  const rows = differences(props.oldValue, props.newValue);
  const changed = rows.filter((r) => r.change !== "same" && !QUIET_FIELDS.has(String(r.path[0])));
  const onlyNew = props.oldValue === null || props.oldValue === undefined;
  const shown = all || changed.length === 0 ? rows : changed;
  const hides = changed.length > 0 && changed.length < rows.length;
  if (rows.length === 0)
    return (
      <Section>
        <p className="text-ink-3">{t("diff.none")}</p>
      </Section>
    );
  return (
    <Section
      title={onlyNew ? t("diff.new.head", { n: changed.length }) : t("diff.changed.head", { n: changed.length })}
      end={
        hides && (
          <Segmented<"changed" | "all">
            label={t("diff.which")}
            value={all ? "all" : "changed"}
            onChange={(value) => setAll(value === "all")}
            options={[
              { value: "changed", label: t("diff.changed") },
              { value: "all", label: t("diff.all", { n: rows.length }) },
            ]}
          />
        )
      }
    >
      <div
        role="table"
        aria-label={t("diff.which")}
        data-testid="diff"
        className="overflow-hidden rounded-2 border border-line"
      >
        <div role="row" className={cx("label grid", columns(onlyNew))}>
          <span role="columnheader" className="px-2.5 py-1">
            {t("diff.field")}
          </span>
          {!onlyNew && (
            <span role="columnheader" className="border-line border-l px-2.5 py-1">
              {t("diff.before")}
            </span>
          )}
          <span role="columnheader" className="border-line border-l px-2.5 py-1">
            {onlyNew ? t("diff.value") : t("diff.after")}
          </span>
        </div>
        {shown.map((row) => (
          <Row key={JSON.stringify(row.path)} row={row} onlyNew={onlyNew} />
        ))}
      </div>
    </Section>
  );
}

function columns(onlyNew: boolean): string {
  return onlyNew ? "grid-cols-[132px_minmax(0,1fr)]" : "grid-cols-[116px_minmax(0,1fr)_minmax(0,1fr)]";
}

function Row(props: { row: Difference; onlyNew: boolean }) {
  const { row, onlyNew } = props;
  const f = useFormats();
  const differs = row.change !== "same";
  const cell = "min-w-0 break-words border-line border-l px-2.5 py-1.5";
  const after = valueWords(row.after, f);
  return (
    <div
      role="row"
      data-testid="diff-row"
      data-change={row.change}
      className={cx("grid min-h-8 border-line border-t tabular-nums", columns(onlyNew))}
    >
      <span role="rowheader" className="min-w-0 break-words px-2.5 py-1.5 font-medium">
        {pathWords(row.path)}
      </span>
      {!onlyNew && (
        <span
          role="cell"
          data-selectable
          className={cx(
            cell,
            row.before.kind === "code" && "code",
            differs && row.before.kind !== "nothing" && "bg-bad-tint text-ink-2 line-through decoration-bad",
          )}
        >
          {row.before.kind === "nothing" ? <Nil /> : valueWords(row.before, f)}
        </span>
      )}
      <span
        role="cell"
        data-selectable
        className={cx(
          cell,
          row.after.kind === "code" && "code",
          differs && !onlyNew && row.after.kind !== "nothing" && "bg-ok-tint font-medium",
        )}
      >
        {row.after.kind === "nothing" ? (
          <Nil />
        ) : row.change === "changed" && row.before.kind === "text" && row.after.kind === "text" ? (
          <Gained before={row.before.text} after={row.after.text} />
        ) : (
          after
        )}
      </span>
    </div>
  );
}

/** Marks the words that a text gained, where some of it stayed. */
function Gained(props: { before: string; after: string }) {
  const { head, mid, tail } = gained(props.before, props.after);
  if (mid === "" || (head === "" && tail === "")) return props.after;
  return (
    <>
      {head}
      <ins className="border-ok border-b-2 no-underline">{mid}</ins>
      {tail}
    </>
  );
}
