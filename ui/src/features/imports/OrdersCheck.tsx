import { type ReactNode, useMemo, useState, useSyncExternalStore } from "react";
import { Button as AriaButton } from "react-aria-components";
import type {
  BulkMode,
  BulkResult,
  BulkShortage,
  BulkUpTo,
  ImportOrder,
  ImportOrderFilter,
  ImportOrders,
  ImportRowFilter,
} from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { cx } from "../../shared/cx";
import { type Formats, useFormats } from "../../shared/formats";
import { type Column, DataGrid, GridTools, PagedRows, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import {
  Button,
  EmptyFirst,
  FilterBar,
  KeyValue,
  KeyValues,
  Mark,
  Nil,
  Panel,
  RadioList,
  Section,
  Segmented,
  Shape,
  type ShapeName,
} from "../../shared/ui";
import { CheckState } from "./CheckState";
import { KeepSection } from "./ColumnsStep";
import { capital } from "./columns";
import { Footer } from "./Footer";
import { canGo, notIn, toApply } from "./logic";
import { MendBar } from "./Mend";
import { RefusedCsv, Rows } from "./Rows";
import type { Import } from "./useImport";
import { delimiterWord, encodingWord } from "./words";

const t = texts({
  "importOrders.title": "What becomes of each order",
  "importOrders.view": "Shown",
  "importOrders.view.orders": "Orders",
  "importOrders.view.lines": "Lines of the file",
  "importOrders.filter": "Orders shown",
  "importOrders.filter.all": "All {n}",
  "importOrders.filter.not_placed_first": "Not placed first",
  "importOrders.placed": "Can be served",
  "importOrders.placed.under": "{n, plural, one {# line} other {# lines}}",
  "importOrders.short": "Short",
  "importOrders.short.under": "too few units",
  "importOrders.refused": "Refused",
  "importOrders.refused.under": "cannot be taken",
  "importOrders.units": "Units",
  "importOrders.total": "Total, at today's prices",
  "importOrders.col.row": "Row",
  "importOrders.col.result": "Result",
  "importOrders.col.order": "Order",
  "importOrders.col.customer": "Customer",
  "importOrders.col.lines": "Lines",
  "importOrders.col.units": "Units",
  "importOrders.col.total": "Total",
  "importOrders.col.why": "Why",
  "importOrders.result.placed": "Placed",
  "importOrders.result.short": "Short",
  "importOrders.result.refused": "Refused",
  "importOrders.line": "{name}: {requested, number} asked, {available, number} available",
  "importOrders.empty": "No such order",
  "importOrders.how": "How they are placed",
  "importOrders.mode.all_or_nothing": "All or nothing",
  "importOrders.mode.all_or_nothing.hint": "One order that is short or refused keeps all of them out.",
  "importOrders.mode.each": "Each order on its own",
  "importOrders.mode.each.hint": "What can be served is placed. No order is placed in part.",
  "importOrders.shortage": "Short orders",
  "importOrders.shortage.reject": "Keep as rejected",
  "importOrders.shortage.reject.hint": "With a number and what was short. Nothing is taken for them.",
  "importOrders.shortage.skip": "Leave out",
  "importOrders.shortage.skip.hint": "Nothing is kept of them here.",
  "importOrders.upTo": "Orders that are placed become",
  "importOrders.upTo.confirmed": "Confirmed",
  "importOrders.upTo.confirmed.hint": "They own their units at once.",
  "importOrders.upTo.pending": "Pending",
  "importOrders.upTo.pending.hint": "Their units are held until the deadline, like those of any new order.",
  "importOrders.read": "How the file is read",
  "importOrders.read.separator": "Separator",
  "importOrders.read.letters": "Letters",
  "importOrders.detail": "Row {row, number}, {order}",
  "importOrders.detail.nameless": "Row {row, number}",
  "importOrders.detail.lines": "Show the lines",
  "importOrders.back": "Back",
  "importOrders.said":
    "{n, plural, one {# order} other {# orders}}, {units} units, {total}{short, plural, =0 {} other {; # short}}{refused, plural, =0 {} other {; # refused}}",
  "importOrders.apply": "{n, plural, =0 {Place the orders} one {Place # order} other {Place # orders}}",
  "importOrders.apply.keep":
    "{n, plural, =0 {Place none} one {Place # order} other {Place # orders}}, {rejected, plural, one {keep # as rejected} other {keep # as rejected}}",
  "importOrders.whole":
    "{n, plural, one {One order} other {# orders}} cannot be placed: mend the file, or let each order go on its own.",
  "importOrders.nothing": "No order of this file can be placed.",
});

const RESULTS: readonly BulkResult[] = ["placed", "short", "refused"];
const SEGMENTS: readonly ImportOrderFilter[] = ["not_placed_first", "all", "placed", "short", "refused"];
const LINES: readonly ImportRowFilter[] = ["refused_first", "all", "refused", "short"];
const SHAPES: Record<BulkResult, { shape: ShapeName; tone: string }> = {
  placed: { shape: "confirmed", tone: "text-ok" },
  short: { shape: "pending", tone: "text-warn-mark" },
  refused: { shape: "rejected", tone: "text-bad" },
};

type View = "orders" | "lines";

/** Step 3 of a file of orders: what becomes of each, and how they are to be placed. */
export function OrdersCheck(props: { work: Import }) {
  const { work } = props;
  const { state } = work;
  const { file, mapping, check } = state;
  const f = useFormats();
  const [view, setView] = useState<View>("orders");
  const [filter, setFilter] = useState<ImportOrderFilter>("not_placed_first");
  const [lines, setLines] = useState<ImportRowFilter>("refused_first");

  const figures = check?.result.orders ?? null;
  const running = work.checking.running;
  const n = check ? toApply(check.result, state.how) : 0;
  const canApply = canGo(state, "apply") && !running && work.stopped?.at !== "check";
  const kept = state.how.mode === "each" && state.how.onShortage === "reject" ? (figures?.short ?? 0) : 0;
  const label =
    kept > 0
      ? t("importOrders.apply.keep", { n: figures?.placed ?? 0, rejected: kept })
      : t("importOrders.apply", { n });
  const apply = () => {
    if (!canApply) return;
    work.go("apply");
    void work.apply();
  };
  useActions([
    { id: "import_apply", label, section: "act", keys: ["mod+enter"], enabled: canApply, run: apply },
    {
      id: "import_back",
      label: t("importOrders.back"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      run: () => work.go("columns"),
    },
  ]);
  if (!file || !mapping) return null;
  const views = (
    <Segmented<View>
      label={t("importOrders.view")}
      value={view}
      onChange={setView}
      options={(["orders", "lines"] as const).map((value) => ({ value, label: t(`importOrders.view.${value}`) }))}
    />
  );
  const out = figures ? figures.short + figures.refused : 0;
  const whyNot =
    figures === null || n > 0
      ? undefined
      : state.how.mode === "all_or_nothing" && out > 0 && figures.placed > 0
        ? t("importOrders.whole", { n: out })
        : t("importOrders.nothing");
  return (
    <>
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("importOrders.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Figures
            orders={figures}
            filter={view === "orders" ? filter : null}
            busy={running}
            onFilter={(next) => {
              setView("orders");
              setFilter(next);
            }}
          />
          <CheckState work={work} />
          {view === "orders" ? (
            <Orders
              key={filter}
              work={work}
              filter={filter}
              onFilter={setFilter}
              start={views}
              onLines={() => setView("lines")}
            />
          ) : (
            <Rows key={lines} work={work} filter={lines} onFilter={setLines} segments={LINES} start={views} />
          )}
        </section>
        <HowPanel work={work} />
      </div>
      <Footer
        start={
          <Button onPress={() => work.go("columns")} data-testid="import-back">
            {t("importOrders.back")}
          </Button>
        }
      >
        <span
          className={cx("flex min-w-0 items-center gap-1.5 truncate tabular-nums", whyNot !== undefined && "text-warn")}
          data-testid="orders-said"
        >
          {whyNot !== undefined && <Shape name="pending" className="text-warn-mark" />}
          <span className="truncate">
            {whyNot ??
              (figures &&
                t("importOrders.said", {
                  n: figures.placed,
                  units: f.count(figures.units),
                  total: f.money(figures.total),
                  short: figures.short,
                  refused: figures.refused,
                }))}
          </span>
        </span>
        <Button
          kind="main"
          size="lg"
          keys="mod+enter"
          off={!canApply}
          offReason={whyNot}
          onPress={apply}
          data-testid="import-apply"
        >
          {label}
        </Button>
      </Footer>
    </>
  );
}

/** How many orders can be served, are short, are refused; and what those that are placed come to. */
function Figures(props: {
  orders: ImportOrders | null;
  filter: ImportOrderFilter | null;
  busy: boolean;
  onFilter: (filter: ImportOrderFilter) => void;
}) {
  const { orders, filter } = props;
  const f = useFormats();
  const under: Record<BulkResult, string> = {
    placed: t("importOrders.placed.under", { n: orders?.lines ?? 0 }),
    short: t("importOrders.short.under"),
    refused: t("importOrders.refused.under"),
  };
  return (
    <div className={cx("flex h-22 shrink-0 border-line border-b", props.busy && orders !== null && "opacity-60")}>
      {RESULTS.map((result) => {
        const { shape, tone } = SHAPES[result];
        const n = orders?.[result];
        const on = filter === result;
        return (
          <AriaButton
            key={result}
            data-testid={`figure-${result}`}
            aria-current={on ? "true" : undefined}
            aria-label={`${t(`importOrders.${result}`)} ${n ?? ""}`}
            onPress={() => props.onFilter(on ? "all" : result)}
            className={cx(
              "relative grid w-34 shrink-0 content-start border-line border-r py-2.5 pr-3 pl-4 text-left -outline-offset-2",
              on
                ? "bg-accent-tint after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:bg-accent"
                : "data-hovered:bg-hover",
            )}
          >
            <span className="flex items-center gap-1.5 whitespace-nowrap text-ink-2">
              <Shape name={shape} className={tone} />
              {t(`importOrders.${result}`)}
            </span>
            <b className="mt-0.5 font-semibold text-20 tabular-nums">{n === undefined ? "–" : f.count(n)}</b>
            <span className="truncate text-12 text-ink-3">{under[result]}</span>
          </AriaButton>
        );
      })}
      {orders && (
        <dl
          className="grid min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)] content-center gap-x-4 gap-y-1 px-4 narrow:hidden"
          data-testid="import-effect"
        >
          <dt className="text-ink-3">{t("importOrders.units")}</dt>
          <dd className="truncate text-right font-semibold tabular-nums">{f.count(orders.units)}</dd>
          <dt className="truncate text-ink-3">{t("importOrders.total")}</dt>
          <dd className="truncate text-right font-semibold tabular-nums">{f.money(orders.total)}</dd>
        </dl>
      )}
    </div>
  );
}

/** The orders of the file, with why one is not placed below them. */
function Orders(props: {
  work: Import;
  filter: ImportOrderFilter;
  onFilter: (filter: ImportOrderFilter) => void;
  start: ReactNode;
  onLines: () => void;
}) {
  const { work, filter } = props;
  const { file, check } = work.state;
  const f = useFormats();
  const [cursor, setCursor] = useState(0);
  const generation = check?.generation ?? 0;
  const orders = check?.result.orders ?? null;
  const count = orders ? ordersUnder(orders, filter) : 0;
  const rowsOf = work.orderRows;
  const source = useMemo(
    () =>
      new PagedRows<ImportOrder>(
        count,
        (from, limit) => rowsOf(filter, from, limit),
        (order) => `${generation}:${order.row}`,
      ),
    [count, filter, generation, rowsOf],
  );
  useSyncExternalStore(source.subscribe, source.version);
  const here = source.get(cursor);
  const columns = useMemo(() => orderColumns(f), [f]);
  const layout = useGridLayout("import orders", columns);
  if (!file) return null;
  return (
    <>
      <FilterBar
        end={
          <>
            {check && notIn(check.result) > 0 && <RefusedCsv work={work} />}
            <GridTools layout={layout} />
          </>
        }
      >
        {props.start}
        <Segmented<ImportOrderFilter>
          label={t("importOrders.filter")}
          value={filter}
          onChange={props.onFilter}
          options={SEGMENTS.filter((value) => value === "all" || value === "not_placed_first").map((value) => ({
            value,
            label:
              value === "all"
                ? t("importOrders.filter.all", { n: orders ? f.count(ordersUnder(orders, "all")) : "" })
                : t("importOrders.filter.not_placed_first"),
          }))}
        />
      </FilterBar>
      <DataGrid<ImportOrder>
        testid="orders-grid"
        label={t("importOrders.title")}
        layout={layout}
        source={source}
        busy={work.checking.running || check === null}
        restoreKey={`import orders ${file.importId} ${filter}`}
        onCursor={(_, index) => setCursor(index)}
        onOpen={props.onLines}
        empty={check && <EmptyFirst title={t("importOrders.empty")} />}
      />
      {here !== undefined && here.result !== "placed" && (
        <MendBar
          title={
            here.orderRef === ""
              ? t("importOrders.detail.nameless", { row: here.row })
              : t("importOrders.detail", { row: here.row, order: here.orderRef })
          }
          lead={whyNotPlaced(here)}
        >
          <Button onPress={props.onLines} data-testid="order-lines">
            {t("importOrders.detail.lines")}
          </Button>
        </MendBar>
      )}
    </>
  );
}

function ordersUnder(orders: ImportOrders, filter: ImportOrderFilter): number {
  switch (filter) {
    case "all":
    case "not_placed_first":
      return orders.placed + orders.short + orders.refused;
    case "placed":
    case "short":
    case "refused":
      return orders[filter];
  }
}

function whyNotPlaced(order: ImportOrder): string {
  const short = order.short.map(({ name, requested, available }) =>
    t("importOrders.line", { name, requested, available }),
  );
  return [...short, ...order.problems.map(capital)].map((said) => (/[.!?]$/.test(said) ? said : `${said}.`)).join(" ");
}

function orderColumns(f: Formats): Column<ImportOrder>[] {
  return [
    {
      id: "row",
      header: t("importOrders.col.row"),
      width: 56,
      align: "right",
      cell: (order) => <span className="text-ink-3">{f.count(order.row)}</span>,
      text: (order) => String(order.row),
    },
    {
      id: "result",
      header: t("importOrders.col.result"),
      width: 92,
      fixed: true,
      cell: (order) => <Mark {...SHAPES[order.result]} word={t(`importOrders.result.${order.result}`)} />,
      text: (order) => t(`importOrders.result.${order.result}`),
    },
    {
      id: "order",
      header: t("importOrders.col.order"),
      width: 116,
      cell: (order) => (order.orderRef === "" ? <Nil /> : <span className="code">{order.orderRef}</span>),
      text: (order) => order.orderRef,
    },
    {
      id: "customer",
      header: t("importOrders.col.customer"),
      width: 140,
      flex: true,
      cell: (order) => <span className="font-medium">{order.customer}</span>,
      text: (order) => order.customer,
    },
    {
      id: "lines",
      header: t("importOrders.col.lines"),
      width: 56,
      align: "right",
      leave: 1,
      cell: (order) => f.count(order.lines),
      text: (order) => String(order.lines),
    },
    {
      id: "units",
      header: t("importOrders.col.units"),
      width: 64,
      align: "right",
      leave: 2,
      cell: (order) => f.count(order.units),
      text: (order) => String(order.units),
    },
    {
      id: "total",
      header: t("importOrders.col.total"),
      width: 96,
      align: "right",
      leave: 100,
      cell: (order) => (order.total === null ? <Nil /> : f.money(order.total)),
      text: (order) => order.total ?? "",
    },
    {
      id: "why",
      header: t("importOrders.col.why"),
      width: 240,
      leave: 200,
      cell: (order) => {
        const why = whyNotPlaced(order);
        return (
          <span className={order.result === "refused" ? "text-bad" : "text-warn"} title={why}>
            {why}
          </span>
        );
      },
      text: whyNotPlaced,
    },
  ];
}

/** The choices that decide what applying does. */
function HowPanel(props: { work: Import }) {
  const { work } = props;
  const { file, how } = work.state;
  if (!file) return null;
  return (
    <Panel label={t("importOrders.how")}>
      <Section title={t("importOrders.how")}>
        <RadioList<BulkMode>
          label={t("importOrders.how")}
          value={how.mode}
          onChange={(mode) => work.how({ mode })}
          options={(["all_or_nothing", "each"] as const).map((value) => ({
            value,
            label: t(`importOrders.mode.${value}`),
            hint: t(`importOrders.mode.${value}.hint`),
          }))}
        />
      </Section>
      {how.mode === "each" && (
        <Section title={t("importOrders.shortage")}>
          <RadioList<BulkShortage>
            label={t("importOrders.shortage")}
            value={how.onShortage}
            onChange={(onShortage) => work.how({ onShortage })}
            options={(["reject", "skip"] as const).map((value) => ({
              value,
              label: t(`importOrders.shortage.${value}`),
              hint: t(`importOrders.shortage.${value}.hint`),
            }))}
          />
        </Section>
      )}
      <Section title={t("importOrders.upTo")}>
        <RadioList<BulkUpTo>
          label={t("importOrders.upTo")}
          value={how.upTo}
          onChange={(upTo) => work.how({ upTo })}
          options={(["confirmed", "pending"] as const).map((value) => ({
            value,
            label: t(`importOrders.upTo.${value}`),
            hint: t(`importOrders.upTo.${value}.hint`),
          }))}
        />
      </Section>
      <Section title={t("importOrders.read")}>
        <KeyValues>
          <KeyValue name={t("importOrders.read.separator")}>{delimiterWord(file.delimiter)}</KeyValue>
          <KeyValue name={t("importOrders.read.letters")}>{encodingWord(file.encoding)}</KeyValue>
        </KeyValues>
      </Section>
      <KeepSection work={work} />
    </Panel>
  );
}
