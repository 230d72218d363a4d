import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Undo2 } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import type { Batch, BatchId } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useToday } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { FindField, ScreenBar } from "../../shared/frame";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { askFor } from "../../shared/intents";
import { useLocations } from "../../shared/locations";
import { Button, EmptyFirst, EmptyNoMatch, FilterBar, type MenuEntry, toastDone, ViewTabs } from "../../shared/ui";
import { useBatchRows } from "./api";
import { BatchPanel } from "./BatchPanel";
import { changeColumns } from "./columns";
import { kindsOf, undoable } from "./logic";
import { type ChangesSearch, views } from "./search";

const t = texts({
  "changes.title": "Changes",
  "changes.views": "Views",
  "changes.view.all": "All",
  "changes.view.receipts": "Receipts",
  "changes.view.adjustments": "Adjustments",
  "changes.view.transfers": "Transfers",
  "changes.view.counts": "Counts",
  "changes.view.imports": "Imports",
  "changes.view.undos": "Undone",
  "changes.find": "Document, supplier, name, or note",
  "changes.empty.first": "Nothing was changed yet",
  "changes.empty.first.lead":
    "What people receive, adjust, transfer, count and import comes here, and can be undone from here.",
  "changes.empty.view": "None of this kind yet",
  "changes.empty.match": "No change matches",
  "changes.empty.match.lead": "Nothing here contains “{text}”.",
  "changes.clear": "Clear the search",
  "changes.showAll": "Show all",
  "changes.open": "Open",
  "changes.undo": "Undo…",
  "changes.undo.undone": "undone",
  "changes.undo.is_undo": "is an undo",
  "changes.close": "Close the panel",
  "changes.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
});

const route = getRouteApi("/changes");
const FOLLOW_MS = 80;

/** What people did to the stock, act by act, and the way to take one back. */
export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const today = useToday(f.day);
  const grid = useRef<GridHandle>(null);
  const { several } = useLocations();
  const view = search.view ?? "all";
  const text = search.text?.trim() ? search.text.trim() : undefined;
  const rows = useBatchRows({ kinds: kindsOf(view), text });
  const columns = useMemo(() => changeColumns(f, today, several), [f, today, several]);
  const layout = useGridLayout("changes", columns);

  const go = (next: ChangesSearch) => void navigate({ to: "/changes", search: next });
  const replace = (next: ChangesSearch) => void navigate({ to: "/changes", search: next, replace: true });
  const open = (row: Batch) =>
    search.open === undefined ? go({ ...search, open: row.id }) : replace({ ...search, open: row.id });
  const closePanel = () => {
    replace({ ...search, open: undefined });
    grid.current?.focus();
  };
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(follow.current), []);
  const onCursor = (row: Batch) => {
    clearTimeout(follow.current);
    if (search.open === undefined) return;
    follow.current = setTimeout(() => replace({ ...search, open: row.id }), FOLLOW_MS);
  };
  useActions([
    {
      id: "changes_close",
      label: t("changes.close"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      enabled: search.open !== undefined,
      run: closePanel,
    },
  ]);
  const menu = (row: Batch): MenuEntry[] => {
    const may = undoable(row);
    return [
      { id: "open", label: t("changes.open"), keys: "enter", run: () => open(row) },
      { kind: "line", id: "line" },
      {
        id: "undo",
        label: t("changes.undo"),
        icon: Undo2,
        off: may === "yes" ? false : t(`changes.undo.${may}`),
        run: () => askFor("undo", { batchId: row.id }),
      },
    ];
  };

  return (
    <>
      <ScreenBar title={t("changes.title")} />
      <ViewTabs
        label={t("changes.views")}
        tabs={views.map((id) => ({
          id,
          label: t(`changes.view.${id}`),
          active: view === id,
          onPress: () => go({ ...search, view: id === "all" ? undefined : id, open: undefined }),
        }))}
      />
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("changes.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <FilterBar end={<GridTools layout={layout} />}>
            <FindField
              id="changes"
              label={t("changes.find")}
              value={search.text ?? ""}
              onChange={(next) => replace({ ...search, text: next === "" ? undefined : next })}
              onLeave={() => grid.current?.focus()}
            />
          </FilterBar>
          <DataGrid<Batch>
            ref={grid}
            testid="changes-grid"
            label={t("changes.title")}
            layout={layout}
            source={rows.source}
            busy={rows.busy}
            openKey={search.open}
            onOpen={open}
            onCursor={onCursor}
            menu={menu}
            restoreKey={`changes ${rows.identity}`}
            onCopied={(n) => toastDone(t("changes.copied", { n }))}
            empty={
              text !== undefined ? (
                <EmptyNoMatch
                  title={t("changes.empty.match")}
                  actions={
                    <Button size="sm" onPress={() => replace({ ...search, text: undefined })}>
                      {t("changes.clear")}
                    </Button>
                  }
                >
                  {t("changes.empty.match.lead", { text })}
                </EmptyNoMatch>
              ) : view === "all" ? (
                <EmptyFirst title={t("changes.empty.first")}>{t("changes.empty.first.lead")}</EmptyFirst>
              ) : (
                <EmptyFirst
                  title={t("changes.empty.view")}
                  actions={
                    <Button size="sm" onPress={() => go({})}>
                      {t("changes.showAll")}
                    </Button>
                  }
                />
              )
            }
          />
        </section>
        {search.open !== undefined && <BatchPanel key={search.open} id={search.open as BatchId} onClose={closePanel} />}
      </div>
    </>
  );
}
