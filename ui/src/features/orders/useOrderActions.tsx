import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
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
import { type ReactNode, useState } from "react";
import type { AllowedAction, OrderAction, OrderDetail, OrderId } from "../../generated/commands";
import { type Action, useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { isZero, magnitude } from "../../shared/money";
import { useRead, useWrite } from "../../shared/query";
import { toastDone, toastNotice } from "../../shared/ui";
import { statusWord } from "../../shared/words";
import { orderKey } from "./api";
import { CancelDialog } from "./dialogs/CancelDialog";
import { CloseShortDialog } from "./dialogs/CloseShortDialog";
import { CompareDialog } from "./dialogs/CompareDialog";
import { ConflictDialog } from "./dialogs/ConflictDialog";
import { EditDialog } from "./dialogs/EditDialog";
import { isConflict } from "./dialogs/form";
import { OverrideDialog } from "./dialogs/OverrideDialog";
import { PayDialog } from "./dialogs/PayDialog";
import { RefundDialog } from "./dialogs/RefundDialog";
import { ReturnDialog } from "./dialogs/ReturnDialog";
import { ShipDialog } from "./dialogs/ShipDialog";
import { ACTION_KEYS, actionLabel, isOwed, may } from "./logic";

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
  "orders.did.pay": "{amount} recorded for <b>{number}</b>.",
  "orders.did.pay.change": "{amount} recorded for <b>{number}</b>. Change: <b>{change}</b>.",
  "orders.did.refund": "{amount} given back for <b>{number}</b>.",
  "orders.did.ship_part":
    "Shipment {n, number} of <b>{number}</b>: {units, plural, one {# unit} other {# units}} left.",
  "orders.did.return": "Return {n, number} of <b>{number}</b>: {value} of goods came back.",
  "orders.did.edit": "<b>{number}</b> saved. Total {total}.",
  "orders.did.override": "Price set in <b>{number}</b>. Total {total}.",
  "orders.did.copy": "<b>{number}</b> copied to a new basket.",
  "orders.did.copy.left": "<b>{number}</b> copied to a new basket, without what is archived: {left}.",
  "orders.giveBack": "Give back {amount}…",
});

const ICONS: Record<OrderAction, LucideIcon> = {
  confirm: Check,
  process: PackageOpen,
  ship: Truck,
  ship_part: PackageMinus,
  deliver: PackageCheck,
  return: Undo2,
  pay: Banknote,
  refund: HandCoins,
  edit: Pencil,
  copy: Copy,
  extend: Timer,
  cancel: X,
  close_short: Scissors,
};

export const actionIcon = (action: OrderAction): LucideIcon => ICONS[action];

export type OrderActionItem = { allowed: AllowedAction; icon: LucideIcon; pending: boolean; run: () => void };

/** What is asked before it is done, or shown. */
export type OrderDialog =
  | { kind: "cancel"; units: number }
  | { kind: "close_short" | "pay" | "refund" | "ship_part" | "return" | "edit" }
  | { kind: "override"; lineNo: number }
  /** `at`: the version that is held against the one before it */
  | { kind: "compare"; at?: number };
export type OpenDialog = (dialog: OrderDialog) => void;

export type OrderActions = {
  items: OrderActionItem[];
  dialogs: ReactNode;
  open: OpenDialog;
  /** why the last one was refused */
  error: unknown;
};

function moved(detail: OrderDetail, units: number) {
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

/** What the core allows with the open order: buttons, keys and menus are all made from this. */
export function useOrderActions(id: OrderId | undefined, options: { keys: boolean }): OrderActions {
  const client = useQueryClient();
  const navigate = useNavigate();
  const f = useFormats();
  const order = useRead(["orders", "holds"], "order_get", { id }, { enabled: id !== undefined });
  const detail = id === undefined ? undefined : order.data;
  const transition = useWrite("order_transition");
  const copy = useWrite("order_copy");
  const [running, setRunning] = useState<OrderAction | null>(null);
  const [failed, setFailed] = useState<{ id: OrderId; error: unknown } | null>(null);
  const [dialog, setDialog] = useState<{ id: OrderId; dialog: OrderDialog } | null>(null);
  const [conflict, setConflict] = useState<{ before: OrderDetail; now: OrderDetail } | null>(null);

  const keep = (now: OrderDetail) => client.setQueryData(orderKey(now.order.id), now);
  const open: OpenDialog = (next) => {
    if (detail) setDialog({ id: detail.order.id, dialog: next });
  };

  /** Both versions side by side; the panel then shows what is in the store. */
  const onConflict = async (before: OrderDetail) => {
    await client.invalidateQueries({ queryKey: orderKey(before.order.id) });
    const now = client.getQueryData<OrderDetail>(orderKey(before.order.id));
    if (now) setConflict({ before, now });
  };

  const run = async (action: OrderAction, on: OrderDetail, act: () => Promise<void>) => {
    if (running !== null) return;
    setRunning(action);
    setFailed(null);
    try {
      await act();
    } catch (error) {
      if (isConflict(error)) await onConflict(on);
      else setFailed({ id: on.order.id, error });
    } finally {
      setRunning(null);
    }
  };

  const move = (allowed: AllowedAction, on: OrderDetail) =>
    run(allowed.action, on, async () => {
      if (allowed.to === null) return;
      const { value } = await transition.run({ id: on.order.id, to: allowed.to, rowVersion: on.order.rowVersion });
      keep(value);
      toastDone(moved(value, allowed.units));
    });

  const copied = (on: OrderDetail) =>
    run("copy", on, async () => {
      const { value } = await copy.run({ id: on.order.id });
      const { number } = on.order;
      if (value.left.length === 0) toastDone(t.rich("orders.did.copy", { number }));
      else toastNotice(Copy, t.rich("orders.did.copy.left", { number, left: value.left.join(", ") }));
      await navigate({ to: "/baskets", search: { open: value.basket.id } });
    });

  const start = (allowed: AllowedAction, on: OrderDetail): void => {
    switch (allowed.action) {
      case "confirm":
      case "process":
      case "ship":
      case "deliver":
        void move(allowed, on);
        return;
      case "cancel":
        open({ kind: "cancel", units: allowed.units });
        return;
      case "close_short":
      case "pay":
      case "refund":
      case "ship_part":
      case "return":
      case "edit":
        open({ kind: allowed.action });
        return;
      case "copy":
        void copied(on);
        return;
      case "extend":
        // Where the time is shown.
        return;
    }
  };

  // The hold is extended where its time is shown.
  const offered = detail?.allowedActions.filter((a) => a.action !== "extend") ?? [];
  const items: OrderActionItem[] = detail
    ? offered.map((allowed) => ({
        allowed,
        icon: ICONS[allowed.action],
        pending: running === allowed.action && (transition.slow || copy.slow),
        run: () => start(allowed, detail),
      }))
    : [];

  useActions(
    (options.keys ? items : []).map(
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

  const shown = dialog !== null && detail?.order.id === dialog.id ? dialog.dialog : null;
  const done = (now: OrderDetail, message: ReactNode, action?: { label: string; run: () => void }) => {
    setDialog(null);
    keep(now);
    toastDone(message, action);
  };

  const ask = (d: OrderDetail, which: OrderDialog): ReactNode => {
    const { number } = d.order;
    const props = { detail: d, onClose: () => setDialog(null) };
    switch (which.kind) {
      case "cancel":
        return <CancelDialog {...props} units={which.units} onDone={(now) => done(now, moved(now, which.units))} />;
      case "close_short":
        return <CloseShortDialog {...props} onDone={(now) => done(now, t.rich("orders.did.short", { number }))} />;
      case "pay":
        return (
          <PayDialog
            {...props}
            onDone={(now) => {
              const last = now.payments.at(-1);
              const amount = last === undefined ? "" : f.money(last.amount);
              const change = last?.change ?? null;
              done(
                now,
                change === null || isZero(change)
                  ? t.rich("orders.did.pay", { number, amount })
                  : t.rich("orders.did.pay.change", { number, amount, change: f.money(change) }),
              );
            }}
          />
        );
      case "refund":
        return (
          <RefundDialog
            {...props}
            onDone={(now) => {
              const last = now.payments.at(-1);
              done(
                now,
                t.rich("orders.did.refund", { number, amount: last === undefined ? "" : f.money(last.amount) }),
              );
            }}
          />
        );
      case "ship_part":
        return (
          <ShipDialog
            {...props}
            onDone={(now) => {
              const last = now.shipments.at(-1);
              const units = last?.lines.reduce((n, l) => n + l.quantity, 0) ?? 0;
              done(now, t.rich("orders.did.ship_part", { number, n: last?.number ?? 0, units }));
            }}
          />
        );
      case "return":
        return (
          <ReturnDialog
            {...props}
            onDone={(now) => {
              const last = now.returns.at(-1);
              const said = { number, n: last?.number ?? 0, value: f.money(last?.value ?? "0") };
              const owed = isOwed(now) && may(now, "refund");
              done(
                now,
                t.rich("orders.did.return", said),
                owed
                  ? {
                      label: t("orders.giveBack", { amount: f.money(magnitude(now.due)) }),
                      run: () => setDialog({ id: now.order.id, dialog: { kind: "refund" } }),
                    }
                  : undefined,
              );
            }}
          />
        );
      case "edit":
        return (
          <EditDialog
            {...props}
            onDone={(now) => done(now, t.rich("orders.did.edit", { number, total: f.money(now.order.total) }))}
          />
        );
      case "override":
        return (
          <OverrideDialog
            {...props}
            lineNo={which.lineNo}
            onDone={(now) => done(now, t.rich("orders.did.override", { number, total: f.money(now.order.total) }))}
          />
        );
      case "compare":
        return <CompareDialog {...props} at={which.at} />;
    }
  };

  const dialogs = (
    <>
      {detail && shown && ask(detail, shown)}
      {conflict && <ConflictDialog {...conflict} onClose={() => setConflict(null)} />}
    </>
  );

  return { items, dialogs, open, error: failed?.id === detail?.order.id ? (failed?.error ?? null) : null };
}
