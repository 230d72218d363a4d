import type { ReactNode } from "react";
import type { OrderStatus, Priority, StockMark as StockMarkKind } from "../../generated/commands";
import { cx } from "../cx";
import { priorityWord, statusWord, stockMarkWord } from "../words";

// Shape first, colour second, the word always. All shapes are 14 px.

const stroke = { fill: "none", stroke: "currentColor", strokeWidth: 1.5 } as const;
const cut = {
  fill: "none",
  stroke: "var(--surface)",
  strokeWidth: 1.5,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
const line = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.6,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

const SHAPES = {
  pending: <circle cx="7" cy="7" r="5.25" {...stroke} strokeWidth={1.6} strokeDasharray="2.4 1.725" />,
  confirmed: (
    <>
      <circle cx="7" cy="7" r="5.25" {...stroke} />
      <path d="M7 7V3.6A3.4 3.4 0 0 1 10.4 7Z" fill="currentColor" />
    </>
  ),
  processing: (
    <>
      <circle cx="7" cy="7" r="5.25" {...stroke} />
      <path d="M7 3.6a3.4 3.4 0 0 1 0 6.8Z" fill="currentColor" />
    </>
  ),
  shipped: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path d="M4.3 7h5M7.2 4.8 9.4 7 7.2 9.2" {...cut} strokeWidth={1.4} />
    </>
  ),
  delivered: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path d="m4.4 7.2 1.8 1.8 3.5-3.9" {...cut} />
    </>
  ),
  cancelled: (
    <>
      <circle cx="7" cy="7" r="5.25" {...stroke} />
      <path d="m3.5 10.5 7-7" {...stroke} />
    </>
  ),
  rejected: (
    <>
      <path d="M4.5 1h5L13 4.5v5L9.5 13h-5L1 9.5v-5Z" fill="currentColor" />
      <path d="m5 5 4 4m0-4L5 9" {...cut} />
    </>
  ),
  low: <path d="M1.6 3h10.8L7 12Z" {...stroke} strokeLinejoin="round" />,
  out: (
    <>
      <path d="M2 2h10v10H2Z" {...stroke} strokeLinejoin="round" />
      <path d="M4.5 7h5" {...line} />
    </>
  ),
  held: (
    <>
      <path d="M7 1.4 12.6 7 7 12.6 1.4 7Z" {...stroke} strokeLinejoin="round" />
      <path d="M7 4.4v5.2L4.4 7Z" fill="currentColor" />
    </>
  ),
  urgent: (
    <>
      <path d="M2 1h10v12H2Z" fill="currentColor" />
      <path d="M7 3.6v4M7 10.2v.1" {...cut} strokeWidth={1.7} />
    </>
  ),
  high: <path d="m3 7.2 4-4 4 4M3 11.4l4-4 4 4" {...line} />,
  lowPriority: <path d="m3 5 4 4 4-4" {...line} />,
  added: (
    <>
      <path d="M1.5 1.5h11v11h-11Z" {...stroke} strokeWidth={1.4} />
      <path d="M7 4.4v5.2M4.4 7h5.2" {...line} strokeWidth={1.5} />
    </>
  ),
  changed: <path d="M7 1.8 12.6 12H1.4Z" {...stroke} strokeLinejoin="round" />,
  unchanged: <path d="M2.5 5.2h9M2.5 8.8h9" {...line} />,
  fine: <circle cx="7" cy="7" r="2" fill="currentColor" />,
} satisfies Record<string, ReactNode>;

export type ShapeName = keyof typeof SHAPES;

export function Shape(props: { name: ShapeName; className?: string }) {
  return (
    <svg viewBox="0 0 14 14" className={cx("size-3.5 shrink-0", props.className)} aria-hidden="true">
      {SHAPES[props.name]}
    </svg>
  );
}

/** A shape and its word. */
export function Mark(props: { shape: ShapeName; tone: string; word: ReactNode; wordClass?: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap align-top">
      <Shape name={props.shape} className={props.tone} />
      <span className={cx("truncate", props.wordClass)}>{props.word}</span>
    </span>
  );
}

export const STATUS_TONE: Record<OrderStatus, string> = {
  pending: "text-warn-mark",
  confirmed: "text-accent",
  processing: "text-accent",
  shipped: "text-accent",
  delivered: "text-ok",
  cancelled: "text-off",
  rejected: "text-bad",
};

export function StatusMark(props: { status: OrderStatus }) {
  return (
    <Mark
      shape={props.status}
      tone={STATUS_TONE[props.status]}
      word={statusWord(props.status)}
      wordClass={props.status === "cancelled" ? "text-ink-2" : undefined}
    />
  );
}

/** Nothing, on purpose. */
export function Nil() {
  return <span className="text-ink-off">—</span>;
}

export function PriorityMark(props: { priority: Priority }) {
  switch (props.priority) {
    case "normal":
      return <Nil />;
    case "urgent":
      return <Mark shape="urgent" tone="text-bad" word={priorityWord("urgent")} />;
    case "high":
      return <Mark shape="high" tone="text-ink" word={priorityWord("high")} />;
    case "low":
      return <Mark shape="lowPriority" tone="text-ink-3" word={priorityWord("low")} wordClass="text-ink-2" />;
  }
}

export function StockMark(props: { mark: StockMarkKind }) {
  switch (props.mark) {
    case "none":
      return <Nil />;
    case "low":
      return <Mark shape="low" tone="text-warn-mark" word={stockMarkWord("low")} />;
    case "out":
      return <Mark shape="out" tone="text-bad" word={stockMarkWord("out")} wordClass="text-bad" />;
    case "all_held":
      return <Mark shape="held" tone="text-warn-mark" word={stockMarkWord("all_held")} />;
  }
}

/** 2026-004833: the year in ink-3, the six digits in ink 500. */
export function OrderNumber(props: { number: string; className?: string }) {
  const at = props.number.indexOf("-");
  return (
    <span className={cx("font-medium tabular-nums", props.className)}>
      <span className="pn font-normal text-ink-3">{props.number.slice(0, at + 1)}</span>
      {props.number.slice(at + 1)}
    </span>
  );
}

/** A customer's price group; quiet where they have none of their own. */
export function TierChip(props: { name: string; quiet?: boolean }) {
  return (
    <span
      className={cx(
        "inline-flex max-w-full items-center align-middle",
        props.quiet ? "text-ink-3" : "h-[18px] rounded-1 border border-line-2 px-1.5 font-medium text-11 text-ink-2",
      )}
    >
      <span className="truncate">{props.name}</span>
    </span>
  );
}
