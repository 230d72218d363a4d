import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { BasketId, BasketRow, ReservationId } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";
import { EmptyError } from "../../shared/ui";
import { useBaskets } from "./api";
import { DeskScreen } from "./DeskScreen";
import { besides, lastOpen } from "./logic";
import { type BasketsSearch, NEW } from "./search";

const t = texts({
  "basket.baskets.title": "New order",
  "basket.baskets.new": "New order",
  "basket.baskets.next": "Next basket",
  "basket.baskets.before": "Basket before",
});

const route = getRouteApi("/baskets");

/** What is on the desk, and which drawing of it: every new order is a drawing of its own. */
type DeskPlace = { open: string | undefined; key: string; begun: number };

function placeOf(before: DeskPlace, open: string | undefined, made: ReadonlyMap<string, string>): DeskPlace {
  if (open !== NEW) return { ...before, open, key: made.get(open ?? "") ?? open ?? "" };
  const begun = before.begun + 1;
  return { open, key: `${NEW} ${begun}`, begun };
}

/** The desk: one basket at a time, and the way to the others. */
export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const baskets = useBaskets();
  const rows = baskets.data?.rows;
  // A basket that is made here keeps its place on screen: what is being typed and scanned goes on.
  const made = useRef(new Map<string, string>());
  const [desk, setDesk] = useState<DeskPlace>({ open: undefined, key: "", begun: 0 });
  if (desk.open !== search.open) setDesk(placeOf(desk, search.open, made.current));

  const go = (to: BasketsSearch) => void navigate({ to: "/baskets", search: to });
  const replace = (to: BasketsSearch) => void navigate({ to: "/baskets", search: to, replace: true });
  const begin = () => go({ open: NEW });
  const open = (row: BasketRow) => go({ open: row.id });

  const last = rows && (lastOpen(rows)?.id ?? NEW);
  const unsaid = search.open === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; another basket made elsewhere is no reason to leave
  useEffect(() => {
    if (unsaid && last !== undefined) replace({ open: search.holds === undefined ? last : NEW, holds: search.holds });
  }, [unsaid, last !== undefined]);

  const current = search.open === undefined || search.open === NEW ? null : (search.open as BasketId);
  const beside = (step: 1 | -1) => {
    const row = rows && besides(rows, current, step);
    if (row) open(row);
  };
  useActions([
    { id: "basket_next", label: t("basket.baskets.next"), section: "go", keys: ["]", "f6"], run: () => beside(1) },
    { id: "basket_before", label: t("basket.baskets.before"), section: "go", keys: ["["], run: () => beside(-1) },
  ]);

  if (search.open === undefined) {
    return (
      <>
        <ScreenBar title={t("basket.baskets.title")} />
        {baskets.error && <EmptyError error={baskets.error} onRetry={() => void baskets.refetch()} />}
      </>
    );
  }
  return (
    <DeskScreen
      key={desk.key}
      id={current}
      rows={rows ?? []}
      holds={(search.holds?.split(",").filter(Boolean) ?? []) as ReservationId[]}
      onMade={(id) => {
        made.current.set(id, desk.key);
        replace({ open: id });
      }}
      onOpen={open}
      onNew={begin}
    />
  );
}
