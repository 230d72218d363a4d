import { Hourglass, Timer } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import type { Instant } from "../../generated/commands";
import { useActions } from "../actions";
import { currentTime, useFromNow, useMinute } from "../clock";
import { cx } from "../cx";
import { useFormats } from "../formats";
import { texts } from "../i18n";
import { Button } from "./controls";
import { HoldBar, HoldTimer } from "./HoldTimer";

const t = texts({
  "deadline.label": "How long its stock is held",
  "deadline.held": "{n, plural, =0 {Stock held} one {# unit held} other {# units held}} until <b>{time}</b>",
  "deadline.warn":
    "{n, plural, =0 {The stock is about to be free again.} one {Its unit is about to be free again.} other {Its # units are about to be free again.}}",
  "deadline.last": "It was held since {since} and cannot be held longer than {until}.",
  "deadline.lapsed":
    "{n, plural, =0 {The hold lapsed {time}.} one {The hold of # unit lapsed {time}.} other {The hold of # units lapsed {time}.}} Confirming takes the stock again, if it is still free.",
  "deadline.extend": "Extend",
  "deadline.extend.action": "Extend the hold",
});

/** With this much left it warns. */
export const WARN_MS = 60_000;
/** Typing and clicking extend at most this often. */
const EVERY_MS = 15_000;
/** What a hold is extended by where nothing else is said: the setting that every store begins with. */
const USUAL_MS = 5 * 60_000;

/** Whether what somebody just did in an order should extend its hold: less than half of an extension is left. */
export function shouldExtend(of: {
  deadline: Instant;
  now: Instant;
  extendableUntil: Instant | null;
  extensionMs: number;
  lastAt: Instant | null;
}): boolean {
  const left = of.deadline - of.now;
  if (left <= 0 || left >= of.extensionMs / 2) return false;
  if (of.extendableUntil !== null && of.extendableUntil <= of.deadline) return false;
  return of.lastAt === null || of.now - of.lastAt >= EVERY_MS;
}

/**
 * How long an order's stock is held, drawn from the deadline. Whoever types or clicks in the order keeps it held:
 * it is extended by itself while less than half of the time is left. With a minute left it warns, with one key to
 * extend; after the deadline it says so. The core decides how far it can go; `extendableUntil` is what it said.
 */
export function DeadlineBar(props: {
  deadline: Instant;
  /** when the first hold was made */
  heldSince: Instant | null;
  /** no extension goes further than this */
  extendableUntil: Instant | null;
  /** `auto`: not a person's wish, so that nothing is said about it */
  onExtend: (auto: boolean) => void | Promise<void>;
  /** the answer has not come for 150 ms */
  pending?: boolean;
  units?: number;
  /** what one extension gives, from the settings */
  extensionMs?: number;
  /** where typing and clicking keep it held; the panel around it where left out */
  within?: RefObject<HTMLElement | null>;
  /** beside the button, like a menu of other times */
  end?: ReactNode;
}) {
  const f = useFormats();
  const now = useMinute();
  const root = useRef<HTMLElement>(null);
  const { deadline, extendableUntil, extensionMs = USUAL_MS } = props;
  const n = props.units ?? 0;
  const lapsed = useFromNow((at) => deadline <= at);
  const warn = useFromNow((at) => deadline > at && deadline - at <= WARN_MS);
  const last = extendableUntil !== null && extendableUntil <= deadline;
  const busy = useRef(false);

  const extend = async (auto: boolean) => {
    if (busy.current || lapsed || last) return;
    busy.current = true;
    try {
      await props.onExtend(auto);
    } finally {
      busy.current = false;
    }
  };
  useActions([
    {
      id: "order_extend",
      label: t("deadline.extend.action"),
      section: "act",
      keys: ["e"],
      icon: Timer,
      enabled: !lapsed && !last,
      run: () => void extend(false),
    },
  ]);

  const latest = useRef(extend);
  latest.current = extend;
  const lastAt = useRef<Instant | null>(null);
  const { within } = props;
  useEffect(() => {
    const scope = within?.current ?? root.current?.closest("aside") ?? root.current?.parentElement;
    if (!scope) return;
    const active = () => {
      const at = currentTime();
      if (!shouldExtend({ deadline, now: at, extendableUntil, extensionMs, lastAt: lastAt.current })) return;
      lastAt.current = at;
      void latest.current(true);
    };
    scope.addEventListener("pointerdown", active);
    scope.addEventListener("keydown", active);
    return () => {
      scope.removeEventListener("pointerdown", active);
      scope.removeEventListener("keydown", active);
    };
  }, [within, deadline, extendableUntil, extensionMs]);

  const until = f.day(deadline) === f.day(now) ? f.timeWithSeconds(deadline) : f.moment(deadline, now);
  return (
    <section
      ref={root}
      aria-label={t("deadline.label")}
      data-testid="deadline-bar"
      data-state={lapsed ? "lapsed" : warn ? "warn" : "held"}
      className={cx("px-4 py-2.5", lapsed || warn ? "bg-warn-tint" : "bg-surface")}
    >
      <div className="flex min-h-7 items-center gap-2.5">
        {lapsed || warn ? (
          <Hourglass size={16} aria-hidden="true" className="mt-1.5 self-start text-warn" />
        ) : (
          <Timer size={16} aria-hidden="true" className="text-accent-ink" />
        )}
        <span className="min-w-0 flex-1 leading-[18px]" role={warn || lapsed ? "alert" : undefined}>
          {lapsed
            ? t("deadline.lapsed", { n, time: f.moment(deadline, now) })
            : warn
              ? t("deadline.warn", { n })
              : t.rich(
                  "deadline.held",
                  { n, time: until },
                  { b: <b className="whitespace-nowrap font-semibold tabular-nums" /> },
                )}
        </span>
        {!lapsed && (
          <>
            <HoldTimer deadline={deadline} bare className={warn ? "font-semibold text-20" : "font-semibold"} />
            {!last && (
              <Button
                size={warn ? "md" : "sm"}
                kind={warn ? "main" : "plain"}
                keys="e"
                pending={props.pending}
                onPress={() => void extend(false)}
                data-testid="deadline-extend"
              >
                {t("deadline.extend")}
              </Button>
            )}
            {props.end}
          </>
        )}
      </div>
      {!lapsed && (
        <HoldBar
          from={Math.max(props.heldSince ?? deadline - extensionMs, deadline - extensionMs)}
          deadline={deadline}
          className="mt-2"
        />
      )}
      {!lapsed && extendableUntil === deadline && props.heldSince !== null && (
        <p className="mt-1.5 text-12 text-ink-2">
          {t("deadline.last", { since: f.moment(props.heldSince, now), until: f.moment(extendableUntil, now) })}
        </p>
      )}
    </section>
  );
}
