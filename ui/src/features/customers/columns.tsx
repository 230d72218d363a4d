import type { CustomerListRow, Day } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Nil, TierChip } from "../../shared/ui";

const t = texts({
  "customers.col.name": "Name",
  "customers.col.email": "E-mail",
  "customers.col.phone": "Phone",
  "customers.col.tier": "Tier",
  "customers.col.orders": "Orders",
  "customers.col.last": "Last order",
  "customers.col.since": "Known since",
});

export function customerColumns(f: Formats, today: Day): Column<CustomerListRow>[] {
  return [
    {
      id: "name",
      header: t("customers.col.name"),
      width: 160,
      flex: true,
      fixed: true,
      sort: { first: "name", second: "name_desc" },
      ascending: ["name"],
      cell: (c) => <span className="font-medium">{c.name}</span>,
      text: (c) => c.name,
    },
    {
      id: "email",
      header: t("customers.col.email"),
      width: 232,
      leave: 3,
      cell: (c) => (c.email === "" ? <Nil /> : <span className="text-ink-2">{c.email}</span>),
      text: (c) => c.email,
    },
    {
      id: "phone",
      header: t("customers.col.phone"),
      width: 124,
      leave: 2,
      cell: (c) => (c.phone === "" ? <Nil /> : <span className="text-ink-2 tabular-nums">{c.phone}</span>),
      text: (c) => c.phone,
    },
    {
      id: "tier",
      header: t("customers.col.tier"),
      width: 84,
      cell: (c) => <TierChip name={c.tierName} quiet={c.tierId === null} />,
      text: (c) => c.tierName,
    },
    {
      id: "orders",
      header: t("customers.col.orders"),
      width: 52,
      align: "right",
      cell: (c) => (c.orders === 0 ? <Nil /> : f.count(c.orders)),
      text: (c) => String(c.orders),
    },
    {
      id: "last",
      header: t("customers.col.last"),
      width: 96,
      align: "right",
      cell: (c) =>
        c.lastOrderAt === null ? <Nil /> : <span className="text-ink-2">{f.stamp(c.lastOrderAt, today)}</span>,
      text: (c) => (c.lastOrderAt === null ? "" : f.dateTime(c.lastOrderAt)),
    },
    {
      id: "since",
      header: t("customers.col.since"),
      width: 96,
      align: "right",
      leave: 1,
      sort: { first: "newest", second: "oldest" },
      ascending: ["oldest"],
      cell: (c) => <span className="text-ink-3">{f.date(c.createdAt)}</span>,
      text: (c) => f.dateTime(c.createdAt),
    },
  ];
}
