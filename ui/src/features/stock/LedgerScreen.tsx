import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, ListFilter } from "lucide-react";
import { useMemo, useRef } from "react";
import type {
  BatchId,
  LocationId,
  Movement,
  MovementKind,
  StaffId,
  StockMovements,
  VariantId,
} from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useToday } from "../../shared/clock";
import { FigureLink } from "../../shared/figures";
import {
  type ChipText,
  conditionWord,
  DaysEditor,
  FilterChips,
  ManyEditor,
  OneEditor,
  spanSaid,
} from "../../shared/filters";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { useBalances, useLocations } from "../../shared/locations";
import { useRead } from "../../shared/query";
import {
  Button,
  EmptyError,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  LinkButton,
  type MenuEntry,
  Total,
  TotalsBar,
  toastDone,
} from "../../shared/ui";
import { fullName } from "../../shared/words";
import { useMovementRows, useProductOf } from "./api";
import { ledgerColumns } from "./ledgerColumns";
import { type LedgerSearch, MOVEMENT_KINDS } from "./ledgerSearch";
import { summed, sums, variantOf } from "./logic";
import { movementWord } from "./words";

const t = texts({
  "wholeledger.title": "Ledger",
  "wholeledger.back": "To the product",
  "wholeledger.chip.when": "When",
  "wholeledger.chip.kinds": "Movement",
  "wholeledger.chip.location": "Location",
  "wholeledger.chip.staff": "Who",
  "wholeledger.chip.batch": "Change",
  "wholeledger.batch": "one act",
  "wholeledger.from": "from",
  "wholeledger.to": "to",
  "wholeledger.more": "{first} and {n, number} more",
  "wholeledger.onHand": "on hand",
  "wholeledger.reserved": "reserved",
  "wholeledger.available": "available",
  "wholeledger.total": "{n, plural, one {movement} other {movements}}",
  "wholeledger.of": "of {n, number} shown",
  "wholeledger.sum": "Sum",
  "wholeledger.sum.hand": "on hand",
  "wholeledger.sum.res": "reserved",
  "wholeledger.sum.rest": "Scroll to the end for the whole sum",
  "wholeledger.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
  "wholeledger.empty": "Nothing has moved yet",
  "wholeledger.empty.lead": "Receive the first units, and every movement stands here from then on.",
  "wholeledger.empty.match": "No movement matches",
  "wholeledger.clear": "Clear filters",
  "wholeledger.menu.change": "Show the whole change",
  "wholeledger.menu.staff": "Only by {name}",
  "wholeledger.menu.location": "Only at {name}",
});

const route = getRouteApi("/stock/ledger");
const FIELDS = ["when", "kinds", "location", "staff", "batch"] as const;
type Field = (typeof FIELDS)[number];

/** Every movement of one variant, filtered; each with the balances that it left. */
export function LedgerScreen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const today = useToday(f.day);
  const grid = useRef<GridHandle>(null);
  const variantId = search.variant as VariantId;
  const { rows: locations, several } = useLocations();
  const staff = useRead(["staff"], "staff_list", {}).data?.rows ?? [];
  const found = useProductOf(variantId);
  const product = found.data;
  const balances = useBalances(variantId);
  const request: Omit<StockMovements, "cursor" | "limit"> = {
    variantId,
    locationId: search.location as LocationId | undefined,
    kinds: search.kinds,
    from: search.from,
    to: search.to,
    staffId: search.staff as StaffId | undefined,
    batchId: search.batch as BatchId | undefined,
  };
  const rows = useMovementRows(request);
  const columns = useMemo(() => ledgerColumns(f, today, several), [f, today, several]);
  const layout = useGridLayout("ledger", columns);
  const place = locations.find((l) => l.id === search.location);
  const figures = place ? balances?.rows.find((b) => b.locationId === place.id) : balances;
  const sum = sums(rows.source.rows);
  const shown = summed(search.kinds);
  const filtered = Object.entries(search).some(([key, value]) => key !== "variant" && value !== undefined);

  const set = (change: Partial<LedgerSearch>) =>
    void navigate({ to: "/stock/ledger", search: { ...search, ...change } });
  const back = () => void navigate({ to: "/stock", search: { open: variantId } });
  useActions([
    { id: "ledger_back", label: t("wholeledger.back"), section: "list", keys: ["escape"], icon: ArrowLeft, run: back },
  ]);

  const menu = (m: Movement): MenuEntry[] => {
    const { batchId } = m;
    return [
      ...(batchId === null
        ? []
        : [
            {
              id: "change",
              label: t("wholeledger.menu.change"),
              run: () => void navigate({ to: "/changes", search: { open: batchId } }),
            },
            { kind: "line" as const, id: "line" },
          ]),
      ...(several
        ? [
            {
              id: "location",
              label: t("wholeledger.menu.location", { name: m.locationName }),
              icon: ListFilter,
              run: () => set({ location: m.locationId }),
            },
          ]
        : []),
      ...staff
        .filter((s) => s.name === m.staffName)
        .map((s) => ({
          id: "staff",
          label: t("wholeledger.menu.staff", { name: s.name }),
          icon: ListFilter,
          run: () => set({ staff: s.id }),
        })),
    ];
  };

  const variant = product && variantOf(product, variantId);
  const name = product ? fullName({ name: product.name, label: variant?.label ?? "" }) : "";
  return (
    <>
      <ScreenBar
        title={t("wholeledger.title")}
        actions={
          <Button icon={ArrowLeft} onPress={back} keys="escape" data-testid="ledger-back">
            {t("wholeledger.back")}
          </Button>
        }
      />
      <div className="flex h-10 shrink-0 items-center gap-4 overflow-hidden whitespace-nowrap border-line border-b px-4">
        <span className="flex min-w-0 items-baseline gap-2">
          <Link to="/stock" search={{ open: variantId }} className="link truncate font-semibold text-14 text-ink!">
            {name}
          </Link>
          <span className="code text-12 text-ink-3">{variant?.sku}</span>
          {place && several && <span className="text-12 text-ink-2">{place.name}</span>}
        </span>
        {figures && (
          <span className="ml-auto flex items-baseline gap-4 text-12 text-ink-2">
            <FigureLink variantId={variantId} locationId={place?.id} figure="on_hand">
              <Total value={f.count(figures.onHand)} word={t("wholeledger.onHand")} />
            </FigureLink>
            <FigureLink variantId={variantId} locationId={place?.id} figure="reserved">
              <Total value={f.count(figures.reserved)} word={t("wholeledger.reserved")} />
            </FigureLink>
            <FigureLink variantId={variantId} locationId={place?.id} figure="available">
              <Total value={f.count(figures.available)} word={t("wholeledger.available")} />
            </FigureLink>
          </span>
        )}
      </div>
      <FilterBar end={<GridTools layout={layout} />}>
        <Filters search={search} several={several} locations={locations} staff={staff} onChange={set} />
      </FilterBar>
      <DataGrid<Movement>
        ref={grid}
        testid="ledger-grid"
        label={t("wholeledger.title")}
        layout={layout}
        source={rows.source}
        busy={rows.busy}
        menu={menu}
        restoreKey={`ledger ${rows.identity}`}
        onCopied={(n) => toastDone(t("wholeledger.copied", { n }))}
        empty={
          found.error ? (
            <EmptyError error={found.error} onRetry={() => void found.refetch()} />
          ) : filtered ? (
            <EmptyNoMatch
              title={t("wholeledger.empty.match")}
              actions={
                <Button
                  size="sm"
                  onPress={() => void navigate({ to: "/stock/ledger", search: { variant: search.variant } })}
                >
                  {t("wholeledger.clear")}
                </Button>
              }
            />
          ) : (
            <EmptyFirst title={t("wholeledger.empty")}>{t("wholeledger.empty.lead")}</EmptyFirst>
          )
        }
      />
      <TotalsBar
        label={t("wholeledger.sum")}
        end={
          rows.source.countIsFinal ? (
            <span className="flex items-baseline gap-3" data-testid="ledger-sum">
              {t("wholeledger.sum")}
              {shown.includes("on_hand") && <Total value={f.signed(sum.onHand)} word={t("wholeledger.sum.hand")} />}
              {shown.includes("reserved") && <Total value={f.signed(sum.reserved)} word={t("wholeledger.sum.res")} />}
            </span>
          ) : (
            <LinkButton className="text-12" onPress={() => rows.source.ensure(0, rows.source.count + 1)}>
              {t("wholeledger.sum.rest")}
            </LinkButton>
          )
        }
      >
        <Total
          testid="ledger-count"
          value={`${f.count(rows.source.count)}${rows.source.countIsFinal ? "" : "+"}`}
          word={t("wholeledger.total", { n: rows.source.count })}
        />
      </TotalsBar>
    </>
  );
}

function Filters(props: {
  search: LedgerSearch;
  several: boolean;
  locations: readonly { id: LocationId; name: string }[];
  staff: readonly { id: StaffId; name: string }[];
  onChange: (change: Partial<LedgerSearch>) => void;
}) {
  const { search } = props;
  const f = useFormats();
  const nameOf = (field: Field) => t(`wholeledger.chip.${field}`);
  const said = (field: Field): ChipText<Field> | null => {
    const head = { field, name: nameOf(field) };
    const is = conditionWord("is");
    switch (field) {
      case "when": {
        const span = spanSaid(search.from, search.to, f.dayInWords, t("wholeledger.from"), t("wholeledger.to"));
        return span && { ...head, ...span };
      }
      case "kinds": {
        if (!search.kinds?.length) return null;
        const words = search.kinds.map(movementWord);
        const value =
          words.length < 3
            ? words.join(", ")
            : t("wholeledger.more", { first: words.slice(0, 2).join(", "), n: words.length - 2 });
        return { ...head, condition: words.length === 1 ? is : conditionWord("anyOf"), value };
      }
      case "location":
        if (search.location === undefined) return null;
        return { ...head, condition: is, value: props.locations.find((l) => l.id === search.location)?.name ?? "…" };
      case "staff":
        if (search.staff === undefined) return null;
        return { ...head, condition: is, value: props.staff.find((s) => s.id === search.staff)?.name ?? "…" };
      case "batch":
        return search.batch === undefined ? null : { ...head, condition: is, value: t("wholeledger.batch") };
    }
  };
  const without = (field: Field): Partial<LedgerSearch> =>
    field === "when" ? { from: undefined, to: undefined } : { [field]: undefined };
  return (
    <FilterChips<Field>
      id="ledger"
      fields={FIELDS.filter((field) => field !== "batch" && (field !== "location" || props.several))}
      nameOf={nameOf}
      chips={FIELDS.map(said).filter((c) => c !== null)}
      onRemove={(field) => props.onChange(without(field))}
      editor={(field, done) => {
        const apply = (change: Partial<LedgerSearch>) => {
          done();
          props.onChange(change);
        };
        switch (field) {
          case "when":
            return <DaysEditor from={search.from} to={search.to} onApply={(from, to) => apply({ from, to })} />;
          case "kinds":
            return (
              <ManyEditor<MovementKind>
                options={MOVEMENT_KINDS}
                picked={search.kinds}
                render={movementWord}
                onApply={(kinds) => apply({ kinds })}
              />
            );
          case "location":
            return (
              <OneEditor
                options={props.locations.map((l) => ({ value: l.id, label: l.name }))}
                onPick={(location) => apply({ location })}
              />
            );
          case "staff":
            return (
              <OneEditor
                options={props.staff.map((s) => ({ value: s.id, label: s.name }))}
                onPick={(id) => apply({ staff: id })}
              />
            );
          case "batch":
            return null;
        }
      }}
    />
  );
}
