import { Link, useNavigate } from "@tanstack/react-router";
import { ReceiptText, ShoppingBasket, X } from "lucide-react";
import { useState } from "react";
import type { Wait, WaitId } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useMinute } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useBalance } from "../../shared/locations";
import { useWrite } from "../../shared/query";
import { Button, ErrorNote, IconButton, KeyValue, KeyValues, Panel, Section, toastDone } from "../../shared/ui";
import { useQueue, useWaits } from "./api";
import { missing } from "./logic";
import { Queue } from "./Queue";
import { Target } from "./waitColumns";

const t = texts({
  "waitpanel.label": "Wait",
  "waitpanel.for": "{who} waits for",
  "waitpanel.somebody": "Somebody",
  "waitpanel.close": "Close",
  "waitpanel.units": "{n, plural, one {# unit} other {# units}}",
  "waitpanel.place": "{position, plural, =1 {next to be served} other {place #, {ahead, number} units before}}",
  "waitpanel.product": "Product",
  "waitpanel.had": "Held already",
  "waitpanel.part": "Part of them",
  "waitpanel.part.yes": "welcome",
  "waitpanel.part.no": "all or nothing",
  "waitpanel.stock": "Stock",
  "waitpanel.stock.figures": "{onHand, number} on hand, {reserved, number} reserved, {available, number} available",
  "waitpanel.target": "Goes to",
  "waitpanel.hold": "Held then for",
  "waitpanel.until": "Waits until",
  "waitpanel.made": "Made",
  "waitpanel.made.by": "{time} by {name}",
  "waitpanel.note": "Note",
  "waitpanel.cancel": "Wait no longer",
  "waitpanel.cancelled": "<b>{who}</b> does not wait for {product} any more.",
  "waitpanel.basket": "Open basket",
  "waitpanel.order": "Open order",
  "waitpanel.over": "This wait is over.",
});

/** One place in a queue: for whom, how many are before it, where the units go, and the queue itself. */
export function WaitPanel(props: { id: WaitId; onClose: () => void }) {
  const rows = useWaits();
  const wait = rows?.find((w) => w.id === props.id);
  const close = <IconButton icon={X} label={t("waitpanel.close")} onPress={props.onClose} className="-mr-1.5" />;
  if (!wait) {
    return (
      <Panel label={t("waitpanel.label")} header={<div className="flex justify-end">{close}</div>}>
        {rows && <p className="px-4 py-3 text-ink-2">{t("waitpanel.over")}</p>}
      </Panel>
    );
  }
  return <Open wait={wait} close={close} />;
}

function Open(props: { wait: Wait; close: React.ReactNode }) {
  const { wait } = props;
  const navigate = useNavigate();
  const f = useFormats();
  const now = useMinute();
  const queue = useQueue(wait.variantId, wait.locationId);
  const balance = useBalance(wait.variantId, wait.locationId);
  const cancel = useWrite("wait_cancel");
  const [error, setError] = useState<unknown>(null);
  const who = wait.forWhom || t("waitpanel.somebody");

  const giveUp = async () => {
    if (cancel.pending) return;
    setError(null);
    try {
      await cancel.run({ ids: [wait.id] });
      toastDone(t.rich("waitpanel.cancelled", { who, product: wait.name }));
    } catch (cause) {
      setError(cause);
    }
  };
  const { orderId, basketId } = wait;
  const go =
    orderId !== null
      ? () => void navigate({ to: "/orders", search: { open: orderId } })
      : basketId !== null
        ? () => void navigate({ to: "/baskets", search: { open: basketId } })
        : null;
  useActions([
    { id: "wait_cancel", label: t("waitpanel.cancel"), section: "act", keys: ["delete"], run: () => void giveUp() },
    {
      id: "wait_open",
      label: t(orderId !== null ? "waitpanel.order" : "waitpanel.basket"),
      section: "act",
      keys: ["o"],
      enabled: go !== null,
      run: () => go?.(),
    },
  ]);
  return (
    <Panel
      testid="wait-panel"
      label={t("waitpanel.label")}
      header={
        <>
          <div className="flex h-7 items-center justify-between gap-2">
            <h2 className="label min-w-0 truncate" data-selectable>
              {t("waitpanel.for", { who })}
            </h2>
            {props.close}
          </div>
          <div className="flex items-end justify-between gap-2">
            <span className="font-semibold text-28 leading-9! tabular-nums">
              {t("waitpanel.units", { n: missing(wait) })}
            </span>
            <span className="pb-1 text-ink-2 tabular-nums" data-testid="wait-place">
              {t("waitpanel.place", { position: wait.position ?? 1, ahead: wait.ahead })}
            </span>
          </div>
        </>
      }
      actions={
        <>
          {go && (
            <Button
              icon={orderId !== null ? ReceiptText : ShoppingBasket}
              keys="o"
              onPress={go}
              data-testid="wait-open"
            >
              {t(orderId !== null ? "waitpanel.order" : "waitpanel.basket")}
            </Button>
          )}
          <Button
            kind="danger"
            className="ml-auto"
            pending={cancel.slow}
            onPress={() => void giveUp()}
            data-testid="wait-cancel"
          >
            {t("waitpanel.cancel")}
          </Button>
        </>
      }
    >
      {error !== null && (
        <Section>
          <ErrorNote error={error} steps={{ reload: () => setError(null) }} />
        </Section>
      )}
      <Section>
        <KeyValues>
          <KeyValue name={t("waitpanel.product")}>
            <Link to="/stock" search={{ open: wait.variantId }} className="link">
              {wait.name}
            </Link>
            <span className="code block text-12 text-ink-3">{wait.sku}</span>
          </KeyValue>
          {balance && (
            <KeyValue name={t("waitpanel.stock")}>
              {t("waitpanel.stock.figures", {
                onHand: balance.onHand,
                reserved: balance.reserved,
                available: balance.available,
              })}
            </KeyValue>
          )}
          {wait.granted > 0 && <KeyValue name={t("waitpanel.had")}>{f.count(wait.granted)}</KeyValue>}
          <KeyValue name={t("waitpanel.part")}>
            {t(wait.acceptPart ? "waitpanel.part.yes" : "waitpanel.part.no")}
          </KeyValue>
          <KeyValue name={t("waitpanel.target")}>
            <Target wait={wait} />
          </KeyValue>
          <KeyValue name={t("waitpanel.hold")}>{f.duration(wait.holdSeconds * 1000)}</KeyValue>
          <KeyValue name={t("waitpanel.until")}>{f.moment(wait.expiresAt, now)}</KeyValue>
          <KeyValue name={t("waitpanel.made")}>
            {t("waitpanel.made.by", { time: f.moment(wait.createdAt, now), name: wait.staffName })}
          </KeyValue>
          {wait.note !== "" && (
            <KeyValue name={t("waitpanel.note")}>
              <span className="whitespace-pre-line">{wait.note}</span>
            </KeyValue>
          )}
        </KeyValues>
      </Section>
      <Queue name={wait.name} rows={queue} own={wait.id} />
    </Panel>
  );
}
