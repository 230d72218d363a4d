import type { Batch, Day } from "../../generated/commands";
import { cx } from "../../shared/cx";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Mark, Nil } from "../../shared/ui";
import { nameOf } from "./logic";
import { kindIcon, kindWord, placeWords } from "./words";

const t = texts({
  "changes.col.when": "When",
  "changes.col.what": "What",
  "changes.col.name": "Name",
  "changes.col.where": "Where",
  "changes.col.lines": "Lines",
  "changes.col.units": "Units",
  "changes.col.who": "Who",
  "changes.col.state": "State",
  "changes.undone": "Undone",
});

export function What(props: { batch: Batch; className?: string }) {
  const Icon = kindIcon(props.batch.kind);
  return (
    <span className={cx("flex min-w-0 items-center gap-1.5", props.className)}>
      <Icon size={14} aria-hidden="true" className="shrink-0 text-ink-3" />
      <span className="truncate font-medium">{kindWord(props.batch.kind)}</span>
    </span>
  );
}

export function changeColumns(f: Formats, today: Day, several: boolean): Column<Batch>[] {
  return [
    {
      id: "when",
      header: t("changes.col.when"),
      width: 92,
      fixed: true,
      cell: (b) => <span className="text-ink-2 tabular-nums">{f.stamp(b.at, today)}</span>,
      text: (b) => f.dateTime(b.at),
    },
    {
      id: "what",
      header: t("changes.col.what"),
      width: 128,
      cell: (b) => <What batch={b} />,
      text: (b) => kindWord(b.kind),
    },
    {
      id: "name",
      header: t("changes.col.name"),
      width: 140,
      flex: true,
      cell: (b) => {
        const name = nameOf(b);
        if (name === "" && b.note === "") return <Nil />;
        return (
          <>
            {name} {b.note !== "" && <span className="text-ink-3">{b.note}</span>}
          </>
        );
      },
      text: (b) => nameOf(b),
    },
    ...(several
      ? [
          {
            id: "where",
            header: t("changes.col.where"),
            width: 148,
            leave: 1,
            cell: (b: Batch) => placeWords(b) || <Nil />,
            text: (b: Batch) => placeWords(b),
          },
        ]
      : []),
    {
      id: "lines",
      header: t("changes.col.lines"),
      width: 52,
      align: "right",
      leave: 3,
      cell: (b) => f.count(b.lineCount),
      text: (b) => String(b.lineCount),
    },
    {
      id: "units",
      header: t("changes.col.units"),
      width: 60,
      align: "right",
      cell: (b) => (b.units === 0 ? <Nil /> : <span className="font-medium">{f.signed(b.units)}</span>),
      text: (b) => String(b.units),
    },
    {
      id: "who",
      header: t("changes.col.who"),
      width: 108,
      leave: 2,
      cell: (b) => <span className="text-ink-2">{b.staffName}</span>,
      text: (b) => b.staffName,
    },
    {
      id: "state",
      header: t("changes.col.state"),
      width: 80,
      cell: (b) => (b.undoneBy === null ? null : <Mark shape="cancelled" tone="text-off" word={t("changes.undone")} />),
      text: (b) => (b.undoneBy === null ? "" : t("changes.undone")),
    },
  ];
}
