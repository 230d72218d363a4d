import { Link } from "@tanstack/react-router";
import { ChevronDown, Ellipsis, X } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import type { Day, LocationId, MovementKind, StockExplanation, Variant, VariantId } from "../../generated/commands";
import { useMinute, useToday } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { FIGURE_KINDS, type Figure, FigureLink } from "../../shared/figures";
import { addDays, useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { askFor } from "../../shared/intents";
import { useBalances, useLocations } from "../../shared/locations";
import {
  Button,
  EmptyError,
  Holders,
  IconButton,
  Menu,
  type MenuEntry,
  Note,
  Panel,
  PanelSkeleton,
  Section,
  StockMark,
} from "../../shared/ui";
import { fullName } from "../../shared/words";
import { useExplanation, useProductOf } from "./api";
import { Ledger } from "./Ledger";
import { addsUp, periodStart, suggestionOf, type Term, terms } from "./logic";
import { type Period, periods } from "./search";

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
  "stockpanel.where": "Where",
  "stockpanel.variants": "Other variants",
  "stockpanel.variants.free": "{n} available",
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
});

const Chart = lazy(() => import("./Chart"));

export function StockPanel(props: {
  id: VariantId;
  /** its figures at one place; all together where left out */
  locationId?: LocationId;
  period: Period;
  onPeriod: (period: Period) => void;
  onClose: () => void;
  /** another variant of the same product */
  onVariant: (id: VariantId) => void;
  menu: MenuEntry[];
  actions: ReactNode;
}) {
  const f = useFormats();
  const minute = useMinute();
  const from = periodStart(props.period, useToday(f.day));
  const explanation = useExplanation(props.id, from, props.locationId);
  const product = useProductOf(props.id).data;
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
  const siblings = product?.variants.filter((v) => !v.archived || v.id === props.id) ?? [];
  const since = f.date(e.from).replace(/ \d{4}$/, "");
  return (
    <Panel
      wide
      testid="stock-panel"
      label={fullName(row)}
      header={
        <>
          <div className="flex items-center justify-between gap-2">
            <h2 className="flex min-w-0 items-center gap-1 font-semibold text-16" data-selectable>
              <span className="truncate">{siblings.length > 1 ? row.name : fullName(row)}</span>
              {siblings.length > 1 && <Variants id={props.id} siblings={siblings} onPick={props.onVariant} />}
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
            {row.categoryPath.length > 0 && (
              <span className="dot-sep ml-1 truncate">{row.categoryPath.join(" / ")}</span>
            )}
            {row.reorderLevelHere > 0 && (
              <span className="dot-sep ml-1 tabular-nums">{t("stockpanel.reorder", { n: row.reorderLevelHere })}</span>
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
        <Why explanation={e} since={since} from={from} />
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
      <Ledger
        key={props.locationId}
        variantId={props.id}
        locationId={props.locationId}
        onOpening={() => askFor("opening", { product: suggestionOf(row) })}
      />
    </Panel>
  );
}

/** The other variants of the product, with what is available of each. */
function Variants(props: { id: VariantId; siblings: Variant[]; onPick: (id: VariantId) => void }) {
  const f = useFormats();
  const here = props.siblings.find((v) => v.id === props.id);
  return (
    <Menu
      label={t("stockpanel.variants")}
      placement="bottom start"
      trigger={
        <Button
          kind="quiet"
          size="sm"
          className="max-w-56 font-semibold! text-16! text-ink!"
          data-testid="stock-variants"
        >
          <span className="truncate">{here?.label}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </Button>
      }
      entries={props.siblings.map((v) => ({
        id: v.id,
        label: v.label || v.sku,
        end: v.id === props.id ? "✓" : t("stockpanel.variants.free", { n: f.count(v.available) }),
        run: () => props.onPick(v.id),
      }))}
    />
  );
}

/** 47 − 6 = 41, to be checked with a pencil; each figure opens the movements that sum to it. */
function Figures(props: { explanation: StockExplanation }) {
  const { row } = props.explanation;
  const f = useFormats();
  const { several } = useLocations();
  const places = useBalances(row.variantId)?.rows.filter((b) => b.onHand !== 0 || b.reserved !== 0) ?? [];
  const sign = "pb-1 text-16 text-ink-3";
  const figure = (which: Figure, value: number, tone?: string) => (
    <FigureLink
      variantId={row.variantId}
      locationId={row.locationId ?? undefined}
      figure={which}
      className={cx("font-semibold text-28 tabular-nums", tone)}
    >
      {f.count(value)}
    </FigureLink>
  );
  return (
    <dl className="mt-3 flex flex-wrap items-end gap-x-3 gap-y-1 whitespace-nowrap">
      <div>
        <dt className="label">{t("stockpanel.onHand")}</dt>
        <dd data-testid="figure-on-hand">{figure("on_hand", row.onHand)}</dd>
      </div>
      <div>
        <dt className="sr-only">{t("stockpanel.minus")}</dt>
        <dd className={sign}>−</dd>
      </div>
      <div>
        <dt className="label">{t("stockpanel.reserved")}</dt>
        <dd data-testid="figure-reserved">{figure("reserved", row.reserved)}</dd>
      </div>
      <div>
        <dt className="sr-only">{t("stockpanel.makes")}</dt>
        <dd className={sign}>=</dd>
      </div>
      <div>
        <dt className="label">{t("stockpanel.available")}</dt>
        <dd data-testid="figure-available">
          {figure("available", row.available, row.available === 0 ? "text-bad" : "text-accent-ink")}
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
      {several && places.length > 0 && (
        <div
          className={cx(
            "flex min-w-0 flex-col pb-1 narrow:ml-0 narrow:w-full narrow:flex-row narrow:items-baseline narrow:gap-x-2",
            row.mark === "none" ? "ml-auto items-end" : "w-full",
          )}
        >
          <dt className="label">{t("stockpanel.where")}</dt>
          <dd data-testid="stock-where" className="flex min-w-0 flex-wrap gap-x-1">
            {places.map((b, at) => (
              <FigureLink key={b.locationId} variantId={row.variantId} locationId={b.locationId} figure="on_hand">
                {b.locationName} <b className="font-medium tabular-nums">{f.count(b.onHand)}</b>
                {at < places.length - 1 && ","}
              </FigureLink>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}

/** Which movements a term of the sum is made of. */
const TERM_KINDS: Record<Exclude<Term["id"], "opening">, MovementKind[]> = {
  received: ["receive"],
  returned: ["return"],
  shipped: ["ship"],
  adjusted: ["adjust"],
  transferred: ["transfer_in", "transfer_out"],
};

function Why(props: { explanation: StockExplanation; since: string; from: Day }) {
  const { row } = props.explanation;
  const f = useFormats();
  const cell = "min-w-0 flex-1 border-line px-2 py-1.5 text-11 whitespace-nowrap not-first:border-l";
  const search = (term: Term["id"]) => ({
    variant: row.variantId,
    location: row.locationId ?? undefined,
    ...(term === "opening"
      ? { kinds: FIGURE_KINDS.on_hand, to: addDays(props.from, -1) }
      : { kinds: TERM_KINDS[term], from: props.from }),
  });
  return (
    <ol aria-label={t("stockpanel.why.list")} data-testid="why" className="flex rounded-2 border border-line">
      {terms(props.explanation).map((term) => (
        <li key={term.id} className={cx(cell, "text-ink-3")} data-term={term.id}>
          <Link to="/stock/ledger" search={search(term.id)} className="block rounded-1 hover:underline">
            <b className="block font-semibold text-14 text-ink tabular-nums">
              {term.id === "opening" ? f.count(term.value) : f.signed(term.value)}
            </b>
            {term.id === "opening"
              ? t("stockpanel.term.opening", { day: props.since })
              : t(`stockpanel.term.${term.id}`)}
          </Link>
        </li>
      ))}
      <li className={cx(cell, "rounded-r-[5px] bg-accent-tint text-accent-ink")} data-term="on-hand">
        <FigureLink
          variantId={row.variantId}
          locationId={row.locationId ?? undefined}
          figure="on_hand"
          className="block"
        >
          <b className="block font-semibold text-14 tabular-nums">{f.count(row.onHand)}</b>
          {t("stockpanel.term.onHand")}
        </FigureLink>
      </li>
    </ol>
  );
}
