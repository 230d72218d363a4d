import type { OrderDetail } from "../../../generated/commands";
import { currentTime } from "../../../shared/clock";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { useWrite } from "../../../shared/query";
import { DeadlineBar, toastDone, toastError } from "../../../shared/ui";
import { deadlineOf } from "../logic";

const t = texts({ "order.extended": "Hold of <b>{number}</b> extended to {time}." });

const EXTEND_SECONDS = 600;

/** How long a pending order keeps its units, and the way to keep them longer. */
export function Deadline(props: { detail: OrderDetail }) {
  const { order, holds } = props.detail;
  const f = useFormats();
  const extend = useWrite("reservation_extend");
  const held = deadlineOf(holds);
  if (order.status !== "pending" || held === null) return null;

  const onExtend = async (auto: boolean) => {
    try {
      const { value } = await extend.run({
        ids: holds.filter((h) => h.status === "active").map((h) => h.id),
        bySeconds: EXTEND_SECONDS,
      });
      const until = deadlineOf(value.rows)?.deadline;
      if (!auto && until !== undefined)
        toastDone(t.rich("order.extended", { number: order.number, time: f.moment(until, currentTime()) }));
    } catch (error) {
      if (!auto) toastError(error);
    }
  };
  return (
    <DeadlineBar
      deadline={held.deadline}
      units={held.units}
      heldSince={Math.min(...holds.map((h) => h.createdAt))}
      extendableUntil={null}
      pending={extend.slow}
      onExtend={onExtend}
    />
  );
}
