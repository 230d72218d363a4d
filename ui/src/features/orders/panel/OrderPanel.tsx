import { X } from "lucide-react";
import type { OrderId } from "../../../generated/commands";
import { texts } from "../../../shared/i18n";
import { EmptyError, ErrorNote, IconButton, Panel, PanelSkeleton } from "../../../shared/ui";
import { useOrder } from "../api";
import type { OrderActions } from "../useOrderActions";
import { Account } from "./Account";
import { Actions } from "./Actions";
import { Customer } from "./Customer";
import { Deadline } from "./Deadline";
import { Header } from "./Header";
import { Lines, Rejection } from "./Lines";
import { Returns } from "./Returns";
import { Shipments } from "./Shipments";
import { Timeline } from "./Timeline";

const t = texts({
  "order.label": "Order {number}",
  "order.loading": "Order",
  "order.close": "Close",
});

/** One order: who and what, state, the figures, what happened, and what can be done. */
export function OrderPanel(props: { id: OrderId; actions: OrderActions; onClose: () => void }) {
  const order = useOrder(props.id);
  const close = <IconButton icon={X} label={t("order.close")} onPress={props.onClose} className="-mr-1.5" />;
  if (!order.data) {
    return (
      <Panel label={t("order.loading")} header={<div className="flex justify-end">{close}</div>}>
        {order.error ? <EmptyError error={order.error} onRetry={() => void order.refetch()} /> : <PanelSkeleton />}
      </Panel>
    );
  }
  const d = order.data;
  const { items, error, open } = props.actions;
  return (
    <Panel
      testid="order-panel"
      label={t("order.label", { number: d.order.number })}
      header={<Header detail={d} close={close} actions={items} open={open} />}
      actions={<Actions detail={d} actions={items} />}
    >
      {error !== null && (
        <div className="px-4 pt-3">
          <ErrorNote error={error} steps={{ reload: () => void order.refetch() }} />
        </div>
      )}
      <Deadline detail={d} />
      <Rejection detail={d} />
      <Lines detail={d} open={open} />
      <Account detail={d} />
      <Shipments detail={d} />
      <Returns detail={d} />
      <Customer detail={d} />
      <Timeline detail={d} open={open} />
    </Panel>
  );
}
