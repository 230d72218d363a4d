import { useNavigate } from "@tanstack/react-router";
import { CircleDollarSign, Pause, Pencil, Play, ScanBarcode, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { RefusedError } from "../../bridge";
import type {
  BasketId,
  BasketLine,
  BasketRow,
  Money,
  OrderDetail,
  PaymentGiven,
  PaymentMethod,
  PlaceUpTo,
  ReservationId,
  ShortLine,
  Wait,
} from "../../generated/commands";
import { runAction, useActions } from "../../shared/actions";
import { useMinute } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";
import { usePersisted } from "../../shared/persisted";
import { useWrite } from "../../shared/query";
import {
  Button,
  EmptyError,
  EmptyFirst,
  ErrorNote,
  Kbd,
  Note,
  Panel,
  PanelSkeleton,
  Total,
  TotalsBar,
  toastDone,
  toastNotice,
} from "../../shared/ui";
import { statusWord } from "../../shared/words";
import { useBasketHolds, useBasketWaits, useMe, useSettings } from "./api";
import { BasketTabs } from "./BasketTabs";
import { CustomerBox } from "./CustomerBox";
import { DropDialog, OverrideDialog, RenameDialog } from "./dialogs";
import { HandedOverDialog, HandOverDialog } from "./HandOverDialog";
import { Lines } from "./Lines";
import { mayOverride } from "./logic";
import { OrderBox } from "./OrderBox";
import { PlaceButton, WAY_ICONS, WAY_KEYS } from "./PlaceButton";
import { ScanLine } from "./ScanLine";
import { ShortageDialog } from "./ShortageDialog";
import { Totals } from "./Totals";
import { useDesk } from "./useDesk";
import { nameOf, WAYS, wayWord } from "./words";

const t = texts({
  "basket.desk.title": "New order",
  "basket.desk.basket": "Basket",
  "basket.desk.checkout": "Checkout",
  "basket.desk.empty": "No line yet",
  "basket.desk.empty.lead":
    "Scan a product, or type its SKU, barcode, or name. The same code again adds one more; “3*” before it adds three.",
  "basket.desk.lines": "{n, plural, one {line} other {lines}}",
  "basket.desk.items": "{n, plural, one {item} other {items}}",
  "basket.desk.totals": "Lines and items",
  "basket.desk.saved": "Saved as you type",
  "basket.desk.saving": "Saving…",
  "basket.desk.park": "Park",
  "basket.desk.parked": "<b>{name}</b> parked.",
  "basket.desk.resume": "Resume",
  "basket.desk.parkedBy": "Parked {time} by {staff}. Nobody is working on it.",
  "basket.desk.rename": "Rename the basket…",
  "basket.desk.drop": "Drop the basket…",
  "basket.desk.dropped": "<b>{name}</b> dropped.",
  "basket.desk.offers":
    "{n, plural, one {One price has changed since it was quoted.} other {# prices have changed since they were quoted.}}",
  "basket.desk.offers.take": "Take the new prices",
  "basket.desk.placed": "This basket became an order.",
  "basket.desk.placed.open": "Open the order",
  "basket.desk.over": "This basket was dropped.",
  "basket.desk.new": "New order",
  "basket.desk.holds.gone": "A hold could not be brought along: it is over.",
  "basket.desk.done": "<b>{number}</b> placed as {status}, {total}.",
  "basket.desk.done.open": "Open",
});

/** The store's own time for a checkout, until the settings were read. */
const USUAL_SECONDS = 300;

type Refused = { error: RefusedError; short: ShortLine[]; way: PlaceUpTo };
type HandedOver = { detail: OrderDetail; change: Money | null; method: PaymentMethod | null };

/** One basket on the desk: scanned into, priced by the core, and placed. */
export function DeskScreen(props: {
  /** null: it is made by the first thing that goes into it */
  id: BasketId | null;
  rows: readonly BasketRow[];
  /** held units that it begins with */
  holds: ReservationId[];
  onMade: (id: BasketId) => void;
  onOpen: (row: BasketRow) => void;
  onNew: () => void;
}) {
  const navigate = useNavigate();
  const f = useFormats();
  const now = useMinute();
  const desk = useDesk({ id: props.id, onMade: props.onMade });
  const { basket } = desk;
  const me = useMe();
  const settings = useSettings();
  const waits = useBasketWaits(desk.id);
  const holds = useBasketHolds(desk.id);
  const [way, setWay] = usePersisted<PlaceUpTo>("basket.way", "pending");
  const [holdSeconds, setHoldSeconds] = useState<number | null>(null);
  const [dialog, setDialog] = useState<"rename" | "drop" | "hand" | null>(null);
  const [override, setOverride] = useState<BasketLine | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [handed, setHanded] = useState<HandedOver | null>(null);
  const [error, setError] = useState<unknown>(null);
  const checkout = useWrite("basket_checkout");
  const cancelWait = useWrite("wait_cancel");

  const live = basket === undefined || basket.status === "open" || basket.status === "parked";
  const parked = basket?.status === "parked";
  const empty = !live || basket === undefined || basket.lines.length === 0;
  const offers = live ? (basket?.lines.filter((l) => l.offer !== null).length ?? 0) : 0;
  const toScan = () => void runAction("scan_field");

  const brought = useRef(false);
  useEffect(() => {
    if (brought.current || props.id !== null || props.holds.length === 0) return;
    brought.current = true;
    desk.said(desk.bringHolds(props.holds));
  });

  const openOrder = (detail: OrderDetail) =>
    void navigate({ to: "/orders", search: { view: "today", open: detail.order.id } });
  const placed = (detail: OrderDetail, as: PlaceUpTo, payment: PaymentGiven | undefined, change: Money | null) => {
    setRefused(null);
    setDialog(null);
    setWay(as);
    if (as === "delivered") {
      setHanded({ detail, change, method: payment?.method ?? null });
      return;
    }
    const { order } = detail;
    const open = () => openOrder(detail);
    toastDone(
      t.rich("basket.desk.done", {
        number: order.number,
        status: statusWord(order.status).toLowerCase(),
        total: f.money(order.total),
      }),
      { label: t("basket.desk.done.open"), run: open },
    );
    // What is held has a deadline to be watched; what is firm leaves the desk free for the next.
    if (as === "pending") open();
    else props.onNew();
  };
  const checkOut = async (as: PlaceUpTo, payment?: PaymentGiven, change: Money | null = null) => {
    if (checkout.pending) return;
    setError(null);
    try {
      const { value } = await desk.withBasket((b) =>
        checkout.run({
          id: b.id,
          rowVersion: b.rowVersion,
          upTo: as,
          onShortage: "refuse",
          holdSeconds: as === "pending" && holdSeconds !== null ? holdSeconds : undefined,
          payment,
        }),
      );
      placed(value, as, payment, change);
    } catch (cause) {
      if (cause instanceof RefusedError && cause.refusal.code === "STOCK_INSUFFICIENT") {
        setDialog(null);
        setRefused({ error: cause, short: cause.refusal.lines, way: as });
      } else {
        setRefused(null);
        setError(cause);
      }
    }
  };
  const place = (as: PlaceUpTo) => {
    if (empty) {
      toScan();
      return;
    }
    setError(null);
    desk.flush();
    if (as === "delivered") setDialog("hand");
    else void checkOut(as);
  };

  const park = async () => {
    desk.flush();
    const now = await desk.park();
    if (!now) return;
    toastNotice(Pause, t.rich("basket.desk.parked", { name: nameOf(now) }), {
      label: t("basket.desk.resume"),
      run: () => void navigate({ to: "/baskets", search: { open: now.id } }),
    });
    props.onNew();
  };
  const open = live && basket !== undefined;
  useActions([
    { id: "order_place", label: wayWord(way), section: "act", keys: ["mod+enter"], run: () => place(way) },
    ...WAYS.map((as) => ({
      id: `basket_${as}`,
      label: wayWord(as),
      section: "act" as const,
      keys: [WAY_KEYS[as]],
      icon: WAY_ICONS[as],
      enabled: !empty,
      run: () => place(as),
    })),
    {
      id: "basket_park",
      label: t("basket.desk.park"),
      section: "act",
      keys: ["p", "f4"],
      icon: Pause,
      enabled: open && !parked,
      run: () => desk.said(park()),
    },
    {
      id: "basket_resume",
      label: t("basket.desk.resume"),
      section: "act",
      keys: ["r"],
      icon: Play,
      enabled: parked,
      run: () => desk.said(desk.resume()),
    },
    {
      id: "basket_offers",
      label: t("basket.desk.offers.take"),
      section: "act",
      icon: CircleDollarSign,
      enabled: offers > 0,
      run: () => desk.said(desk.takeOffers()),
    },
    {
      id: "basket_rename",
      label: t("basket.desk.rename"),
      section: "act",
      icon: Pencil,
      enabled: open,
      run: () => setDialog("rename"),
    },
    {
      id: "basket_drop",
      label: t("basket.desk.drop"),
      section: "act",
      keys: ["delete"],
      icon: Trash2,
      enabled: open,
      run: () => setDialog("drop"),
    },
  ]);

  const tabs = (
    <BasketTabs
      rows={props.rows}
      current={desk.id}
      basket={open ? basket : undefined}
      onOpen={props.onOpen}
      onNew={props.onNew}
      onRename={() => setDialog("rename")}
      onPark={() => desk.said(park())}
      onDrop={() => setDialog("drop")}
    />
  );
  if (props.id !== null && basket === undefined) {
    return (
      <>
        <ScreenBar title={t("basket.desk.title")} actions={tabs} />
        {desk.read.error ? (
          <EmptyError error={desk.read.error} onRetry={() => void desk.read.refetch()} />
        ) : (
          <PanelSkeleton />
        )}
      </>
    );
  }
  const count = basket?.lines.length ?? 0;
  return (
    <>
      <ScreenBar title={t("basket.desk.title")} actions={tabs} />
      <div className="flex min-h-0 flex-1 max-[860px]:flex-col">
        <section aria-label={t("basket.desk.basket")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          {live && <ScanLine desk={desk} />}
          {desk.error !== null && (
            <div className="px-4 pb-2">
              <ErrorNote
                error={desk.error}
                steps={{
                  reload: () => desk.setError(null),
                  retry: () => desk.setError(null),
                  merge_lines: () => desk.said(desk.merge(desk.error)),
                }}
              />
            </div>
          )}
          {parked && basket && (
            <div className="px-4 pb-2">
              <Note
                tone="acc"
                icon={Pause}
                end={
                  <Button size="sm" keys="r" icon={Play} onPress={() => desk.said(desk.resume())} data-testid="resume">
                    {t("basket.desk.resume")}
                  </Button>
                }
              >
                {t("basket.desk.parkedBy", { time: f.moment(basket.updatedAt, now), staff: basket.staffName })}
              </Note>
            </div>
          )}
          {offers > 1 && (
            <div className="px-4 pb-2">
              <Note
                tone="warn"
                icon={CircleDollarSign}
                end={
                  <Button size="sm" onPress={() => desk.said(desk.takeOffers())} data-testid="take-offers">
                    {t("basket.desk.offers.take")}
                  </Button>
                }
              >
                {t("basket.desk.offers", { n: offers })}
              </Note>
            </div>
          )}
          <div className="min-h-0 flex-1 overflow-auto border-line border-t" data-testid="order-lines">
            {!live && !handed && basket ? (
              <EmptyFirst
                title={t(basket.status === "placed" ? "basket.desk.placed" : "basket.desk.over")}
                actions={
                  <>
                    {basket.orderId !== null && (
                      <Button
                        size="sm"
                        kind="main"
                        onPress={() =>
                          void navigate({ to: "/orders", search: { view: "all", open: basket.orderId ?? undefined } })
                        }
                      >
                        {t("basket.desk.placed.open")}
                      </Button>
                    )}
                    <Button size="sm" keys="n" onPress={props.onNew}>
                      {t("basket.desk.new")}
                    </Button>
                  </>
                }
              />
            ) : count === 0 || basket === undefined ? (
              <EmptyFirst icon={ScanBarcode} title={t("basket.desk.empty")}>
                {t("basket.desk.empty.lead")}
              </EmptyFirst>
            ) : (
              <Lines
                desk={desk}
                basket={basket}
                waits={waits}
                holds={holds}
                manager={mayOverride(me?.role)}
                onOverride={setOverride}
                onCancelWait={(wait: Wait) => desk.said(cancelWait.run({ ids: [wait.id] }))}
                onEnter={toScan}
              />
            )}
          </div>
          <TotalsBar
            label={t("basket.desk.totals")}
            end={
              open && (
                <>
                  <span data-testid="saved">{t(desk.working ? "basket.desk.saving" : "basket.desk.saved")}</span>
                  {!parked && (
                    <span className="dot-sep -ml-2">
                      {t("basket.desk.park")} <Kbd keys="p" />
                    </span>
                  )}
                </>
              )
            }
          >
            <Total value={f.count(count)} word={t("basket.desk.lines", { n: count })} />
            <Total value={f.count(basket?.items ?? 0)} word={t("basket.desk.items", { n: basket?.items ?? 0 })} />
          </TotalsBar>
        </section>
        <Panel
          testid="checkout"
          below
          label={t("basket.desk.checkout")}
          actions={
            <>
              <Button size="lg" off={!open || parked} onPress={() => desk.said(park())} data-testid="park">
                {t("basket.desk.park")}
              </Button>
              <PlaceButton way={way} empty={empty} pending={checkout.slow} onPlace={place} />
            </>
          }
        >
          {error !== null && (
            <div className="px-4 pt-3">
              <ErrorNote error={error} steps={{ retry: () => place(way), reload: () => setError(null) }} />
            </div>
          )}
          <CustomerBox desk={desk} basket={basket} />
          <OrderBox
            desk={desk}
            basket={basket}
            way={way}
            holdSeconds={holdSeconds}
            usualSeconds={settings?.checkoutSeconds ?? USUAL_SECONDS}
            onHoldSeconds={setHoldSeconds}
          />
          <Totals basket={basket} stale={desk.working} />
        </Panel>
      </div>
      {dialog === "rename" && basket && <RenameDialog desk={desk} basket={basket} onClose={() => setDialog(null)} />}
      {dialog === "drop" && basket && (
        <DropDialog
          desk={desk}
          basket={basket}
          onClose={() => setDialog(null)}
          onDropped={(b) => {
            setDialog(null);
            toastNotice(Trash2, t.rich("basket.desk.dropped", { name: nameOf(b) }));
            props.onNew();
          }}
        />
      )}
      {dialog === "hand" && basket && (
        <HandOverDialog
          total={basket.total}
          pending={checkout.slow || desk.working}
          error={error}
          onCommit={(payment, change) => void checkOut("delivered", payment, change)}
          onClose={() => {
            setDialog(null);
            setError(null);
          }}
        />
      )}
      {override && basket && <OverrideDialog desk={desk} line={override} onClose={() => setOverride(null)} />}
      {refused && basket && (
        <ShortageDialog
          desk={desk}
          basket={basket}
          error={refused.error}
          short={refused.short}
          waits={waits}
          way={refused.way}
          pending={checkout.slow}
          onPlace={() => {
            setRefused(null);
            place(refused.way);
          }}
          onClose={() => setRefused(null)}
        />
      )}
      {handed && (
        <HandedOverDialog
          {...handed}
          onOpen={() => openOrder(handed.detail)}
          onNext={() => {
            setHanded(null);
            props.onNew();
          }}
        />
      )}
    </>
  );
}
