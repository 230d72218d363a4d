import { Link } from "@tanstack/react-router";
import { ChevronDown, Ellipsis, X } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { Movement, StockExplanation, VariantId } from "../../generated/commands";
import { useMinute, useToday } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import {
  Button,
  EmptyError,
  Holders,
  IconButton,
  Menu,
  type MenuEntry,
  Nil,
  Note,
  OrderNumber,
  Panel,
  PanelSkeleton,
  Section,
  StockMark,
} from "../../shared/ui";
import { reasonWord } from "../../shared/words";
import { useExplanation, useLedger } from "./api";
import { addsUp, LEDGER_KINDS, type LedgerFilter, periodStart, terms } from "./logic";
import { type Period, periods } from "./search";
import { movementWord } from "./words";

const t = texts({
  "stockpanel.loading": "Product",
  "stockpanel.close": "Close",
  "stockpanel.more": "More",
  "stockpanel.onHand": "On hand",
  "stockpanel.minus": "minus",
  "stockpanel.reserved": "Reserved",
  "stockpanel.makes": "makes",
  "stockpanel.available": "Available",
  "stockpanel.reorder": "Low mark {n, number}",
  "stockpanel.since": "Since {day}",
  "stockpanel.period": "Since when",
  "stockpanel.period.days": "30 days",
  "stockpanel.period.month": "This month",
  "stockpanel.period.year": "This year",
  "stockpanel.why": "Why is it {n, number}?",
  "stockpanel.why.list": "The sum of what happened",
  "stockpanel.term.opening": "on {day}",
  "stockpanel.term.received": "received",
  "stockpanel.term.returned": "returned",
  "stockpanel.term.shipped": "shipped",
  "stockpanel.term.adjusted": "adjusted",
  "stockpanel.term.transferred": "moved",
  "stockpanel.term.onHand": "on hand",
  "stockpanel.wrong": "The ledger does not add up to what is on hand. Check the books in Settings.",
  "stockpanel.reservedBy": "Reserved by",
  "stockpanel.reservedBy.count": "{n, plural, one {# unit} other {# units}}",
  "stockpanel.ledger": "Ledger",
  "stockpanel.ledger.all": "{n, plural, =0 {No movement} one {# movement} other {All # movements}}",
  "stockpanel.ledger.show": "Which movements",
  "stockpanel.ledger.which.all": "All movements",
  "stockpanel.ledger.which.hand": "On hand only",
  "stockpanel.ledger.which.reserved": "Reservations only",
  "stockpanel.ledger.none": "Nothing has moved yet.",
  "stockpanel.ledger.none.kind": "No movement of this kind.",
  "stockpanel.ledger.more": "Show older",
  "stockpanel.ledger.left": "{n, number} of {all, number}",
  "stockpanel.when": "When",
  "stockpanel.movement": "Movement",
  "stockpanel.hand": "± Hand",
  "stockpanel.res": "± Res.",
});

const Chart = lazy(() => import("./Chart"));

export function StockPanel(props: {
  id: VariantId;
  period: Period;
  onPeriod: (period: Period) => void;
  onClose: () => void;
  menu: MenuEntry[];
  actions: ReactNode;
}) {
  const f = useFormats();
  const minute = useMinute();
  const from = periodStart(props.period, useToday(f.day));
  const explanation = useExplanation(props.id, from);
  const close = <IconButton icon={X} label={t("stockpanel.close")} onPress={props.onClose} className="-mr-1.5" />;
  const e = explanation.data?.row.variantId === props.id ? explanation.data : undefined;
  if (!e) {
    return (
      <Panel wide label={t("stockpanel.loading")} header={<div className="flex justify-end">{close}</div>}>
        {explanation.error ? (
          <EmptyError error={explanation.error} onRetry={() => void explanation.refetch()} />
        ) : (
          <PanelSkeleton />
        )}
      </Panel>
    );
  }
  const { row } = e;
  const since = f.date(e.from).replace(/ \d{4}$/, "");
  return (
    <Panel
      wide
      testid="stock-panel"
      label={row.name}
      header={
        <>
          <div className="flex items-center justify-between gap-2">
            <h2 className="min-w-0 truncate font-semibold text-16" data-selectable>
              {row.name}
            </h2>
            <span className="flex gap-0.5">
              <Menu
                label={t("stockpanel.more")}
                trigger={<IconButton icon={Ellipsis} label={t("stockpanel.more")} data-testid="stock-more" />}
                entries={props.menu}
              />
              {close}
            </span>
          </div>
          <div className="flex min-w-0 items-center truncate text-12 text-ink-3" data-selectable>
            <span className="code">{row.sku}</span>
            {e.barcodes[0] !== undefined && <span className="code dot-sep ml-1">{e.barcodes[0]}</span>}
            <span className="dot-sep ml-1 tabular-nums">{f.money(row.price)}</span>
            {row.reorderLevel !== null && (
              <span className="dot-sep ml-1 tabular-nums">{t("stockpanel.reorder", { n: row.reorderLevel })}</span>
            )}
          </div>
          <Figures explanation={e} />
        </>
      }
      actions={props.actions}
    >
      <Section
        title={
          <Menu
            label={t("stockpanel.period")}
            placement="bottom start"
            width={140}
            trigger={
              <Button kind="quiet" size="sm" data-testid="stock-period" className="-ml-2 font-semibold! text-ink!">
                {t("stockpanel.since", { day: since })}
                <ChevronDown size={14} aria-hidden="true" />
              </Button>
            }
            entries={periods.map((p) => ({
              id: p,
              label: t(`stockpanel.period.${p}`),
              end: p === props.period ? "✓" : undefined,
              run: () => props.onPeriod(p),
            }))}
          />
        }
        end={
          <span className="flex items-center gap-3 text-12">
            <span className="flex items-center gap-1.5 before:w-3 before:border-(--chart-1) before:border-t-2">
              {t("stockpanel.onHand")}
            </span>
            <span className="flex items-center gap-1.5 before:h-2 before:w-3 before:rounded-[2px] before:bg-(--chart-1)/22">
              {t("stockpanel.available")}
            </span>
          </span>
        }
      >
        <div className="h-[116px]">
          <Suspense>
            <Chart explanation={e} now={Math.max(minute, e.series.at(-1)?.at ?? 0)} />
          </Suspense>
        </div>
      </Section>
      <Section title={t("stockpanel.why", { n: row.onHand })}>
        <Why explanation={e} since={since} />
        {!addsUp(e) && (
          <Note tone="bad" role="alert">
            {t("stockpanel.wrong")}
          </Note>
        )}
      </Section>
      {e.holders.length > 0 && (
        <Section title={t("stockpanel.reservedBy")} end={t("stockpanel.reservedBy.count", { n: row.reserved })}>
          <Holders holders={e.holders} />
        </Section>
      )}
      <Ledger variantId={props.id} />
    </Panel>
  );
}

/** 47 − 6 = 41, to be checked with a pencil. */
function Figures(props: { explanation: StockExplanation }) {
  const { row } = props.explanation;
  const f = useFormats();
  const figure = "font-semibold text-28 tabular-nums";
  const sign = "pb-1 text-16 text-ink-3";
  return (
    <dl className="mt-3 flex items-end gap-3">
      <div>
        <dt className="label">{t("stockpanel.onHand")}</dt>
        <dd className={figure} data-testid="figure-on-hand">
          {f.count(row.onHand)}
        </dd>
      </div>
      <div>
        <dt className="sr-only">{t("stockpanel.minus")}</dt>
        <dd className={sign}>−</dd>
      </div>
      <div>
        <dt className="label">{t("stockpanel.reserved")}</dt>
        <dd className={figure} data-testid="figure-reserved">
          {f.count(row.reserved)}
        </dd>
      </div>
      <div>
        <dt className="sr-only">{t("stockpanel.makes")}</dt>
        <dd className={sign}>=</dd>
      </div>
      <div>
        <dt className="label">{t("stockpanel.available")}</dt>
        <dd className={cx(figure, row.available === 0 ? "text-bad" : "text-accent-ink")} data-testid="figure-available">
          {f.count(row.available)}
        </dd>
      </div>
      {row.mark !== "none" && (
        <div className="ml-auto pb-1.5">
          <dt className="sr-only">{t("stockpanel.available")}</dt>
          <dd>
            <StockMark mark={row.mark} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Why(props: { explanation: StockExplanation; since: string }) {
  const f = useFormats();
  const cell = "min-w-0 flex-1 border-line px-2 py-1.5 text-11 whitespace-nowrap not-first:border-l";
  return (
    <ol aria-label={t("stockpanel.why.list")} data-testid="why" className="flex rounded-2 border border-line">
      {terms(props.explanation).map((term) => (
        <li key={term.id} className={cx(cell, "text-ink-3")} data-term={term.id}>
          <b className="block font-semibold text-14 text-ink tabular-nums">
            {term.id === "opening" ? f.count(term.value) : f.signed(term.value)}
          </b>
          {term.id === "opening" ? t("stockpanel.term.opening", { day: props.since }) : t(`stockpanel.term.${term.id}`)}
        </li>
      ))}
      <li className={cx(cell, "rounded-r-[5px] bg-accent-tint text-accent-ink")} data-term="on-hand">
        <b className="block font-semibold text-14 tabular-nums">{f.count(props.explanation.row.onHand)}</b>
        {t("stockpanel.term.onHand")}
      </li>
    </ol>
  );
}

const LEDGER =
  "grid grid-cols-[84px_minmax(0,1fr)_42px_40px_48px_52px] narrow:grid-cols-[76px_minmax(0,1fr)_38px_38px_40px_44px] items-center gap-x-2 border-line border-b px-4 text-12 narrow:gap-x-1.5";

function Ledger(props: { variantId: VariantId }) {
  const [which, setWhich] = useState<LedgerFilter>("all");
  const ledger = useLedger({ variantId: props.variantId, kinds: LEDGER_KINDS[which] });
  const rows = ledger.data?.pages.flatMap((p) => p.rows) ?? [];
  const total = ledger.data?.pages[0]?.total ?? 0;
  return (
    <Section
      title={t("stockpanel.ledger")}
      end={
        <Menu
          label={t("stockpanel.ledger.show")}
          width={176}
          trigger={
            <Button kind="quiet" size="sm" data-testid="ledger-kinds" className="-mr-2 font-normal! text-accent-ink!">
              {which === "all" ? t("stockpanel.ledger.all", { n: total }) : t(`stockpanel.ledger.which.${which}`)}
              <ChevronDown size={14} aria-hidden="true" />
            </Button>
          }
          entries={(["all", "hand", "reserved"] as const).map((id) => ({
            id,
            label: t(`stockpanel.ledger.which.${id}`),
            end: which === id ? "✓" : undefined,
            run: () => setWhich(id),
          }))}
        />
      }
    >
      {ledger.error ? (
        <EmptyError error={ledger.error} onRetry={() => void ledger.refetch()} />
      ) : ledger.data && rows.length === 0 ? (
        <p className="text-ink-3">{which === "all" ? t("stockpanel.ledger.none") : t("stockpanel.ledger.none.kind")}</p>
      ) : (
        <div role="table" aria-label={t("stockpanel.ledger")} data-testid="ledger" className="-mx-4">
          <div role="row" className={cx(LEDGER, "label h-6 whitespace-nowrap text-11!")}>
            <span role="columnheader">{t("stockpanel.when")}</span>
            <span role="columnheader">{t("stockpanel.movement")}</span>
            <span role="columnheader" className="text-right">
              {t("stockpanel.hand")}
            </span>
            <span role="columnheader" className="text-right">
              {t("stockpanel.res")}
            </span>
            <span role="columnheader" className="text-right">
              {t("stockpanel.onHand")}
            </span>
            <span role="columnheader" className="text-right">
              {t("stockpanel.reserved")}
            </span>
          </div>
          {rows.map((m) => (
            <LedgerRow key={m.seq} movement={m} />
          ))}
        </div>
      )}
      {ledger.hasNextPage && (
        <div className="flex items-center justify-between pt-2 text-12 text-ink-3">
          <Button
            size="sm"
            pending={ledger.isFetchingNextPage}
            onPress={() => void ledger.fetchNextPage()}
            data-testid="ledger-older"
          >
            {t("stockpanel.ledger.more")}
          </Button>
          {t("stockpanel.ledger.left", { n: rows.length, all: total })}
        </div>
      )}
    </Section>
  );
}

function Delta(props: { value: number }) {
  const f = useFormats();
  return (
    <span role="cell" className="text-right font-medium tabular-nums">
      {props.value === 0 ? <Nil /> : f.signed(props.value)}
    </span>
  );
}

function LedgerRow(props: { movement: Movement }) {
  const { movement: m } = props;
  const f = useFormats();
  const today = useToday(f.day);
  // The year goes without saying while it is this one.
  const at = f.dateTime(m.at).replace(` ${today.slice(0, 4)} `, " ");
  return (
    <div role="row" className={cx(LEDGER, "h-7")} data-testid="ledger-row" data-kind={m.kind}>
      <span role="cell" className="truncate text-ink-3 tabular-nums" title={f.dateTime(m.at)}>
        {at}
      </span>
      <span role="cell" className="truncate" title={[m.note, m.staffName].filter(Boolean).join(" · ")}>
        <b className="font-medium">{movementWord(m.kind)}</b> <Cause movement={m} />
      </span>
      <Delta value={m.onHandDelta} />
      <Delta value={m.reservedDelta} />
      <span role="cell" className="text-right tabular-nums">
        {f.count(m.onHandAfter)}
      </span>
      <span role="cell" className="text-right text-ink-2 tabular-nums">
        {f.count(m.reservedAfter)}
      </span>
    </div>
  );
}

/** An order, a hold, a document, or the reason: whatever the movement came from. */
function Cause(props: { movement: Movement }) {
  const { movement: m } = props;
  const quiet = "text-ink-3";
  if (m.refId !== null && m.refType === "order") {
    return (
      <Link to="/orders" search={{ open: m.refId }} className="text-ink-3 hover:underline">
        {m.refLabel === null ? null : <OrderNumber number={m.refLabel} className="font-normal!" />}
      </Link>
    );
  }
  if (m.refId !== null && m.refType === "reservation" && m.refLabel) {
    return (
      <Link to="/holds" search={{ open: m.refId }} className="text-ink-3 hover:underline">
        {m.refLabel}
      </Link>
    );
  }
  const reason = m.reason === null ? null : reasonWord(m.reason);
  return <span className={quiet}>{[m.refLabel, reason, m.note].filter(Boolean).join(", ")}</span>;
}
