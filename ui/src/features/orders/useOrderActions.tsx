import { useQueryClient } from "@tanstack/react-query";
import {
  Banknote,
  Check,
  Copy,
  HandCoins,
  type LucideIcon,
  PackageCheck,
  PackageMinus,
  PackageOpen,
  Pencil,
  Scissors,
  Timer,
  Truck,
  Undo2,
  X,
} from "lucide-react";
import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { AllowedAction, OrderAction, OrderDetail, OrderId } from "../../generated/commands";
import { type Action, useActions } from "../../shared/actions";
import { texts } from "../../shared/i18n";
import { useRead, useWrite } from "../../shared/query";
import { toastDone } from "../../shared/ui";
import { statusWord } from "../../shared/words";
import { orderKey } from "./api";
import { CancelDialog, CloseShortDialog, ConflictDialog } from "./dialogs";
import { ACTION_KEYS, actionLabel } from "./logic";

const t = texts({
  "orders.did.confirmed":
    "<b>{number}</b> confirmed. {units, plural, one {# unit} other {# units}} reserved without deadline.",
  "orders.did.processing": "<b>{number}</b> is being packed.",
  "orders.did.shipped": "<b>{number}</b> shipped. {units, plural, one {# unit} other {# units}} left the shelf.",
  "orders.did.delivered": "<b>{number}</b> delivered.",
  "orders.did.cancelled":
    "<b>{number}</b> cancelled. {units, plural, one {# unit is} other {# units are}} available again.",
  "orders.did.other": "<b>{number}</b> is now {status}.",
  "orders.did.short": "<b>{number}</b> closed short.",
});

const ICONS: Record<OrderAction, LucideIcon> = {
  confirm: Check,
  process: PackageOpen,
  ship: Truck,
  deliver: PackageCheck,
  cancel: X,
  close_short: Scissors,
  ship_part: PackageMinus,
  return: Undo2,
  pay: Banknote,
  refund: HandCoins,
  edit: Pencil,
  extend: Timer,
  copy: Copy,
};

export type OrderActionItem = {
  allowed: AllowedAction;
  icon: LucideIcon;
  pending: boolean;
  run: () => void;
  error: unknown;
};

function said(detail: OrderDetail, units: number) {
  const { number, status } = detail.order;
  switch (status) {
    case "confirmed":
    case "processing":
    case "shipped":
    case "delivered":
    case "cancelled":
      return t.rich(`orders.did.${status}`, { number, units });
    case "pending":
    case "rejected":
      return t.rich("orders.did.other", { number, status: statusWord(status).toLowerCase() });
  }
}

/** What the core allows with the open order: buttons, keys and menu are all made from this. */
export function useOrderActions(id: OrderId | undefined, options: { keys: boolean }) {
  const client = useQueryClient();
  const order = useRead(["orders", "holds"], "order_get", { id }, { enabled: id !== undefined });
  const detail = id === undefined ? undefined : order.data;
  const transition = useWrite("order_transition");
  const [running, setRunning] = useState<OrderAction | null>(null);
  const [failed, setFailed] = useState<{ id: OrderId; error: unknown } | null>(null);
  const [dialog, setDialog] = useState<{ kind: "cancel" | "close_short"; allowed: AllowedAction } | null>(null);
  const [conflict, setConflict] = useState<{ before: OrderDetail; now: OrderDetail } | null>(null);

  const keep = (now: OrderDetail) => client.setQueryData(orderKey(now.order.id), now);

  /** Both versions side by side; the panel then shows what is in the store. */
  const onConflict = async (before: OrderDetail) => {
    await client.invalidateQueries({ queryKey: orderKey(before.order.id) });
    const now = client.getQueryData<OrderDetail>(orderKey(before.order.id));
    if (now) setConflict({ before, now });
  };

  const run = async (allowed: AllowedAction, on: OrderDetail) => {
    if (allowed.action === "cancel" || allowed.action === "close_short") {
      setDialog({ kind: allowed.action, allowed });
      return;
    }
    if (running !== null || allowed.to === null) return;
    setRunning(allowed.action);
    setFailed(null);
    try {
      const { value } = await transition.run({ id: on.order.id, to: allowed.to, rowVersion: on.order.rowVersion });
      keep(value);
      toastDone(said(value, allowed.units));
    } catch (error) {
      if (error instanceof RefusedError && error.refusal.code === "CONFLICT") await onConflict(on);
      else setFailed({ id: on.order.id, error });
    } finally {
      setRunning(null);
    }
  };

  const actions: OrderActionItem[] = detail
    ? detail.allowedActions.map((allowed) => ({
        allowed,
        icon: ICONS[allowed.action],
        pending: running === allowed.action && transition.slow,
        run: () => void run(allowed, detail),
        error: failed?.id === detail.order.id ? failed.error : null,
      }))
    : [];

  useActions(
    (options.keys ? actions : []).map(
      (a): Action => ({
        id: `order_${a.allowed.action}`,
        label: detail ? `${actionLabel(a.allowed)} ${detail.order.number}` : actionLabel(a.allowed),
        section: "act",
        keys: [ACTION_KEYS[a.allowed.action]],
        icon: a.icon,
        run: a.run,
      }),
    ),
  );

  const dialogs = (
    <>
      {detail && dialog?.kind === "cancel" && (
        <CancelDialog
          detail={detail}
          units={dialog.allowed.units}
          onClose={() => setDialog(null)}
          onConflict={() => {
            setDialog(null);
            void onConflict(detail);
          }}
          onDone={(now) => {
            setDialog(null);
            keep(now);
            toastDone(said(now, dialog.allowed.units));
          }}
        />
      )}
      {detail && dialog?.kind === "close_short" && (
        <CloseShortDialog
          detail={detail}
          onClose={() => setDialog(null)}
          onConflict={() => {
            setDialog(null);
            void onConflict(detail);
          }}
          onDone={(now) => {
            setDialog(null);
            keep(now);
            toastDone(t.rich("orders.did.short", { number: now.order.number }));
          }}
        />
      )}
      {conflict && <ConflictDialog {...conflict} onClose={() => setConflict(null)} />}
    </>
  );

  return { openDetail: detail, actions, dialogs };
}
