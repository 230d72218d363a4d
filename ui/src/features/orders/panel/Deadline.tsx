import { useQueryClient } from "@tanstack/react-query";
import type { OrderDetail } from "../../../generated/commands";
import { currentTime } from "../../../shared/clock";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { useRead, useWrite } from "../../../shared/query";
import { DeadlineBar, toastDone, toastError } from "../../../shared/ui";
import { orderKey } from "../api";
import { deadlineOf } from "../logic";

const t = texts({ "order.extended": "Hold of <b>{number}</b> extended to {time}." });

/** How long a pending order keeps its units, and the way to keep them longer. */
export function Deadline(props: { detail: OrderDetail }) {
  const { order, holds, heldSince, extendableUntil } = props.detail;
  const client = useQueryClient();
  const f = useFormats();
  const extend = useWrite("order_extend");
  const settings = useRead(["settings"], "settings_get", {}).data;
  const held = deadlineOf(holds);
  if (order.status !== "pending" || held === null) return null;

  const onExtend = async (auto: boolean) => {
    try {
      const { value } = await extend.run({ id: order.id });
      client.setQueryData(orderKey(order.id), value);
      const until = deadlineOf(value.holds)?.deadline;
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
      heldSince={heldSince}
      extendableUntil={extendableUntil}
      extensionMs={settings === undefined ? undefined : settings.checkoutSeconds * 1000}
      pending={extend.slow}
      onExtend={onExtend}
    />
  );
}
