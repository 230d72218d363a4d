import { ReceiptText, ShoppingBasket, User } from "lucide-react";
import type { Day, Wait } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Nil, OrderNumber } from "../../shared/ui";
import { missing } from "./logic";

const t = texts({
  "waits.col.position": "Place",
  "waits.col.ahead": "Units before",
  "waits.col.product": "Product",
  "waits.col.sku": "SKU",
  "waits.col.units": "Units",
  "waits.col.for": "For",
  "waits.col.cause": "Goes to",
  "waits.col.since": "Since",
  "waits.col.until": "Until",
  "waits.basket": "Basket",
  "waits.by": "By {name}",
});

/** Where the units go when they come: an order, a basket, or a hold for whoever waits. */
export function Target(props: { wait: Wait }) {
  const { wait } = props;
  const Icon = wait.orderId !== null ? ReceiptText : wait.basketId !== null ? ShoppingBasket : User;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-ink-2">
      <Icon size={14} aria-hidden="true" className="text-ink-3" />
      {wait.orderNumber !== null ? (
        <OrderNumber number={wait.orderNumber} className="font-normal!" />
      ) : (
        <span className="truncate">
          {wait.basketId !== null ? t("waits.basket") : t("waits.by", { name: wait.staffName.split(" ")[0] ?? "" })}
        </span>
      )}
    </span>
  );
}

export function waitColumns(f: Formats, today: Day): Column<Wait>[] {
  return [
    {
      id: "position",
      header: t("waits.col.position"),
      width: 44,
      align: "right",
      fixed: true,
      cell: (w) => (w.position === null ? <Nil /> : <span className="font-medium">{f.count(w.position)}</span>),
      text: (w) => (w.position === null ? "" : String(w.position)),
    },
    {
      id: "product",
      header: t("waits.col.product"),
      width: 150,
      flex: true,
      cell: (w) => <span className="font-medium">{w.name}</span>,
      text: (w) => w.name,
    },
    {
      id: "sku",
      header: t("waits.col.sku"),
      width: 132,
      leave: 1,
      cell: (w) => <span className="code text-ink-3">{w.sku}</span>,
      text: (w) => w.sku,
    },
    {
      id: "units",
      header: t("waits.col.units"),
      width: 44,
      align: "right",
      cell: (w) => <span className="font-medium">{f.count(missing(w))}</span>,
      text: (w) => String(missing(w)),
    },
    {
      id: "ahead",
      header: t("waits.col.ahead"),
      width: 80,
      align: "right",
      leave: 2,
      cell: (w) => (w.ahead === 0 ? <Nil /> : f.count(w.ahead)),
      text: (w) => String(w.ahead),
    },
    {
      id: "for",
      header: t("waits.col.for"),
      width: 136,
      cell: (w) => (w.forWhom === "" ? <Nil /> : w.forWhom),
      text: (w) => w.forWhom,
    },
    {
      id: "cause",
      header: t("waits.col.cause"),
      width: 116,
      leave: 4,
      cell: (w) => <Target wait={w} />,
      text: (w) => w.orderNumber ?? t("waits.by", { name: w.staffName }),
    },
    {
      id: "since",
      header: t("waits.col.since"),
      width: 88,
      leave: 3,
      cell: (w) => <span className="text-ink-2 tabular-nums">{f.stamp(w.createdAt, today)}</span>,
      text: (w) => f.dateTime(w.createdAt),
    },
    {
      id: "until",
      header: t("waits.col.until"),
      width: 88,
      cell: (w) => <span className="tabular-nums">{f.stamp(w.expiresAt, today)}</span>,
      text: (w) => f.dateTime(w.expiresAt),
    },
  ];
}
