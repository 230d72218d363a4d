import type { BootStatus } from "../bridge";
import { shell } from "../bridge";
import { refusalText } from "../shared/errors/table";
import { makeFormats } from "../shared/formats";
import { texts } from "../shared/i18n";
import { Button, Shape } from "../shared/ui";
import { Logo } from "./Logo";

const t = texts({
  "boot.title": "The store could not be opened",
  "boot.unknown": "Stockroom could not open {file}.",
  "boot.logs": "Open the log folder",
  "boot.retry": "Try again",
  "boot.details": "What the program said",
});

const formats = makeFormats("EUR", "UTC");

/** The store did not open: which file, why, and what to do next. Nothing was written. */
export function BootFailure(props: { boot: BootStatus; onRetry: () => void }) {
  const { boot } = props;
  const said = boot.refusal ? refusalText(boot.refusal, formats) : null;
  return (
    <main data-testid="boot-failure" className="flex h-full flex-col bg-surface px-6 py-4">
      <div className="m-auto w-[560px] max-w-full pb-12">
        <Logo className="size-8 text-accent" />
        <h1 className="mt-6 font-semibold text-28">{t("boot.title")}</h1>
        <div className="mt-4 flex gap-2.5" role="alert">
          <Shape name="rejected" className="mt-[3px] text-bad" />
          <div data-selectable className="min-w-0">
            <p className="break-words font-medium">{said?.sentence ?? t("boot.unknown", { file: boot.fileName })}</p>
            {said && <p className="mt-1 break-words text-ink-2">{said.hint}</p>}
          </div>
        </div>
        {boot.message && (
          <details className="mt-4 text-ink-2">
            <summary className="font-medium text-12">{t("boot.details")}</summary>
            <p data-selectable className="mt-1 break-words text-12">
              {boot.message}
            </p>
          </details>
        )}
        <div className="mt-6 flex gap-2">
          <Button kind="main" size="lg" onPress={props.onRetry}>
            {t("boot.retry")}
          </Button>
          <Button size="lg" onPress={() => void shell.openLogFolder()}>
            {t("boot.logs")}
          </Button>
        </div>
      </div>
    </main>
  );
}
