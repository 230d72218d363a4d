import type { Instant } from "../../generated/commands";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { NumberField, Segmented, Select } from "../../shared/ui";
import { choiceSeconds, HOUR, MINUTE, type TimeChoice, type TimeUnit } from "./logic";

const t = texts({
  "holdtime.label": "How long",
  "holdtime.day_end": "Until end of day",
  "holdtime.other": "Other…",
  "holdtime.amount": "Time",
  "holdtime.unit": "Unit",
  "holdtime.minutes": "minutes",
  "holdtime.hours": "hours",
  "holdtime.days": "days",
  "holdtime.until": "Until {time}",
  "holdtime.bad": "A hold lasts from 1 minute to 30 days.",
});

type Key = `s${number}` | "day_end" | "other";

function keyOf(choice: TimeChoice): Key {
  return choice.kind === "seconds" ? `s${choice.seconds}` : choice.kind;
}

/** A few usual times, the end of the day, or any other; below it, when that is. */
export function TimeField(props: {
  value: TimeChoice;
  onChange: (value: TimeChoice) => void;
  from: Instant;
  dayEnd: Instant;
  now: Instant;
  /** the store's own default, first among the usual ones */
  defaultSeconds?: number;
  problem?: string | null;
}) {
  const f = useFormats();
  const { value, onChange } = props;
  const usual = [...new Set([props.defaultSeconds ?? 10 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR])].sort(
    (a, b) => a - b,
  );
  const seconds = choiceSeconds(value, props.from, props.dayEnd);
  const until = seconds === null ? null : props.from + seconds * 1000;
  const problem =
    props.problem ??
    (seconds === null && !(value.kind === "other" && value.amount === null) ? t("holdtime.bad") : null);
  return (
    <div className="grid gap-1">
      <span className="flex justify-between font-medium text-12 text-ink-2">
        {t("holdtime.label")}
        {until !== null && (
          <span className="font-normal text-ink-3 tabular-nums" data-testid="hold-until">
            {t("holdtime.until", { time: f.moment(until, props.now) })}
          </span>
        )}
      </span>
      <div>
        <Segmented<Key>
          label={t("holdtime.label")}
          value={keyOf(value)}
          options={[
            ...usual.map((s) => ({ value: `s${s}` as Key, label: f.duration(s * 1000) })),
            { value: "day_end", label: t("holdtime.day_end") },
            { value: "other", label: t("holdtime.other") },
          ]}
          onChange={(key) => {
            if (key === "day_end") onChange({ kind: "day_end" });
            else if (key === "other") onChange({ kind: "other", amount: 2, unit: "hours" });
            else onChange({ kind: "seconds", seconds: Number(key.slice(1)) });
          }}
        />
      </div>
      {value.kind === "other" && (
        <div className="mt-1 grid grid-cols-[112px_140px] gap-2">
          <NumberField
            label={t("holdtime.amount")}
            labelHidden
            min={1}
            value={value.amount}
            onChange={(amount) => onChange({ ...value, amount })}
            autoFocus
          />
          <Select<TimeUnit>
            label={t("holdtime.unit")}
            labelHidden
            value={value.unit}
            onChange={(unit) => onChange({ ...value, unit })}
            options={(["minutes", "hours", "days"] as const).map((u) => ({ value: u, label: t(`holdtime.${u}`) }))}
          />
        </div>
      )}
      {problem && (
        <span role="alert" className="text-12 text-bad">
          {problem}
        </span>
      )}
    </div>
  );
}
