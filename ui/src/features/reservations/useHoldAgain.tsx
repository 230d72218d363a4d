import type { Instant, Reservation } from "../../generated/commands";
import { currentTime } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { units } from "../../shared/lines";
import { useWrite } from "../../shared/query";
import { toastDone, toastError } from "../../shared/ui";
import { secondsLeft } from "./logic";

const t = texts({
  "hold.again.done": "{units, plural, one {<b># unit</b>} other {<b># units</b>}} held again until <b>{time}</b>.",
});

/** Makes the same hold once more: until the deadline it had, or for the store's usual time when that is over. */
export function useHoldAgain() {
  const create = useWrite("reservation_create");
  const f = useFormats();
  const again = async (rows: readonly Reservation[], deadline: Instant | null): Promise<void> => {
    const [first] = rows;
    if (!first) return;
    try {
      const { value } = await create.run({
        lines: rows.map((r) => ({ variantId: r.variantId, quantity: r.quantity, locationId: r.locationId })),
        forWhom: first.forWhom,
        customerId: first.customerId ?? undefined,
        note: first.note,
        ttlSeconds: deadline === null ? undefined : secondsLeft(deadline, currentTime()),
      });
      const until = Math.min(...value.rows.map((r) => r.expiresAt));
      toastDone(t.rich("hold.again.done", { units: units(value.rows), time: f.moment(until, currentTime()) }));
    } catch (error) {
      toastError(error, { retry: () => void again(rows, deadline) });
    }
  };
  return again;
}
