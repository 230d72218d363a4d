import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { shell } from "../../bridge";
import type { Wait } from "../../generated/commands";
import { useToday } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { EmptyFirst, FilterBar, type MenuEntry, Total, TotalsBar, toastDone } from "../../shared/ui";
import { useWaitRows, useWaits } from "./api";
import { missing } from "./logic";
import { waitColumns } from "./waitColumns";

const t = texts({
  "waits.label": "Waiting",
  "waits.lead": "First come, first served: a wait becomes a hold by itself the moment units come free.",
  "waits.empty": "Nobody waits",
  "waits.empty.lead":
    "When an order is short, “Wait for it” takes a place in the queue. Units that come free are held for the first in line.",
  "waits.totals": "Totals of the queue",
  "waits.total": "{n, plural, one {place} other {places}}",
  "waits.total.units": "{n, plural, one {unit} other {units}}",
  "waits.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
  "waits.menu.open": "Open",
  "waits.menu.product": "Show its stock",
  "waits.menu.basket": "Open basket",
  "waits.menu.order": "Open order",
  "waits.menu.sku": "Copy SKU",
});

/** Every place in every queue, in the order in which they came. */
export function WaitList(props: {
  open: string | undefined;
  onOpen: (row: Wait) => void;
  onCursor: (row: Wait) => void;
}) {
  const f = useFormats();
  const navigate = useNavigate();
  const today = useToday(f.day);
  const grid = useRef<GridHandle>(null);
  const rows = useWaitRows();
  const all = useWaits();
  const columns = useMemo(() => waitColumns(f, today), [f, today]);
  const layout = useGridLayout("waits", columns);
  const menu = (w: Wait): MenuEntry[] => {
    const { orderId, basketId } = w;
    return [
      { id: "open", label: t("waits.menu.open"), keys: "enter", run: () => props.onOpen(w) },
      { kind: "line", id: "line" },
      {
        id: "product",
        label: t("waits.menu.product"),
        run: () => void navigate({ to: "/stock", search: { open: w.variantId } }),
      },
      ...(basketId === null
        ? []
        : [
            {
              id: "basket",
              label: t("waits.menu.basket"),
              run: () => void navigate({ to: "/baskets", search: { open: basketId } }),
            },
          ]),
      ...(orderId === null
        ? []
        : [
            {
              id: "order",
              label: t("waits.menu.order"),
              run: () => void navigate({ to: "/orders", search: { open: orderId } }),
            },
          ]),
      { id: "sku", label: t("waits.menu.sku"), run: () => void shell.copyText(w.sku) },
    ];
  };
  return (
    <>
      <FilterBar end={<GridTools layout={layout} />}>
        <span className="truncate text-12 text-ink-3">{t("waits.lead")}</span>
      </FilterBar>
      <DataGrid<Wait>
        ref={grid}
        testid="waits-grid"
        label={t("waits.label")}
        layout={layout}
        source={rows.source}
        busy={rows.busy}
        openKey={props.open}
        onOpen={props.onOpen}
        onCursor={props.onCursor}
        menu={menu}
        restoreKey="waits"
        onCopied={(n) => toastDone(t("waits.copied", { n }))}
        empty={<EmptyFirst title={t("waits.empty")}>{t("waits.empty.lead")}</EmptyFirst>}
      />
      <TotalsBar label={t("waits.totals")}>
        {all && (
          <>
            <Total value={f.count(all.length)} word={t("waits.total", { n: all.length })} />
            <Total
              value={f.count(all.reduce((n, w) => n + missing(w), 0))}
              word={t("waits.total.units", { n: all.reduce((n, w) => n + missing(w), 0) })}
            />
          </>
        )}
      </TotalsBar>
    </>
  );
}
