import { useCallback, useRef } from "react";
import { onShellEvent, RefusedError, type RequestOf, shell } from "../bridge";
import type { Exported, RequestId } from "../generated/commands";
import { useFormats } from "./formats";
import { texts } from "./i18n";
import { useWrite } from "./query";
import { toastDismiss, toastDone, toastError, toastProgress } from "./ui/feedback";

const t = texts({
  "export.writing": "Writing {file}",
  "export.progress": "Writing {file}, {done} of {total}",
  "export.stop": "Stop",
  "export.stopped": "Export stopped. No file was left behind.",
  "export.done": "<b>{file}</b> written: {what}, audit code {anchor}.",
  "export.open": "Open folder",
});

type ExportName = "customers_export" | "orders_export" | "products_export" | "stock_export";

/** Asks where to, writes what is shown, tells how far it is, and can be stopped. */
export function useExport<K extends ExportName>(
  name: K,
  request: Omit<RequestOf<K>, "destination">,
  words: {
    /** what the file is called before the day: "orders" */
    stem: string;
    /** "12 orders" */
    counted: (rows: number) => string;
  },
) {
  const f = useFormats();
  const write = useWrite<ExportName>(name);
  const running = useRef(false);
  const latest = useRef({ request, words });
  latest.current = { request, words };
  const { run } = write;

  const start = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    let id: RequestId | null = null;
    let off = () => {};
    const asked = latest.current;
    try {
      const chosen = await shell.chooseExportDestination(`${asked.words.stem}-${f.day(Date.now())}.csv`);
      if (!chosen) return;
      const stop = { label: t("export.stop"), run: () => void (id && shell.cancelRequest(id)) };
      off = onShellEvent("progress", (p) => {
        if (p.requestId !== id || p.total === 0) return;
        const told = { file: chosen.fileName, done: f.count(p.done), total: f.count(p.total) };
        toastProgress(name, t("export.progress", told), p.done / p.total, stop);
      });
      const whole = { ...asked.request, destination: chosen.destination } as RequestOf<K>;
      const { value }: { value: Exported } = await run(whole, (requestId) => {
        id = requestId;
        toastProgress(name, t("export.writing", { file: chosen.fileName }), null, stop);
      });
      toastDismiss(name);
      const what = asked.words.counted(value.rows);
      toastDone(t.rich("export.done", { file: value.fileName, what, anchor: value.auditAnchor }), {
        label: t("export.open"),
        run: () => void shell.revealDestination(chosen.destination),
      });
    } catch (error) {
      toastDismiss(name);
      if (error instanceof RefusedError && error.refusal.code === "CANCELLED") toastDone(t("export.stopped"));
      else toastError(error, { retry: () => void start(), choose_destination: () => void start() });
    } finally {
      off();
      running.current = false;
    }
  }, [f, name, run]);

  return { start, pending: write.pending };
}
