import type { AuditRow } from "../../generated/commands";
import { cx } from "../../shared/cx";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Nil, OrderNumber } from "../../shared/ui";
import { actionIcon, rowWord, shortWords } from "./words";

const t = texts({
  "audit.col.entry": "Entry",
  "audit.col.time": "Time",
  "audit.col.what": "What",
  "audit.col.object": "Object",
  "audit.col.who": "Who",
  "audit.col.short": "In short",
});

const ORDER_NUMBER = /^\d{4}-\d{6}$/;

export function ObjectLabel(props: { label: string }) {
  if (props.label === "") return <Nil />;
  return ORDER_NUMBER.test(props.label) ? (
    <OrderNumber number={props.label} className="font-normal!" />
  ) : (
    <span className="code">{props.label}</span>
  );
}

export function What(props: { row: AuditRow }) {
  const Icon = actionIcon(props.row.action);
  const bad = props.row.action === "order_rejected";
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Icon size={14} aria-hidden="true" className={bad ? "text-bad" : "text-ink-3"} />
      <span className={cx("truncate font-medium", bad && "text-bad")}>{rowWord(props.row)}</span>
    </span>
  );
}

/** `oneDay`: every entry is of one day, so that the hour says when. */
export function auditColumns(f: Formats, now: number, oneDay: boolean): Column<AuditRow>[] {
  return [
    {
      id: "entry",
      header: t("audit.col.entry"),
      width: 60,
      fixed: true,
      cell: (r) => <span className="code text-ink-3 tabular-nums">{f.count(r.seq)}</span>,
      text: (r) => String(r.seq),
    },
    {
      id: "time",
      header: t("audit.col.time"),
      width: oneDay ? 64 : 96,
      cell: (r) => (
        <span className="text-ink-2 tabular-nums">{oneDay ? f.timeWithSeconds(r.at) : f.moment(r.at, now)}</span>
      ),
      text: (r) => f.dateTime(r.at),
    },
    {
      id: "what",
      header: t("audit.col.what"),
      width: 156,
      cell: (r) => <What row={r} />,
      text: (r) => rowWord(r),
    },
    {
      id: "object",
      header: t("audit.col.object"),
      width: 120,
      leave: 3,
      cell: (r) => <ObjectLabel label={r.objectLabel} />,
      text: (r) => r.objectLabel,
    },
    {
      id: "who",
      header: t("audit.col.who"),
      width: 104,
      leave: 2,
      cell: (r) => <span className="text-ink-2">{r.actor}</span>,
      text: (r) => r.actor,
    },
    {
      id: "short",
      header: t("audit.col.short"),
      width: 100,
      flex: true,
      cell: (r) => <span className="text-ink-3">{shortWords(r, f, now)}</span>,
      text: (r) => shortWords(r, f, now),
    },
  ];
}
