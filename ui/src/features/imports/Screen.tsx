import { getRouteApi, useBlocker, useNavigate } from "@tanstack/react-router";
import { Check, FileInput } from "lucide-react";
import { useEffect } from "react";
import { shell } from "../../bridge";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";
import { Button, Dialog, toastError } from "../../shared/ui";
import { ApplyStep } from "./ApplyStep";
import { CheckStep } from "./CheckStep";
import { ColumnsStep } from "./ColumnsStep";
import { FileStep } from "./FileStep";
import { canGo, isUnderWay, STEPS, type State, type Step } from "./logic";
import { useImport } from "./useImport";
import { bytesInWords } from "./words";

const t = texts({
  "import.title": "Import",
  "import.steps": "Steps",
  "import.step.file": "File",
  "import.step.columns": "Columns",
  "import.step.check": "Check",
  "import.step.apply": "Apply",
  "import.dry": "Dry run: nothing is saved before step 4",
  "import.saved": "Applied as one change; it can be undone",
  "import.saved.one": "Applied as one act",
  "import.file": "{rows, plural, one {# row} other {# rows}}, {size}",
  "import.leave": "Leave the import?",
  "import.leave.lead":
    "Nothing was saved. {file} is put away with its columns{n, plural, =0 {} one { and # mended cell} other { and # mended cells}}.",
  "import.leave.stay": "Stay",
  "import.leave.go": "Leave",
  "import.busy": "The import is being applied",
  "import.busy.lead": "Wait until it is done, or stop it first. Then you can leave.",
});

const route = getRouteApi("/import");

/** A file becomes products and stock in four steps; only the last one saves. */
export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const work = useImport();
  const { state, choose, ofKind } = work;
  const applying = work.applying.running;

  // A file that was dropped on the window while another screen was open.
  const { source, name, kind } = search;
  useEffect(() => {
    if (kind === undefined) return;
    void navigate({ to: "/import", search: {}, replace: true });
    ofKind(kind);
  }, [kind, ofKind, navigate]);
  useEffect(() => {
    if (source === undefined) return;
    void navigate({ to: "/import", search: {}, replace: true });
    void choose({ source, fileName: name ?? "" });
  }, [source, name, choose, navigate]);

  const pick = async () => {
    try {
      const chosen = await shell.chooseImportSource();
      if (chosen) await choose(chosen);
    } catch (error) {
      toastError(error);
    }
  };

  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && (isUnderWay(state) || applying),
    withResolver: true,
    enableBeforeUnload: false,
  });
  return (
    <>
      <ScreenBar
        title={t("import.title")}
        actions={
          state.file && (
            <span className="flex min-w-0 items-center gap-2" data-testid="import-file">
              <FileInput size={16} aria-hidden="true" className="text-ink-3" />
              <span className="max-w-56 truncate font-medium">{state.file.fileName}</span>
              <span className="whitespace-nowrap text-12 text-ink-3 tabular-nums narrow:hidden">
                {t("import.file", { rows: state.file.rows, size: bytesInWords(state.file.bytes, f) })}
              </span>
            </span>
          )
        }
      />
      <Steps state={state} off={applying} onGo={work.go} />
      <div className="flex min-h-0 flex-1 flex-col">
        {state.step === "file" && <FileStep work={work} onPick={() => void pick()} />}
        {state.step === "columns" && <ColumnsStep work={work} />}
        {state.step === "check" && <CheckStep work={work} />}
        {state.step === "apply" && <ApplyStep work={work} onAnother={() => void pick()} />}
      </div>
      {leaving.status === "blocked" && (
        <Dialog
          open
          alert
          width={440}
          data-testid="leave-import"
          title={t(applying ? "import.busy" : "import.leave")}
          lead={
            applying
              ? t("import.busy.lead")
              : t("import.leave.lead", { file: state.file?.fileName ?? "", n: state.fixes.length })
          }
          onClose={() => leaving.reset()}
          footer={
            <>
              <span className="flex-1" />
              <Button
                size="lg"
                kind={applying ? "main" : "plain"}
                autoFocus
                keys="escape"
                onPress={() => leaving.reset()}
              >
                {t("import.leave.stay")}
              </Button>
              {!applying && (
                <Button size="lg" kind="danger" onPress={() => leaving.proceed()} data-testid="leave-commit">
                  {t("import.leave.go")}
                </Button>
              )}
            </>
          }
        />
      )}
    </>
  );
}

/** File, Columns, Check, Apply: what is done has a tick, and one can go back to it. */
function Steps(props: { state: State; off: boolean; onGo: (step: Step) => void }) {
  const { state } = props;
  const at = STEPS.indexOf(state.step);
  return (
    <nav
      aria-label={t("import.steps")}
      className="flex h-10 shrink-0 items-center gap-2 border-line border-b px-4 font-medium text-ink-3"
    >
      <ol className="flex items-center gap-2" data-testid="import-steps">
        {STEPS.map((step, index) => {
          const done = index < at || state.applied !== null;
          const here = index === at;
          const reachable = !here && !props.off && step !== "apply" && canGo(state, step);
          const inside = (
            <>
              {done ? (
                <Check size={14} aria-hidden="true" className="text-ok" />
              ) : (
                <span
                  aria-hidden="true"
                  className={cx(
                    "grid size-[18px] place-items-center rounded-full border font-semibold text-11 leading-none",
                    here ? "border-accent bg-accent text-on-accent" : "border-line-control",
                  )}
                >
                  {index + 1}
                </span>
              )}
              {t(`import.step.${step}`)}
            </>
          );
          return (
            <li key={step} aria-current={here ? "step" : undefined} className="flex items-center gap-2">
              {index > 0 && <span aria-hidden="true" className="w-6 border-line-2 border-t" />}
              {reachable ? (
                <button
                  type="button"
                  onClick={() => props.onGo(step)}
                  className="flex h-6 items-center gap-1.5 rounded-1 text-ink-2 hover:text-ink"
                >
                  {inside}
                </button>
              ) : (
                <span className={cx("flex items-center gap-1.5", here && "font-semibold text-ink")}>{inside}</span>
              )}
            </li>
          );
        })}
      </ol>
      <span className="ml-auto truncate font-normal text-12">
        {t(state.applied === null ? "import.dry" : state.applied.undoable ? "import.saved" : "import.saved.one")}
      </span>
    </nav>
  );
}
