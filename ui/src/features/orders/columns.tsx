import type { Day, OrderRow } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { isZero } from "../../shared/money";
import { HeldUntil, Nil, OrderNumber, PriorityMark, StatusMark } from "../../shared/ui";
import { priorityWord, statusWord } from "../../shared/words";

const t = texts({
  "orders.col.number": "Number",
  "orders.col.placed": "Placed",
  "orders.col.customer": "Customer",
  "orders.col.items": "Items",
  "orders.col.total": "Total",
  "orders.col.paid": "Paid",
  "orders.col.due": "Due",
  "orders.col.priority": "Priority",
  "orders.col.status": "Status",
  "orders.col.held": "Held until",
});

/** `oneDay`: every row is of today, so that the hour says when. */
export function orderColumns(f: Formats, today: Day, oneDay: boolean): Column<OrderRow>[] {
  return [
    {
      id: "number",
      header: t("orders.col.number"),
      width: 92,
      fixed: true,
      sort: { first: "number_desc", second: "number" },
      ascending: ["number"],
      cell: (o) => <OrderNumber number={o.number} />,
      text: (o) => o.number,
    },
    {
      id: "placed",
      header: t("orders.col.placed"),
      width: oneDay ? 56 : 104,
      leave: 3,
      sort: { first: "newest", second: "oldest" },
      ascending: ["oldest"],
      cell: (o) => <span className="text-ink-2 tabular-nums">{f.stamp(o.createdAt, today)}</span>,
      text: (o) => f.dateTime(o.createdAt),
    },
    {
      id: "customer",
      header: t("orders.col.customer"),
      width: 96,
      flex: true,
      cell: (o) => o.customerName,
      text: (o) => o.customerName,
    },
    {
      id: "items",
      header: t("orders.col.items"),
      width: 36,
      align: "right",
      leave: 2,
      cell: (o) => f.count(o.items),
      text: (o) => String(o.items),
    },
    {
      id: "total",
      header: t("orders.col.total"),
      width: 76,
      align: "right",
      sort: { first: "highest_value", second: "lowest_value" },
      ascending: ["lowest_value"],
      cell: (o) => <span className="font-medium">{f.money(o.total)}</span>,
      text: (o) => o.total,
    },
    {
      id: "paid",
      header: t("orders.col.paid"),
      width: 76,
      align: "right",
      optional: true,
      leave: 1,
      cell: (o) => (isZero(o.paid) ? <Nil /> : f.money(o.paid)),
      text: (o) => o.paid,
    },
    {
      id: "due",
      header: t("orders.col.due"),
      width: 76,
      align: "right",
      optional: true,
      leave: 1,
      // Below zero it is owed to the customer.
      cell: (o) =>
        isZero(o.due) ? (
          <Nil />
        ) : (
          <span className={o.due.startsWith("-") ? "text-warn" : undefined}>{f.money(o.due)}</span>
        ),
      text: (o) => o.due,
    },
    {
      id: "priority",
      header: t("orders.col.priority"),
      width: 72,
      leave: 1,
      cell: (o) => <PriorityMark priority={o.priority} />,
      text: (o) => priorityWord(o.priority),
    },
    {
      id: "status",
      header: t("orders.col.status"),
      width: 92,
      cell: (o) => <StatusMark status={o.status} />,
      text: (o) => statusWord(o.status),
    },
    {
      id: "held",
      header: t("orders.col.held"),
      width: 92,
      align: "right",
      leave: 4,
      cell: (o) => (o.status === "pending" && o.heldUntil !== null ? <HeldUntil deadline={o.heldUntil} /> : <Nil />),
      text: (o) => (o.heldUntil === null ? "" : f.dateTime(o.heldUntil)),
    },
  ];
}
