import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { InventoryCategory, InventorySummary, LocationId } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useMinute } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";
import { useLocations } from "../../shared/locations";
import { useRead } from "../../shared/query";
import { Button, EmptyError, EmptyFirst, LinkButton, Menu, Nil, PanelSkeleton, Shape } from "../../shared/ui";
import { share } from "./logic";

const t = texts({
  "inventory.title": "Inventory",
  "inventory.back": "To the list",
  "inventory.where": "Which place",
  "inventory.everywhere": "Everywhere",
  "inventory.figures": "The store in figures",
  "inventory.units": "On hand",
  "inventory.units.of": "{n, plural, one {# product} other {# products}}",
  "inventory.reserved": "Reserved",
  "inventory.available": "{n} available",
  "inventory.atPrice": "At selling price",
  "inventory.atCost": "At last cost",
  "inventory.withoutCost":
    "{n, plural, =0 {every cost is known} one {# product has no known cost} other {# products have no known cost}}",
  "inventory.low": "Low",
  "inventory.low.lead": "at or below their mark",
  "inventory.out": "Out",
  "inventory.out.lead": "none available",
  "inventory.oldest": "Oldest hold",
  "inventory.oldest.none": "nothing is held",
  "inventory.oldest.ago": "made {time} ago",
  "inventory.anybody": "for nobody named",
  "inventory.byCategory": "By category",
  "inventory.col.category": "Category",
  "inventory.col.products": "Products",
  "inventory.col.units": "On hand",
  "inventory.col.reserved": "Reserved",
  "inventory.col.low": "Low",
  "inventory.col.out": "Out",
  "inventory.col.price": "At price",
  "inventory.col.cost": "At cost",
  "inventory.col.share": "Share",
  "inventory.none": "No category",
  "inventory.all": "Show all {n, number}",
  "inventory.total": "In all",
  "inventory.empty": "Nothing to sum up yet",
  "inventory.empty.lead": "Once there are products, this says how many units there are and what they are worth.",
});

const route = getRouteApi("/stock/summary");
/** Categories drawn before one asks for all of them. */
const SHOWN_FIRST = 200;

/** How much there is and what it is worth, in all and by category. */
export function SummaryScreen() {
  const { location } = route.useSearch();
  const navigate = useNavigate();
  const { rows: locations, several } = useLocations();
  const summary = useRead(
    ["stock", "products", "holds", "orders", "settings"],
    "inventory_summary",
    { locationId: location as LocationId | undefined },
    { keepPrevious: true },
  );
  const back = () => void navigate({ to: "/stock", search: {} });
  useActions([
    { id: "summary_back", label: t("inventory.back"), section: "list", keys: ["escape"], icon: ArrowLeft, run: back },
  ]);
  const look = (id: string | undefined) => void navigate({ to: "/stock/summary", search: { location: id } });
  return (
    <>
      <ScreenBar
        title={t("inventory.title")}
        actions={
          <>
            {several && (
              <Menu
                label={t("inventory.where")}
                width={176}
                trigger={
                  <Button data-testid="summary-location">
                    {locations.find((l) => l.id === location)?.name ?? t("inventory.everywhere")}
                    <ChevronDown size={14} aria-hidden="true" />
                  </Button>
                }
                entries={[
                  {
                    id: "all",
                    label: t("inventory.everywhere"),
                    end: location === undefined ? "✓" : undefined,
                    run: () => look(undefined),
                  },
                  ...locations.map((l) => ({
                    id: l.id,
                    label: l.name,
                    end: location === l.id ? "✓" : undefined,
                    run: () => look(l.id),
                  })),
                ]}
              />
            )}
            <Button icon={ArrowLeft} onPress={back} keys="escape">
              {t("inventory.back")}
            </Button>
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-auto" data-testid="summary">
        {!summary.data ? (
          summary.error ? (
            <EmptyError error={summary.error} onRetry={() => void summary.refetch()} />
          ) : (
            <PanelSkeleton />
          )
        ) : summary.data.variants === 0 && summary.data.byCategory.length === 0 ? (
          <EmptyFirst title={t("inventory.empty")}>{t("inventory.empty.lead")}</EmptyFirst>
        ) : (
          <>
            <Figures summary={summary.data} />
            <Categories summary={summary.data} />
          </>
        )}
      </div>
    </>
  );
}

function Figures(props: { summary: InventorySummary }) {
  const { summary: s } = props;
  const f = useFormats();
  const now = useMinute();
  return (
    <dl aria-label={t("inventory.figures")} className="flex flex-wrap gap-x-9 gap-y-4 border-line border-b px-4 py-4">
      <Fact
        testid="summary-units"
        name={t("inventory.units")}
        value={f.count(s.units)}
        lead={t("inventory.units.of", { n: s.variants })}
      />
      <Fact
        testid="summary-reserved"
        name={t("inventory.reserved")}
        value={
          <Link to="/stock" search={{ view: "reserved" }} className="hover:underline">
            {f.count(s.reserved)}
          </Link>
        }
        lead={t("inventory.available", { n: f.count(s.available) })}
      />
      <Fact testid="summary-price" name={t("inventory.atPrice")} value={f.money(s.valueAtPrice)} />
      <Fact
        testid="summary-cost"
        name={t("inventory.atCost")}
        value={f.money(s.valueAtCost)}
        lead={t("inventory.withoutCost", { n: s.withoutCost })}
      />
      <Fact
        testid="summary-low"
        name={t("inventory.low")}
        value={
          <Link to="/stock" search={{ view: "low" }} className="flex items-center gap-2 hover:underline">
            {s.low > 0 && <Shape name="low" className="text-warn-mark" />}
            {f.count(s.low)}
          </Link>
        }
        lead={t("inventory.low.lead")}
      />
      <Fact
        testid="summary-out"
        name={t("inventory.out")}
        value={
          <Link to="/stock" search={{ stock: "out" }} className="flex items-center gap-2 hover:underline">
            {s.out > 0 && <Shape name="out" className="text-bad" />}
            {f.count(s.out)}
          </Link>
        }
        lead={t("inventory.out.lead")}
      />
      <Fact
        testid="summary-oldest"
        name={t("inventory.oldest")}
        value={
          s.oldestHold === null ? (
            <Nil />
          ) : (
            <Link
              to="/holds"
              search={{ open: s.oldestHold.reservationId }}
              className="block truncate text-20 hover:underline"
            >
              {s.oldestHold.forWhom || t("inventory.anybody")}
            </Link>
          )
        }
        lead={
          s.oldestHold === null
            ? t("inventory.oldest.none")
            : t("inventory.oldest.ago", { time: f.duration(now - s.oldestHold.createdAt) })
        }
      />
    </dl>
  );
}

function Fact(props: { name: string; value: ReactNode; lead?: string; testid: string }) {
  return (
    <div className="min-w-24 max-w-64" data-testid={props.testid}>
      <dt className="label">{props.name}</dt>
      <dd className="font-semibold text-28 leading-9 tabular-nums">{props.value}</dd>
      {props.lead && <dd className="truncate text-12 text-ink-3 tabular-nums">{props.lead}</dd>}
    </div>
  );
}

const GRID =
  "grid grid-cols-[minmax(160px,1fr)_64px_72px_72px_48px_48px_104px_104px_96px] narrow:grid-cols-[minmax(140px,1fr)_60px_64px_64px_44px_44px_96px_96px] items-center gap-x-4 px-4";

function Categories(props: { summary: InventorySummary }) {
  const { summary } = props;
  const f = useFormats();
  const [all, setAll] = useState(false);
  const shown = all ? summary.byCategory : summary.byCategory.slice(0, SHOWN_FIRST);
  const figures = ["products", "units", "reserved", "low", "out", "price", "cost"] as const;
  return (
    <section aria-label={t("inventory.byCategory")}>
      <table className="block" aria-label={t("inventory.byCategory")} data-testid="summary-categories">
        <thead className="sticky top-0 z-10 block bg-surface">
          <tr className={cx(GRID, "label h-8 border-line border-b")}>
            <th className="text-left font-medium">{t("inventory.col.category")}</th>
            {figures.map((id) => (
              <th key={id} className="text-right font-medium">
                {t(`inventory.col.${id}`)}
              </th>
            ))}
            <th className="text-left font-medium narrow:hidden">{t("inventory.col.share")}</th>
          </tr>
        </thead>
        <tbody className="block">
          {shown.map((c) => (
            <Row key={c.categoryId ?? "none"} category={c} of={summary} />
          ))}
          <tr className={cx(GRID, "h-9 font-semibold tabular-nums")}>
            <td>{t("inventory.total")}</td>
            <td className="text-right">{f.count(summary.variants)}</td>
            <td className="text-right">{f.count(summary.units)}</td>
            <td className="text-right">{f.count(summary.reserved)}</td>
            <td className="text-right">{f.count(summary.low)}</td>
            <td className="text-right">{f.count(summary.out)}</td>
            <td className="text-right">{f.amount(summary.valueAtPrice)}</td>
            <td className="text-right">{f.amount(summary.valueAtCost)}</td>
            <td className="narrow:hidden" />
          </tr>
        </tbody>
      </table>
      {!all && summary.byCategory.length > SHOWN_FIRST && (
        <p className="px-4 pb-4">
          <LinkButton onPress={() => setAll(true)}>{t("inventory.all", { n: summary.byCategory.length })}</LinkButton>
        </p>
      )}
    </section>
  );
}

function Row(props: { category: InventoryCategory; of: InventorySummary }) {
  const { category: c } = props;
  const f = useFormats();
  const number = (n: number) => (n === 0 ? <Nil /> : f.count(n));
  const part = share(c.valueAtPrice, props.of.valueAtPrice, f.digits);
  return (
    <tr
      className={cx(GRID, "h-8 border-line border-b tabular-nums hover:bg-hover")}
      data-testid="summary-category"
      data-path={c.path.join(" > ")}
    >
      <td className="min-w-0 truncate">
        {c.categoryId === null ? (
          <span className="text-ink-3">{t("inventory.none")}</span>
        ) : (
          <Link to="/stock" search={{ category: c.categoryId }} className="link text-ink!">
            {c.path.length > 1 && <span className="text-ink-3">{c.path.slice(0, -1).join(" / ")} / </span>}
            <span className="font-medium">{c.path.at(-1)}</span>
          </Link>
        )}
      </td>
      <td className="text-right text-ink-2">{number(c.variants)}</td>
      <td className="text-right font-medium">{number(c.units)}</td>
      <td className="text-right text-ink-2">{number(c.reserved)}</td>
      <td className="text-right">{number(c.low)}</td>
      <td className={cx("text-right", c.out > 0 && "text-bad")}>{number(c.out)}</td>
      <td className="text-right">{f.amount(c.valueAtPrice)}</td>
      <td className="text-right text-ink-2">{f.amount(c.valueAtCost)}</td>
      <td className="narrow:hidden">
        <span className="block h-1.5 rounded-full bg-press" aria-hidden="true">
          <span className="block h-full rounded-full bg-(--chart-1)/60" style={{ width: `${part * 100}%` }} />
        </span>
      </td>
    </tr>
  );
}
