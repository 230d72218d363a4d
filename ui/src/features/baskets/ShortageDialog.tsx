import { useEffect, useState } from "react";
import type { RefusedError } from "../../bridge";
import type { Basket, PlaceUpTo, ShortLine, Wait } from "../../generated/commands";
import { currentTime } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Button, Dialog, ErrorNote, RequestId, Shape } from "../../shared/ui";
import { shortState, toWhatIsFree } from "./logic";
import { ShortItem, useLiveShort } from "./ShortItem";
import type { Desk } from "./useDesk";
import { wayWord } from "./words";

const t = texts({
  "basket.short.of": "{short, plural, one {# of {lines} lines is short} other {# of {lines} lines are short}}",
  "basket.short.of.one": "This line is short",
  "basket.short.none": "Nothing is short any more",
  "basket.short.safe": "Nothing was reserved. Your basket is as you left it.",
  "basket.short.safe.none": "Every line can be had now.",
  "basket.short.refusedAt": "Refused at {time}",
  "basket.short.back": "Back to basket",
  "basket.short.place": "Place with what is free",
  "basket.short.place.none": "Nothing is left to place.",
});

/**
 * Each line that was refused: asked, available, short by, who has the others and until when; and what to do about it.
 * The figures are those of now: what comes free while one looks is seen at once.
 */
export function ShortageDialog(props: {
  desk: Desk;
  basket: Basket;
  error: RefusedError;
  short: ShortLine[];
  waits: readonly Wait[];
  way: PlaceUpTo;
  pending: boolean;
  onPlace: () => void;
  onClose: () => void;
}) {
  const { desk, basket } = props;
  const f = useFormats();
  const [refusedAt] = useState(currentTime);
  const [lines] = useState(basket.lines.length);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<unknown>(null);
  const live = useLiveShort(props.short, basket, props.waits);
  const open = live.filter((s) => shortState(s) === "short" || shortState(s) === "waiting").length;
  const placeable = basket.lines.some((l) => l.available > 0);
  const { onPlace } = props;

  const place = async () => {
    setFailed(null);
    try {
      for (const to of toWhatIsFree(basket.lines)) {
        if (to.quantity > 0) await desk.setLine(to.lineNo, { quantity: to.quantity });
        else await desk.removeLine(to.lineNo);
      }
      onPlace();
    } catch (cause) {
      setFailed(cause);
    }
  };
  const commit = () => {
    if (placeable && busy.size === 0 && !props.pending) void place();
  };
  const typing = (id: string, on: boolean) =>
    setBusy((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });

  // The button that was pressed is gone: on to the next line that is open, else to placing.
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) focusNext();
  });

  return (
    <Dialog
      open
      alert
      data-testid="shortage-dialog"
      width={720}
      onClose={props.onClose}
      onCommit={commit}
      mark={<Shape name={open === 0 ? "delivered" : "rejected"} className={open === 0 ? "text-ok" : "text-bad"} />}
      title={
        open === 0
          ? t("basket.short.none")
          : lines === 1
            ? t("basket.short.of.one")
            : t("basket.short.of", { short: open, lines: Math.max(lines, open) })
      }
      lead={t(open === 0 ? "basket.short.safe.none" : "basket.short.safe")}
      footer={
        <>
          <span className="flex min-w-0 flex-1 items-center gap-2 overflow-hidden whitespace-nowrap text-12 text-ink-3">
            {t("basket.short.refusedAt", { time: f.timeWithSeconds(refusedAt) })}
            <span aria-hidden="true">·</span>
            <RequestId id={props.error.requestId} />
          </span>
          <Button onPress={props.onClose} keys="escape">
            {t("basket.short.back")}
          </Button>
          <Button
            kind="main"
            keys="mod+enter"
            pending={props.pending || desk.working}
            off={!placeable}
            offReason={t("basket.short.place.none")}
            onPress={commit}
            data-testid="place-free"
          >
            {open === 0 ? wayWord(props.way) : t("basket.short.place")}
          </Button>
        </>
      }
    >
      {failed !== null && (
        <div className="px-5 pb-3">
          <ErrorNote
            error={failed}
            steps={{
              retry: commit,
              reload: () => setFailed(null),
              merge_lines: () => void desk.merge(failed).then(() => setFailed(null), setFailed),
            }}
          />
        </div>
      )}
      {live.map((s, at) => (
        <ShortItem
          key={`${s.line.variantId} ${s.line.locationId}`}
          desk={desk}
          basket={basket}
          short={s}
          first={at === 0}
          onTyping={(on) => typing(`${s.line.variantId} ${s.line.locationId}`, on)}
          onFailed={setFailed}
        />
      ))}
    </Dialog>
  );
}

function focusNext() {
  const next = document.querySelector<HTMLElement>(
    "[data-testid=shortage-dialog] :is([data-testid=take-now], [data-testid=leave-out])",
  );
  (next ?? document.querySelector<HTMLElement>("[data-testid=place-free]"))?.focus();
}
