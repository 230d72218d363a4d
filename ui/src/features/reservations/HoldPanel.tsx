import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronDown, Hand, Hourglass, ReceiptText, Timer, Undo2, X } from "lucide-react";
import { useState } from "react";
import type { Reservation, ReservationDetail, ReservationId } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { currentTime, useFromNow, useMinute } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { units } from "../../shared/lines";
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
  LinkButton,
  Menu,
  Note,
  OrderNumber,
  Panel,
  PanelSkeleton,
  Section,
  SOON_MS,
  toastDone,
  toastNotice,
} from "../../shared/ui";
import { holdStatusWord } from "../../shared/words";
import { useHold, useQueue } from "./api";
import { Cause, HowMark } from "./columns";
import { ExtendDialog } from "./ExtendDialog";
import { EXTEND_SECONDS, missing, servedNext } from "./logic";
import { Queue } from "./Queue";
import { useHoldAgain } from "./useHoldAgain";

const t = texts({
  "holdpanel.label": "Hold",
  "holdpanel.for": "Hold for {who}",
  "holdpanel.anybody": "Hold",
  "holdpanel.close": "Close",
  "holdpanel.until": "until {time}",
  "holdpanel.soon":
    "{n, plural, one {About to lapse. Its unit is then free again: {free, number} available.} other {About to lapse. Its # units are then free again: {free, number} available.}}",
  "holdpanel.soon.served":
    "{n, plural, one {About to lapse. With the {free, number} available its unit then serves <b>{who}</b>, first in the queue for {wanted, number}.} other {About to lapse. With the {free, number} available its # units then serve <b>{who}</b>, first in the queue for {wanted, number}.}}",
  "holdpanel.somebody": "somebody",
  "holdpanel.asked": "<b>{by}</b> asks for its release, {time}.",
  "holdpanel.asked.note": "“{note}”",
  "holdpanel.basket": "Basket",
  "holdpanel.product": "Product",
  "holdpanel.units": "Units",
  "holdpanel.stock": "Stock",
  "holdpanel.stock.figures": "{onHand, number} on hand, {reserved, number} reserved, {available, number} available",
  "holdpanel.cause": "Cause",
  "holdpanel.order": "Order",
  "holdpanel.made": "Made",
  "holdpanel.made.by": "{time} by {name}",
  "holdpanel.ended": "Ended",
  "holdpanel.note": "Note",
  "holdpanel.group": "Held together",
  "holdpanel.group.count": "{lines, plural, one {# other line} other {# other lines}}",
  "holdpanel.releaseAll": "Release all {n, number}",
  "holdpanel.extend": "Extend 10 min",
  "holdpanel.more": "Other times",
  "holdpanel.extend.30": "Extend 30 min",
  "holdpanel.extend.60": "Extend 1 h",
  "holdpanel.other": "Other time…",
  "holdpanel.convert": "Make order",
  "holdpanel.openBasket": "Open basket",
  "holdpanel.release": "Release now",
  "holdpanel.openOrder": "Open order",
  "holdpanel.again": "Hold again",
  "holdpanel.extended": "{n, plural, one {Hold} other {# holds}} extended until <b>{time}</b>.",
  "holdpanel.released":
    "{n, plural, one {<b># {product}</b> is free again.} other {<b># {product}</b> are free again.}}",
  "holdpanel.releasedFor":
    "Hold for {who} released. {n, plural, one {<b># {product}</b> is free again.} other {<b># {product}</b> are free again.}}",
  "holdpanel.releasedMany": "{holds, number} holds released. <b>{n, number} units</b> are free again.",
  "holdpanel.over": "This hold is over.",
});

/** One hold: how long still, what and for whom, what else was held with it, and what can be done. */
export function HoldPanel(props: { id: ReservationId; onClose: () => void }) {
  const hold = useHold(props.id);
  const close = <IconButton icon={X} label={t("holdpanel.close")} onPress={props.onClose} className="-mr-1.5" />;
  if (!hold.data) {
    return (
      <Panel label={t("holdpanel.label")} header={<div className="flex justify-end">{close}</div>}>
        {hold.error ? <EmptyError error={hold.error} onRetry={() => void hold.refetch()} /> : <PanelSkeleton />}
      </Panel>
    );
  }
  return <Open detail={hold.data} close={close} />;
}

function Open(props: { detail: ReservationDetail; close: React.ReactNode }) {
  const { reservation: hold, group, stock } = props.detail;
  const navigate = useNavigate();
  const f = useFormats();
  const now = useMinute();
  const again = useHoldAgain();
  const extend = useWrite("reservation_extend");
  const release = useWrite("reservation_release");
  const [error, setError] = useState<unknown>(null);
  const [other, setOther] = useState(false);

  const active = useFromNow((at) => hold.status === "active" && hold.expiresAt > at);
  const soon = useFromNow((at) => active && hold.expiresAt - at <= SOON_MS);
  const queue = useQueue(hold.variantId, hold.locationId);
  const served = servedNext(queue, stock.available + hold.quantity);
  const others = group.filter((r) => r.id !== hold.id);
  const together = [hold, ...others].filter((r) => r.status === "active");
  const ids = together.map((r) => r.id);
  const ofOrder = hold.orderId;

  // What an order holds is extended, changed and given back with the order.
  const free = active && ofOrder === null;

  const extendBy = async (bySeconds: number) => {
    if (!free || extend.pending) return;
    setError(null);
    try {
      const { value } = await extend.run({ ids, bySeconds });
      const until = value.rows.find((r) => r.id === hold.id)?.expiresAt ?? hold.expiresAt;
      toastDone(t.rich("holdpanel.extended", { n: value.rows.length, time: f.moment(until, currentTime()) }));
      setOther(false);
    } catch (cause) {
      setOther(false);
      setError(cause);
    }
  };
  // Nothing is asked: the toast makes the same hold again, until the same deadline.
  const releaseNow = async (rows: Reservation[]) => {
    if (rows.length === 0 || release.pending) return;
    setError(null);
    try {
      await release.run({ ids: rows.map((r) => r.id) });
      const n = units(rows);
      toastNotice(
        Undo2,
        rows.length > 1
          ? t.rich("holdpanel.releasedMany", { holds: rows.length, n })
          : hold.forWhom === ""
            ? t.rich("holdpanel.released", { n, product: hold.name })
            : t.rich("holdpanel.releasedFor", { n, product: hold.name, who: hold.forWhom }),
        { label: t("holdpanel.again"), run: () => void again(rows, hold.expiresAt) },
      );
    } catch (cause) {
      setError(cause);
    }
  };
  // What a basket has already goes on there; anything else begins a new one.
  const { basketId } = hold;
  const convert = () =>
    void navigate({
      to: "/baskets",
      search: basketId === null ? { open: "new", holds: ids.join(",") } : { open: basketId },
    });
  const convertWord = t(basketId === null ? "holdpanel.convert" : "holdpanel.openBasket");
  const openOrder = () => {
    if (ofOrder !== null) void navigate({ to: "/orders", search: { open: ofOrder } });
  };

  useActions([
    {
      id: "hold_extend",
      label: t("holdpanel.extend"),
      section: "act",
      keys: ["e"],
      icon: Timer,
      enabled: free,
      run: () => void extendBy(EXTEND_SECONDS),
    },
    {
      id: "hold_other",
      label: t("holdpanel.other"),
      section: "act",
      keys: ["t"],
      icon: Timer,
      enabled: free,
      run: () => setOther(true),
    },
    {
      id: "hold_convert",
      label: convertWord,
      section: "act",
      keys: ["o"],
      icon: ReceiptText,
      enabled: free,
      run: convert,
    },
    {
      id: "hold_open_order",
      label: t("holdpanel.openOrder"),
      section: "act",
      keys: ["o"],
      icon: ReceiptText,
      enabled: ofOrder !== null,
      run: openOrder,
    },
    {
      id: "hold_release",
      label: t("holdpanel.release"),
      section: "act",
      keys: ["delete"],
      icon: Undo2,
      enabled: free,
      run: () => void releaseNow([hold]),
    },
    {
      id: "hold_again",
      label: t("holdpanel.again"),
      section: "act",
      keys: ["a"],
      icon: Undo2,
      enabled: !active && ofOrder === null,
      run: () => void again([hold], null),
    },
  ]);

  return (
    <Panel
      testid="hold-panel"
      label={hold.forWhom === "" ? t("holdpanel.anybody") : t("holdpanel.for", { who: hold.forWhom })}
      header={
        <>
          <div className="flex h-7 items-center justify-between gap-2">
            <h2 className="label min-w-0 truncate" data-selectable>
              {hold.forWhom === "" ? t("holdpanel.anybody") : t("holdpanel.for", { who: hold.forWhom })}
            </h2>
            {props.close}
          </div>
          <div className="flex items-end justify-between gap-2">
            {active ? (
              <HoldTimer deadline={hold.expiresAt} bare className="font-semibold text-28 leading-9!" />
            ) : (
              <span className="font-semibold text-20 leading-9!">
                {holdStatusWord(hold.status === "active" ? "expired" : hold.status)}
              </span>
            )}
            <span className="pb-1 text-ink-2 tabular-nums">
              {active
                ? t("holdpanel.until", { time: untilWords(hold.expiresAt, now, f) })
                : f.moment(hold.endedAt ?? hold.expiresAt, now)}
            </span>
          </div>
          {active && <HoldBar from={hold.createdAt} deadline={hold.expiresAt} className="mt-2" />}
          {soon && (
            <Note tone="warn" icon={Hourglass} className="mt-3">
              {served === null
                ? t("holdpanel.soon", { n: hold.quantity, free: stock.available + hold.quantity })
                : t.rich("holdpanel.soon.served", {
                    n: hold.quantity,
                    free: stock.available,
                    who: served.forWhom || t("holdpanel.somebody"),
                    wanted: missing(served),
                  })}
            </Note>
          )}
          {active && hold.askedAt !== null && (
            <Note tone="warn" icon={Hand} className="mt-3">
              <span data-testid="hold-asked">
                {t.rich("holdpanel.asked", {
                  by: hold.askedBy ?? t("holdpanel.somebody"),
                  time: f.moment(hold.askedAt, now),
                })}{" "}
                {hold.askedNote !== "" && t("holdpanel.asked.note", { note: hold.askedNote })}
              </span>
            </Note>
          )}
        </>
      }
      actions={
        active ? (
          ofOrder === null ? (
            <>
              <span className="flex">
                <Button
                  kind="main"
                  keys="e"
                  pending={extend.slow}
                  onPress={() => void extendBy(EXTEND_SECONDS)}
                  data-testid="hold-extend"
                  className="rounded-r-none! narrow:[&>kbd]:hidden"
                >
                  {t("holdpanel.extend")}
                </Button>
                <Menu
                  label={t("holdpanel.more")}
                  width={160}
                  placement="top start"
                  trigger={
                    <IconButton
                      kind="main"
                      icon={ChevronDown}
                      label={t("holdpanel.more")}
                      data-testid="hold-extend-more"
                      className="-ml-px rounded-l-none! border-l-on-accent/30!"
                    />
                  }
                  entries={[
                    { id: "30", label: t("holdpanel.extend.30"), run: () => void extendBy(30 * 60) },
                    { id: "60", label: t("holdpanel.extend.60"), run: () => void extendBy(60 * 60) },
                    { kind: "line", id: "line" },
                    { id: "other", label: t("holdpanel.other"), keys: "t", run: () => setOther(true) },
                  ]}
                />
              </span>
              <Button onPress={convert} data-testid="hold-convert">
                {convertWord}
              </Button>
              <Button
                kind="danger"
                className="ml-auto"
                pending={release.slow}
                onPress={() => void releaseNow([hold])}
                data-testid="hold-release"
              >
                {t("holdpanel.release")}
              </Button>
            </>
          ) : (
            <>
              <span className="flex-1" />
              <Button icon={ReceiptText} onPress={openOrder} keys="o" data-testid="hold-open-order">
                {t("holdpanel.openOrder")}
              </Button>
            </>
          )
        ) : (
          <>
            <span className="flex-1 text-ink-3">{t("holdpanel.over")}</span>
            {ofOrder === null ? (
              <Button icon={Undo2} onPress={() => void again([hold], null)} keys="a" data-testid="hold-again">
                {t("holdpanel.again")}
              </Button>
            ) : (
              <Button icon={ReceiptText} onPress={openOrder} keys="o">
                {t("holdpanel.openOrder")}
              </Button>
            )}
          </>
        )
      }
    >
      {error !== null && (
        <Section>
          <ErrorNote error={error} steps={{ reload: () => setError(null), open_order: openOrder }} />
        </Section>
      )}
      <Section>
        <KeyValues>
          <KeyValue name={t("holdpanel.product")}>
            <Link to="/stock" search={{ open: hold.variantId }} className="link">
              {hold.name}
            </Link>
            <span className="code block text-12 text-ink-3">{hold.sku}</span>
          </KeyValue>
          <KeyValue name={t("holdpanel.units")}>{f.count(hold.quantity)}</KeyValue>
          <KeyValue name={t("holdpanel.stock")}>
            <span data-testid="hold-stock">
              {t("holdpanel.stock.figures", {
                onHand: stock.onHand,
                reserved: stock.reserved,
                available: stock.available,
              })}
            </span>
          </KeyValue>
          <KeyValue name={t("holdpanel.cause")}>
            {ofOrder !== null && hold.orderNumber !== null ? (
              <Link to="/orders" search={{ open: ofOrder }} className="link">
                {t("holdpanel.order")} <OrderNumber number={hold.orderNumber} className="[&_span]:text-current" />
              </Link>
            ) : (
              <span className="inline-flex">
                <Cause hold={hold} />
              </span>
            )}
          </KeyValue>
          <KeyValue name={t("holdpanel.made")}>
            {t("holdpanel.made.by", { time: f.moment(hold.createdAt, now), name: hold.staffName })}
          </KeyValue>
          {hold.basketId !== null && (
            <KeyValue name={t("holdpanel.basket")}>
              <Link to="/baskets" search={{ open: hold.basketId }} className="link">
                {hold.forWhom || t("holdpanel.basket")}
              </Link>
            </KeyValue>
          )}
          {hold.endedAt !== null && <KeyValue name={t("holdpanel.ended")}>{f.moment(hold.endedAt, now)}</KeyValue>}
          {hold.note !== "" && (
            <KeyValue name={t("holdpanel.note")}>
              <span className="whitespace-pre-line">{hold.note}</span>
            </KeyValue>
          )}
        </KeyValues>
      </Section>
      <Queue name={hold.name} rows={queue} />
      {others.length > 0 && (
        <Section
          title={t("holdpanel.group")}
          end={
            free && together.length > 1 ? (
              <LinkButton className="text-12" onPress={() => void releaseNow(together)}>
                {t("holdpanel.releaseAll", { n: together.length })}
              </LinkButton>
            ) : (
              t("holdpanel.group.count", { lines: others.length })
            )
          }
        >
          <ul>
            {others.map((r) => (
              <li
                key={r.id}
                data-testid="hold-other"
                className={cx(
                  "grid min-h-8 grid-cols-[minmax(0,1fr)_40px_80px] items-center gap-x-2 border-line not-first:border-t",
                  r.status !== "active" && "text-ink-3",
                )}
              >
                <Link
                  from="/holds"
                  to="/holds"
                  search={(before) => ({ ...before, open: r.id })}
                  className="link truncate text-inherit!"
                >
                  {r.name}
                </Link>
                <span className="text-right font-medium tabular-nums">{f.count(r.quantity)}</span>
                <span className="text-right text-12">
                  {r.status === "active" ? <HoldTimer deadline={r.expiresAt} bare /> : <HowMark status={r.status} />}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {other && (
        <ExtendDialog
          hold={hold}
          pending={extend.slow}
          onExtend={(s) => void extendBy(s)}
          onClose={() => setOther(false)}
        />
      )}
    </Panel>
  );
}

/** Today the second counts; on another day the minute does. */
function untilWords(at: number, now: number, f: ReturnType<typeof useFormats>): string {
  return f.day(at) === f.day(now) ? f.timeWithSeconds(at) : f.moment(at, now);
}
