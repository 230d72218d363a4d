import { useId, useRef, useState } from "react";
import type { Settings } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { SCAN_AS_TEXT } from "../../shared/scan";
import { Button, ErrorNote, Mark, NumberField, toastDone } from "../../shared/ui";
import { type Burst, GAP_MAX_MS, isScan, measure, suggestedGap } from "./scanner";

const t = texts({
  "scanner.gap": "Longest gap between two keys",
  "scanner.gap.hint": "Keys that come faster than this are a scan. 0: there is no scanner.",
  "scanner.gap.unit": "ms",
  "scanner.gap.bad": "From 0 to {max, number} ms",
  "scanner.save": "Save",
  "scanner.saved": "Scanner set to {ms, number} ms.",
  "scanner.try": "Try it",
  "scanner.try.placeholder": "Scan anything here",
  "scanner.try.hint": "It should end in Enter. Then type something by hand, to compare.",
  "scanner.measured": "{keys, number} keys, longest gap <b>{largest, number} ms</b>, on average {average, number} ms",
  "scanner.scan": "Taken for a scan",
  "scanner.person": "Taken for a person",
  "scanner.noEnter": "No Enter came: set the scanner to send one after each code.",
  "scanner.use": "Use {ms, number} ms",
});

/** How a scanner is told from a person, and a place to see what the one at hand does. */
export function ScannerSection(props: { settings: Settings }) {
  const { settings } = props;
  const update = useWrite("settings_update");
  const [typed, setTyped] = useState<number | null | undefined>();
  const [error, setError] = useState<unknown>(null);
  const gap = typed === undefined ? settings.scanGapMs : typed;
  const bad = gap === null || gap < 0 || gap > GAP_MAX_MS;
  const problems = fieldProblems(error);

  const save = async (ms: number) => {
    if (update.pending) return;
    setError(null);
    try {
      const { value } = await update.run({ rowVersion: settings.rowVersion, scanGapMs: ms });
      setTyped(undefined);
      toastDone(t("scanner.saved", { ms: value.scanGapMs }));
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <>
      <form
        className="flex items-start gap-2"
        onSubmit={(e) => {
          e.preventDefault();
          if (!bad) void save(gap);
        }}
      >
        <NumberField
          className="w-72"
          label={t("scanner.gap")}
          hint={t("scanner.gap.hint")}
          unit={t("scanner.gap.unit")}
          min={0}
          max={GAP_MAX_MS}
          value={gap}
          onChange={(next) => {
            setTyped(next);
            setError(null);
          }}
          error={bad ? t("scanner.gap.bad", { max: GAP_MAX_MS }) : (problems?.get("scanGapMs") ?? null)}
        />
        {gap !== settings.scanGapMs && (
          <Button type="submit" className="mt-5 h-8!" kind="main" pending={update.slow} off={bad}>
            {t("scanner.save")}
          </Button>
        )}
      </form>
      {error !== null && problems === null && <ErrorNote error={error} />}
      <TryIt gapMs={bad ? settings.scanGapMs : gap} onUse={(ms) => void save(ms)} />
    </>
  );
}

function TryIt(props: { gapMs: number; onUse: (ms: number) => void }) {
  const id = useId();
  const times = useRef<number[]>([]);
  const [burst, setBurst] = useState<Burst | null>(null);
  const [ended, setEnded] = useState(false);
  const [text, setText] = useState("");
  const suggestion = burst && ended && !isScan(burst, props.gapMs) ? suggestedGap(burst) : null;
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-12 text-ink-2">
        {t("scanner.try")}
      </label>
      <span className="in w-72">
        <input
          id={id}
          {...SCAN_AS_TEXT}
          autoComplete="off"
          spellCheck={false}
          placeholder={t("scanner.try.placeholder")}
          aria-describedby={`${id}-hint`}
          value={text}
          data-testid="scanner-try"
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter") {
              e.preventDefault();
              setEnded(true);
              setBurst(measure(times.current));
              times.current = [];
              setText("");
            } else if (e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey) {
              setEnded(false);
              times.current.push(e.timeStamp);
              setBurst(measure(times.current));
            } else if (e.key === "Backspace" || e.key === "Delete") times.current = [];
          }}
        />
      </span>
      {burst === null ? (
        <p id={`${id}-hint`} className="text-12 text-ink-3">
          {t("scanner.try.hint")}
        </p>
      ) : (
        <div id={`${id}-hint`} role="status" data-testid="scanner-measured" className="grid justify-items-start gap-1">
          <p className="text-12 text-ink-2 tabular-nums">
            {t.rich("scanner.measured", {
              keys: burst.keys,
              largest: burst.largestMs,
              average: burst.averageMs,
            })}
          </p>
          <span className="flex items-center gap-3 text-12">
            {isScan(burst, props.gapMs) ? (
              <Mark shape="delivered" tone="text-ok" word={t("scanner.scan")} />
            ) : (
              <Mark shape="unchanged" tone="text-ink-3" word={t("scanner.person")} />
            )}
            {suggestion !== null && (
              <Button size="sm" onPress={() => props.onUse(suggestion)}>
                {t("scanner.use", { ms: suggestion })}
              </Button>
            )}
          </span>
          {!ended && <span className="text-12 text-ink-3">{t("scanner.noEnter")}</span>}
        </div>
      )}
    </div>
  );
}
