import { Download } from "lucide-react";
import { type ReactNode, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { shell } from "../../bridge";
import type { ImportRow, ImportRowFilter, RowResult } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { DataGrid, type GridHandle, GridTools, PagedRows, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Button, EmptyFirst, FilterBar, Segmented, toastDone, toastError } from "../../shared/ui";
import { rowColumns } from "./columns";
import { cellToMend, kindOf, nextRefused, notIn, rowsUnder, shownFields } from "./logic";
import { Mend } from "./Mend";
import type { Import } from "./useImport";
import { useLong } from "./useLong";
import { resultWord } from "./words";

const t = texts({
  "check.rows": "Rows of the file",
  "check.filter": "Rows shown",
  "check.filter.all": "All {n}",
  "check.filter.refused_first": "Refused first",
  "check.refusedCsv": "Refused rows as CSV",
  "check.refusedCsv.done": "<b>{file}</b> written: {n, plural, one {# row} other {# rows}}, each with its problem.",
  "check.open": "Open folder",
  "check.empty": "No such row",
  "check.empty.lead": "No row of this file is {what}.",
  "check.next": "Next refused",
});

/** The rows of the file with what becomes of each; a refused cell is mended below them. */
export function Rows(props: {
  work: Import;
  filter: ImportRowFilter;
  onFilter: (filter: ImportRowFilter) => void;
  segments: readonly ImportRowFilter[];
  /** stands before the filter */
  start?: ReactNode;
}) {
  const { work, filter } = props;
  const { file, mapping, fixes, check } = work.state;
  const f = useFormats();
  const [cursor, setCursor] = useState(0);
  const grid = useRef<GridHandle>(null);
  const mend = useRef<HTMLInputElement>(null);

  const generation = check?.generation ?? 0;
  const count = check ? rowsUnder(check.result, filter) : 0;
  const out = check ? notIn(check.result) : 0;
  const rowsOf = work.rows;
  // A row's key is that of its check: after mending, the next refused row stands where the mended one stood.
  const source = useMemo(
    () =>
      new PagedRows<ImportRow>(
        count,
        (from, limit) => rowsOf(filter, from, limit),
        (row) => `${generation}:${row.row}`,
      ),
    [count, filter, generation, rowsOf],
  );
  useSyncExternalStore(source.subscribe, source.version);
  const here = source.get(cursor);
  const fields = useMemo(() => (mapping ? shownFields(mapping) : []), [mapping]);
  const adds = mapping?.stock === "add";
  const kind = kindOf(mapping);
  const columns = useMemo(() => rowColumns(f, kind, fields, fixes, adds), [f, kind, fields, fixes, adds]);
  const layout = useGridLayout(`import ${kind} ${fields.join()}`, columns);

  const show = (next: ImportRowFilter) => {
    props.onFilter(next);
    setCursor(0);
  };
  const toRow = (index: number) => {
    setCursor(index);
    grid.current?.goTo(index);
    // After the grid has given the cursor its focus.
    setTimeout(() => mend.current?.focus(), 0);
  };
  const onNext = () => {
    if (filter !== "refused_first" && filter !== "refused") {
      show("refused_first");
      if (out > 0) setTimeout(() => toRow(0), 0);
      return;
    }
    const next = nextRefused(cursor, out);
    if (next !== null) toRow(next);
  };
  useActions([
    {
      id: "import_next_refused",
      label: t("check.next"),
      section: "act",
      keys: ["f8"],
      enabled: out > 0,
      run: onNext,
    },
  ]);
  if (!file) return null;
  return (
    <>
      <FilterBar
        end={
          <>
            {out > 0 && <RefusedCsv work={work} />}
            <GridTools layout={layout} />
          </>
        }
      >
        {props.start}
        <Segmented<ImportRowFilter>
          label={t("check.filter")}
          value={filter}
          onChange={show}
          options={props.segments.map((value) => ({
            value,
            label:
              value === "all"
                ? t("check.filter.all", { n: check ? f.count(rowsUnder(check.result, "all")) : "" })
                : value === "refused_first"
                  ? t("check.filter.refused_first")
                  : resultWord(value as RowResult),
          }))}
        />
      </FilterBar>
      <DataGrid<ImportRow>
        ref={grid}
        testid="import-grid"
        label={t("check.rows")}
        layout={layout}
        source={source}
        busy={work.checking.running || check === null}
        restoreKey={`import ${file.importId} ${filter}`}
        onCursor={(_, index) => setCursor(index)}
        onOpen={(_, index) => {
          setCursor(index);
          setTimeout(() => mend.current?.focus(), 0);
        }}
        empty={
          check && (
            <EmptyFirst title={t("check.empty")}>
              {filter !== "all" &&
                filter !== "refused_first" &&
                t("check.empty.lead", { what: resultWord(filter).toLowerCase() })}
            </EmptyFirst>
          )
        }
      />
      {(here?.result === "refused" || here?.result === "short") && (
        <Mend
          key={`${here.row} ${cellToMend(here, fixes)?.field ?? ""}`}
          row={here}
          work={work}
          inputRef={mend}
          onNext={onNext}
          onMove={(by) => toRow(Math.max(0, Math.min(count - 1, cursor + by)))}
        />
      )}
    </>
  );
}

/** The rows that do not go in, to be mended elsewhere. */
export function RefusedCsv(props: { work: Import }) {
  const { file } = props.work.state;
  const save = useLong("import_refused_save");
  const start = async () => {
    if (!file || save.running) return;
    try {
      const stem = file.fileName.replace(/\.[^.]{1,5}$/, "");
      const chosen = await shell.chooseExportDestination(`${stem}-refused.csv`);
      if (!chosen) return;
      const saved = await save.run({ importId: file.importId, destination: chosen.destination });
      toastDone(t.rich("check.refusedCsv.done", { file: saved.fileName, n: saved.rows }), {
        label: t("check.open"),
        run: () => void shell.revealDestination(chosen.destination),
      });
    } catch (error) {
      toastError(error, { retry: () => void start(), choose_destination: () => void start() });
    }
  };
  return (
    <Button size="sm" icon={Download} pending={save.slow} onPress={() => void start()} data-testid="refused-csv">
      {t("check.refusedCsv")}
    </Button>
  );
}
