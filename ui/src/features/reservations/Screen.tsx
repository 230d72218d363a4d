import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { shell } from "../../bridge";
import type { Reservation, ReservationId, WaitId } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFromNow, useToday } from "../../shared/clock";
import { startOfDay } from "../../shared/days";
import { useFormats } from "../../shared/formats";
import { FindField, ScreenBar } from "../../shared/frame";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { askFor } from "../../shared/intents";
import {
  Button,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  type MenuEntry,
  Total,
  TotalsBar,
  toastDone,
  ViewTabs,
} from "../../shared/ui";
import { useHoldRows, useHoldSummary, useWaits, useWatchedHolds, WAITS_MAX, WATCHED_HOLDS } from "./api";
import { activeColumns, endedColumns } from "./columns";
import { HoldPanel } from "./HoldPanel";
import { LAPSING_SECONDS, lapsingWithin, listRequest, MINUTE, viewCount } from "./logic";
import { type HoldsSearch, type View, views } from "./search";
import { WaitList } from "./WaitList";
import { WaitPanel } from "./WaitPanel";

const t = texts({
  "holds.title": "Holds",
  "holds.views": "Views",
  "holds.view.active": "Active",
  "holds.view.lapsing": "Lapsing in 5 min",
  "holds.view.orders": "Orders",
  "holds.view.customers": "Customers",
  "holds.view.waiting": "Waiting",
  "holds.view.ended": "Ended today",
  "holds.hold": "Hold for a customer",
  "holds.find": "Product, SKU, customer, or order",
  "holds.lead": "Times run down by themselves; a lapsed hold leaves the list and its units are free again.",
  "holds.totals": "Totals of the holds",
  "holds.total.holds": "{n, plural, one {hold} other {holds}}",
  "holds.total.units": "{n, plural, one {unit} other {units}}",
  "holds.total.soon": "{n, plural, one {lapses} other {lapse}} within 2 minutes",
  "holds.total.ended":
    "Ended today: <b>{lapsed, number}</b> lapsed, <b>{consumed, number}</b> became orders, <b>{released, number}</b> released",
  "holds.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
  "holds.empty.first": "Nothing is held",
  "holds.empty.first.lead": "A hold keeps units for somebody until a time. It is listed here while it lasts.",
  "holds.empty.view": "No hold here",
  "holds.empty.view.lead":
    "{n, plural, =0 {No hold is active.} one {One hold is active in all.} other {# holds are active in all.}}",
  "holds.empty.match": "No hold matches",
  "holds.empty.match.lead": "Nothing here contains “{text}”.",
  "holds.clear": "Clear the search",
  "holds.menu.open": "Open",
  "holds.menu.sku": "Copy SKU",
  "holds.menu.product": "Show its stock",
  "holds.menu.order": "Open order",
  "holds.close": "Close the panel",
});

const route = getRouteApi("/holds");
const FOLLOW_MS = 80;
const SOON_SECONDS = 2 * MINUTE;
const BOLD = { b: <b className="font-semibold text-ink tabular-nums" /> };

export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const grid = useRef<GridHandle>(null);
  const view: View = search.view ?? "active";
  const waiting = view === "waiting";
  const today = useToday(f.day);
  const dayStart = useMemo(() => startOfDay(today, f.timeZone), [today, f.timeZone]);

  const rows = useHoldRows(listRequest({ ...search, view: view === "waiting" ? "active" : view }, dayStart));
  const summary = useHoldSummary();
  const watched = useWatchedHolds().data;
  const waits = useWaits();
  const columns = useMemo(() => (view === "ended" ? endedColumns(f) : activeColumns(f)), [f, view]);
  const layout = useGridLayout(view === "ended" ? "holds-ended" : "holds", columns);

  // A hold comes into its last five minutes by the clock alone: nothing in the store changes then.
  const lapsing = useFromNow((at) => watched && lapsingWithin(watched.rows, at, LAPSING_SECONDS));
  const soon = useFromNow((at) => watched && lapsingWithin(watched.rows, at, SOON_SECONDS));
  const { newest } = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the clock has changed who belongs here
  useEffect(() => {
    if (view === "lapsing" && !newest.loading) newest.refresh();
  }, [lapsing, view]);

  const go = (next: HoldsSearch) => void navigate({ to: "/holds", search: next });
  const replace = (next: HoldsSearch) => void navigate({ to: "/holds", search: next, replace: true });
  const open = (row: { id: string }) =>
    search.open === undefined ? go({ ...search, open: row.id }) : replace({ ...search, open: row.id });
  const closePanel = () => {
    replace({ ...search, open: undefined });
    grid.current?.focus();
  };
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(follow.current), []);
  const onCursor = (row: { id: string }) => {
    clearTimeout(follow.current);
    if (search.open === undefined) return;
    follow.current = setTimeout(() => replace({ ...search, open: row.id }), FOLLOW_MS);
  };

  useActions([
    {
      id: "holds_close",
      label: t("holds.close"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      enabled: search.open !== undefined,
      run: closePanel,
    },
  ]);

  const menu = (row: Reservation): MenuEntry[] => {
    const order = row.orderId;
    return [
      { id: "open", label: t("holds.menu.open"), keys: "enter", run: () => open(row) },
      { kind: "line", id: "line" },
      {
        id: "product",
        label: t("holds.menu.product"),
        run: () => void navigate({ to: "/stock", search: { open: row.variantId } }),
      },
      ...(order === null
        ? []
        : [
            {
              id: "order",
              label: t("holds.menu.order"),
              run: () => void navigate({ to: "/orders", search: { open: order } }),
            },
          ]),
      { id: "sku", label: t("holds.menu.sku"), run: () => void shell.copyText(row.sku) },
    ];
  };

  const countOf = (id: View) => {
    if (id === "waiting") return waits && (waits.length < WAITS_MAX ? f.count(waits.length) : `${WAITS_MAX}+`);
    if (!summary) return undefined;
    if (id === "lapsing" && lapsing !== undefined && lapsing < WATCHED_HOLDS) return f.count(lapsing);
    return f.count(viewCount(id, summary));
  };
  const newHold = () => askFor("hold", {});

  return (
    <>
      <ScreenBar
        title={t("holds.title")}
        actions={
          <Button icon={Plus} keys="h" onPress={newHold} data-testid="new-hold">
            {t("holds.hold")}
          </Button>
        }
      />
      <ViewTabs
        label={t("holds.views")}
        tabs={views.map((id) => ({
          id,
          label: t(`holds.view.${id}`),
          count: countOf(id),
          active: view === id,
          onPress: () => go({ view: id, text: search.text }),
        }))}
      />
      <div className="flex min-h-0 flex-1">
        {waiting ? (
          <section aria-label={t("holds.view.waiting")} className="flex min-h-0 min-w-0 flex-1 flex-col">
            <WaitList open={search.open} onOpen={open} onCursor={onCursor} />
          </section>
        ) : (
          <section aria-label={t("holds.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
            <FilterBar
              end={
                <>
                  {search.open === undefined && view !== "ended" && (
                    <span className="truncate text-12 text-ink-3 narrow:hidden">{t("holds.lead")}</span>
                  )}
                  <GridTools layout={layout} />
                </>
              }
            >
              <FindField
                id="holds"
                label={t("holds.find")}
                value={search.text ?? ""}
                onChange={(text) => replace({ ...search, text: text === "" ? undefined : text })}
                onLeave={() => grid.current?.focus()}
              />
            </FilterBar>
            <DataGrid<Reservation>
              ref={grid}
              testid="holds-grid"
              label={t("holds.title")}
              layout={layout}
              source={rows.source}
              busy={rows.busy}
              sort={view === "ended" ? undefined : (search.sort ?? "soonest")}
              onSort={(sort) => go({ ...search, sort: sort === "latest" ? "latest" : undefined })}
              openKey={search.open}
              onOpen={open}
              onCursor={onCursor}
              menu={menu}
              restoreKey={`holds ${rows.identity}`}
              onCopied={(n) => toastDone(t("holds.copied", { n }))}
              empty={
                search.text !== undefined ? (
                  <EmptyNoMatch
                    title={t("holds.empty.match")}
                    actions={
                      <Button size="sm" onPress={() => replace({ ...search, text: undefined })}>
                        {t("holds.clear")}
                      </Button>
                    }
                  >
                    {t("holds.empty.match.lead", { text: search.text })}
                  </EmptyNoMatch>
                ) : view === "active" ? (
                  <EmptyFirst
                    title={t("holds.empty.first")}
                    actions={
                      <Button size="sm" kind="main" icon={Plus} onPress={newHold}>
                        {t("holds.hold")}
                      </Button>
                    }
                  >
                    {t("holds.empty.first.lead")}
                  </EmptyFirst>
                ) : (
                  <EmptyFirst title={t("holds.empty.view")}>
                    {t("holds.empty.view.lead", { n: summary?.active ?? 0 })}
                  </EmptyFirst>
                )
              }
            />
            <TotalsBar
              label={t("holds.totals")}
              end={
                summary && (
                  <span className="narrow:hidden" data-testid="total-ended">
                    {t.rich(
                      "holds.total.ended",
                      { lapsed: summary.lapsedToday, consumed: summary.consumedToday, released: summary.releasedToday },
                      BOLD,
                    )}
                  </span>
                )
              }
            >
              {summary && (
                <>
                  <Total
                    testid="total-holds"
                    value={f.count(summary.active)}
                    word={t("holds.total.holds", { n: summary.active })}
                  />
                  <Total
                    testid="total-units"
                    value={f.count(summary.activeUnits)}
                    word={t("holds.total.units", { n: summary.activeUnits })}
                  />
                  {soon !== undefined && (
                    <Total testid="total-soon" value={f.count(soon)} word={t("holds.total.soon", { n: soon })} />
                  )}
                </>
              )}
            </TotalsBar>
          </section>
        )}
        {search.open !== undefined && waiting && (
          <WaitPanel key={search.open} id={search.open as WaitId} onClose={closePanel} />
        )}
        {search.open !== undefined && !waiting && (
          <HoldPanel key={search.open} id={search.open as ReservationId} onClose={closePanel} />
        )}
      </div>
    </>
  );
}
