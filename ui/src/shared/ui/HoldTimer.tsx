import { Hourglass } from "lucide-react";
import type { Instant } from "../../generated/commands";
import { useNow } from "../clock";
import { cx } from "../cx";
import { useFormats } from "../formats";
import { texts } from "../i18n";

const t = texts({ "timer.lapsed": "Lapsed {time}", "timer.lapsed.plain": "Lapsed" });

/** In the last two minutes a hold asks to be looked at. */
export const SOON_MS = 2 * 60_000;

/** m:ss from an absolute deadline; amber, bold, with an hourglass at the end; then "Lapsed 13:46". */
export function HoldTimer(props: { deadline: Instant; className?: string; bare?: boolean }) {
  const now = useNow();
  const f = useFormats();
  const left = props.deadline - now;
  if (left <= 0) {
    return (
      <span className={cx("text-ink-2", props.className)}>
        {props.bare ? t("timer.lapsed.plain") : t("timer.lapsed", { time: f.moment(props.deadline, now) })}
      </span>
    );
  }
  const soon = left <= SOON_MS;
  return (
    <span
      className={cx("inline-flex items-center gap-1 tabular-nums", soon && "font-semibold text-warn", props.className)}
    >
      {soon && !props.bare && <Hourglass size={14} aria-hidden="true" />}
      {f.countdown(left)}
    </span>
  );
}

/** "15:29 57 min" while there is time, then the timer. */
export function HeldUntil(props: { deadline: Instant }) {
  const now = useNow();
  const f = useFormats();
  const left = props.deadline - now;
  if (left <= SOON_MS) return <HoldTimer deadline={props.deadline} />;
  return (
    <span className="tabular-nums">
      {f.moment(props.deadline, now)} <span className="text-ink-3">{f.duration(left)}</span>
    </span>
  );
}

/** How much of the hold is left, as a thin bar. */
export function HoldBar(props: { from: Instant; deadline: Instant; className?: string }) {
  const now = useNow();
  const left = props.deadline - now;
  const share = Math.max(0, Math.min(1, left / Math.max(1, props.deadline - props.from)));
  return <Track share={share} tone={left <= SOON_MS ? "bg-warn-mark" : "bg-accent"} className={props.className} />;
}

export function Track(props: { share: number; tone?: string; className?: string }) {
  return (
    <span className={cx("block h-1 overflow-hidden rounded-full bg-press", props.className)}>
      <span
        className={cx("block h-full rounded-full", props.tone ?? "bg-accent")}
        style={{ width: `${props.share * 100}%` }}
      />
    </span>
  );
}
