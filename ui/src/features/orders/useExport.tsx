import { useCallback, useRef } from "react";
import { onShellEvent, RefusedError, shell } from "../../bridge";
import type { OrderFilter, OrderSort, RequestId } from "../../generated/commands";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { toastDismiss, toastDone, toastError, toastProgress } from "../../shared/ui";

const t = texts({
  "export.writing": "Writing {file}",
  "export.progress": "Writing {file}, {done} of {total}",
  "export.stop": "Stop",
  "export.stopped": "Export stopped. No file was left behind.",
  "export.done": "<b>{file}</b> written: {rows, plural, one {# order} other {# orders}}, audit code {anchor}.",
  "export.open": "Open folder",
});

/** Asks where to, writes what is shown, tells how far it is, and can be stopped. */
export function useExport(filter: OrderFilter, sort: OrderSort) {
  const f = useFormats();
  const write = useWrite("orders_export");
  const running = useRef(false);
  const { run } = write;

  const start = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    const toast = "orders-export";
    let id: RequestId | null = null;
    let off = () => {};
    try {
      const day = f.day(Date.now());
      const chosen = await shell.chooseExportDestination(`orders-${day}.csv`);
      if (!chosen) return;
      const stop = { label: t("export.stop"), run: () => void (id && shell.cancelRequest(id)) };
      off = onShellEvent("progress", (p) => {
        if (p.requestId !== id || p.total === 0) return;
        const words = { file: chosen.fileName, done: f.count(p.done), total: f.count(p.total) };
        toastProgress(toast, t("export.progress", words), p.done / p.total, stop);
      });
      const { value } = await run({ filter, sort, destination: chosen.destination }, (requestId) => {
        id = requestId;
        toastProgress(toast, t("export.writing", { file: chosen.fileName }), null, stop);
      });
      toastDismiss(toast);
      toastDone(t.rich("export.done", { file: value.fileName, rows: value.rows, anchor: value.auditAnchor }), {
        label: t("export.open"),
        run: () => void shell.revealDestination(chosen.destination),
      });
    } catch (error) {
      toastDismiss(toast);
      if (error instanceof RefusedError && error.refusal.code === "CANCELLED") toastDone(t("export.stopped"));
      else toastError(error, { retry: () => void start(), choose_destination: () => void start() });
    } finally {
      off();
      running.current = false;
    }
  }, [f, filter, run, sort]);

  return { start, pending: write.pending };
}
