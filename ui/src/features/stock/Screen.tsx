import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import {
  Archive,
  ArrowLeftRight,
  Download,
  FileSpreadsheet,
  PackagePlus,
  Pencil,
  Plus,
  ScrollText,
  SlidersHorizontal,
  Timer,
} from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { ask, shell } from "../../bridge";
import type { LocationId, Product, StockColumn, StockRow, StockSort, VariantId } from "../../generated/commands";
import { type Action, useActions } from "../../shared/actions";
import { useToday } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { FindField, ScreenBar } from "../../shared/frame";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { askFor } from "../../shared/intents";
import { useLocations } from "../../shared/locations";
import {
  Button,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  Menu,
  type MenuEntry,
  Total,
  TotalsBar,
  toastDone,
  toastError,
  ViewTabs,
} from "../../shared/ui";
import { useExport } from "../../shared/useExport";
import { ArchiveDialog } from "./ArchiveDialog";
import { useExplanation, useStockRows, useStockSummary } from "./api";
import { stockColumns } from "./columns";
import { Filters } from "./Filters";
import { isFiltered, toCoreFilter, withoutFilter, withView } from "./filter";
import { periodStart, suggestionOf } from "./logic";
import { StockPanel } from "./StockPanel";
import { type StockSearch, views } from "./search";

const t = texts({
  "stock.title": "Stock",
  "stock.views": "Views",
  "stock.view.all": "All",
  "stock.view.low": "Low or out",
  "stock.view.reserved": "Reserved",
  "stock.view.archived": "Archived",
  "stock.export": "Export",
  "stock.export.list": "This list, as shown",
  "stock.export.products": "Products, to change and import again",
  "stock.export.rows": "{n, plural, one {# row} other {# rows}}",
  "stock.find": "Name, SKU, or barcode",
  "stock.receive": "Receive",
  "stock.new": "New product",
  "stock.totals": "Totals of what is shown",
  "stock.total.variants": "{n, plural, one {product} other {products}}",
  "stock.total.onHand": "on hand",
  "stock.total.reserved": "reserved",
  "stock.total.available": "available",
  "stock.total.value": "At selling price <b>{value}</b>",
  "stock.summary": "Summary",
  "stock.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
  "stock.empty.first": "No products yet",
  "stock.empty.first.lead": "Type the first one, then receive goods to fill the shelf.",
  "stock.empty.low": "Nothing is low or out",
  "stock.empty.low.lead": "A product comes here when what is available falls to its low mark.",
  "stock.empty.reserved": "Nothing is reserved",
  "stock.empty.reserved.lead": "Holds and confirmed orders reserve units.",
  "stock.empty.match": "No product matches",
  "stock.empty.match.lead": "Nothing here contains “{text}”.",
  "stock.empty.filter.lead": "The filter hides everything in this view.",
  "stock.empty.archived": "Nothing is archived",
  "stock.empty.archived.lead": "An archived product comes here and can be restored.",
  "stock.clear": "Clear the search",
  "stock.clearFilters": "Clear filters",
  "stock.act.hold": "Hold…",
  "stock.act.receive": "Receive…",
  "stock.act.adjust": "Adjust…",
  "stock.act.transfer": "Transfer…",
  "stock.act.edit": "Edit product…",
  "stock.act.archive": "Archive…",
  "stock.act.holds": "Show its holds",
  "stock.act.audit": "Open in audit",
  "stock.act.sku": "Copy SKU",
  "stock.act.open": "Open",
  "stock.close": "Close the panel",
});

const route = getRouteApi("/stock");
const FOLLOW_MS = 80;
const BOLD = { b: <b className="ml-1 font-semibold text-13 text-ink tabular-nums" /> };

type Dialog = { kind: "archive"; product: Product };

export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const today = useToday(f.day);
  const grid = useRef<GridHandle>(null);
  const { several } = useLocations();
  const locationId = search.location as LocationId | undefined;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const view = search.view ?? "all";
  const sort: StockSort = search.sort ?? "name";
  const period = search.since ?? "days";
  const filter = useMemo(() => toCoreFilter(search), [search]);
  const { text } = filter;
  const filtered = isFiltered(search);

  const rows = useStockRows({ ...filter, sort });
  const counts = useStockSummary({});
  const archivedCount = useStockSummary({ filter: "archived" })?.variants;
  const totals = useStockSummary(filter);
  const columns = useMemo(() => stockColumns(f), [f]);
  const layout = useGridLayout("stock", columns);
  const counted = (n: number) => t("stock.export.rows", { n });
  const stockExport = useExport(
    "stock_export",
    { filter, sort, columns: layout.shown.map((c) => c.id as StockColumn) },
    { stem: "stock", counted },
  );
  const productsExport = useExport("products_export", { filter, sort }, { stem: "products", counted });
  const exports = [
    {
      id: "stock_export",
      label: t("stock.export.list"),
      icon: Download,
      keys: "mod+e",
      run: () => void stockExport.start(),
    },
    {
      id: "products_export",
      label: t("stock.export.products"),
      icon: FileSpreadsheet,
      run: () => void productsExport.start(),
    },
  ];

  const go = (next: StockSearch) => void navigate({ to: "/stock", search: next });
  const replace = (next: StockSearch) => void navigate({ to: "/stock", search: next, replace: true });
  const open = (row: StockRow) =>
    search.open === undefined ? go({ ...search, open: row.variantId }) : replace({ ...search, open: row.variantId });
  const closePanel = () => {
    replace({ ...search, open: undefined });
    grid.current?.focus();
  };
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(follow.current), []);
  const onCursor = (row: StockRow) => {
    clearTimeout(follow.current);
    if (search.open === undefined) return;
    follow.current = setTimeout(() => replace({ ...search, open: row.variantId }), FOLLOW_MS);
  };

  // What the panel shows is what its keys act on: the same question, so the same answer from the cache.
  const explained = useOpenRow(search.open as VariantId | undefined, periodStart(period, today), locationId);

  const withProduct = (row: StockRow, run: (product: Product) => void) => {
    ask("product_get", { id: row.productId }).then(run, (error: unknown) => toastError(error));
  };
  const hold = (row: StockRow) => askFor("hold", { product: suggestionOf(row) });
  const receive = (row: StockRow | null) => askFor("receive", { product: row ? suggestionOf(row) : undefined });
  const transfer = (row: StockRow | null) => askFor("transfer", { product: row ? suggestionOf(row) : undefined });
  const adjust = (row: StockRow) => askFor("adjust", { row });
  const edit = (row: StockRow) =>
    void navigate({ to: "/products/$id", params: { id: row.productId }, search: { variant: row.variantId } });
  const archive = (row: StockRow) => withProduct(row, (product) => setDialog({ kind: "archive", product }));
  const create = () => void navigate({ to: "/products/new", search: { category: search.category } });

  const act = (id: string, label: string, key: string, icon: Action["icon"], run: (row: StockRow) => void): Action => ({
    id,
    label: explained ? `${label.replace("…", "")}: ${explained.name}` : label,
    section: "act",
    keys: [key],
    icon,
    run: () => explained && run(explained),
  });
  useActions([
    {
      id: "stock_receive",
      label: t("stock.receive"),
      section: "act",
      keys: ["r"],
      icon: PackagePlus,
      run: () => receive(explained ?? null),
    },
    ...exports.map((e) => ({
      id: e.id,
      label: `${t("stock.export")}: ${e.label}`,
      section: "act" as const,
      keys: e.keys ? [e.keys] : undefined,
      icon: e.icon,
      run: e.run,
    })),
    { id: "stock_new_product", label: t("stock.new"), section: "act", keys: ["p"], icon: Plus, run: create },
    ...(explained
      ? [
          act("stock_hold", t("stock.act.hold"), "h", Timer, hold),
          act("stock_adjust", t("stock.act.adjust"), "a", SlidersHorizontal, adjust),
          ...(several ? [act("stock_transfer", t("stock.act.transfer"), "m", ArrowLeftRight, transfer)] : []),
          act("stock_edit", t("stock.act.edit"), "e", Pencil, edit),
          act("stock_archive", t("stock.act.archive"), "shift+delete", Archive, archive),
        ]
      : []),
    {
      id: "stock_close",
      label: t("stock.close"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      enabled: search.open !== undefined,
      run: closePanel,
    },
  ]);

  const more = (row: StockRow): MenuEntry[] => [
    ...(several
      ? [
          {
            id: "transfer",
            label: t("stock.act.transfer"),
            icon: ArrowLeftRight,
            keys: "m",
            run: () => transfer(row),
          },
        ]
      : []),
    { id: "edit", label: t("stock.act.edit"), icon: Pencil, keys: "e", run: () => edit(row) },
    { kind: "line", id: "line-1" },
    {
      id: "holds",
      label: t("stock.act.holds"),
      icon: Timer,
      run: () => void navigate({ to: "/holds", search: { text: row.sku } }),
    },
    {
      id: "audit",
      label: t("stock.act.audit"),
      icon: ScrollText,
      run: () => void navigate({ to: "/audit", search: { text: row.sku } }),
    },
    { id: "sku", label: t("stock.act.sku"), run: () => void shell.copyText(row.sku) },
    { kind: "line", id: "line-2" },
    { id: "archive", label: t("stock.act.archive"), icon: Archive, danger: true, run: () => archive(row) },
  ];
  const menu = (row: StockRow): MenuEntry[] => [
    { id: "open", label: t("stock.act.open"), keys: "enter", run: () => open(row) },
    { kind: "line", id: "line-0" },
    { id: "hold", label: t("stock.act.hold"), icon: Timer, keys: "h", run: () => hold(row) },
    { id: "receive", label: t("stock.act.receive"), icon: PackagePlus, keys: "r", run: () => receive(row) },
    { id: "adjust", label: t("stock.act.adjust"), icon: SlidersHorizontal, keys: "a", run: () => adjust(row) },
    ...more(row),
  ];

  const countOf = {
    all: counts?.variants,
    low: counts?.low,
    reserved: counts?.reservedVariants,
    archived: archivedCount,
  };
  const closeDialog = () => setDialog(null);

  return (
    <>
      <ScreenBar
        title={t("stock.title")}
        actions={
          <>
            <Menu
              label={t("stock.export")}
              width={288}
              trigger={
                <Button
                  icon={Download}
                  pending={stockExport.pending || productsExport.pending}
                  aria-label={t("stock.export")}
                  data-testid="stock-export"
                >
                  <span className="narrow:hidden">{t("stock.export")}</span>
                </Button>
              }
              entries={exports}
            />
            <Button icon={PackagePlus} keys="r" onPress={() => receive(null)} data-testid="stock-receive">
              {t("stock.receive")}
            </Button>
            <Button icon={Plus} keys="p" onPress={create} data-testid="new-product">
              {t("stock.new")}
            </Button>
          </>
        }
      />
      <ViewTabs
        label={t("stock.views")}
        tabs={views.map((id) => {
          const n = countOf[id];
          return {
            id,
            label: t(`stock.view.${id}`),
            count: n === undefined ? undefined : f.count(n),
            active: view === id,
            changed: filtered,
            onPress: () => go(withView(search, id)),
          };
        })}
      />
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("stock.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <FilterBar end={<GridTools layout={layout} />}>
            <FindField
              id="stock"
              label={t("stock.find")}
              value={search.text ?? ""}
              onChange={(next) => replace({ ...search, text: next === "" ? undefined : next })}
              onLeave={() => grid.current?.focus()}
            />
            <Filters search={search} onChange={go} />
          </FilterBar>
          <DataGrid<StockRow>
            ref={grid}
            testid="stock-grid"
            label={t("stock.title")}
            layout={layout}
            source={rows.source}
            busy={rows.busy}
            sort={sort}
            dim={(row) => row.archived}
            onSort={(next) => go({ ...search, sort: next as StockSort })}
            openKey={search.open}
            onOpen={open}
            onCursor={onCursor}
            menu={menu}
            restoreKey={`stock ${rows.identity}`}
            onCopied={(n) => toastDone(t("stock.copied", { n }))}
            empty={
              text !== undefined || filtered ? (
                <EmptyNoMatch
                  title={t("stock.empty.match")}
                  actions={
                    <>
                      {text !== undefined && (
                        <Button size="sm" onPress={() => replace({ ...search, text: undefined })}>
                          {t("stock.clear")}
                        </Button>
                      )}
                      {filtered && (
                        <Button size="sm" onPress={() => replace(withoutFilter(search))}>
                          {t("stock.clearFilters")}
                        </Button>
                      )}
                    </>
                  }
                >
                  {text === undefined ? t("stock.empty.filter.lead") : t("stock.empty.match.lead", { text })}
                </EmptyNoMatch>
              ) : view === "all" ? (
                <EmptyFirst
                  title={t("stock.empty.first")}
                  actions={
                    <Button size="sm" kind="main" icon={Plus} onPress={create}>
                      {t("stock.new")}
                    </Button>
                  }
                >
                  {t("stock.empty.first.lead")}
                </EmptyFirst>
              ) : (
                <EmptyFirst title={t(`stock.empty.${view}`)}>{t(`stock.empty.${view}.lead`)}</EmptyFirst>
              )
            }
          />
          <TotalsBar
            label={t("stock.totals")}
            end={
              totals && (
                <>
                  <span data-testid="total-value">
                    {t.rich("stock.total.value", { value: f.money(totals.valueAtPrice) }, BOLD)}
                  </span>
                  <Link
                    to="/stock/summary"
                    search={{ location: search.location }}
                    className="link"
                    data-testid="stock-summary"
                  >
                    {t("stock.summary")}
                  </Link>
                </>
              )
            }
          >
            {totals && (
              <>
                <Total
                  testid="total-variants"
                  value={f.count(
                    view === "all" ? totals.variants : view === "low" ? totals.low : totals.reservedVariants,
                  )}
                  word={t("stock.total.variants", { n: totals.variants })}
                />
                <Total testid="total-on-hand" value={f.count(totals.onHand)} word={t("stock.total.onHand")} />
                <Total wide testid="total-reserved" value={f.count(totals.reserved)} word={t("stock.total.reserved")} />
                <Total testid="total-available" value={f.count(totals.available)} word={t("stock.total.available")} />
              </>
            )}
          </TotalsBar>
        </section>
        {search.open !== undefined && (
          <StockPanel
            key={search.open}
            id={search.open as VariantId}
            locationId={locationId}
            period={period}
            onPeriod={(since) => replace({ ...search, since })}
            onClose={closePanel}
            onVariant={(id) => replace({ ...search, open: id })}
            menu={explained ? more(explained) : []}
            actions={
              explained && (
                <>
                  <Button kind="main" keys="h" onPress={() => hold(explained)} data-testid="stock-hold">
                    {t("stock.act.hold")}
                  </Button>
                  <Button keys="r" onPress={() => receive(explained)} data-testid="panel-receive">
                    {t("stock.act.receive")}
                  </Button>
                  <Button keys="a" onPress={() => adjust(explained)} data-testid="stock-adjust">
                    {t("stock.act.adjust")}
                  </Button>
                  {several && (
                    <Button className="narrow:hidden" onPress={() => transfer(explained)} data-testid="panel-transfer">
                      {t("stock.act.transfer")}
                    </Button>
                  )}
                </>
              )
            }
          />
        )}
      </div>
      {dialog?.kind === "archive" && (
        <ArchiveDialog
          product={dialog.product}
          onClose={closeDialog}
          onDone={() => {
            closeDialog();
            closePanel();
          }}
        />
      )}
    </>
  );
}

function useOpenRow(id: VariantId | undefined, from: string, at: LocationId | undefined): StockRow | undefined {
  const row = useExplanation(id ?? ("" as VariantId), from, at, id !== undefined).data?.row;
  return row?.variantId === id ? row : undefined;
}
