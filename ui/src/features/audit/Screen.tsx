import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Copy, ListFilter, ShieldCheck } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { shell } from "../../bridge";
import type { AuditCount, AuditRow } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { currentTime, useToday } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import {
  Button,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  LinkButton,
  type MenuEntry,
  TotalsBar,
  toastDone,
  toastError,
  ViewTabs,
} from "../../shared/ui";
import { AuditPanel } from "./AuditPanel";
import { useAuditCount, useAuditFacets, useAuditRows, useVerdict } from "./api";
import { Chain } from "./Chain";
import { auditColumns } from "./columns";
import { Filters } from "./Filters";
import { lookingAt, viewFilter, withFilter } from "./logic";
import { type AuditSearch, type View, views } from "./search";

const t = texts({
  "audit.title": "Audit",
  "audit.views": "Views",
  "audit.view.today": "Today",
  "audit.view.orders": "Orders",
  "audit.view.holds": "Holds",
  "audit.view.stock": "Stock",
  "audit.view.store": "Store",
  "audit.view.all": "All",
  "audit.totals": "How many entries",
  "audit.total": "<b>{n}</b> of {all} entries",
  "audit.total.all": "<b>{n}</b> {count, plural, one {entry} other {entries}}",
  "audit.hidden": "{n} hidden by a filter",
  "audit.clear": "Clear",
  "audit.clearFilters": "Clear filters",
  "audit.capped": "{n}+",
  "audit.verify": "Verify the chain",
  "audit.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
  "audit.empty.first": "No entry yet",
  "audit.empty.first.lead": "Whatever is changed in the store is written down here, with who and why.",
  "audit.empty.today": "Nothing was changed today",
  "audit.empty.today.lead": "{n, plural, one {One entry before today.} other {# entries before today.}}",
  "audit.empty.match": "No entry matches",
  "audit.empty.match.lead":
    "{n, plural, one {One entry in all, hidden by the filter.} other {# entries in all, hidden by the filter.}}",
  "audit.showAll": "Show all",
  "audit.close": "Close the panel",
  "audit.newer": "Newer entry",
  "audit.older": "Older entry",
  "audit.menu.open": "Open",
  "audit.menu.object": "Only this object",
  "audit.menu.actor": "Only by {name}",
  "audit.menu.request": "Only this request",
  "audit.menu.copyRequest": "Copy request id",
});

const route = getRouteApi("/audit");
const FOLLOW_MS = 80;
const BOLD = { b: <b className="font-semibold text-13 text-ink tabular-nums" /> };

export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const today = useToday(f.day);
  const grid = useRef<GridHandle>(null);
  const looking = useMemo(() => lookingAt(search, today), [search, today]);
  const { filter } = looking;

  const { source, busy, identity } = useAuditRows(filter);
  const count = useAuditCount(filter);
  const facets = useAuditFacets();
  const verdict = useVerdict();
  const oneDay = filter.from !== undefined && filter.from === filter.to;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the present moment only the day shows in the columns
  const columns = useMemo(() => auditColumns(f, currentTime(), oneDay), [f, today, oneDay]);
  const layout = useGridLayout(oneDay ? "audit-day" : "audit", columns);

  const go = (next: AuditSearch) => void navigate({ to: "/audit", search: next });
  const replace = (next: AuditSearch) => void navigate({ to: "/audit", search: next, replace: true });
  const setFilter = (next: typeof filter) => go(withFilter(search, next, today));
  const clear = () => go({ view: looking.changed && search.view ? looking.view : "all", open: search.open });
  const open = (row: AuditRow) =>
    search.open === undefined ? go({ ...search, open: row.seq }) : replace({ ...search, open: row.seq });
  const closePanel = () => {
    replace({ ...search, open: undefined });
    grid.current?.focus();
  };
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(follow.current), []);
  const onCursor = (row: AuditRow) => {
    clearTimeout(follow.current);
    if (search.open === undefined) return;
    follow.current = setTimeout(() => replace({ ...search, open: row.seq }), FOLLOW_MS);
  };

  // The entry above is newer, the one below older: as they stand in the list, filter and all.
  const at = search.open === undefined ? -1 : source.indexOf(String(search.open));
  const beside = (by: 1 | -1) => {
    const next = at === -1 ? undefined : source.get(at + by);
    if (next === undefined) return null;
    return () => {
      grid.current?.goTo(at + by);
      replace({ ...search, open: next.seq });
    };
  };
  const newer = beside(-1);
  const older = beside(1);

  const counts: Record<View, AuditCount | undefined> = {
    today: useAuditCount(viewFilter("today", today)),
    orders: useAuditCount(viewFilter("orders", today)),
    holds: useAuditCount(viewFilter("holds", today)),
    stock: useAuditCount(viewFilter("stock", today)),
    store: useAuditCount(viewFilter("store", today)),
    all: useAuditCount(viewFilter("all", today)),
  };
  const said = (c: AuditCount | undefined) =>
    c && (c.exact ? f.count(c.count) : t("audit.capped", { n: f.count(c.count) }));

  const verify = () => {
    void verdict.refetch().then((result) => {
      if (result.error) toastError(result.error, { retry: verify });
    });
  };
  useActions([
    { id: "audit_verify", label: t("audit.verify"), section: "act", keys: ["v"], icon: ShieldCheck, run: verify },
    {
      id: "audit_newer",
      label: t("audit.newer"),
      section: "list",
      keys: ["k"],
      enabled: newer !== null,
      quiet: true,
      run: () => newer?.(),
    },
    {
      id: "audit_older",
      label: t("audit.older"),
      section: "list",
      keys: ["j"],
      enabled: older !== null,
      quiet: true,
      run: () => older?.(),
    },
    {
      id: "audit_close",
      label: t("audit.close"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      enabled: search.open !== undefined,
      run: closePanel,
    },
  ]);

  const menu = (row: AuditRow): MenuEntry[] => {
    const request = row.requestId;
    return [
      { id: "open", label: t("audit.menu.open"), keys: "enter", run: () => open(row) },
      { kind: "line", id: "line" },
      {
        id: "object",
        label: t("audit.menu.object"),
        icon: ListFilter,
        run: () => go({ objectId: row.objectId, open: search.open }),
      },
      {
        id: "actor",
        label: t("audit.menu.actor", { name: row.actor }),
        icon: ListFilter,
        run: () => setFilter({ ...filter, actor: row.actor }),
      },
      ...(request === null
        ? []
        : [
            {
              id: "request",
              label: t("audit.menu.request"),
              icon: ListFilter,
              run: () => go({ requestId: request, open: search.open }),
            },
            { id: "copy", label: t("audit.menu.copyRequest"), icon: Copy, run: () => void shell.copyText(request) },
          ]),
    ];
  };

  const shownCount = said(count);
  const hidden = count ? count.ofAll - count.count : 0;

  return (
    <>
      <ScreenBar title={t("audit.title")} />
      <ViewTabs
        label={t("audit.views")}
        tabs={views.map((id) => ({
          id,
          label: t(`audit.view.${id}`),
          count: said(
            id === "all" && counts.all ? { ...counts.all, count: counts.all.ofAll, exact: true } : counts[id],
          ),
          active: looking.view === id,
          changed: looking.changed,
          onPress: () => go({ view: id, open: search.open }),
        }))}
        end={
          <Chain
            verdict={verdict.data}
            busy={verdict.isFetching}
            onVerify={verify}
            onShow={(seq) => go({ view: "all", open: seq })}
          />
        }
      />
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("audit.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <FilterBar end={<GridTools layout={layout} />}>
            <Filters
              filter={filter}
              facets={facets}
              today={today}
              objectLabel={filter.objectId === undefined ? undefined : source.get(0)?.objectLabel}
              onChange={setFilter}
            />
          </FilterBar>
          <DataGrid<AuditRow>
            ref={grid}
            testid="audit-grid"
            label={t("audit.title")}
            layout={layout}
            source={source}
            busy={busy}
            openKey={search.open === undefined ? null : String(search.open)}
            onOpen={open}
            onCursor={onCursor}
            menu={menu}
            restoreKey={`audit ${identity}`}
            onCopied={(n) => toastDone(t("audit.copied", { n }))}
            empty={
              looking.changed || (looking.view !== "today" && looking.view !== "all") ? (
                <EmptyNoMatch
                  title={t("audit.empty.match")}
                  actions={
                    <Button size="sm" onPress={() => go({ view: "all" })}>
                      {t("audit.clearFilters")}
                    </Button>
                  }
                >
                  {t("audit.empty.match.lead", { n: count?.ofAll ?? 0 })}
                </EmptyNoMatch>
              ) : count && count.ofAll > 0 ? (
                <EmptyFirst
                  title={t("audit.empty.today")}
                  actions={
                    <Button size="sm" onPress={() => go({ view: "all" })}>
                      {t("audit.showAll")}
                    </Button>
                  }
                >
                  {t("audit.empty.today.lead", { n: count.ofAll })}
                </EmptyFirst>
              ) : (
                <EmptyFirst title={t("audit.empty.first")}>{t("audit.empty.first.lead")}</EmptyFirst>
              )
            }
          />
          <TotalsBar
            label={t("audit.totals")}
            end={
              looking.changed &&
              hidden > 0 && (
                <>
                  <span className="truncate">{t("audit.hidden", { n: f.count(hidden) })}</span>
                  <LinkButton onPress={clear}>{t("audit.clear")}</LinkButton>
                </>
              )
            }
          >
            {count && shownCount !== undefined && (
              <span data-testid="audit-count">
                {count.exact && count.count === count.ofAll
                  ? t.rich("audit.total.all", { n: shownCount, count: count.count }, BOLD)
                  : t.rich("audit.total", { n: shownCount, all: f.count(count.ofAll) }, BOLD)}
              </span>
            )}
          </TotalsBar>
        </section>
        {search.open !== undefined && (
          <AuditPanel seq={search.open} verdict={verdict.data} onNewer={newer} onOlder={older} onClose={closePanel} />
        )}
      </div>
    </>
  );
}
