import { useNavigate } from "@tanstack/react-router";
import { Hourglass } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Reservation } from "../../generated/commands";
import { currentTime } from "../../shared/clock";
import { texts } from "../../shared/i18n";
import { toastNotice } from "../../shared/ui";
import { useWatchedHolds } from "./api";
import { byGroup, type Lapse, lapsedBetween } from "./logic";
import { useHoldAgain } from "./useHoldAgain";

const t = texts({
  "lapse.for": "Hold for <b>{who}</b> lapsed. ",
  "lapse.anybody": "A hold lapsed. ",
  "lapse.order": "The hold of order <b>{number}</b> lapsed. ",
  "lapse.free": "{n, plural, one {<b># {product}</b> is free again.} other {<b># {product}</b> are free again.}}",
  "lapse.free.products": "<b>{n, number} units</b> of {products, number} products are free again.",
  "lapse.many": "<b>{holds, number} holds</b> lapsed. <b>{units, number} units</b> are free again.",
  "lapse.again": "Hold again",
  "lapse.openOrder": "Open order",
  "lapse.show": "Show",
});

/** More than this at once are one notice. */
const NOTICES_AT_ONCE = 3;

function Words(props: { lapse: Lapse }) {
  const { first, units, products } = props.lapse;
  return (
    <span data-testid="lapse-notice">
      {first.orderNumber !== null
        ? t.rich("lapse.order", { number: first.orderNumber })
        : first.forWhom === ""
          ? t("lapse.anybody")
          : t.rich("lapse.for", { who: first.forWhom })}
      {products.length === 1
        ? t.rich("lapse.free", { n: units, product: products[0]?.name ?? "" })
        : t.rich("lapse.free.products", { n: units, products: products.length })}
    </span>
  );
}

/** Says, on every screen, which units are free again because a hold's time was over. */
export function useLapseNotices() {
  const navigate = useNavigate();
  const again = useHoldAgain();
  const rows = useWatchedHolds().data?.rows;
  const before = useRef<readonly Reservation[] | null>(null);
  const latest = useRef({ navigate, again });
  latest.current = { navigate, again };

  useEffect(() => {
    if (!rows) return;
    const lapsed = before.current === null ? [] : lapsedBetween(before.current, rows, currentTime());
    before.current = rows;
    const groups = byGroup(lapsed);
    const to = latest.current;
    if (groups.length > NOTICES_AT_ONCE) {
      toastNotice(
        Hourglass,
        t.rich("lapse.many", { holds: lapsed.length, units: groups.reduce((n, g) => n + g.units, 0) }),
        { label: t("lapse.show"), run: () => void to.navigate({ to: "/holds", search: { view: "ended" } }) },
      );
      return;
    }
    for (const group of groups) {
      const order = group.first.orderId;
      toastNotice(
        Hourglass,
        <Words lapse={group} />,
        order === null
          ? {
              label: t("lapse.again"),
              run: () =>
                void to.again(
                  lapsed.filter((r) => r.groupId === group.groupId),
                  null,
                ),
            }
          : { label: t("lapse.openOrder"), run: () => void to.navigate({ to: "/orders", search: { open: order } }) },
      );
    }
  }, [rows]);
}
