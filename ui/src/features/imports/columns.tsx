import type { ImportCell, ImportField, ImportFix, ImportKind, ImportRow } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Mark, Nil } from "../../shared/ui";
import { fixOf, isFigure } from "./logic";
import { fieldWord, RESULT_SHAPE, resultWord } from "./words";

const t = texts({
  "row.line": "Row",
  "row.result": "Result",
  "row.why": "Why",
  "row.placed": "Placed",
  "row.restored": "{result}, restored",
});

/** Columns that a narrow table does without first. */
const LEAVES_FIRST: readonly ImportField[] = [
  "description",
  "unit",
  "handle",
  "parentSku",
  "rowType",
  "moreAttributes",
];

function cellOf(row: ImportRow, field: ImportField): ImportCell | undefined {
  return row.cells.find((c) => c.field === field);
}

/** The value of one cell: before struck through, what is refused outlined, what was mended in the accent. */
export function CellValue(props: {
  cell: ImportCell | undefined;
  fix: string | undefined;
  strong?: boolean;
  /** units that are added to what is there */
  adds?: boolean;
}) {
  const { cell, fix } = props;
  if (cell === undefined) return <Nil />;
  // A mending that the last check has not seen yet.
  if (fix !== undefined && fix !== cell.text) return <span className="font-medium text-accent-ink">{fix}</span>;
  if (cell.problem !== null) {
    return (
      <span
        className="inline-block max-w-full truncate rounded-1 bg-bad-tint px-1 align-middle font-medium text-bad leading-5 shadow-[inset_0_0_0_1px_var(--bad)]"
        title={cell.message ?? undefined}
      >
        {cell.text === "" ? "—" : cell.text}
      </span>
    );
  }
  if (props.adds && /^\d+$/.test(cell.text)) return Number(cell.text) === 0 ? <Nil /> : `+${cell.text}`;
  if (cell.before !== null) {
    return (
      <>
        <s className="text-ink-3">{cell.before}</s> {cell.text === "" ? "—" : cell.text}
      </>
    );
  }
  return cell.text === "" ? <Nil /> : <span className={props.strong ? "font-medium" : undefined}>{cell.text}</span>;
}

/** What is said of a row: why it is refused, or which fields it changes. */
export function whyOf(row: ImportRow): string {
  const said = row.why ?? row.cells.find((c) => c.problem !== null)?.message;
  if (said) return capital(said);
  return capital(row.cells.flatMap((c) => (c.before === null ? [] : [fieldWord(c.field)])).join(", "));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function rowColumns(
  f: Formats,
  kind: ImportKind,
  fields: ImportField[],
  fixes: readonly ImportFix[],
  adds: boolean,
): Column<ImportRow>[] {
  // A line of an order is added to nothing: its order is placed.
  const wordOf = (row: ImportRow) =>
    kind === "orders" && row.result === "added" ? t("row.placed") : resultWord(row.result);
  const value = (row: ImportRow, field: ImportField, strong = false) => (
    <CellValue
      cell={cellOf(row, field)}
      fix={fixOf(fixes, row.row, field)}
      strong={strong}
      adds={adds && field === "onHand"}
    />
  );
  const mapped = fields.map<Column<ImportRow>>((field, at) => ({
    id: field,
    header: fieldWord(field),
    width: isFigure(field) ? 92 : field === "category" || field === "description" ? 150 : 104,
    align: isFigure(field) ? "right" : undefined,
    // Those that stand last in the file leave first; figures stay longest.
    leave: LEAVES_FIRST.includes(field) ? 1 : (isFigure(field) ? 200 : 100) - at,
    cell: (row) => value(row, field),
    text: (row) => cellOf(row, field)?.text ?? "",
  }));
  const nameField: ImportField = kind === "customers" ? "customerName" : "name";
  const sku: Column<ImportRow> = {
    id: "sku",
    header: fieldWord("sku"),
    width: 116,
    leave: 300,
    cell: (row) =>
      cellOf(row, "sku") ? (
        <span className="code">{value(row, "sku")}</span>
      ) : (
        <span className="code text-ink-2">{row.sku === "" ? <Nil /> : row.sku}</span>
      ),
    text: (row) => row.sku,
  };
  const name: Column<ImportRow> = {
    id: "name",
    header: fieldWord(nameField),
    width: 140,
    flex: true,
    cell: (row) => {
      const cell = cellOf(row, nameField);
      if (cell && (cell.problem !== null || cell.before !== null || fixOf(fixes, row.row, nameField) !== undefined)) {
        return value(row, nameField, true);
      }
      return row.name === "" ? <Nil /> : <span className="font-medium">{row.name}</span>;
    },
    text: (row) => row.name,
  };
  return [
    {
      id: "row",
      header: t("row.line"),
      width: 48,
      align: "right",
      cell: (row) => <span className="text-ink-3">{f.count(row.row)}</span>,
      text: (row) => String(row.row),
    },
    {
      id: "result",
      header: t("row.result"),
      width: 96,
      fixed: true,
      cell: (row) => {
        const { shape, tone } = RESULT_SHAPE[row.result];
        const word = wordOf(row);
        return (
          <Mark
            shape={shape}
            tone={tone}
            word={row.restored ? t("row.restored", { result: word }) : word}
            wordClass={row.result === "unchanged" ? "text-ink-2" : undefined}
          />
        );
      },
      text: wordOf,
    },
    ...(kind === "customers" ? [] : [sku]),
    name,
    ...mapped,
    {
      id: "why",
      header: t("row.why"),
      width: 190,
      cell: (row) => {
        const why = whyOf(row);
        return (
          <span
            className={row.result === "refused" ? "text-bad" : row.result === "short" ? "text-warn" : "text-ink-3"}
            title={why}
          >
            {why}
          </span>
        );
      },
      text: whyOf,
    },
  ];
}
