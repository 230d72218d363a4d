import type { ReactNode } from "react";
import { RefusedError } from "../../bridge";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Button, ErrorNote, Shape, Spinner, Track } from "../../shared/ui";
import { mappingProblemWords } from "./ColumnsStep";
import { mappingProblem } from "./logic";
import type { Import } from "./useImport";

const t = texts({
  "check.running": "Checking, nothing is saved",
  "check.running.of": "Checking, {done} of {total}. Nothing is saved.",
  "check.stop": "Stop",
  "check.again": "Check again",
  "check.stopped": "The check was stopped. Nothing was saved.",
  "check.gone": "The file had been put away and was read again. Look at the check, then apply it.",
  "checkState.columns.edit": "Edit",
});

/** How far the check is, or why it stopped. */
export function CheckState(props: { work: Import }) {
  const { work } = props;
  const f = useFormats();
  const { checking, stopped } = work;
  if (checking.running && (checking.slow || checking.progress)) {
    const { progress } = checking;
    return (
      <div role="status" className="flex h-9 shrink-0 items-center gap-3 border-line border-b bg-frame px-4 text-ink-2">
        <Spinner className="text-accent" />
        <span className="tabular-nums">
          {progress
            ? t("check.running.of", { done: f.count(progress.done), total: f.count(progress.total) })
            : t("check.running")}
        </span>
        {progress && <Track share={progress.done / progress.total} className="w-40" />}
        <Button size="sm" className="ml-auto" onPress={checking.stop}>
          {t("check.stop")}
        </Button>
      </div>
    );
  }
  const problem = work.state.mapping && mappingProblem(work.state.mapping);
  if (problem) return <Banner end={<Edit work={work} />}>{mappingProblemWords(problem)}</Banner>;
  if (stopped === null || stopped.at === "open") return null;
  const code = stopped.error instanceof RefusedError ? stopped.error.refusal.code : null;
  const again = () => void work.check();
  if (code === "CANCELLED" || (stopped.at === "apply" && code === "HANDLE_GONE")) {
    return (
      <Banner end={code === "CANCELLED" && stopped.at === "check" ? <Again onPress={again} /> : undefined}>
        {t(code === "CANCELLED" ? "check.stopped" : "check.gone")}
      </Banner>
    );
  }
  return (
    <div className="shrink-0 px-4 pt-3" data-testid="check-stopped">
      <ErrorNote error={stopped.error} steps={{ retry: again, reload: again, show_fields: () => work.go("columns") }} />
    </div>
  );
}

function Banner(props: { children: ReactNode; end?: ReactNode }) {
  return (
    <div role="status" className="flex h-9 shrink-0 items-center gap-3 border-line border-b bg-warn-tint px-4">
      <Shape name="pending" className="text-warn-mark" />
      <span className="truncate">{props.children}</span>
      <span className="ml-auto">{props.end}</span>
    </div>
  );
}

function Edit(props: { work: Import }) {
  return (
    <Button size="sm" onPress={() => props.work.go("columns")}>
      {t("checkState.columns.edit")}
    </Button>
  );
}

function Again(props: { onPress: () => void }) {
  return (
    <Button size="sm" onPress={props.onPress}>
      {t("check.again")}
    </Button>
  );
}
