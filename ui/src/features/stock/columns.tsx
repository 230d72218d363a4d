import type { StockColumn, StockRow } from "../../generated/commands";
import { pathText } from "../../shared/categories";
import { cx } from "../../shared/cx";
import { type Figure, FigureLink } from "../../shared/figures";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Nil, StockMark } from "../../shared/ui";
import { fullName, stockMarkWord } from "../../shared/words";

const t = texts({
  "stock.col.product": "Product",
  "stock.col.sku": "SKU",
  "stock.col.label": "Variant",
  "stock.col.category": "Category",
  "stock.col.onHand": "On hand",
  "stock.col.reserved": "Reserved",
  "stock.col.available": "Available",
  "stock.col.mark": "Mark",
  "stock.col.lowMark": "Low mark",
  "stock.col.price": "Price",
  "stock.col.lastCost": "Last cost",
  "stock.col.unit": "Unit",
});

/** A figure opens the movements that sum to it. */
function figure(row: StockRow, which: Figure, text: string, className?: string) {
  return (
    <FigureLink
      inList
      variantId={row.variantId}
      locationId={row.locationId ?? undefined}
      figure={which}
      className={className}
    >
      {text}
    </FigureLink>
  );
}

/** Their ids are the names by which the export knows them. */
export function stockColumns(f: Formats): (Column<StockRow> & { id: StockColumn })[] {
  return [
    {
      id: "product",
      header: t("stock.col.product"),
      width: 160,
      flex: true,
      sort: { first: "name", second: "name_desc" },
      ascending: ["name"],
      cell: (r) => (
        <span className="font-medium">
          {r.name}
          {r.label !== "" && <span className="font-normal text-ink-2">, {r.label}</span>}
        </span>
      ),
      text: fullName,
    },
    {
      id: "sku",
      header: t("stock.col.sku"),
      width: 120,
      leave: 3,
      sort: { first: "sku", second: "sku_desc" },
      ascending: ["sku"],
      cell: (r) => <span className="code text-ink-3">{r.sku}</span>,
      text: (r) => r.sku,
    },
    {
      id: "label",
      header: t("stock.col.label"),
      width: 96,
      leave: 1,
      optional: true,
      cell: (r) => r.label || <Nil />,
      text: (r) => r.label,
    },
    {
      id: "category",
      header: t("stock.col.category"),
      width: 132,
      leave: 1,
      optional: true,
      cell: (r) =>
        r.categoryPath.length === 0 ? (
          <Nil />
        ) : (
          <span className="text-ink-2" title={pathText(r.categoryPath)}>
            {r.categoryPath.at(-1)}
          </span>
        ),
      text: (r) => pathText(r.categoryPath),
    },
    {
      id: "onHand",
      header: t("stock.col.onHand"),
      width: 54,
      align: "right",
      leave: 4,
      sort: { first: "on_hand_desc", second: "on_hand" },
      ascending: ["on_hand"],
      cell: (r) => figure(r, "on_hand", f.count(r.onHand)),
      text: (r) => String(r.onHand),
    },
    {
      id: "reserved",
      header: t("stock.col.reserved"),
      width: 58,
      align: "right",
      leave: 2,
      sort: { first: "reserved_desc", second: "reserved" },
      ascending: ["reserved"],
      cell: (r) => (r.reserved === 0 ? <Nil /> : figure(r, "reserved", f.count(r.reserved))),
      text: (r) => String(r.reserved),
    },
    {
      id: "available",
      header: t("stock.col.available"),
      width: 58,
      align: "right",
      fixed: true,
      sort: { first: "available", second: "available_desc" },
      ascending: ["available"],
      cell: (r) => figure(r, "available", f.count(r.available), cx("font-semibold", r.available === 0 && "text-bad")),
      text: (r) => String(r.available),
    },
    {
      id: "mark",
      header: t("stock.col.mark"),
      width: 66,
      cell: (r) => (r.mark === "none" ? null : <StockMark mark={r.mark} />),
      text: (r) => (r.mark === "none" ? "" : stockMarkWord(r.mark)),
    },
    {
      id: "lowMark",
      header: t("stock.col.lowMark"),
      width: 58,
      align: "right",
      leave: 1,
      optional: true,
      cell: (r) => <span className={cx(r.reorderLevel === null && "text-ink-3")}>{f.count(r.reorderLevelHere)}</span>,
      text: (r) => String(r.reorderLevelHere),
    },
    {
      id: "price",
      header: t("stock.col.price"),
      width: 60,
      align: "right",
      leave: 1,
      sort: { first: "price_desc", second: "price" },
      ascending: ["price"],
      cell: (r) => <span className="text-ink-2">{f.amount(r.price)}</span>,
      text: (r) => r.price,
    },
    {
      id: "lastCost",
      header: t("stock.col.lastCost"),
      width: 66,
      align: "right",
      leave: 1,
      optional: true,
      cell: (r) => (r.lastCost === null ? <Nil /> : <span className="text-ink-2">{f.amount(r.lastCost)}</span>),
      text: (r) => r.lastCost ?? "",
    },
    {
      id: "unit",
      header: t("stock.col.unit"),
      width: 56,
      leave: 1,
      optional: true,
      cell: (r) => <span className="text-ink-3">{r.unit}</span>,
      text: (r) => r.unit,
    },
  ];
}
