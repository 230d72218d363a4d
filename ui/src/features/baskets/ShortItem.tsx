import { useQueries } from "@tanstack/react-query";
import { Check, Hourglass, MapPin, X } from "lucide-react";
import { useState } from "react";
import { ask } from "../../bridge";
import type { Basket, LocationId, ShortLine, Topic, Wait } from "../../generated/commands";
import { useNow } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { readKey, useWrite } from "../../shared/query";
import { Remedies } from "../../shared/Remedies";
import { Button, LinkButton, Shape } from "../../shared/ui";
import { type LiveShort, liveShort, nextFree, shortState } from "./logic";
import { ShortHolders } from "./ShortHolders";
import type { Desk } from "./useDesk";
import { WaitForm } from "./WaitForm";

const t = texts({
  "basket.item.asked": "asked <b>{n}</b>",
  "basket.item.available": "available <b>{n}</b>",
  "basket.item.by": "short <b>{n}</b>",
  "basket.item.take": "Take {n, number} now",
  "basket.item.leave": "Leave it out",
  "basket.item.wait": "Wait for {n, number}…",
  "basket.item.from": "Sell from {name}",
  "basket.item.enough": "{n, plural, one {One unit can be had now.} other {All # can be had now.}}",
  "basket.item.left": "Left out.",
  "basket.item.waiting":
    "{position, plural, =1 {Waiting for {n, number}, first in line, until {until}.} other {Waiting for {n, number}, {ahead, plural, one {# unit} other {# units}} before them, until {until}.}} Placing now gives this place up.",
  "basket.item.waiting.cancel": "Wait no longer",
  "basket.item.next": "Next unit may free up in {left}",
});

const TOPICS: readonly Topic[] = ["stock", "holds", "orders", "waits", "baskets"];

/** The refused lines with the figures of now: who has what is asked again whenever stock, holds or waits change. */
export function useLiveShort(short: readonly ShortLine[], basket: Basket, waits: readonly Wait[]): LiveShort[] {
  const lately = useQueries({
    queries: short.map((l) => {
      const request = { variantId: l.variantId, locationId: l.locationId };
      return { queryKey: readKey(TOPICS, "stock_explain", request), queryFn: () => ask("stock_explain", request) };
    }),
  });
  return short.map((line, at) => {
    const now = lately[at]?.data;
    return liveShort(line, basket, waits, now && { holders: now.holders, onHand: now.row.onHand });
  });
}

const B = { b: <b className="font-semibold text-ink tabular-nums" /> };
const B_BAD = { b: <b className="font-semibold tabular-nums" /> };

/** One line that is short: its figures, its holders, and the ways out. */
export function ShortItem(props: {
  desk: Desk;
  basket: Basket;
  short: LiveShort;
  first: boolean;
  /** a form is open in it: Ctrl+Enter is its own */
  onTyping: (on: boolean) => void;
  onFailed: (error: unknown) => void;
}) {
  const { desk, short, onFailed } = props;
  const { line, available, wanted, lineNo } = short;
  const f = useFormats();
  const now = useNow();
  const cancel = useWrite("wait_cancel");
  const [waiting, setWaiting] = useState(false);
  const [finding, setFinding] = useState(false);
  const state = shortState(short);
  const lacking = Math.max(0, wanted - available);
  const next = nextFree(short.holders);

  const openWait = (on: boolean) => {
    setWaiting(on);
    props.onTyping(on || finding);
  };
  const openFind = (on: boolean) => {
    setFinding(on);
    props.onTyping(on || waiting);
  };
  const take = () => {
    if (lineNo !== null) desk.setLine(lineNo, { quantity: available }).catch(onFailed);
  };
  const sellFrom = (locationId: LocationId) => {
    if (lineNo !== null) desk.setLine(lineNo, { locationId }).catch(onFailed);
  };
  const leave = () => {
    if (lineNo !== null) desk.removeLine(lineNo).catch(onFailed);
  };

  return (
    <section
      data-testid="short-line"
      data-state={state}
      aria-label={line.name}
      className="border-line border-t px-5 pt-3 pb-4"
    >
      <div className="flex items-baseline gap-4 whitespace-nowrap text-ink-2">
        <span className="min-w-0 flex-1 truncate">
          <span className="font-semibold text-14 text-ink">{line.name}</span>{" "}
          <span className="code text-12 text-ink-3">{line.sku}</span>
        </span>
        {state !== "left_out" && (
          <>
            <span>{t.rich("basket.item.asked", { n: wanted }, B)}</span>
            <span>{t.rich("basket.item.available", { n: available }, B)}</span>
            {lacking > 0 && <span className="text-bad">{t.rich("basket.item.by", { n: lacking }, B_BAD)}</span>}
          </>
        )}
      </div>
      {(state === "short" || state === "waiting") && (
        <ShortHolders
          holders={short.holders}
          onHand={short.onHand}
          available={available}
          what={line.name}
          onFailed={onFailed}
        />
      )}
      {state === "enough" && (
        <p role="status" className="mt-2 flex items-center gap-2 text-ink-2">
          <Shape name="delivered" className="text-ok" />
          {t("basket.item.enough", { n: wanted })}
        </p>
      )}
      {state === "left_out" && (
        <p role="status" className="mt-2 flex items-center gap-2 text-ink-2">
          <Check size={16} aria-hidden="true" className="text-ok" />
          {t("basket.item.left")}
        </p>
      )}
      {state === "waiting" && short.wait && (
        <p role="status" data-testid="short-waiting" className="mb-3 flex items-center gap-2 text-ink-2">
          <Hourglass size={14} aria-hidden="true" className="text-warn" />
          {t("basket.item.waiting", {
            n: short.wait.quantity - short.wait.granted,
            position: short.wait.position ?? 1,
            ahead: short.wait.ahead,
            until: f.moment(short.wait.expiresAt, now),
          })}
          <LinkButton
            className="text-12"
            onPress={() => short.wait && cancel.run({ ids: [short.wait.id] }).catch(onFailed)}
          >
            {t("basket.item.waiting.cancel")}
          </LinkButton>
        </p>
      )}
      {waiting && state === "short" && (
        <WaitForm desk={desk} basket={props.basket} short={short} lacking={lacking} onDone={() => openWait(false)} />
      )}
      {(state === "short" || state === "waiting") && !waiting && (
        <Remedies
          line={{ ...line, requested: wanted, available, onHand: short.onHand, heldBy: short.holders }}
          size="md"
          onRetry={() => {}}
          onFinding={openFind}
          before={
            <>
              {available > 0 ? (
                <Button icon={Check} autoFocus={props.first} onPress={take} data-testid="take-now">
                  {t("basket.item.take", { n: available })}
                </Button>
              ) : (
                <Button icon={X} autoFocus={props.first} onPress={leave} data-testid="leave-out">
                  {t("basket.item.leave")}
                </Button>
              )}
              {state === "short" && (
                <Button icon={Hourglass} onPress={() => openWait(true)} data-testid="wait-for">
                  {t("basket.item.wait", { n: lacking })}
                </Button>
              )}
            </>
          }
          after={
            <>
              {line.elsewhere
                .filter((place) => place.available >= wanted)
                .map((place) => (
                  <Button
                    key={place.locationId}
                    kind="quiet"
                    icon={MapPin}
                    onPress={() => sellFrom(place.locationId)}
                    data-testid="sell-from"
                  >
                    {t("basket.item.from", { name: place.locationName })}
                  </Button>
                ))}
              {available > 0 && (
                <Button kind="quiet" icon={X} onPress={leave} data-testid="leave-out">
                  {t("basket.item.leave")}
                </Button>
              )}
              <span className="flex-1" />
              {next !== null && next > now && (
                <span className="self-center text-12 text-ink-3 tabular-nums">
                  {t("basket.item.next", { left: f.countdown(next - now) })}
                </span>
              )}
            </>
          }
        />
      )}
    </section>
  );
}
