import { Link } from "@tanstack/react-router";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { LocationId, Movement, VariantId } from "../../generated/commands";
import { useToday } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useLocations } from "../../shared/locations";
import { Button, EmptyError, Menu, type MenuEntry, Nil, Section } from "../../shared/ui";
import { useLedger } from "./api";
import { LEDGER_KINDS, type LedgerFilter } from "./logic";
import { Cause } from "./Movement";
import { movementWord } from "./words";

const t = texts({
  "ledger.title": "Ledger",
  "ledger.whole": "Whole ledger, {n, number}",
  "ledger.show": "Which movements",
  "ledger.which.all": "All movements",
  "ledger.which.hand": "On hand only",
  "ledger.which.reserved": "Reservations only",
  "ledger.everywhere": "Everywhere",
  "ledger.none": "Nothing has moved yet.",
  "ledger.opening": "Opening stock…",
  "ledger.none.kind": "No movement of this kind.",
  "ledger.more": "Show older",
  "ledger.left": "{n, number} of {all, number}",
  "ledger.when": "When",
  "ledger.movement": "Movement",
  "ledger.hand": "± Hand",
  "ledger.res": "± Res.",
  "ledger.onHand": "On hand",
  "ledger.reserved": "Reserved",
});

const GRID =
  "grid grid-cols-[84px_minmax(0,1fr)_42px_40px_48px_52px] narrow:grid-cols-[76px_minmax(0,1fr)_38px_38px_40px_44px] items-center gap-x-2 border-line border-b px-4 text-12 narrow:gap-x-1.5";

/** The newest movements of a variant in its panel, and the way to all of them. */
export function Ledger(props: {
  variantId: VariantId;
  locationId?: LocationId;
  /** nothing ever moved: say what is on the shelf */
  onOpening: () => void;
}) {
  const [which, setWhich] = useState<LedgerFilter>("all");
  const [place, setPlace] = useState<LocationId | undefined>(props.locationId);
  const { rows: locations, several, selling } = useLocations();
  const ledger = useLedger({ variantId: props.variantId, locationId: place, kinds: LEDGER_KINDS[which] });
  const rows = ledger.data?.pages.flatMap((p) => p.rows) ?? [];
  const total = ledger.data?.pages[0]?.total ?? 0;
  const at = locations.find((l) => l.id === place);
  const entries: MenuEntry[] = (["all", "hand", "reserved"] as const).map((id) => ({
    id,
    label: t(`ledger.which.${id}`),
    end: which === id ? "✓" : undefined,
    run: () => setWhich(id),
  }));
  if (several) {
    entries.push(
      { kind: "line", id: "line" },
      {
        id: "everywhere",
        label: t("ledger.everywhere"),
        end: place === undefined ? "✓" : undefined,
        run: () => setPlace(undefined),
      },
      ...locations.map((l) => ({
        id: l.id,
        label: l.name,
        end: place === l.id ? "✓" : undefined,
        run: () => setPlace(l.id),
      })),
    );
  }
  return (
    <Section
      title={
        <Menu
          label={t("ledger.show")}
          width={176}
          placement="bottom start"
          trigger={
            <Button kind="quiet" size="sm" data-testid="ledger-kinds" className="-ml-2 font-semibold! text-ink!">
              {which === "all" ? t("ledger.title") : t(`ledger.which.${which}`)}
              {at && `, ${at.name}`}
              <ChevronDown size={14} aria-hidden="true" />
            </Button>
          }
          entries={entries}
        />
      }
      end={
        total > 0 && (
          <Link
            to="/stock/ledger"
            search={{ variant: props.variantId, location: place, kinds: LEDGER_KINDS[which] }}
            className="link"
            data-testid="whole-ledger"
          >
            {t("ledger.whole", { n: total })}
          </Link>
        )
      }
    >
      {ledger.error ? (
        <EmptyError error={ledger.error} onRetry={() => void ledger.refetch()} />
      ) : ledger.data && rows.length === 0 ? (
        <div className="flex items-center gap-3">
          <p className="text-ink-3">{which === "all" ? t("ledger.none") : t("ledger.none.kind")}</p>
          {total === 0 && (
            <Button size="sm" onPress={props.onOpening} data-testid="ledger-opening">
              {t("ledger.opening")}
            </Button>
          )}
        </div>
      ) : (
        <div role="table" aria-label={t("ledger.title")} data-testid="ledger" className="-mx-4">
          <div role="row" className={cx(GRID, "label h-6 whitespace-nowrap text-11!")}>
            <span role="columnheader">{t("ledger.when")}</span>
            <span role="columnheader">{t("ledger.movement")}</span>
            <span role="columnheader" className="text-right">
              {t("ledger.hand")}
            </span>
            <span role="columnheader" className="text-right">
              {t("ledger.res")}
            </span>
            <span role="columnheader" className="text-right">
              {t("ledger.onHand")}
            </span>
            <span role="columnheader" className="text-right">
              {t("ledger.reserved")}
            </span>
          </div>
          {rows.map((m) => (
            <Row key={m.seq} movement={m} where={several && place === undefined && m.locationId !== selling?.id} />
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
            {t("ledger.more")}
          </Button>
          {t("ledger.left", { n: rows.length, all: total })}
        </div>
      )}
    </Section>
  );
}

export function Delta(props: { value: number }) {
  const f = useFormats();
  return props.value === 0 ? <Nil /> : f.signed(props.value);
}

/** `where`: the balances are those of a place that is not the usual one. */
function Row(props: { movement: Movement; where: boolean }) {
  const { movement: m } = props;
  const f = useFormats();
  const today = useToday(f.day);
  // The year goes without saying while it is this one.
  const at = f.dateTime(m.at).replace(` ${today.slice(0, 4)} `, " ");
  return (
    <div role="row" className={cx(GRID, "h-7")} data-testid="ledger-row" data-kind={m.kind}>
      <span role="cell" className="truncate text-ink-3 tabular-nums" title={f.dateTime(m.at)}>
        {at}
      </span>
      <span role="cell" className="truncate" title={[m.locationName, m.note, m.staffName].filter(Boolean).join(" · ")}>
        <b className="font-medium">{movementWord(m.kind)}</b> <Cause movement={m} />
        {props.where && <span className="text-ink-3"> {m.locationName}</span>}
      </span>
      <span role="cell" className="text-right font-medium tabular-nums">
        <Delta value={m.onHandDelta} />
      </span>
      <span role="cell" className="text-right font-medium tabular-nums">
        <Delta value={m.reservedDelta} />
      </span>
      <span role="cell" className="text-right tabular-nums">
        {f.count(m.onHandAfter)}
      </span>
      <span role="cell" className="text-right text-ink-2 tabular-nums">
        {f.count(m.reservedAfter)}
      </span>
    </div>
  );
}
