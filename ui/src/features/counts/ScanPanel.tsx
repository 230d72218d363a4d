import { Undo2 } from "lucide-react";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Button, ErrorNote, Panel, Section, Shape, Spinner } from "../../shared/ui";
import { fullName, lastKept, type Scan } from "./logic";

const t = texts({
  "scans.title": "Scanned here",
  "scans.none": "Nothing scanned yet",
  "scans.none.lead":
    "What is scanned or typed at this desk stands here, the last one on top. Others may count the same sheet.",
  "scans.total": "{n, plural, one {# unit counted} other {# units counted}}",
  "scans.undo": "Take back",
  "scans.unknown": "No product has this code. It is kept aside; say later what it is.",
  "scans.failed": "Not saved",
  "scans.retry": "Try again",
  "scans.drop": "Drop",
  "scans.before": "Before",
  "scans.times": "{n} ×",
});

/** What was scanned at this desk: the last one large enough to read from the shelf. */
export function ScanPanel(props: {
  scans: readonly Scan[];
  onUndo: () => void;
  onRetry: (scan: Scan) => void;
  onDrop: (scan: Scan) => void;
}) {
  const [first, ...rest] = props.scans;
  const undoable = lastKept(props.scans)?.key;
  return (
    <Panel label={t("scans.title")} testid="scans" below>
      {first === undefined ? (
        <Section title={t("scans.none")}>
          <p className="text-ink-2">{t("scans.none.lead")}</p>
        </Section>
      ) : (
        <>
          <Last scan={first} undoable={undoable === first.key} {...props} />
          {rest.length > 0 && (
            <Section title={t("scans.before")}>
              <ul className="-mt-1" aria-label={t("scans.before")}>
                {rest.map((scan) => (
                  <Earlier key={scan.key} scan={scan} {...props} />
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </Panel>
  );
}

type Row = { scan: Scan; onUndo: () => void; onRetry: (scan: Scan) => void; onDrop: (scan: Scan) => void };

function Last(props: Row & { undoable: boolean }) {
  const { scan } = props;
  const f = useFormats();
  return (
    <section className="px-4 pt-4 pb-3" data-testid="last-scan" data-state={scan.state}>
      <div role="status" className="flex items-start gap-3">
        <span className="min-w-14 font-semibold text-28 tabular-nums">
          {t("scans.times", { n: f.count(scan.quantity) })}
        </span>
        <span className="min-w-0 flex-1 pt-0.5">
          <span className="block break-words font-semibold text-16">{titleOf(scan)}</span>
          <span className="flex items-center gap-1.5 text-ink-2">
            <StateMark scan={scan} />
            <span className="code text-12 text-ink-3">{scan.line?.sku ?? scan.code}</span>
          </span>
        </span>
      </div>
      {scan.state === "counted" && (
        <p className="mt-1 text-ink-2 tabular-nums" data-testid="last-total">
          {t.rich("scans.total", { n: scan.line?.counted ?? scan.quantity })}
        </p>
      )}
      {scan.state === "unknown" && <p className="mt-1 text-warn">{t("scans.unknown")}</p>}
      {scan.state === "failed" && (
        <div className="mt-2">
          <ErrorNote error={scan.error} steps={{ retry: () => props.onRetry(scan) }} />
          <Button size="sm" className="mt-2" onPress={() => props.onDrop(scan)}>
            {t("scans.drop")}
          </Button>
        </div>
      )}
      {props.undoable && (
        <Button size="sm" icon={Undo2} keys="mod+z" className="mt-2" onPress={props.onUndo} data-testid="undo-scan">
          {t("scans.undo")}
        </Button>
      )}
    </section>
  );
}

function Earlier(props: Row) {
  const { scan } = props;
  const f = useFormats();
  return (
    <li
      data-testid="scan-row"
      data-state={scan.state}
      className="grid min-h-8 grid-cols-[44px_16px_minmax(0,1fr)_auto] items-center gap-x-2 border-line border-t text-12 first:border-t-0"
    >
      <span className="text-right font-medium tabular-nums">{t("scans.times", { n: f.count(scan.quantity) })}</span>
      <StateMark scan={scan} />
      <span className="min-w-0 truncate">
        {titleOf(scan)} {scan.line && <span className="code text-ink-3">{scan.line.sku}</span>}
      </span>
      {scan.state === "failed" ? (
        <Button size="sm" onPress={() => props.onRetry(scan)}>
          {t("scans.retry")}
        </Button>
      ) : (
        <span className="text-right text-ink-2 tabular-nums">
          {scan.line?.counted !== undefined && scan.line.counted !== null && f.count(scan.line.counted)}
        </span>
      )}
    </li>
  );
}

function titleOf(scan: Scan): string {
  return scan.line ? fullName(scan.line) : scan.code;
}

function StateMark(props: { scan: Scan }) {
  switch (props.scan.state) {
    case "waiting":
      return <Spinner className="size-3.5! text-accent" />;
    case "counted":
      return <Shape name="delivered" className="text-ok" />;
    case "unknown":
      return <Shape name="pending" className="text-warn-mark" />;
    case "failed":
      return <Shape name="rejected" className="text-bad" />;
  }
}
