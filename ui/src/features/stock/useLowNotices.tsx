import { useNavigate } from "@tanstack/react-router";
import { TrendingDown } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { ask } from "../../bridge";
import type { LowRow } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { useOnChange } from "../../shared/query";
import { toastNotice } from "../../shared/ui";
import { fullName } from "../../shared/words";

const t = texts({
  "lownotice.one":
    "<b>{name}</b> is low: {available, plural, =0 {none} other {#}} available, the mark is {level, number}.",
  "lownotice.out": "<b>{name}</b> is out: none available, the mark is {level, number}.",
  "lownotice.many": "<b>{n, number} products</b> fell to their low mark.",
  "lownotice.show": "Show",
});

/** More than this at once are one notice. */
const NOTICES_AT_ONCE = 2;

/**
 * Says, on every screen, that something fell to its low mark. The core is asked at each change of stock what crossed
 * since the ledger's place it told last; what is low already when the window opens is no news.
 */
export function useLowNotices() {
  const navigate = useNavigate();
  const latest = useRef(navigate);
  latest.current = navigate;
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
        const found = await ask("stock_low_since", seq.current === null ? {} : { afterSeq: seq.current });
        seq.current = found.seq;
        tell(found.rows, latest.current);
      } while (again.current);
    } catch {
      // The next change of stock asks again, from the same place.
    } finally {
      busy.current = false;
    }
  }, []);
  useEffect(() => void look(), [look]);
  useOnChange(["stock"], () => void look());
}

function tell(rows: LowRow[], navigate: ReturnType<typeof useNavigate>) {
  if (rows.length > NOTICES_AT_ONCE) {
    toastNotice(TrendingDown, <span data-testid="low-notice">{t.rich("lownotice.many", { n: rows.length })}</span>, {
      label: t("lownotice.show"),
      run: () => void navigate({ to: "/stock", search: { view: "low" } }),
    });
    return;
  }
  for (const row of rows) {
    const { available, level } = row;
    toastNotice(
      TrendingDown,
      <span data-testid="low-notice">
        {t.rich(available <= 0 ? "lownotice.out" : "lownotice.one", { name: fullName(row), available, level })}
      </span>,
      {
        label: t("lownotice.show"),
        run: () => void navigate({ to: "/stock", search: { open: row.variantId } }),
      },
    );
  }
}
