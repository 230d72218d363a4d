import { Link } from "@tanstack/react-router";
import { Copy, Ellipsis, Timer, X } from "lucide-react";
import { useRef, useState } from "react";
import { shell } from "../../bridge";
import type { OrderDetail, OrderId, OrderStatus, TimelineEntry } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useNow, useToday } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import {
  Button,
  EmptyError,
  ErrorNote,
  HoldBar,
  HoldTimer,
  IconButton,
  KeyValue,
  KeyValues,
  Menu,
  Note,
  Panel,
  PanelSkeleton,
  PriceWhy,
  PriorityMark,
  Section,
  StatusMark,
  toastDone,
  toastError,
} from "../../shared/ui";
import { statusWord } from "../../shared/words";
import { useOrder } from "./api";
import { ACTION_KEYS, actionLabel } from "./logic";
import type { OrderActionItem } from "./useOrderActions";

const t = texts({
  "order.label": "Order {number}",
  "order.loading": "Order",
  "order.close": "Close",
  "order.more": "More",
  "order.copyNumber": "Copy number",
  "order.copyLines": "Copy lines",
  "order.placed": "Placed {time}",
  "order.held": "{n, plural, one {# unit held until <b>{time}</b>} other {# units held until <b>{time}</b>}}",
  "order.lapsed":
    "{n, plural, one {The hold of # unit lapsed {time}.} other {The hold of # units lapsed {time}.}} Confirming takes the stock again, if it is still free.",
  "order.extend": "Extend",
  "order.extend.10": "10 minutes",
  "order.extend.60": "1 hour",
  "order.extend.1440": "1 day",
  "order.extended": "Hold of <b>{number}</b> extended to {time}.",
  "order.extendAction": "Extend hold by 10 minutes",
  "order.lines": "{n, plural, one {# line} other {# lines}}",
  "order.qty": "Qty",
  "order.each": "Each",
  "order.amount": "Amount",
  "order.line.shipped": "{n, number} shipped",
  "order.line.released": "{n, number} closed short",
  "order.subtotal": "Before reductions",
  "order.discount": "Reductions",
  "order.tax": "Tax included",
  "order.total": "Total",
  "order.happened": "What happened",
  "order.audit": "Open in audit",
  "order.customer": "Customer",
  "order.delivery": "Delivery",
  "order.pickup": "Pick-up",
  "order.way": "Handed over by",
  "order.address": "Address",
  "order.promised": "Promised",
  "order.note": "Note",
  "order.email": "E-mail",
  "order.phone": "Phone",
  "order.seeAll": "All orders",
  "order.final": "Nothing more can be done with it.",
  "order.rejected":
    "Not placed: {n, plural, one {one line was short.} other {# lines were short.}} Nothing was deducted.",
  "order.rejected.line": "{name}: {requested, number} asked, {available, number} available",
  "tl.order_created": "Placed",
  "tl.order_created.as": "Placed as {to}",
  "tl.order_rejected": "Kept as rejected",
  "tl.order_edited": "Edited",
  "tl.status": "{to}",
  "tl.other": "Changed",
  "tl.reason": "“{reason}”",
});

const PATH: readonly OrderStatus[] = ["pending", "confirmed", "processing", "shipped", "delivered"];

export function OrderPanel(props: { id: OrderId; actions: OrderActionItem[]; onClose: () => void }) {
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
  const error = props.actions.find((a) => a.error !== null)?.error ?? null;
  return (
    <Panel
      testid="order-panel"
      label={t("order.label", { number: d.order.number })}
      header={<Header detail={d} close={close} />}
      actions={<Actions actions={props.actions} />}
    >
      {error !== null && (
        <div className="px-4 pt-3">
          <ErrorNote error={error} steps={{ reload: () => void order.refetch() }} />
        </div>
      )}
      <HoldSection detail={d} />
      <Rejection detail={d} />
      <Lines detail={d} />
      <Totals detail={d} />
      <Happened detail={d} />
      <Customer detail={d} />
    </Panel>
  );
}

function Header(props: { detail: OrderDetail; close: React.ReactNode }) {
  const { order } = props.detail;
  const f = useFormats();
  const now = useNow();
  const at = order.number.indexOf("-") + 1;
  const lines = props.detail.lines.map((l) => `${l.sku}\t${l.name}\t${l.quantity}\t${l.unitPrice}\t${l.lineTotal}`);
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <h2 data-testid="order-number" data-selectable className="font-semibold text-20 tabular-nums">
          <span className="pn text-ink-3">{order.number.slice(0, at)}</span>
          {order.number.slice(at)}
        </h2>
        <span className="flex gap-0.5">
          <Menu
            label={t("order.more")}
            trigger={<IconButton icon={Ellipsis} label={t("order.more")} />}
            entries={[
              { id: "number", label: t("order.copyNumber"), icon: Copy, run: () => void shell.copyText(order.number) },
              {
                id: "lines",
                label: t("order.copyLines"),
                icon: Copy,
                run: () => void shell.copyText(lines.join("\n")),
              },
            ]}
          />
          {props.close}
        </span>
      </div>
      <div className="mt-0.5 flex items-center gap-2 text-ink-2">
        <span className="min-w-0 truncate font-medium text-ink">{order.customerName}</span>
        {order.priority !== "normal" && <PriorityMark priority={order.priority} />}
        <span className="dot-sep -ml-1 whitespace-nowrap">
          {t("order.placed", { time: f.moment(order.createdAt, now) })}
        </span>
      </div>
      <StatusTrack status={order.status} />
    </>
  );
}

/** Where the order stands on its way; a cancelled or rejected one has left it. */
function StatusTrack(props: { status: OrderStatus }) {
  const at = PATH.indexOf(props.status);
  if (at === -1) {
    return (
      <div
        className="mt-3 flex items-center gap-2 border-press border-t-[3px] pt-1.5"
        data-testid="order-status"
        data-status={props.status}
      >
        <StatusMark status={props.status} />
      </div>
    );
  }
  return (
    <ol className="mt-3 grid grid-cols-5 gap-[3px]" data-testid="order-status" data-status={props.status}>
      {PATH.map((s, i) => (
        <li
          key={s}
          aria-current={i === at ? "step" : undefined}
          className={cx(
            "whitespace-nowrap border-t-[3px] pt-1.5 text-11",
            i === at
              ? cx(
                  "font-semibold text-ink",
                  s === "pending" ? "border-warn-mark" : s === "delivered" ? "border-ok" : "border-accent",
                )
              : i < at
                ? cx("text-ink-2", props.status === "delivered" ? "border-ok" : "border-accent")
                : "border-press text-ink-3",
          )}
        >
          {statusWord(s)}
        </li>
      ))}
    </ol>
  );
}

function HoldSection(props: { detail: OrderDetail }) {
  const { order, holds } = props.detail;
  const f = useFormats();
  const now = useNow();
  const extend = useWrite("reservation_extend");
  const active = holds.filter((h) => h.status === "active" && h.expiresAt > now);
  const deadline = active.reduce<number | null>(
    (min, h) => (min === null || h.expiresAt < min ? h.expiresAt : min),
    null,
  );
  const from = active.reduce((min, h) => Math.min(min, h.createdAt), now);
  const units = (active.length > 0 ? active : holds).reduce((n, h) => n + h.quantity, 0);
  const pending = order.status === "pending";

  const by = async (minutes: number) => {
    try {
      const { value } = await extend.run({ ids: active.map((h) => h.id), bySeconds: minutes * 60 });
      const until = Math.min(...value.rows.map((r) => r.expiresAt));
      toastDone(t.rich("order.extended", { number: order.number, time: f.moment(until, now) }));
    } catch (error) {
      toastError(error);
    }
  };
  const canExtend = pending && deadline !== null;
  useActions([
    {
      id: "order_extend",
      label: t("order.extendAction"),
      section: "act",
      keys: ["e"],
      icon: Timer,
      enabled: canExtend,
      run: () => void by(10),
    },
  ]);

  if (!pending || holds.length === 0) return null;
  if (deadline === null) {
    const last = Math.max(...holds.map((h) => h.expiresAt));
    return (
      <Section>
        <Note tone="warn" icon={Timer}>
          {t("order.lapsed", { n: units, time: f.moment(last, now) })}
        </Note>
      </Section>
    );
  }
  return (
    <Section>
      <div className="flex items-center justify-between gap-2" data-testid="order-hold">
        <span className="flex min-w-0 items-center gap-1.5">
          <Timer size={16} aria-hidden="true" className="text-accent-ink" />
          <span className="truncate">
            {t.rich(
              "order.held",
              { n: units, time: f.moment(deadline, now) },
              { b: <b className="font-semibold tabular-nums" /> },
            )}
          </span>
        </span>
        <span className="flex items-center gap-2.5">
          <HoldTimer deadline={deadline} bare className="font-semibold" />
          <Menu
            label={t("order.extend")}
            width={140}
            trigger={
              <Button size="sm" pending={extend.slow} keys="e">
                {t("order.extend")}
              </Button>
            }
            entries={([10, 60, 1440] as const).map((minutes) => ({
              id: String(minutes),
              label: t(`order.extend.${minutes}`),
              run: () => void by(minutes),
            }))}
          />
        </span>
      </div>
      <HoldBar from={from} deadline={deadline} className="mt-2" />
    </Section>
  );
}

function Rejection(props: { detail: OrderDetail }) {
  const lines = props.detail.rejection;
  if (!lines) return null;
  return (
    <Section>
      <Note tone="bad">
        <p>{t("order.rejected", { n: lines.length })}</p>
        <ul className="mt-1 text-12 text-ink-2">
          {lines.map((l) => (
            <li key={l.lineNo}>
              {t("order.rejected.line", { name: l.name, requested: l.requested, available: l.available })}
            </li>
          ))}
        </ul>
      </Note>
    </Section>
  );
}

const LINE = "grid grid-cols-[minmax(0,1fr)_32px_64px_76px] items-baseline gap-x-2";

function Lines(props: { detail: OrderDetail }) {
  const { lines } = props.detail;
  const [open, setOpen] = useState<number | null>(null);
  const anchor = useRef<HTMLLIElement>(null);
  const f = useFormats();
  return (
    <Section>
      <div className={cx(LINE, "label pb-1")}>
        <span>{t("order.lines", { n: lines.length })}</span>
        <span className="text-right">{t("order.qty")}</span>
        <span className="text-right">{t("order.each")}</span>
        <span className="text-right">{t("order.amount")}</span>
      </div>
      <ul aria-label={t("order.lines", { n: lines.length })}>
        {lines.map((l) => (
          <li
            key={l.lineNo}
            ref={open === l.lineNo ? anchor : undefined}
            data-testid="order-line"
            className={cx(
              LINE,
              "relative -mx-4 px-4 py-[5px] not-first:before:absolute not-first:before:inset-x-4 not-first:before:top-0 not-first:before:border-line not-first:before:border-t",
              open === l.lineNo && "bg-accent-tint",
            )}
          >
            <span className="min-w-0" data-selectable>
              <span className="block truncate font-medium">{l.name}</span>
              <span className="code block truncate text-12 text-ink-3">
                {l.sku}
                {l.shipped > 0 && l.shipped < l.quantity && (
                  <span className="dot-sep">{t("order.line.shipped", { n: l.shipped })}</span>
                )}
                {l.released > 0 && (
                  <span className="dot-sep text-warn">{t("order.line.released", { n: l.released })}</span>
                )}
              </span>
            </span>
            <span className="text-right tabular-nums">{f.count(l.quantity)}</span>
            <span className="text-right">
              <PriceWhy
                anchor={anchor}
                made={{ ...l, steps: l.breakdown }}
                open={open === l.lineNo}
                setOpen={(on) => setOpen(on ? l.lineNo : null)}
              />
            </span>
            <span className="text-right font-medium tabular-nums">{f.amount(l.lineTotal)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Totals(props: { detail: OrderDetail }) {
  const f = useFormats();
  const d = props.detail;
  const reduced = !/^0*(\.0*)?$/.test(d.discount);
  return (
    <Section>
      <KeyValues>
        {reduced && <KeyValue name={t("order.subtotal")}>{f.amount(d.subtotal)}</KeyValue>}
        {reduced && (
          <KeyValue name={t("order.discount")}>
            {f.amount(d.discount.startsWith("-") ? d.discount : `-${d.discount}`)}
          </KeyValue>
        )}
        <KeyValue name={t("order.tax")}>{f.amount(d.tax)}</KeyValue>
        <KeyValue name={t("order.total")} strong>
          {f.money(d.order.total)}
        </KeyValue>
      </KeyValues>
    </Section>
  );
}

function sentence(e: TimelineEntry): string {
  switch (e.action) {
    case "order_created":
      return e.to ? t("tl.order_created.as", { to: statusWord(e.to).toLowerCase() }) : t("tl.order_created");
    case "order_rejected":
      return t("tl.order_rejected");
    case "order_edited":
      return t("tl.order_edited");
    default:
      return e.to ? t("tl.status", { to: statusWord(e.to) }) : t("tl.other");
  }
}

function Happened(props: { detail: OrderDetail }) {
  const f = useFormats();
  const today = useToday(f.day);
  const entries = [...props.detail.timeline].sort((a, b) => b.auditSeq - a.auditSeq);
  const old = entries.some((e) => f.day(e.at) !== today);
  return (
    <Section
      title={t("order.happened")}
      end={
        <Link to="/audit" search={{ text: props.detail.order.number }} className="link text-12">
          {t("order.audit")}
        </Link>
      }
    >
      <ol className="tl" style={{ "--tl-time": old ? "92px" : "40px" } as React.CSSProperties}>
        {entries.map((e, i) => (
          <li key={e.auditSeq} data-now={i === 0}>
            <time
              className="col-start-1 row-start-1 whitespace-nowrap text-ink-3 tabular-nums"
              dateTime={new Date(e.at).toISOString()}
            >
              {f.stamp(e.at, today)}
            </time>
            <p className="col-start-3 row-start-1" data-selectable>
              {sentence(e)}
              {e.reason && <span className="text-ink-2"> {t("tl.reason", { reason: e.reason })}</span>}{" "}
              <span className="text-ink-3">{e.staffName}</span>
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Customer(props: { detail: OrderDetail }) {
  const d = props.detail;
  const f = useFormats();
  return (
    <Section
      title={t("order.customer")}
      end={
        d.order.customerId && (
          <Link
            to="/orders"
            search={{ view: "all", filter: { customer: d.order.customerId, customerName: d.order.customerName } }}
            className="link text-12"
          >
            {t("order.seeAll")}
          </Link>
        )
      }
    >
      <KeyValues>
        {d.customerEmail && <KeyValue name={t("order.email")}>{d.customerEmail}</KeyValue>}
        {d.customerPhone && <KeyValue name={t("order.phone")}>{d.customerPhone}</KeyValue>}
        <KeyValue name={t("order.way")}>{t(d.fulfilment === "pickup" ? "order.pickup" : "order.delivery")}</KeyValue>
        {d.address && (
          <KeyValue name={t("order.address")}>
            <span className="whitespace-pre-line">{d.address}</span>
          </KeyValue>
        )}
        {d.promisedOn && <KeyValue name={t("order.promised")}>{f.dayShort(d.promisedOn)}</KeyValue>}
        {d.note && <KeyValue name={t("order.note")}>{d.note}</KeyValue>}
      </KeyValues>
    </Section>
  );
}

/** Exactly what the core allows, the way onward first. */
function Actions(props: { actions: OrderActionItem[] }) {
  if (props.actions.length === 0) return <span className="text-ink-3">{t("order.final")}</span>;
  return (
    <>
      {props.actions.map((a, i) => (
        <Button
          key={a.allowed.action}
          data-testid={`action-${a.allowed.action}`}
          kind={a.allowed.action === "cancel" ? "danger" : i === 0 ? "main" : "plain"}
          icon={i === 0 && a.allowed.action !== "cancel" ? a.icon : undefined}
          keys={i === 0 ? ACTION_KEYS[a.allowed.action] : undefined}
          pending={a.pending}
          onPress={a.run}
        >
          {actionLabel(a.allowed)}
        </Button>
      ))}
    </>
  );
}
