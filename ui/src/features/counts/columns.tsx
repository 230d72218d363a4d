import type { CountLine, CountSheet, UnknownCode } from "../../generated/commands";
import { cx } from "../../shared/cx";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Mark, Nil, Track } from "../../shared/ui";
import { fullName, isBlind, lineState, share } from "./logic";

const t = texts({
  "count.col.name": "Count",
  "count.col.what": "What",
  "count.col.location": "Location",
  "count.col.progress": "Counted",
  "count.col.differs": "Differ",
  "count.col.recount": "Recount",
  "count.col.unknown": "Unknown",
  "count.col.who": "Started by",
  "count.col.started": "Started",
  "count.col.ended": "Ended",
  "count.col.state": "State",
  "count.of": "{n} of {all}",
  "count.scope.all": "Everything",
  "count.scope.list": "Scan list",
  "count.status.open": "Open",
  "count.status.posted": "Posted",
  "count.status.cancelled": "Cancelled",

  "count.line.product": "Product",
  "count.line.sku": "SKU",
  "count.line.expected": "Expected",
  "count.line.counted": "Counted",
  "count.line.difference": "Difference",
  "count.line.state": "State",
  "count.line.by": "By",
  "count.line.at": "At",
  "count.state.uncounted": "Not counted",
  "count.state.recount": "Count again",
  "count.state.recount.left": "Count again, {n, number} left",
  "count.state.recount.came": "Count again, {n, number} came",
  "count.state.agrees": "Agrees",
  "count.state.more": "More",
  "count.state.less": "Fewer",
  "count.state.counted": "Counted",

  "count.code.code": "Code",
  "count.code.quantity": "Units",
  "count.code.by": "Scanned by",
  "count.code.at": "At",
});

export function scopeWord(sheet: Pick<CountSheet, "scope" | "categoryPath">): string {
  switch (sheet.scope) {
    case "all":
      return t("count.scope.all");
    case "category":
      return (sheet.categoryPath ?? []).join(" › ");
    case "list":
      return t("count.scope.list");
  }
}

export function StatusOfCount(props: { status: CountSheet["status"] }) {
  switch (props.status) {
    case "open":
      return <Mark shape="pending" tone="text-warn-mark" word={t("count.status.open")} />;
    case "posted":
      return <Mark shape="delivered" tone="text-ok" word={t("count.status.posted")} />;
    case "cancelled":
      return <Mark shape="cancelled" tone="text-off" word={t("count.status.cancelled")} wordClass="text-ink-2" />;
  }
}

export function Progress(props: { sheet: CountSheet; f: Formats; className?: string }) {
  const { sheet, f } = props;
  return (
    <span className={cx("flex items-center gap-2.5", props.className)}>
      <Track share={share(sheet)} tone={share(sheet) === 1 ? "bg-ok" : undefined} className="w-16 shrink-0" />
      <span className="tabular-nums">{t("count.of", { n: f.count(sheet.counted), all: f.count(sheet.lines) })}</span>
    </span>
  );
}

function Figure(props: { n: number | null; f: Formats; tone?: string }) {
  if (props.n === null || props.n === 0) return <Nil />;
  return <span className={props.tone}>{props.f.count(props.n)}</span>;
}

export function sheetColumns(f: Formats, day: string, several: boolean, ended: boolean): Column<CountSheet>[] {
  const columns: (Column<CountSheet> | false)[] = [
    {
      id: "name",
      header: t("count.col.name"),
      width: 150,
      flex: true,
      cell: (s) => <span className="font-medium">{s.name}</span>,
      text: (s) => s.name,
    },
    {
      id: "what",
      header: t("count.col.what"),
      width: 130,
      leave: 3,
      cell: (s) => <span className="text-ink-2">{scopeWord(s)}</span>,
      text: scopeWord,
    },
    several && {
      id: "location",
      header: t("count.col.location"),
      width: 110,
      leave: 5,
      cell: (s) => s.locationName,
      text: (s) => s.locationName,
    },
    {
      id: "progress",
      header: t("count.col.progress"),
      width: 152,
      cell: (s) => <Progress sheet={s} f={f} />,
      text: (s) => `${s.counted}/${s.lines}`,
    },
    {
      id: "differs",
      header: t("count.col.differs"),
      width: 52,
      align: "right",
      leave: 4,
      cell: (s) => <Figure n={s.differs} f={f} />,
      text: (s) => (s.differs === null ? "" : String(s.differs)),
    },
    {
      id: "recount",
      header: t("count.col.recount"),
      width: 56,
      align: "right",
      leave: 4,
      cell: (s) => <Figure n={s.recount} f={f} tone="font-medium text-warn" />,
      text: (s) => String(s.recount),
    },
    {
      id: "unknown",
      header: t("count.col.unknown"),
      width: 60,
      align: "right",
      leave: 4,
      cell: (s) => <Figure n={s.unknown} f={f} tone="font-medium text-warn" />,
      text: (s) => String(s.unknown),
    },
    {
      id: "who",
      header: t("count.col.who"),
      width: 120,
      leave: 1,
      cell: (s) => <span className="text-ink-2">{s.staffName}</span>,
      text: (s) => s.staffName,
    },
    {
      id: "started",
      header: t("count.col.started"),
      width: 96,
      leave: 2,
      cell: (s) => <span className="text-ink-2 tabular-nums">{f.stamp(s.createdAt, day)}</span>,
      text: (s) => f.dateTime(s.createdAt),
    },
    ended && {
      id: "ended",
      header: t("count.col.ended"),
      width: 96,
      leave: 2,
      cell: (s) => (s.endedAt === null ? <Nil /> : <span className="tabular-nums">{f.stamp(s.endedAt, day)}</span>),
      text: (s) => (s.endedAt === null ? "" : f.dateTime(s.endedAt)),
    },
    {
      id: "state",
      header: t("count.col.state"),
      width: 96,
      cell: (s) => <StatusOfCount status={s.status} />,
      text: (s) => t(`count.status.${s.status}`),
    },
  ];
  return columns.filter((c) => c !== false);
}

/** What moved while the line was counted: 2 left, 3 came. */
function recountWords(line: Pick<CountLine, "movedSince">): string {
  if (line.movedSince === 0) return t("count.state.recount");
  const n = Math.abs(line.movedSince);
  return t(line.movedSince < 0 ? "count.state.recount.left" : "count.state.recount.came", { n });
}

export function LineMark(props: { line: CountLine }) {
  const { line } = props;
  const state = lineState(line);
  const word = t(`count.state.${state}`);
  switch (state) {
    case "uncounted":
      return <Mark shape="unchanged" tone="text-off" word={word} wordClass="text-ink-3" />;
    case "recount":
      return <Mark shape="pending" tone="text-warn-mark" word={recountWords(line)} wordClass="font-medium text-warn" />;
    case "agrees":
      return <Mark shape="delivered" tone="text-ok" word={word} wordClass="text-ink-2" />;
    case "counted":
      return <Mark shape="fine" tone="text-accent" word={word} wordClass="text-ink-2" />;
    case "more":
    case "less":
      return <Mark shape="changed" tone={state === "more" ? "text-accent" : "text-bad"} word={word} />;
  }
}

const productColumns = (): Column<CountLine>[] => [
  {
    id: "product",
    header: t("count.line.product"),
    width: 150,
    flex: true,
    cell: (l) => <span className="font-medium">{fullName(l)}</span>,
    text: fullName,
  },
  {
    id: "sku",
    header: t("count.line.sku"),
    width: 118,
    leave: 3,
    cell: (l) => <span className="code text-ink-3">{l.sku}</span>,
    text: (l) => l.sku,
  },
];

const differenceColumns = (f: Formats): Column<CountLine>[] => [
  {
    id: "difference",
    header: t("count.line.difference"),
    width: 72,
    align: "right",
    cell: (l) =>
      l.difference === null || l.difference === 0 ? (
        <Nil />
      ) : (
        <span className={cx("font-medium", l.difference < 0 && "text-bad")}>{f.signed(l.difference)}</span>
      ),
    text: (l) => (l.difference === null ? "" : String(l.difference)),
  },
];

const expectedColumn = (f: Formats): Column<CountLine> => ({
  id: "expected",
  header: t("count.line.expected"),
  width: 64,
  align: "right",
  leave: 4,
  cell: (l) => (l.expected === null ? <Nil /> : <span className="text-ink-2">{f.count(l.expected)}</span>),
  text: (l) => (l.expected === null ? "" : String(l.expected)),
});

/** The lines of a sheet. A blind count has neither what is expected nor what differs. */
export function lineColumns(
  f: Formats,
  day: string,
  sheet: CountSheet,
  counted: Column<CountLine>["cell"],
): Column<CountLine>[] {
  const blind = isBlind(sheet);
  return [
    ...productColumns(),
    ...(blind ? [] : [expectedColumn(f)]),
    {
      id: "counted",
      header: t("count.line.counted"),
      width: 76,
      align: "right",
      fixed: true,
      cell: counted,
      text: (l) => (l.counted === null ? "" : String(l.counted)),
    },
    ...(blind ? [] : differenceColumns(f)),
    {
      id: "state",
      header: t("count.line.state"),
      width: 132,
      cell: (l) => <LineMark line={l} />,
      text: (l) => (lineState(l) === "recount" ? recountWords(l) : t(`count.state.${lineState(l)}`)),
    },
    {
      id: "by",
      header: t("count.line.by"),
      width: 96,
      leave: 1,
      cell: (l) => (l.staffName === null ? <Nil /> : <span className="text-ink-2">{l.staffName}</span>),
      text: (l) => l.staffName ?? "",
    },
    {
      id: "at",
      header: t("count.line.at"),
      width: 84,
      leave: 2,
      cell: (l) => (l.countedAt === null ? <Nil /> : <span className="text-ink-2">{f.stamp(l.countedAt, day)}</span>),
      text: (l) => (l.countedAt === null ? "" : f.dateTime(l.countedAt)),
    },
  ];
}

/** What posting would adjust. */
export function reviewColumns(f: Formats): Column<CountLine>[] {
  return [
    ...productColumns(),
    expectedColumn(f),
    {
      id: "counted",
      header: t("count.line.counted"),
      width: 64,
      align: "right",
      cell: (l) => (l.counted === null ? <Nil /> : f.count(l.counted)),
      text: (l) => (l.counted === null ? "" : String(l.counted)),
    },
    ...differenceColumns(f),
    {
      id: "state",
      header: t("count.line.state"),
      width: 104,
      leave: 1,
      cell: (l) => <LineMark line={l} />,
      text: (l) => (lineState(l) === "recount" ? recountWords(l) : t(`count.state.${lineState(l)}`)),
    },
  ];
}

export function codeColumns(f: Formats, day: string, actions: Column<UnknownCode>["cell"]): Column<UnknownCode>[] {
  return [
    {
      id: "code",
      header: t("count.code.code"),
      width: 160,
      flex: true,
      cell: (c) => <span className="code font-medium">{c.code}</span>,
      text: (c) => c.code,
    },
    {
      id: "quantity",
      header: t("count.code.quantity"),
      width: 60,
      align: "right",
      cell: (c) => f.count(c.quantity),
      text: (c) => String(c.quantity),
    },
    {
      id: "by",
      header: t("count.code.by"),
      width: 130,
      leave: 1,
      cell: (c) => <span className="text-ink-2">{c.staffName}</span>,
      text: (c) => c.staffName,
    },
    {
      id: "at",
      header: t("count.code.at"),
      width: 84,
      leave: 2,
      cell: (c) => <span className="text-ink-2">{f.stamp(c.at, day)}</span>,
      text: (c) => f.dateTime(c.at),
    },
    { id: "actions", header: "", width: 168, align: "right", fixed: true, cell: actions, text: () => "" },
  ];
}
