import { Hand, ReceiptText, ShoppingBasket, User } from "lucide-react";
import type { Reservation } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { HoldBar, HoldTimer, Mark, Nil, OrderNumber, type ShapeName } from "../../shared/ui";
import { holdStatusWord } from "../../shared/words";

const t = texts({
  "holds.col.left": "Time left",
  "holds.col.ended": "Ended",
  "holds.col.how": "How",
  "holds.col.product": "Product",
  "holds.col.sku": "SKU",
  "holds.col.units": "Units",
  "holds.col.for": "For",
  "holds.col.cause": "Cause",
  "holds.col.heldFor": "Held for",
  "holds.by": "Held by {name}",
  "holds.basket": "Basket, {name}",
  "holds.asked": "Somebody asks for its release",
});

/** `short`: the first name is enough where a column is narrow. */
export function Cause(props: { hold: Reservation; short?: boolean }) {
  const { hold, short } = props;
  const name = short ? (hold.staffName.split(" ")[0] ?? "") : hold.staffName;
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-ink-2">
      {hold.orderNumber !== null ? (
        <>
          <ReceiptText size={14} aria-hidden="true" className="text-ink-3" />
          <OrderNumber number={hold.orderNumber} className="font-normal!" />
        </>
      ) : hold.basketId !== null ? (
        <>
          <ShoppingBasket size={14} aria-hidden="true" className="text-ink-3" />
          <span className="truncate">{t("holds.basket", { name })}</span>
        </>
      ) : (
        <>
          <User size={14} aria-hidden="true" className="text-ink-3" />
          <span className="truncate">{t("holds.by", { name })}</span>
        </>
      )}
    </span>
  );
}

const HOW: Record<Reservation["status"], { shape: ShapeName; tone: string }> = {
  active: { shape: "pending", tone: "text-accent" },
  expired: { shape: "pending", tone: "text-warn-mark" },
  released: { shape: "cancelled", tone: "text-off" },
  consumed: { shape: "delivered", tone: "text-ok" },
};

export function HowMark(props: { status: Reservation["status"] }) {
  return <Mark {...HOW[props.status]} word={holdStatusWord(props.status)} />;
}

function common(f: Formats): Column<Reservation>[] {
  return [
    {
      id: "product",
      header: t("holds.col.product"),
      width: 150,
      flex: true,
      cell: (r) => <span className="font-medium">{r.name}</span>,
      text: (r) => r.name,
    },
    {
      id: "sku",
      header: t("holds.col.sku"),
      width: 132,
      leave: 1,
      cell: (r) => <span className="code text-ink-3">{r.sku}</span>,
      text: (r) => r.sku,
    },
    {
      id: "units",
      header: t("holds.col.units"),
      width: 44,
      align: "right",
      cell: (r) => <span className="font-medium">{f.count(r.quantity)}</span>,
      text: (r) => String(r.quantity),
    },
    {
      id: "for",
      header: t("holds.col.for"),
      width: 136,
      leave: 4,
      cell: (r) => (
        <span className="flex min-w-0 items-center gap-1.5">
          {r.status === "active" && r.askedAt !== null && (
            <Hand size={14} role="img" aria-label={t("holds.asked")} className="text-warn">
              <title>{t("holds.asked")}</title>
            </Hand>
          )}
          {r.forWhom === "" ? <Nil /> : <span className="truncate">{r.forWhom}</span>}
        </span>
      ),
      text: (r) => r.forWhom,
    },
    {
      id: "cause",
      header: t("holds.col.cause"),
      width: 116,
      leave: 3,
      cell: (r) => <Cause hold={r} short />,
      text: (r) => r.orderNumber ?? t("holds.by", { name: r.staffName }),
    },
    {
      id: "heldFor",
      header: t("holds.col.heldFor"),
      width: 60,
      align: "right",
      leave: 2,
      cell: (r) => <span className="text-ink-3">{f.duration(r.expiresAt - r.createdAt)}</span>,
      text: (r) => f.duration(r.expiresAt - r.createdAt),
    },
  ];
}

export function activeColumns(f: Formats): Column<Reservation>[] {
  return [
    {
      id: "left",
      header: t("holds.col.left"),
      width: 148,
      align: "right",
      fixed: true,
      sort: { first: "soonest", second: "latest" },
      ascending: ["soonest"],
      cell: (r) => (
        <span className="grid grid-cols-[64px_1fr] items-center gap-2">
          <HoldBar from={r.createdAt} deadline={r.expiresAt} />
          <HoldTimer deadline={r.expiresAt} bare={false} className="justify-end font-medium" />
        </span>
      ),
      text: (r) => f.dateTime(r.expiresAt),
    },
    ...common(f),
  ];
}

export function endedColumns(f: Formats): Column<Reservation>[] {
  return [
    {
      id: "ended",
      header: t("holds.col.ended"),
      width: 60,
      fixed: true,
      cell: (r) =>
        r.endedAt === null ? <Nil /> : <span className="text-ink-2 tabular-nums">{f.time(r.endedAt)}</span>,
      text: (r) => (r.endedAt === null ? "" : f.dateTime(r.endedAt)),
    },
    {
      id: "how",
      header: t("holds.col.how"),
      width: 132,
      cell: (r) => <HowMark status={r.status} />,
      text: (r) => holdStatusWord(r.status),
    },
    ...common(f),
  ];
}
