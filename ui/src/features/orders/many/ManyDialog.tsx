import { useState } from "react";
import type { OrderAction, OrderId, OrderWay } from "../../../generated/commands";
import { refusalText } from "../../../shared/errors/table";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import {
  Button,
  Dialog,
  DialogBody,
  ErrorNote,
  LinkButton,
  Note,
  OrderNumber,
  TextField,
  Track,
} from "../../../shared/ui";
import { REASON_MAX } from "../dialogs/form";
import { type Stayed, unforeseenFirst } from "./many";

const t = texts({
  "many.title.confirm": "Confirm {n, plural, one {# order} other {# orders}}?",
  "many.title.process": "Start packing {n, plural, one {# order} other {# orders}}?",
  "many.title.ship": "Ship {n, plural, one {# order} other {# orders}}?",
  "many.title.deliver": "Hand over {n, plural, one {# order} other {# orders}}?",
  "many.title.cancel": "Cancel {n, plural, one {# order} other {# orders}}?",
  "many.title.other": "Move {n, plural, one {# order} other {# orders}}?",
  "many.lead.confirm": "{units, plural, one {# unit is} other {# units are}} reserved without deadline.",
  "many.lead.process": "They are then being packed; their units stay reserved.",
  "many.lead.ship": "{units, plural, one {# unit leaves} other {# units leave}} the shelf.",
  "many.lead.deliver": "They are then delivered, which is final.",
  "many.lead.cancel":
    "{units, plural, =0 {No unit is reserved for them.} one {# unit goes back to available at once.} other {# units go back to available at once.}} Customers are not told by Stockroom.",
  "many.others":
    "{n, plural, one {One of the {all, number} selected is} other {# of the {all, number} selected are}} elsewhere on the way and will stay as {n, plural, one {it is} other {they are}}.",
  "many.each": "Each goes on its own: what cannot, says why, and the others go on.",
  "many.reason": "Reason",
  "many.reason.needed": "Say why, in a few words.",
  "many.back": "Back",
  "many.go.confirm": "Confirm {n, number}",
  "many.go.process": "Start packing {n, number}",
  "many.go.ship": "Ship {n, number}",
  "many.go.deliver": "Hand over {n, number}",
  "many.go.cancel": "Cancel {n, number}",
  "many.go.other": "Move {n, number}",
  "many.running": "{reached, number} of {all, number} orders",
  "many.stop": "Stop",
  "many.stopping": "It stops after those that are on their way.",
  "many.over": "{done, number} done, {refused, number} refused",
  "many.over.left": "{n, plural, one {One order was} other {# orders were}} not reached.",
  "many.over.lead": "What stayed as it was is still selected.",
  "many.refused": "Refused",
  "many.gone": "gone",
  "many.more": "and {n, number} more",
  "many.close": "Close",
});

/** Refused orders that are listed; the others stay selected all the same. */
const LISTED = 200;

type Of = { way: OrderWay; orders: number };
export type Run =
  | (Of & { phase: "asking" })
  | (Of & { phase: "running"; reached: number; stop: () => void; pending: true })
  | (Of & { phase: "over"; done: number; refused: Stayed[]; left: number; error: unknown });

/** "Confirm 4": what a button that moves them says. */
export const goWord = (action: OrderAction, n: number) => t(`many.go.${named(action)}`, { n });

type Named = "confirm" | "process" | "ship" | "deliver" | "cancel" | "other";
function named(action: OrderAction): Named {
  switch (action) {
    case "confirm":
    case "process":
    case "ship":
    case "deliver":
    case "cancel":
      return action;
    case "close_short":
    case "ship_part":
    case "return":
    case "pay":
    case "refund":
    case "edit":
    case "extend":
    case "copy":
      return "other";
  }
}

/** Asks with figures, shows how far it is, says what was refused and why. */
export function ManyDialog(props: {
  run: Run;
  onGo: (reason: string | undefined) => void;
  onClose: () => void;
  onOpen: (id: OrderId) => void;
}) {
  const { run } = props;
  switch (run.phase) {
    case "asking":
      return <Asking run={run} onGo={props.onGo} onClose={props.onClose} />;
    case "running":
      return <Running run={run} />;
    case "over":
      return <Over run={run} onClose={props.onClose} onOpen={props.onOpen} />;
  }
}

function Asking(props: { run: Of; onGo: (reason: string | undefined) => void; onClose: () => void }) {
  const { way, orders } = props.run;
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const missing = way.needsReason && reason.trim() === "";
  const name = named(way.action);
  const others = orders - way.orders;
  const go = () => {
    setAsked(true);
    if (!missing) props.onGo(way.needsReason ? reason.trim() : undefined);
  };
  return (
    <Dialog
      open
      alert
      data-testid="many"
      onClose={props.onClose}
      onCommit={go}
      title={t(`many.title.${name}`, { n: way.orders })}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("many.back")}
          </Button>
          <Button
            kind={way.action === "cancel" ? "danger-solid" : "main"}
            onPress={go}
            keys="mod+enter"
            autoFocus={!way.needsReason}
            data-testid="many-commit"
          >
            {goWord(way.action, way.orders)}
          </Button>
        </>
      }
    >
      <DialogBody>
        <div className="text-ink-2">
          {name !== "other" && <p>{t(`many.lead.${name}`, { units: way.units })}</p>}
          {others > 0 && <p>{t("many.others", { n: others, all: orders })}</p>}
          <p>{t("many.each")}</p>
        </div>
        {way.needsReason && (
          <TextField
            label={t("many.reason")}
            value={reason}
            onChange={setReason}
            error={asked && missing ? t("many.reason.needed") : null}
            maxLength={REASON_MAX}
            autoFocus
            data-testid="reason"
          />
        )}
      </DialogBody>
    </Dialog>
  );
}

function Running(props: { run: Extract<Run, { phase: "running" }> }) {
  const { run } = props;
  const [stopping, setStopping] = useState(false);
  const stop = () => {
    setStopping(true);
    run.stop();
  };
  return (
    <Dialog
      open
      data-testid="many-running"
      onClose={stop}
      title={t("many.running", { reached: run.reached, all: run.orders })}
      footer={
        <>
          <span className="flex-1 text-12 text-ink-2" role="status">
            {stopping && t("many.stopping")}
          </span>
          <Button onPress={stop} off={stopping} keys="escape">
            {t("many.stop")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <Track share={run.orders === 0 ? 0 : run.reached / run.orders} />
      </DialogBody>
    </Dialog>
  );
}

function Over(props: { run: Extract<Run, { phase: "over" }>; onClose: () => void; onOpen: (id: OrderId) => void }) {
  const f = useFormats();
  const { done, refused, left, error } = props.run;
  return (
    <Dialog
      open
      width={640}
      data-testid="many-over"
      onClose={props.onClose}
      onCommit={props.onClose}
      title={t("many.over", { done, refused: refused.length })}
      lead={t("many.over.lead")}
      footer={
        <>
          <span className="flex-1" />
          <Button kind="main" onPress={props.onClose} keys="escape" autoFocus data-testid="many-close">
            {t("many.close")}
          </Button>
        </>
      }
    >
      <DialogBody>
        {error !== null && <ErrorNote error={error} />}
        {left > 0 && <Note tone="warn">{t("many.over.left", { n: left })}</Note>}
        {refused.length > 0 && (
          <ul aria-label={t("many.refused")}>
            {unforeseenFirst(refused)
              .slice(0, LISTED)
              .map((r) => (
                <li
                  key={r.id}
                  data-testid="many-refused"
                  className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 border-line border-t py-1.5 first:border-t-0"
                >
                  {r.number === null ? (
                    <span className="text-ink-3">{t("many.gone")}</span>
                  ) : (
                    <LinkButton className="justify-self-start" onPress={() => props.onOpen(r.id)}>
                      <OrderNumber number={r.number} />
                    </LinkButton>
                  )}
                  <span data-selectable>{refusalText(r.refusal, f).sentence}</span>
                </li>
              ))}
            {refused.length > LISTED && (
              <li className="border-line border-t py-1.5 text-ink-3">
                {t("many.more", { n: refused.length - LISTED })}
              </li>
            )}
          </ul>
        )}
      </DialogBody>
    </Dialog>
  );
}
