import type { Wait, WaitId } from "../../generated/commands";
import { useMinute } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Section } from "../../shared/ui";
import { missing } from "./logic";

const t = texts({
  "queue.title": "Waiting for {name}",
  "queue.count": "{n, number} waiting, {units, plural, one {# unit} other {# units}}",
  "queue.part": "part is welcome",
  "queue.since": "since {time}",
  "queue.somebody": "Somebody",
  "queue.more": "and more behind them",
});

/** The queue of a product, the next to be served first. Nothing to see while nobody waits. */
export function Queue(props: { name: string; rows: readonly Wait[]; own?: WaitId }) {
  const f = useFormats();
  const now = useMinute();
  if (props.rows.length === 0) return null;
  const units = props.rows.reduce((n, w) => n + missing(w), 0);
  return (
    <Section
      title={<span className="truncate">{t("queue.title", { name: props.name })}</span>}
      end={<span className="whitespace-nowrap">{t("queue.count", { n: props.rows.length, units })}</span>}
    >
      <ol data-testid="queue">
        {props.rows.map((w) => (
          <li
            key={w.id}
            data-testid="queue-place"
            className={cx(
              "-mx-4 grid grid-cols-[12px_minmax(0,1fr)_auto] gap-x-2 border-line px-4 py-1.5 not-first:border-t",
              w.id === props.own && "bg-accent-tint",
            )}
          >
            <span className="text-ink-3 tabular-nums">{w.position}</span>
            <span className="truncate font-medium">{w.forWhom || t("queue.somebody")}</span>
            <span className="text-right font-medium tabular-nums">{f.count(missing(w))}</span>
            <span className="col-start-2 truncate text-12 text-ink-3">
              {[w.note, w.acceptPart ? t("queue.part") : ""].filter(Boolean).join(" · ") || w.staffName}
            </span>
            <span className="whitespace-nowrap text-right text-12 text-ink-3 tabular-nums">
              {t("queue.since", { time: f.moment(w.createdAt, now) })}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
