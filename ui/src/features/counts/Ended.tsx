import { useNavigate } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useMemo, useState } from "react";
import type { CountLine, CountSheet } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useNow } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { DataGrid, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Button, EmptyFirst, Total, TotalsBar, ViewTabs } from "../../shared/ui";
import { useCountLines } from "./api";
import { reviewColumns, StatusOfCount, scopeWord } from "./columns";

const t = texts({
  "ended.back": "All counts",
  "ended.said": "{what}, {who}, {when}",
  "ended.filters": "Lines",
  "ended.all": "All lines",
  "ended.differs": "Differed",
  "ended.lines": "Lines of the count",
  "ended.empty": "Nothing differed",
  "ended.empty.lead": "What was counted agreed with the books.",
  "ended.totals": "What was counted",
  "ended.total.lines": "{n, plural, one {line} other {lines}}",
  "ended.total.counted": "counted",
  "ended.total.differs": "differed",
});

/** A count that was posted or cancelled, to be read. */
export function Ended(props: { sheet: CountSheet }) {
  const { sheet } = props;
  const f = useFormats();
  const day = f.day(useNow());
  const navigate = useNavigate();
  const [filter, setFilter] = useState<"differs" | "all">(sheet.differs ? "differs" : "all");
  const lines = useCountLines(sheet.id, filter, undefined);
  const columns = useMemo(() => reviewColumns(f), [f]);
  const layout = useGridLayout("count-ended", columns);
  const back = () => void navigate({ to: "/count", search: { view: "ended" } });
  useActions([{ id: "count_back", label: t("ended.back"), section: "list", keys: ["escape"], quiet: true, run: back }]);
  return (
    <>
      <ScreenBar title={sheet.name} />
      <div className="flex h-10 shrink-0 items-center gap-4 border-line border-b px-4">
        <Button kind="quiet" size="sm" icon={ArrowLeft} className="-ml-2" onPress={back}>
          {t("ended.back")}
        </Button>
        <StatusOfCount status={sheet.status} />
        <span className="truncate text-ink-2">
          {t("ended.said", {
            what: scopeWord(sheet),
            who: sheet.staffName,
            when: f.stamp(sheet.endedAt ?? sheet.createdAt, day),
          })}
        </span>
      </div>
      <ViewTabs
        label={t("ended.filters")}
        end={<GridTools layout={layout} />}
        tabs={(["differs", "all"] as const).map((id) => {
          const n = id === "all" ? sheet.lines : sheet.differs;
          return {
            id,
            label: t(`ended.${id}`),
            count: n === null ? undefined : f.count(n),
            active: filter === id,
            onPress: () => setFilter(id),
          };
        })}
      />
      <DataGrid<CountLine>
        testid="ended-grid"
        label={t("ended.lines")}
        layout={layout}
        source={lines.source}
        busy={lines.busy}
        restoreKey={`count-ended ${lines.identity}`}
        empty={<EmptyFirst title={t("ended.empty")}>{t("ended.empty.lead")}</EmptyFirst>}
      />
      <TotalsBar label={t("ended.totals")}>
        <Total value={f.count(sheet.lines)} word={t("ended.total.lines", { n: sheet.lines })} />
        <Total value={f.count(sheet.counted)} word={t("ended.total.counted")} />
        {sheet.differs !== null && <Total value={f.count(sheet.differs)} word={t("ended.total.differs")} />}
      </TotalsBar>
    </>
  );
}
