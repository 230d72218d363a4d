import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Ban, ClipboardCheck, PackageSearch, Pencil, RotateCcw, Trash2, Undo2 } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { CountId, CountLine, CountSheet, UnknownCode } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useNow } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { FindField, ScreenBar } from "../../shared/frame";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import {
  Button,
  EmptyError,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  IconButton,
  type MenuEntry,
  Note,
  PanelSkeleton,
  Total,
  TotalsBar,
  toastDone,
  toastError,
  toastNotice,
  ViewTabs,
} from "../../shared/ui";
import { AttachDialog } from "./AttachDialog";
import { useCountLines, useLocations, useSheet, useUnknownCodes } from "./api";
import { CancelDialog } from "./CancelDialog";
import { codeColumns, lineColumns, Progress, scopeWord } from "./columns";
import { Ended } from "./Ended";
import { fullName, isBlind, lastKept } from "./logic";
import { Review } from "./Review";
import { type Editing, RowFigure } from "./RowFigure";
import { ScanBox } from "./ScanBox";
import { ScanPanel } from "./ScanPanel";
import { filters, type SheetFilter, type SheetSearch } from "./search";
import { useScans } from "./useScans";

const t = texts({
  "sheet.back": "All counts",
  "sheet.filters": "Lines",
  "sheet.filter.all": "All",
  "sheet.filter.uncounted": "Not counted",
  "sheet.filter.differs": "Differ",
  "sheet.filter.recount": "Count again",
  "sheet.filter.unknown": "Unknown codes",
  "sheet.find": "Name, SKU, or barcode",
  "sheet.lines": "Lines of the count",
  "sheet.codes": "Unknown codes",
  "sheet.review": "Review and post",
  "sheet.cancel": "Cancel the count…",
  "sheet.blind": "Blind",
  "sheet.by": "{who}, {when}",
  "sheet.totals": "How far the count is",
  "sheet.total.lines": "{n, plural, one {line} other {lines}}",
  "sheet.total.counted": "counted",
  "sheet.total.differs": "differ",
  "sheet.total.recount": "to count again",
  "sheet.figure": "Enter a figure",
  "sheet.again": "Count again from nothing",
  "sheet.again.off": "Not counted",
  "sheet.cleared": "<b>{name}</b> is not counted any more.",
  "sheet.replaced": "<b>{sku}</b>: your figure took the place of {counted, number}, counted by {who}.",
  "sheet.undo": "Take the last scan back",
  "sheet.undone": "Taken back.",
  "sheet.attach": "Attach…",
  "sheet.drop": "Drop",
  "sheet.dropped": "<b>{code}</b> dropped.",
  "sheet.recount.why":
    "These moved while they were counted: units were sold, received or sent between the first figure and the last, or more left since than were counted. Press Delete and count the shelf once more.",
  "sheet.empty.list": "Nothing scanned yet",
  "sheet.empty.list.lead": "This count takes what is scanned. Scan the first code.",
  "sheet.empty.uncounted": "Every line is counted",
  "sheet.empty.uncounted.lead": "Review the differences, then post the count.",
  "sheet.empty.differs": "Nothing differs",
  "sheet.empty.differs.lead": "What is counted so far agrees with the books.",
  "sheet.empty.recount": "Nothing has to be counted again",
  "sheet.empty.recount.lead": "Lines come here when their stock moved while they were counted.",
  "sheet.empty.unknown": "Every code is known",
  "sheet.empty.unknown.lead": "A scanned code that no product has is kept here until you say what it is.",
  "sheet.empty.match": "No line matches",
  "sheet.empty.match.lead": "Nothing here contains “{text}”.",
  "sheet.clear": "Clear the search",
});

const route = getRouteApi("/count/$id");
const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

export function Sheet() {
  const { id } = route.useParams();
  const search = route.useSearch();
  const sheet = useSheet(id as CountId);
  if (sheet.error) {
    return (
      <>
        <ScreenBar title={t("sheet.lines")} />
        <EmptyError error={sheet.error} onRetry={() => void sheet.refetch()} />
      </>
    );
  }
  if (!sheet.data) return <PanelSkeleton />;
  if (sheet.data.status !== "open") return <Ended sheet={sheet.data} />;
  return <Open key={sheet.data.id} sheet={sheet.data} search={search} />;
}

/** What was scanned here stays in mind while one looks at the review. */
function Open(props: { sheet: CountSheet; search: SheetSearch }) {
  const scans = useScans(props.sheet.id);
  if (props.search.review) return <Review sheet={props.sheet} />;
  return <Counting {...props} desk={scans} />;
}

function Counting(props: { sheet: CountSheet; search: SheetSearch; desk: ReturnType<typeof useScans> }) {
  const { sheet, search } = props;
  const navigate = useNavigate();
  const f = useFormats();
  const day = f.day(useNow());
  const several = useLocations().length > 1;
  const [dialog, setDialog] = useState<{ kind: "cancel" } | { kind: "attach"; code: UnknownCode } | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const scanField = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle>(null);
  const cursor = useRef(0);
  const enter = useWrite("count_enter");
  const clear = useWrite("count_clear");
  const settle = useWrite("count_unknown_settle");
  const { scans, add, retry, drop, setLast, undoLast } = props.desk;

  const blind = isBlind(sheet);
  const wanted = search.filter ?? "all";
  const filter: SheetFilter = blind && wanted === "differs" ? "all" : wanted;
  const text = search.text?.trim() ? search.text.trim() : undefined;
  const lines = useCountLines(sheet.id, filter === "unknown" ? "all" : filter, text);
  const codes = useUnknownCodes(sheet.id);

  const address = (next: SheetSearch, replace = false) =>
    void navigate({ to: "/count/$id", params: { id: sheet.id }, search: next, replace });
  const review = () => address({ ...search, review: true });
  const toScan = () => scanField.current?.focus();

  const keep = (line: CountLine, figure: number | "empty", next: 1 | -1 | 0) => {
    setEditing(null);
    const going = next === 0 ? undefined : lines.source.get(cursor.current + next);
    const saving =
      figure === "empty"
        ? line.counted === null
          ? Promise.resolve()
          : clear.run({ id: sheet.id, variantId: line.variantId })
        : enter
            .run({ id: sheet.id, entries: [{ variantId: line.variantId, quantity: figure, mode: "set" }] })
            .then(({ value }) => {
              for (const r of value.replaced) {
                if (r.counted === figure) continue;
                toastNotice(
                  ClipboardCheck,
                  t.rich("sheet.replaced", { sku: r.sku, counted: r.counted, who: r.staffName }),
                );
              }
            });
    saving.catch((error: unknown) => toastError(error, { retry: () => keep(line, figure, 0) }));
    if (going === undefined) {
      grid.current?.focus();
      return;
    }
    cursor.current += next;
    grid.current?.goTo(cursor.current);
    setEditing({ variantId: going.variantId, start: "" });
  };
  const countAgain = (line: CountLine) => {
    clear.run({ id: sheet.id, variantId: line.variantId }).then(
      () => toastDone(t.rich("sheet.cleared", { name: fullName(line) })),
      (error: unknown) => toastError(error, { retry: () => countAgain(line) }),
    );
  };
  const dropCode = (code: UnknownCode) => {
    settle.run({ id: sheet.id, code: code.code }).then(
      () => toastDone(t.rich("sheet.dropped", { code: code.code })),
      (error: unknown) => toastError(error, { retry: () => dropCode(code) }),
    );
  };
  const undo = () => {
    undoLast().then(
      () => toastNotice(Undo2, t("sheet.undone")),
      (error: unknown) => toastError(error, { retry: undo }),
    );
  };
  const figureOfLast = (quantity: number) => {
    setLast(quantity).catch((error: unknown) => toastError(error, { retry: () => figureOfLast(quantity) }));
  };

  const underCursor = () => (filter === "unknown" ? undefined : lines.source.get(cursor.current));
  const edit = (start: string) => {
    const line = underCursor();
    if (line) setEditing({ variantId: line.variantId, start });
  };
  useActions([
    {
      id: "count_review",
      label: t("sheet.review"),
      section: "act",
      keys: ["mod+enter"],
      icon: ClipboardCheck,
      run: review,
    },
    {
      id: "count_undo_scan",
      label: t("sheet.undo"),
      section: "act",
      keys: ["mod+z"],
      icon: Undo2,
      enabled: lastKept(scans) !== undefined,
      run: undo,
    },
    {
      id: "count_cancel",
      label: t("sheet.cancel"),
      section: "act",
      icon: Ban,
      run: () => setDialog({ kind: "cancel" }),
    },
    {
      id: "count_back",
      label: t("sheet.back"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      run: () => void navigate({ to: "/count" }),
    },
    ...DIGITS.map((digit) => ({
      id: `count_figure_${digit}`,
      label: t("sheet.figure"),
      section: "list" as const,
      keys: [digit],
      quiet: true,
      enabled: filter !== "unknown",
      run: () => edit(digit),
    })),
  ]);

  const countOf: Record<SheetFilter, number | null> = {
    all: sheet.lines,
    uncounted: sheet.lines - sheet.counted,
    differs: sheet.differs,
    recount: sheet.recount,
    unknown: sheet.unknown,
  };

  return (
    <>
      <ScreenBar
        title={sheet.name}
        actions={
          <>
            <IconButton icon={Ban} label={t("sheet.cancel")} onPress={() => setDialog({ kind: "cancel" })} />
            <Button kind="main" keys="mod+enter" onPress={review} data-testid="count-review">
              {t("sheet.review")}
            </Button>
          </>
        }
      />
      <div className="flex h-10 shrink-0 items-center gap-4 border-line border-b px-4">
        <Button
          kind="quiet"
          size="sm"
          icon={ArrowLeft}
          className="-ml-2"
          onPress={() => void navigate({ to: "/count" })}
        >
          {t("sheet.back")}
        </Button>
        <span className="truncate text-ink-2">
          {[scopeWord(sheet), several ? sheet.locationName : "", sheet.blind ? t("sheet.blind") : ""]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <Progress sheet={sheet} f={f} className="ml-auto" />
        <span className="truncate text-12 text-ink-3 narrow:hidden">
          {t("sheet.by", { who: sheet.staffName, when: f.stamp(sheet.createdAt, day) })}
        </span>
      </div>
      <div className="flex min-h-0 flex-1">
        <section aria-label={sheet.name} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <ScanBox
            inputRef={scanField}
            afterScan={lastKept(scans) !== undefined}
            onScan={add}
            onFigure={figureOfLast}
            onLeave={() => grid.current?.focus()}
          />
          <ViewTabs
            label={t("sheet.filters")}
            tabs={filters
              .filter((id) => !(blind && id === "differs"))
              .map((id) => {
                const n = countOf[id];
                return {
                  id,
                  label: t(`sheet.filter.${id}`),
                  count: n === null ? undefined : f.count(n),
                  active: filter === id,
                  onPress: () => {
                    cursor.current = 0;
                    setEditing(null);
                    address({ ...search, filter: id === "all" ? undefined : id });
                  },
                };
              })}
          />
          {filter === "unknown" ? (
            <Codes
              grid={grid}
              source={codes}
              day={day}
              onAttach={(code) => setDialog({ kind: "attach", code })}
              onDrop={dropCode}
            />
          ) : (
            <Lines
              grid={grid}
              sheet={sheet}
              filter={filter}
              day={day}
              lines={lines}
              text={text}
              editing={editing}
              onEdit={edit}
              onKeep={keep}
              onLeaveFigure={() => {
                setEditing(null);
                grid.current?.focus();
              }}
              onCursor={(at) => {
                cursor.current = at;
                setEditing(null);
              }}
              onText={(next) => address({ ...search, text: next === "" ? undefined : next }, true)}
              onAgain={countAgain}
              onScanField={toScan}
            />
          )}
          <TotalsBar label={t("sheet.totals")}>
            <Total
              value={f.count(sheet.lines)}
              word={t("sheet.total.lines", { n: sheet.lines })}
              testid="count-lines"
            />
            <Total value={f.count(sheet.counted)} word={t("sheet.total.counted")} testid="count-counted" />
            {sheet.differs !== null && (
              <Total value={f.count(sheet.differs)} word={t("sheet.total.differs")} testid="count-differs" />
            )}
            {sheet.recount > 0 && <Total value={f.count(sheet.recount)} word={t("sheet.total.recount")} />}
          </TotalsBar>
        </section>
        <ScanPanel scans={scans} onUndo={undo} onRetry={retry} onDrop={drop} />
      </div>
      {dialog?.kind === "cancel" && <CancelDialog sheet={sheet} onClose={() => setDialog(null)} />}
      {dialog?.kind === "attach" && <AttachDialog sheet={sheet} code={dialog.code} onClose={() => setDialog(null)} />}
    </>
  );
}

function Lines(props: {
  grid: React.RefObject<GridHandle | null>;
  sheet: CountSheet;
  filter: Exclude<SheetFilter, "unknown">;
  day: string;
  lines: ReturnType<typeof useCountLines>;
  text: string | undefined;
  editing: Editing | null;
  onEdit: (start: string) => void;
  onKeep: (line: CountLine, figure: number | "empty", next: 1 | -1 | 0) => void;
  onLeaveFigure: () => void;
  onCursor: (at: number) => void;
  onText: (text: string) => void;
  onAgain: (line: CountLine) => void;
  onScanField: () => void;
}) {
  const { sheet, filter, lines, text, editing } = props;
  const f = useFormats();
  const latest = useRef(props);
  latest.current = props;
  // Only what shapes the columns makes new ones: the field in a row must not be drawn anew while one types.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the sheet only whether it is blind shapes them
  const columns = useMemo(
    () =>
      lineColumns(f, props.day, sheet, (line) => (
        <RowFigure
          line={line}
          editing={editing}
          onKeep={(...kept) => latest.current.onKeep(...kept)}
          onLeave={() => latest.current.onLeaveFigure()}
        />
      )),
    [f, props.day, isBlind(sheet), editing],
  );
  const layout = useGridLayout("count", columns);
  const menu = (line: CountLine): MenuEntry[] => [
    { id: "figure", label: t("sheet.figure"), icon: Pencil, keys: "enter", run: () => props.onEdit("") },
    {
      id: "again",
      label: t("sheet.again"),
      icon: RotateCcw,
      keys: "delete",
      off: line.counted === null && t("sheet.again.off"),
      run: () => props.onAgain(line),
    },
  ];
  const onKey = (event: KeyboardEvent, line: CountLine | undefined): boolean => {
    if (line === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "Delete" && line.counted !== null) {
      props.onAgain(line);
      return true;
    }
    return false;
  };
  return (
    <>
      <FilterBar end={<GridTools layout={layout} />}>
        <FindField
          id="count"
          label={t("sheet.find")}
          value={text ?? ""}
          onChange={props.onText}
          onLeave={() => props.grid.current?.focus()}
        />
      </FilterBar>
      {filter === "recount" && sheet.recount > 0 && (
        <Note tone="warn" icon={RotateCcw} className="mx-4 mb-2">
          {t("sheet.recount.why")}
        </Note>
      )}
      <DataGrid<CountLine>
        ref={props.grid}
        testid="count-grid"
        label={t("sheet.lines")}
        layout={layout}
        source={lines.source}
        busy={lines.busy}
        restoreKey={`count ${lines.identity}`}
        onOpen={(_, at) => {
          props.onCursor(at);
          props.onEdit("");
        }}
        onCursor={(_, at) => props.onCursor(at)}
        menu={menu}
        onMenu={(line) => props.onCursor(lines.source.indexOf(line.variantId))}
        onKey={onKey}
        stamp={(line) => `${line.counted}`}
        empty={
          text !== undefined ? (
            <EmptyNoMatch
              title={t("sheet.empty.match")}
              actions={
                <Button size="sm" onPress={() => props.onText("")}>
                  {t("sheet.clear")}
                </Button>
              }
            >
              {t("sheet.empty.match.lead", { text })}
            </EmptyNoMatch>
          ) : filter === "all" ? (
            <EmptyFirst icon={PackageSearch} title={t("sheet.empty.list")}>
              {t("sheet.empty.list.lead")}
            </EmptyFirst>
          ) : (
            <EmptyFirst title={t(`sheet.empty.${filter}`)}>{t(`sheet.empty.${filter}.lead`)}</EmptyFirst>
          )
        }
      />
    </>
  );
}

function Codes(props: {
  grid: React.RefObject<GridHandle | null>;
  source: ReturnType<typeof useUnknownCodes>;
  day: string;
  onAttach: (code: UnknownCode) => void;
  onDrop: (code: UnknownCode) => void;
}) {
  const f = useFormats();
  const latest = useRef(props);
  latest.current = props;
  const columns = useMemo(
    () =>
      codeColumns(f, props.day, (code) => (
        <span className="inline-flex gap-1.5">
          <Button size="sm" onPress={() => latest.current.onAttach(code)} data-testid="attach-code">
            {t("sheet.attach")}
          </Button>
          <Button
            size="sm"
            kind="danger"
            icon={Trash2}
            onPress={() => latest.current.onDrop(code)}
            data-testid="drop-code"
          >
            {t("sheet.drop")}
          </Button>
        </span>
      )),
    [f, props.day],
  );
  const layout = useGridLayout("count-codes", columns);
  return (
    <DataGrid<UnknownCode>
      ref={props.grid}
      testid="code-grid"
      label={t("sheet.codes")}
      layout={layout}
      source={props.source}
      menu={(code) => [
        { id: "attach", label: t("sheet.attach"), keys: "enter", run: () => props.onAttach(code) },
        { id: "drop", label: t("sheet.drop"), icon: Trash2, danger: true, run: () => props.onDrop(code) },
      ]}
      onKey={(event, code) => {
        if (code === undefined) return false;
        if (event.key === "Enter") props.onAttach(code);
        else if (event.key === "Delete") props.onDrop(code);
        else return false;
        return true;
      }}
      empty={<EmptyFirst title={t("sheet.empty.unknown")}>{t("sheet.empty.unknown.lead")}</EmptyFirst>}
    />
  );
}
