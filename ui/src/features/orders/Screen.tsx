import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ArrowRight, Copy, Download, LocateFixed, Plus, User } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { shell } from "../../bridge";
import type { OrderId, OrderRow, OrderSort } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useToday } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import {
  DataGrid,
  type GridHandle,
  GridTools,
  NOTHING,
  type Selection,
  selectionSize,
  useGridLayout,
} from "../../shared/grid";
import { texts } from "../../shared/i18n";
import {
  Button,
  EmptyError,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  IconButton,
  LinkButton,
  type MenuEntry,
  NewRows,
  Total,
  TotalsBar,
  toastDone,
  ViewTabs,
} from "../../shared/ui";
import { useExport } from "../../shared/useExport";
import { useOrderCounts, useOrderTotals, useOrderView } from "./api";
import { orderColumns } from "./columns";
import { Filters } from "./Filters";
import { GoTo } from "./GoTo";
import { ACTION_KEYS, actionLabel, isDimmed, lookingAt, toCoreFilter, withFilter } from "./logic";
import { ManyBar } from "./many/ManyBar";
import { useMany } from "./many/useMany";
import { OrderPanel } from "./panel/OrderPanel";
import type { FilterSearch, OrdersSearch, View } from "./search";
import { useOrderActions } from "./useOrderActions";

const t = texts({
  "orders.title": "Orders",
  "orders.views": "Views",
  "orders.view.today": "Today",
  "orders.view.to_confirm": "To confirm",
  "orders.view.to_pack": "To pack",
  "orders.view.to_ship": "To ship",
  "orders.view.last_30_days": "Last 30 days",
  "orders.view.all": "All",
  "orders.export": "Export CSV",
  "orders.export.rows": "{n, plural, one {# order} other {# orders}}",
  "orders.new": "New order",
  "orders.goto": "Go to a day or number",
  "orders.newSince": "{n, plural, one {# new order: show} other {# new orders: show}}",
  "orders.show": "Show new orders",
  "orders.totals": "Totals of what is shown",
  "orders.total.orders": "{n, plural, one {order} other {orders}}",
  "orders.total.items": "{n, plural, one {item} other {items}}",
  "orders.total.total": "total",
  "orders.total.average": "average",
  "orders.hidden": "{hidden, number} of {all, number} hidden by a filter",
  "orders.hidden.today": "{hidden, number} of today’s {all, number} hidden by a filter",
  "orders.clear": "Clear",
  "orders.clearFilters": "Clear filters",
  "orders.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
  "orders.empty.first": "No orders yet",
  "orders.empty.first.lead": "An order appears here the moment it is placed.",
  "orders.empty.today": "No order today yet",
  "orders.empty.view": "No order here",
  "orders.empty.view.lead": "Nothing is waiting in this view.",
  "orders.empty.match": "No order matches",
  "orders.empty.match.lead":
    "{all, plural, =0 {There is no order in these days.} one {One order in these days, hidden by the filter.} other {# orders in these days, all hidden by the filter.}}",
  "orders.menu.open": "Open",
  "orders.menu.number": "Copy number",
  "orders.menu.rows": "Copy {n, plural, one {row} other {# rows}}",
  "orders.menu.customer": "Only this customer",
  "orders.close": "Close the panel",
});

const route = getRouteApi("/orders");
const FOLLOW_MS = 80;

export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const today = useToday(f.day);
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [going, setGoing] = useState(false);

  const looking = useMemo(() => lookingAt(search, today), [search, today]);
  const filter = useMemo(() => toCoreFilter(looking.filter), [looking]);
  const view = useOrderView(filter, looking.sort);
  const counts = useOrderCounts();
  const totals = useOrderTotals(filter);
  const exporting = useExport(
    "orders_export",
    { filter, sort: looking.sort },
    { stem: "orders", counted: (n) => t("orders.export.rows", { n }) },
  );
  const panel = useOrderActions(search.open as OrderId | undefined, { keys: true });
  // The row whose menu is open may be another than the panel's.
  const [menuId, setMenuId] = useState<OrderId>();
  const pointed = useOrderActions(menuId, { keys: false });

  const many = useMany(view.source, selection, {
    select: (rest) => grid.current?.select(rest),
    open: (id) => go({ ...search, open: id }),
  });

  const oneDay = looking.filter.from === today && looking.filter.to === today;
  const columns = useMemo(() => orderColumns(f, today, oneDay), [f, today, oneDay]);
  const layout = useGridLayout("orders", columns);

  const go = (next: OrdersSearch) => void navigate({ to: "/orders", search: next });
  const replace = (next: OrdersSearch) => void navigate({ to: "/orders", search: next, replace: true });
  const setFilter = (next: FilterSearch) => go(withFilter(search, next, today));
  const clear = () => go({ ...search, filter: undefined });
  const open = (row: OrderRow) => {
    if (search.open === undefined) go({ ...search, open: row.id });
    else replace({ ...search, open: row.id });
  };
  const showNew = () => {
    grid.current?.goTo(0);
    view.reopen();
  };
  const closePanel = () => {
    replace({ ...search, open: undefined });
    grid.current?.focus();
  };

  // The panel follows the cursor, once it rests.
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(follow.current), []);
  const onCursor = (row: OrderRow) => {
    clearTimeout(follow.current);
    if (search.open === undefined) return;
    follow.current = setTimeout(() => replace({ ...search, open: row.id }), FOLLOW_MS);
  };

  // Arrows work from the first moment on.
  const ready = view.count !== null;
  useEffect(() => {
    if (ready && document.activeElement === document.body) grid.current?.focus();
  }, [ready]);

  useActions([
    {
      id: "export_orders",
      label: t("orders.export"),
      section: "act",
      keys: ["mod+e"],
      icon: Download,
      run: () => void exporting.start(),
    },
    {
      id: "orders_goto",
      label: t("orders.goto"),
      section: "list",
      keys: ["mod+g"],
      icon: LocateFixed,
      run: () => setGoing(true),
    },
    {
      id: "orders_show_new",
      label: t("orders.show"),
      section: "list",
      keys: ["r"],
      enabled: view.newSince > 0,
      run: showNew,
    },
    {
      id: "orders_close",
      label: t("orders.close"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      enabled: search.open !== undefined,
      run: closePanel,
    },
  ]);

  const selected = selectionSize(selection);
  const menu = (row: OrderRow): MenuEntry[] => {
    return [
      { id: "open", label: t("orders.menu.open"), icon: ArrowRight, keys: "enter", run: () => open(row) },
      ...(pointed.items.length > 0 && menuId === row.id
        ? [
            { kind: "line", id: "line-1" } as const,
            ...pointed.items.map((a) => ({
              id: a.allowed.action,
              label: actionLabel(a.allowed),
              icon: a.icon,
              keys: ACTION_KEYS[a.allowed.action],
              danger: a.allowed.action === "cancel",
              run: a.run,
            })),
          ]
        : []),
      { kind: "line", id: "line-2" },
      { id: "number", label: t("orders.menu.number"), icon: Copy, run: () => void shell.copyText(row.number) },
      {
        id: "rows",
        label: t("orders.menu.rows", { n: Math.max(1, selected) }),
        icon: Copy,
        keys: "mod+c",
        run: () => grid.current?.copy(),
      },
      ...(row.customerId
        ? [
            {
              id: "customer",
              label: t("orders.menu.customer"),
              icon: User,
              run: () =>
                go({ view: "all", filter: { customer: row.customerId ?? undefined, customerName: row.customerName } }),
            },
          ]
        : []),
    ];
  };

  const count: Partial<Record<View, number>> = {
    today: counts?.today,
    to_confirm: counts?.toConfirm,
    to_pack: counts?.toPack,
    to_ship: counts?.toShip,
    last_30_days: counts?.last30Days,
  };
  const tab = (id: View) => {
    const n = count[id];
    return {
      id,
      label: t(`orders.view.${id}`),
      count: n === undefined ? undefined : f.count(n),
      active: looking.view === id,
      changed: looking.changed,
      onPress: () => go({ view: id, sort: search.sort, open: search.open }),
    };
  };
  const hidden = totals ? totals.ofSameDays - totals.orders : 0;

  return (
    <>
      <ScreenBar
        title={t("orders.title")}
        actions={
          <>
            <Button
              icon={Download}
              pending={exporting.pending}
              onPress={() => void exporting.start()}
              aria-label={t("orders.export")}
              data-testid="export-csv"
            >
              <span className="narrow:hidden">{t("orders.export")}</span>
            </Button>
            <Button
              kind="main"
              icon={Plus}
              keys="n"
              onPress={() => void navigate({ to: "/baskets", search: { open: "new" } })}
              data-testid="new-order"
            >
              {t("orders.new")}
            </Button>
          </>
        }
      />
      <ViewTabs
        label={t("orders.views")}
        tabs={[tab("today"), tab("to_confirm"), tab("to_pack"), tab("to_ship"), tab("last_30_days"), tab("all")]}
      />
      <div className="relative flex min-h-0 flex-1">
        <section aria-label={t("orders.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <FilterBar
            end={
              <>
                <IconButton size="sm" icon={LocateFixed} label={t("orders.goto")} onPress={() => setGoing(true)} />
                <GridTools layout={layout} />
              </>
            }
          >
            <Filters filter={looking.filter} today={today} onChange={setFilter} />
          </FilterBar>
          {view.newSince > 0 && (
            <NewRows onShow={showNew} keys="r">
              {t("orders.newSince", { n: view.newSince })}
            </NewRows>
          )}
          {view.error !== null && view.count === null ? (
            <div className="flex-1">
              <EmptyError error={view.error} onRetry={view.reopen} />
            </div>
          ) : (
            <DataGrid<OrderRow>
              ref={grid}
              testid="orders-grid"
              label={t("orders.title")}
              layout={layout}
              source={view.source}
              sort={looking.sort}
              onSort={(sort) => go({ ...search, sort: sort as OrderSort })}
              openKey={search.open}
              onOpen={open}
              onCursor={onCursor}
              checks
              onSelection={setSelection}
              menu={menu}
              onMenu={(row) => setMenuId(row.id)}
              stamp={(o) => o.rowVersion}
              dim={(o) => isDimmed(o.status)}
              busy={view.opening}
              restoreKey={`orders ${view.identity}`}
              onCopied={(n) => toastDone(t("orders.copied", { n }))}
              empty={
                view.opening ? undefined : looking.changed ? (
                  <EmptyNoMatch
                    title={t("orders.empty.match")}
                    actions={
                      <Button size="sm" onPress={clear}>
                        {t("orders.clearFilters")}
                      </Button>
                    }
                  >
                    {t("orders.empty.match.lead", { all: totals?.ofSameDays ?? 0 })}
                  </EmptyNoMatch>
                ) : (
                  <EmptyFirst
                    title={t(
                      looking.view === "all"
                        ? "orders.empty.first"
                        : looking.view === "today"
                          ? "orders.empty.today"
                          : "orders.empty.view",
                    )}
                    actions={
                      <Button
                        size="sm"
                        kind="main"
                        icon={Plus}
                        onPress={() => void navigate({ to: "/baskets", search: { open: "new" } })}
                      >
                        {t("orders.new")}
                      </Button>
                    }
                  >
                    {t(
                      looking.view === "all" || looking.view === "today"
                        ? "orders.empty.first.lead"
                        : "orders.empty.view.lead",
                    )}
                  </EmptyFirst>
                )
              }
            />
          )}
          <ManyBar
            selected={selected}
            ways={many.ways}
            tooMany={many.tooMany}
            failed={many.error !== null}
            quiet={search.open !== undefined}
            onStart={many.start}
            onCopy={() => grid.current?.copy()}
            onClear={() => {
              grid.current?.clearSelection();
              grid.current?.focus();
            }}
          />
          <TotalsBar
            label={t("orders.totals")}
            end={
              looking.changed &&
              hidden > 0 && (
                <>
                  <span className="truncate">
                    {t(oneDay ? "orders.hidden.today" : "orders.hidden", { hidden, all: totals?.ofSameDays ?? 0 })}
                  </span>
                  <LinkButton onPress={clear}>{t("orders.clear")}</LinkButton>
                </>
              )
            }
          >
            {totals && (
              <>
                <Total
                  testid="total-orders"
                  value={f.count(totals.orders)}
                  word={t("orders.total.orders", { n: totals.orders })}
                />
                <Total
                  testid="total-items"
                  wide
                  value={f.count(totals.items)}
                  word={t("orders.total.items", { n: totals.items })}
                />
                <Total testid="total-amount" value={f.money(totals.total)} word={t("orders.total.total")} />
                <Total testid="total-average" wide value={f.money(totals.average)} word={t("orders.total.average")} />
              </>
            )}
          </TotalsBar>
        </section>
        {search.open !== undefined && (
          <OrderPanel key={search.open} id={search.open as OrderId} actions={panel} onClose={closePanel} />
        )}
      </div>
      {panel.dialogs}
      {pointed.dialogs}
      {many.dialog}
      <GoTo
        open={going}
        today={today}
        onClose={() => setGoing(false)}
        find={view.find}
        onFound={(index) => {
          setGoing(false);
          setTimeout(() => grid.current?.goTo(index), 0);
        }}
      />
    </>
  );
}
