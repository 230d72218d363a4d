import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ClipboardCheck, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import type { CountSheet } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useNow } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { DataGrid, GridTools, useGridLayout, useSettled } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Button, EmptyFirst, ViewTabs } from "../../shared/ui";
import { useLocations, useOpenSheets, useSheets } from "./api";
import { sheetColumns } from "./columns";
import { StartDialog } from "./StartDialog";
import { views } from "./search";

const t = texts({
  "counts.title": "Count",
  "counts.views": "Counts",
  "counts.view.open": "Open",
  "counts.view.ended": "Ended",
  "counts.start": "Start a count",
  "counts.list": "Counts",
  "counts.empty.open": "No count is open",
  "counts.empty.open.lead":
    "Count everything, a category, or only what you scan. The store goes on trading: what moves meanwhile is taken into account.",
  "counts.empty.ended": "No count has ended yet",
  "counts.empty.ended.lead": "Posted and cancelled counts stay here to be read.",
});

const route = getRouteApi("/count");

export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const day = f.day(useNow());
  const view = search.view ?? "open";
  const several = useLocations().length > 1;
  const [starting, setStarting] = useState(false);
  const rows = useSettled(useSheets(view));
  const openSheets = useOpenSheets();
  const columns = useMemo(() => sheetColumns(f, day, several, view === "ended"), [f, day, several, view]);
  const layout = useGridLayout(`counts-${view}`, columns);
  const start = () => setStarting(true);
  const open = (sheet: CountSheet) => void navigate({ to: "/count/$id", params: { id: sheet.id }, search: {} });
  useActions([
    { id: "count_start", label: t("counts.start"), section: "act", keys: ["p"], icon: ClipboardCheck, run: start },
  ]);
  return (
    <>
      <ScreenBar
        title={t("counts.title")}
        actions={
          <Button kind="main" icon={Plus} keys="p" onPress={start} data-testid="start-count">
            {t("counts.start")}
          </Button>
        }
      />
      <ViewTabs
        label={t("counts.views")}
        end={<GridTools layout={layout} />}
        tabs={views.map((id) => {
          return {
            id,
            label: t(`counts.view.${id}`),
            count: id === "open" && openSheets !== undefined ? f.count(openSheets) : undefined,
            active: view === id,
            onPress: () => void navigate({ to: "/count", search: { view: id === "open" ? undefined : id } }),
          };
        })}
      />
      <DataGrid<CountSheet>
        testid="counts-grid"
        label={t("counts.list")}
        layout={layout}
        source={rows.source}
        busy={rows.busy}
        restoreKey={`counts ${view}`}
        onOpen={open}
        empty={
          view === "open" ? (
            <EmptyFirst
              icon={ClipboardCheck}
              title={t("counts.empty.open")}
              actions={
                <Button size="sm" kind="main" icon={Plus} onPress={start}>
                  {t("counts.start")}
                </Button>
              }
            >
              {t("counts.empty.open.lead")}
            </EmptyFirst>
          ) : (
            <EmptyFirst title={t("counts.empty.ended")}>{t("counts.empty.ended.lead")}</EmptyFirst>
          )
        }
      />
      {starting && (
        <StartDialog
          onClose={() => setStarting(false)}
          onDone={(sheet) => {
            setStarting(false);
            open(sheet);
          }}
        />
      )}
    </>
  );
}
