import { useNavigate } from "@tanstack/react-router";
import { Hand, Hourglass, Timer } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { ask } from "../../bridge";
import type { Reservation, WaitNewsRow } from "../../generated/commands";
import { currentTime } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useOnChange, useRead } from "../../shared/query";
import { toastNotice } from "../../shared/ui";
import { useWatchedHolds } from "./api";
import { askedBetween } from "./logic";

const t = texts({
  "waitnotice.granted":
    "<b>{n, number} {product}</b> came free and {n, plural, one {is} other {are}} held for <b>{who}</b>, {left} left.",
  "waitnotice.expired": "The wait of <b>{who}</b> for {n, number} {product} is over: none came free.",
  "waitnotice.many": "<b>{n, number} waits</b> were served or ran out.",
  "waitnotice.somebody": "somebody",
  "waitnotice.basket": "Open basket",
  "waitnotice.order": "Open order",
  "waitnotice.hold": "Show the hold",
  "waitnotice.show": "Show",
  "asknotice.one": "<b>{by}</b> asks to release {n, number} {product}, held for <b>{who}</b>.",
  "asknotice.note": "“{note}”",
});

/** More than this at once are one notice. */
const NOTICES_AT_ONCE = 3;
/** Of one variant, the newest; the hold that was just made is among them. */
const HOLDS_MAX = 50;

type Navigate = ReturnType<typeof useNavigate>;

/**
 * Says, on every screen, that units somebody waited for are held now, or that the wait ran out. The core is asked at
 * each change of waits what became of them since the audit's entry it told last.
 */
export function useWaitNotices() {
  const navigate = useNavigate();
  const f = useFormats();
  const latest = useRef({ navigate, f });
  latest.current = { navigate, f };
  const seq = useRef<number | null>(null);
  const busy = useRef(false);
  const again = useRef(false);

  const look = useCallback(async () => {
    // One question at a time, and one more after it when something changed meanwhile.
    if (busy.current) {
      again.current = true;
      return;
    }
    busy.current = true;
    try {
      do {
        again.current = false;
        const news = await ask("wait_since", seq.current === null ? {} : { afterSeq: seq.current });
        seq.current = news.seq;
        await tell(news.rows, latest.current.navigate, latest.current.f.countdown);
      } while (again.current);
    } catch {
      // The next change asks again, from the same place.
    } finally {
      busy.current = false;
    }
  }, []);
  useEffect(() => void look(), [look]);
  useOnChange(["waits"], () => void look());
}

async function tell(rows: WaitNewsRow[], navigate: Navigate, countdown: (ms: number) => string) {
  if (rows.length > NOTICES_AT_ONCE) {
    toastNotice(Hourglass, t.rich("waitnotice.many", { n: rows.length }), {
      label: t("waitnotice.show"),
      run: () => void navigate({ to: "/holds", search: { view: "waiting" } }),
    });
    return;
  }
  for (const { action, wait, units } of rows) {
    const values = { n: units, product: wait.name, who: wait.forWhom || t("waitnotice.somebody") };
    switch (action) {
      case "expired":
        toastNotice(
          Hourglass,
          <span data-testid="wait-notice">{t.rich("waitnotice.expired", values)}</span>,
          goTo(navigate, wait, null),
        );
        break;
      case "granted": {
        const hold = await holdOf(wait);
        const until = hold?.expiresAt ?? currentTime() + wait.holdSeconds * 1000;
        toastNotice(
          Timer,
          <span data-testid="wait-notice">
            {t.rich("waitnotice.granted", { ...values, left: countdown(until - currentTime()) })}
          </span>,
          goTo(navigate, wait, hold),
        );
        break;
      }
    }
  }
}

/** The hold that a wait became; the newest where it was served in parts. */
async function holdOf(wait: WaitNewsRow["wait"]): Promise<Reservation | null> {
  const { rows } = await ask("reservation_list", {
    variantId: wait.variantId,
    status: ["active"],
    sort: "newest",
    limit: HOLDS_MAX,
  });
  return rows.find((r) => r.groupId === wait.groupId) ?? null;
}

function goTo(navigate: Navigate, wait: WaitNewsRow["wait"], hold: Reservation | null) {
  const { basketId, orderId } = wait;
  if (basketId !== null) {
    return {
      label: t("waitnotice.basket"),
      run: () => void navigate({ to: "/baskets", search: { open: basketId } }),
    };
  }
  if (orderId !== null) {
    return { label: t("waitnotice.order"), run: () => void navigate({ to: "/orders", search: { open: orderId } }) };
  }
  if (hold === null) return undefined;
  return { label: t("waitnotice.hold"), run: () => void navigate({ to: "/holds", search: { open: hold.id } }) };
}

/** Says that somebody else needs held units. Whoever asked knows it already. */
export function useAskNotices() {
  const navigate = useNavigate();
  const rows = useWatchedHolds().data?.rows;
  const me = useRead(["staff"], "staff_list", {}).data?.me.name;
  const before = useRef<readonly Reservation[] | null>(null);
  const latest = useRef(navigate);
  latest.current = navigate;
  useEffect(() => {
    if (!rows) return;
    const asked = before.current === null ? [] : askedBetween(before.current, rows);
    before.current = rows;
    for (const hold of asked) {
      if (hold.askedBy === me) continue;
      toastNotice(
        Hand,
        <span data-testid="ask-notice">
          {t.rich("asknotice.one", {
            by: hold.askedBy ?? "",
            n: hold.quantity,
            product: hold.name,
            who: hold.forWhom || hold.customerName || t("waitnotice.somebody"),
          })}{" "}
          {hold.askedNote !== "" && t("asknotice.note", { note: hold.askedNote })}
        </span>,
        {
          label: t("waitnotice.show"),
          run: () => void latest.current({ to: "/holds", search: { open: hold.id } }),
        },
      );
    }
  }, [rows, me]);
}
