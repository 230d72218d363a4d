import { ArrowRight, Download } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Button as AriaButton } from "react-aria-components";
import { RefusedError, shell } from "../../bridge";
import type { ImportCheck, ImportGoods, ImportRow, ImportRowFilter, Money, RowResult } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { DataGrid, type GridHandle, GridTools, PagedRows, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import {
  Button,
  EmptyFirst,
  ErrorNote,
  FilterBar,
  KeyValue,
  KeyValues,
  LinkButton,
  Popover,
  Section,
  Segmented,
  Shape,
  Spinner,
  TextField,
  Track,
  toastDone,
  toastError,
} from "../../shared/ui";
import { FieldSelect, KeepSection, mappingProblemWords } from "./ColumnsStep";
import { capital, rowColumns } from "./columns";
import { Footer } from "./Footer";
import {
  canGo,
  cellToMend,
  fixOf,
  hasField,
  mappingProblem,
  moneyDifference,
  nextRefused,
  rowsUnder,
  shownFields,
  toApply,
} from "./logic";
import type { Import } from "./useImport";
import { useLong } from "./useLong";
import { delimiterWord, encodingWord, fieldWord, presetWord, RESULT_SHAPE, resultWord } from "./words";

const t = texts({
  "check.title": "What the import would do",
  "check.rows": "Rows of the file",
  "check.columns": "Columns",
  "check.columns.edit": "Edit",
  "check.how": "How the file is read",
  "check.how.layout": "Layout",
  "check.how.separator": "Separator",
  "check.how.letters": "Letters",
  "check.how.stock": "On hand",
  "check.how.stock.set": "Is what is there",
  "check.how.stock.add": "Adds to what is there",
  "check.how.stock.leave": "Left alone",
  "check.how.stock.stamp": "By its stamp",
  "check.how.known": "Known by",
  "check.how.sku": "SKU",
  "check.added": "new variants",
  "check.changed": "{n, plural, =0 {to update} one {to update, # restored} other {to update, # restored}}",
  "check.unchanged": "left alone",
  "check.refused": "{n, plural, =0 {nothing refused} one {# cell} other {# cells}}",
  "check.short": "too few there",
  "check.onHand": "On hand",
  "check.value": "At selling price",
  "check.categories": "New categories",
  "check.categories.list": "{n, plural, one {# is made} other {# are made}}",
  "check.categories.none": "none",
  "check.filter": "Rows shown",
  "check.filter.all": "All {n}",
  "check.filter.refused_first": "Refused first",
  "check.refusedCsv": "Refused rows as CSV",
  "check.refusedCsv.done": "<b>{file}</b> written: {n, plural, one {# row} other {# rows}}, each with its problem.",
  "check.open": "Open folder",
  "check.empty": "No such row",
  "check.empty.lead": "No row of this file is {what}.",
  "check.running": "Checking, nothing is saved",
  "check.running.of": "Checking, {done} of {total}. Nothing is saved.",
  "check.stop": "Stop",
  "check.again": "Check again",
  "check.stopped": "The check was stopped. Nothing was saved.",
  "check.gone": "The file had been put away and was read again. Look at the check, then apply it.",
  "mend.where": "Row {row, number}, {field}",
  "mend.whole": "Row {row, number}",
  "mend.lead": "{message} Correct it here, or leave the row out.",
  "mend.out": "{why} The row is left out.",
  "mend.value": "Value for {field} in row {row, number}",
  "mend.use": "Use in this row",
  "mend.next": "Next refused",
  "check.back": "Back",
  "check.one": "One change: all {n, plural, one {# row} other {# rows}} or none.",
  "check.apply": "{n, plural, =0 {Apply} one {Apply # row} other {Apply # rows}}",
  "check.nothing": "No row changes anything.",
});

type Filter = ImportRowFilter;
const FIGURES: readonly RowResult[] = ["added", "changed", "unchanged", "refused"];
const SEGMENTS: readonly Filter[] = ["refused_first", "all", "added", "changed"];

/** Step 3: the dry run. */
export function CheckStep(props: { work: Import }) {
  const { work } = props;
  const { state } = work;
  const { file, mapping, fixes, check } = state;
  const f = useFormats();
  const [filter, setFilter] = useState<Filter>("refused_first");
  const [cursor, setCursor] = useState(0);
  const grid = useRef<GridHandle>(null);
  const mend = useRef<HTMLInputElement>(null);

  const generation = check?.generation ?? 0;
  const count = check ? rowsUnder(check.result, filter) : 0;
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
  const columns = useMemo(() => rowColumns(f, fields, fixes, adds), [f, fields, fixes, adds]);
  const layout = useGridLayout(`import ${fields.join()}`, columns);

  const running = work.checking.running;
  const n = check ? toApply(check.result) : 0;
  const canApply = canGo(state, "apply") && !running && work.stopped?.at !== "check";
  const apply = () => {
    if (!canApply) return;
    work.go("apply");
    void work.apply();
  };
  const show = (next: Filter) => {
    setFilter(next);
    setCursor(0);
  };
  const toRow = (index: number) => {
    setCursor(index);
    grid.current?.goTo(index);
    // After the grid has given the cursor its focus.
    setTimeout(() => mend.current?.focus(), 0);
  };
  const onNext = () => {
    const refused = check?.result.refused ?? 0;
    if (filter !== "refused_first" && filter !== "refused") {
      show("refused_first");
      if (refused > 0) setTimeout(() => toRow(0), 0);
      return;
    }
    const next = nextRefused(cursor, refused);
    if (next !== null) toRow(next);
  };
  useActions([
    {
      id: "import_apply",
      label: t("check.apply", { n }),
      section: "act",
      keys: ["mod+enter"],
      enabled: canApply,
      run: apply,
    },
    {
      id: "import_next_refused",
      label: t("mend.next"),
      section: "act",
      keys: ["f8"],
      enabled: (check?.result.refused ?? 0) > 0,
      run: onNext,
    },
    {
      id: "import_back",
      label: t("check.back"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      run: () => work.go("columns"),
    },
  ]);

  if (!file || !mapping) return null;
  return (
    <>
      <div className="flex min-h-0 flex-1">
        <Pane work={work} />
        <section aria-label={t("check.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Figures check={check?.result ?? null} filter={filter} onFilter={show} busy={running} />
          <CheckState work={work} />
          <FilterBar
            end={
              <>
                {(check?.result.refused ?? 0) > 0 && <RefusedCsv work={work} />}
                <GridTools layout={layout} />
              </>
            }
          >
            <Segmented<Filter>
              label={t("check.filter")}
              value={filter}
              onChange={show}
              options={SEGMENTS.map((value) => ({
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
            busy={running || check === null}
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
          {here?.result === "refused" && (
            <Mend
              key={`${here.row} ${cellToMend(here, fixes)?.field ?? ""}`}
              row={here}
              work={work}
              inputRef={mend}
              onNext={onNext}
              onMove={(by) => toRow(Math.max(0, Math.min(count - 1, cursor + by)))}
            />
          )}
        </section>
      </div>
      <Footer
        start={
          <Button onPress={() => work.go("columns")} data-testid="import-back">
            {t("check.back")}
          </Button>
        }
      >
        <span className="truncate narrow:hidden">{n > 0 && t("check.one", { n })}</span>
        <Button
          kind="main"
          size="lg"
          keys="mod+enter"
          off={!canApply}
          offReason={check && n === 0 ? t("check.nothing") : undefined}
          onPress={apply}
          data-testid="import-apply"
        >
          {t("check.apply", { n })}
        </Button>
      </Footer>
    </>
  );
}

/** The columns and how the file is read, beside the rows where there is room. */
function Pane(props: { work: Import }) {
  const { work } = props;
  const { file, mapping } = work.state;
  if (!file || !mapping) return null;
  const stock = !hasField(mapping, "onHand")
    ? null
    : hasField(mapping, "stockStamp")
      ? t("check.how.stock.stamp")
      : t(`check.how.stock.${mapping.stock ?? "leave"}`);
  return (
    <aside
      aria-label={t("check.columns")}
      className="flex w-80 shrink-0 flex-col overflow-y-auto border-line border-r bg-surface max-[1320px]:hidden"
    >
      <Section
        title={t("check.columns")}
        end={
          <LinkButton className="text-12" onPress={() => work.go("columns")}>
            {t("check.columns.edit")}
          </LinkButton>
        }
      >
        <div className="grid gap-1">
          {file.columns.map((column) => (
            <div key={column.index} className="grid h-8 grid-cols-[72px_14px_116px_1fr] items-center gap-2">
              <span className="truncate font-medium" title={column.name}>
                {column.name}
              </span>
              <ArrowRight size={14} aria-hidden="true" className="text-ink-3" />
              <FieldSelect column={column} mapping={mapping} onChange={work.map} />
              <span className="truncate text-12 text-ink-3">{column.samples[0] ?? ""}</span>
            </div>
          ))}
        </div>
      </Section>
      <Section title={t("check.how")}>
        <KeyValues>
          {file.preset && <KeyValue name={t("check.how.layout")}>{presetWord(file.preset)}</KeyValue>}
          <KeyValue name={t("check.how.separator")}>{delimiterWord(file.delimiter)}</KeyValue>
          <KeyValue name={t("check.how.letters")}>{encodingWord(file.encoding)}</KeyValue>
          {stock && <KeyValue name={t("check.how.stock")}>{stock}</KeyValue>}
          <KeyValue name={t("check.how.known")}>{t("check.how.sku")}</KeyValue>
        </KeyValues>
      </Section>
      <KeepSection work={work} />
    </aside>
  );
}

/** The four figures as tabs, and what the import does to units and value. */
function Figures(props: {
  check: ImportCheck | null;
  filter: Filter;
  busy: boolean;
  onFilter: (filter: Filter) => void;
}) {
  const { check, filter } = props;
  const f = useFormats();
  const under: Record<RowResult, string> = {
    added: t("check.added"),
    changed: t("check.changed", { n: check?.restored ?? 0 }),
    unchanged: t("check.unchanged"),
    refused: t("check.refused", { n: check?.cells ?? 0 }),
    short: t("check.short"),
  };
  const on = (result: RowResult) => filter === result || (result === "refused" && filter === "refused_first");
  return (
    <div className={cx("flex h-22 shrink-0 border-line border-b", props.busy && check !== null && "opacity-60")}>
      {FIGURES.map((result) => {
        const { shape, tone } = RESULT_SHAPE[result];
        const n = check?.[result];
        return (
          <AriaButton
            key={result}
            data-testid={`figure-${result}`}
            aria-current={on(result) ? "true" : undefined}
            aria-label={`${resultWord(result)} ${n ?? ""}`}
            onPress={() => props.onFilter(result === "refused" ? "refused_first" : result)}
            className={cx(
              "relative grid w-30 shrink-0 content-start border-line border-r py-2.5 pr-3 pl-4 text-left -outline-offset-2",
              on(result)
                ? "bg-accent-tint after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:bg-accent"
                : "data-hovered:bg-hover",
            )}
          >
            <span className="flex items-center gap-1.5 text-ink-2">
              <Shape name={shape} className={tone} />
              {resultWord(result)}
            </span>
            <b className="mt-0.5 font-semibold text-20 tabular-nums">{n === undefined ? "–" : f.count(n)}</b>
            <span className="truncate text-12 text-ink-3">{under[result]}</span>
          </AriaButton>
        );
      })}
      {check?.goods && <Effect check={check.goods} />}
    </div>
  );
}

function Effect(props: { check: ImportGoods }) {
  const { check } = props;
  const f = useFormats();
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const units = check.unitsAfter - check.unitsNow;
  const value = moneyDifference(check.valueNow, check.valueAfter, f.digits);
  const categories = check.newCategories.length;
  return (
    <dl
      className="grid min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)] content-center gap-x-4 gap-y-0.5 px-4"
      data-testid="import-effect"
    >
      <Change
        name={t("check.onHand")}
        before={f.count(check.unitsNow)}
        after={f.count(check.unitsAfter)}
        difference={units === 0 ? null : f.signed(units)}
        down={units < 0}
      />
      <Change
        name={t("check.value")}
        before={f.money(check.valueNow)}
        after={f.money(check.valueAfter)}
        difference={isZero(value) ? null : signedMoney(value, f.money)}
        down={value.startsWith("-")}
      />
      <dt className="text-ink-3">{t("check.categories")}</dt>
      <dd className="truncate text-right">
        {categories === 0 ? (
          <span className="text-ink-3">{t("check.categories.none")}</span>
        ) : (
          <AriaButton
            ref={trigger}
            className="link max-w-full truncate"
            data-testid="new-categories"
            onPress={() => setOpen(true)}
          >
            {t("check.categories.list", { n: categories })}
          </AriaButton>
        )}
        <Popover
          open={open}
          onClose={() => setOpen(false)}
          triggerRef={trigger}
          label={t("check.categories")}
          placement="bottom end"
        >
          <ul className="max-h-80 min-w-48 overflow-auto px-3 py-2" data-selectable>
            {check.newCategories.map((path) => (
              <li key={path.join("\n")} className="py-0.5">
                {path.join(" › ")}
              </li>
            ))}
          </ul>
        </Popover>
      </dd>
    </dl>
  );
}

function Change(props: { name: string; before: string; after: string; difference: string | null; down: boolean }) {
  return (
    <>
      <dt className="whitespace-nowrap text-ink-3">{props.name}</dt>
      <dd className="flex min-w-0 items-center justify-end gap-1.5 whitespace-nowrap tabular-nums">
        {props.difference === null ? (
          <b className="font-semibold">{props.after}</b>
        ) : (
          <>
            <span className="truncate text-ink-3">{props.before}</span>
            <ArrowRight size={12} aria-hidden="true" className="text-ink-3" />
            <b className="font-semibold">{props.after}</b>
            <span className={cx("min-w-16 text-right font-medium", props.down ? "text-bad" : "text-ok")}>
              {props.difference}
            </span>
          </>
        )}
      </dd>
    </>
  );
}

function isZero(value: Money): boolean {
  return /^-?0*\.?0*$/.test(value);
}

function signedMoney(value: Money, say: (value: Money) => string): string {
  return value.startsWith("-") ? say(value) : `+${say(value)}`;
}

/** How far the check is, or why it stopped. */
function CheckState(props: { work: Import }) {
  const { work } = props;
  const f = useFormats();
  const { checking, stopped } = work;
  if (checking.running && (checking.slow || checking.progress)) {
    const { progress } = checking;
    return (
      <div role="status" className="flex h-9 shrink-0 items-center gap-3 border-line border-b bg-frame px-4 text-ink-2">
        <Spinner className="text-accent" />
        <span className="tabular-nums">
          {progress
            ? t("check.running.of", { done: f.count(progress.done), total: f.count(progress.total) })
            : t("check.running")}
        </span>
        {progress && <Track share={progress.done / progress.total} className="w-40" />}
        <Button size="sm" className="ml-auto" onPress={checking.stop}>
          {t("check.stop")}
        </Button>
      </div>
    );
  }
  const problem = work.state.mapping && mappingProblem(work.state.mapping);
  if (problem) return <Banner end={<Edit work={work} />}>{mappingProblemWords(problem)}</Banner>;
  if (stopped === null || stopped.at === "open") return null;
  const code = stopped.error instanceof RefusedError ? stopped.error.refusal.code : null;
  const again = () => void work.check();
  if (code === "CANCELLED" || (stopped.at === "apply" && code === "HANDLE_GONE")) {
    return (
      <Banner end={code === "CANCELLED" && stopped.at === "check" ? <Again onPress={again} /> : undefined}>
        {t(code === "CANCELLED" ? "check.stopped" : "check.gone")}
      </Banner>
    );
  }
  return (
    <div className="shrink-0 px-4 pt-3" data-testid="check-stopped">
      <ErrorNote error={stopped.error} steps={{ retry: again, reload: again, show_fields: () => work.go("columns") }} />
    </div>
  );
}

function Banner(props: { children: ReactNode; end?: ReactNode }) {
  return (
    <div role="status" className="flex h-9 shrink-0 items-center gap-3 border-line border-b bg-warn-tint px-4">
      <Shape name="pending" className="text-warn-mark" />
      <span className="truncate">{props.children}</span>
      <span className="ml-auto">{props.end}</span>
    </div>
  );
}

function Edit(props: { work: Import }) {
  return (
    <Button size="sm" onPress={() => props.work.go("columns")}>
      {t("check.columns.edit")}
    </Button>
  );
}

function Again(props: { onPress: () => void }) {
  return (
    <Button size="sm" onPress={props.onPress}>
      {t("check.again")}
    </Button>
  );
}

function RefusedCsv(props: { work: Import }) {
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

/** Mends one refused cell: Enter uses the value and checks again, F8 goes to the next one. */
function Mend(props: {
  row: ImportRow;
  work: Import;
  inputRef: React.RefObject<HTMLInputElement | null>;
  onNext: () => void;
  onMove: (by: 1 | -1) => void;
}) {
  const { row, work } = props;
  const { fixes } = work.state;
  const cell = cellToMend(row, fixes);
  const [text, setText] = useState(cell ? (fixOf(fixes, row.row, cell.field) ?? cell.text) : "");
  const hadFocus = useRef(false);
  // The next refused cell takes the place of the one that was mended, and the focus with it.
  useEffect(() => {
    const { current } = props.inputRef;
    if (document.activeElement === document.body || hadFocus.current) current?.focus();
  }, [props.inputRef]);
  if (cell === undefined) {
    return (
      <MendBar title={t("mend.whole", { row: row.row })} lead={t("mend.out", { why: ended(capital(row.why ?? "")) })}>
        <Next onPress={props.onNext} />
      </MendBar>
    );
  }
  const field = fieldWord(cell.field);
  const use = () => work.fix(row.row, cell.field, text);
  return (
    <MendBar
      title={t("mend.where", { row: row.row, field })}
      lead={t("mend.lead", { message: ended(capital(cell.message ?? row.why ?? "")) })}
    >
      <TextField
        label={t("mend.value", { field, row: row.row })}
        labelHidden
        scanned
        value={text}
        onChange={setText}
        inputRef={props.inputRef}
        className="w-44"
        onKeyDown={(e) => {
          if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) use();
          else if (e.key === "ArrowDown") props.onMove(1);
          else if (e.key === "ArrowUp") props.onMove(-1);
          else return;
          e.preventDefault();
          e.stopPropagation();
        }}
        data-testid="mend-value"
      />
      <Button keys="enter" onPress={use} data-testid="mend-use">
        {t("mend.use")}
      </Button>
      <Next onPress={props.onNext} />
    </MendBar>
  );
}

function Next(props: { onPress: () => void }) {
  return (
    <Button kind="quiet" keys="f8" onPress={props.onPress} data-testid="mend-next">
      {t("mend.next")}
    </Button>
  );
}

function MendBar(props: { title: string; lead: string; children: ReactNode }) {
  return (
    <section
      aria-label={props.title}
      data-testid="mend"
      className="flex shrink-0 items-center gap-3 border-line border-t bg-frame px-4 py-3"
    >
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{props.title}</p>
        <p className="text-ink-2" data-selectable>
          {props.lead}
        </p>
      </div>
      {props.children}
    </section>
  );
}

function ended(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
