import { useNavigate } from "@tanstack/react-router";
import { FileInput, Undo2 } from "lucide-react";
import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { BulkFigures, ImportApplied, ImportKind } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, ErrorNote, KeyValue, KeyValues, Shape, Spinner, Track } from "../../shared/ui";
import { toApply } from "./logic";
import type { Import } from "./useImport";

const t = texts({
  "apply.running": "{n, plural, one {Applying # row} other {Applying # rows}}",
  "apply.running.orders": "{n, plural, one {Placing # order} other {Placing # orders}}",
  "apply.running.lead": "All of it or nothing: if it is stopped, or the power fails, the store is as before.",
  "apply.of": "{done} of {total}",
  "apply.stop": "Stop",
  "apply.failed": "Nothing was saved",
  "apply.stopped": "The import was stopped. The store is as before.",
  "apply.back": "Back to the check",
  "apply.done": "{n, plural, one {# row applied} other {# rows applied}}",
  "apply.done.orders": "{n, plural, =0 {No order placed} one {# order placed} other {# orders placed}}",
  "apply.done.lead": "{file} is in the store, as one change.",
  "apply.added": "Variants added",
  "apply.changed": "Variants changed",
  "apply.added.customers": "Customers added",
  "apply.changed.customers": "Customers changed",
  "apply.orders.rejected": "Kept as rejected",
  "apply.orders.skipped": "Short, left out",
  "apply.orders.refused": "Refused",
  "apply.orders.units": "Units",
  "apply.orders.total": "Total",
  "apply.orders.numbers": "Numbers",
  "apply.orders.show": "Show the orders",
  "apply.restored": "Restored",
  "apply.categories": "Categories made",
  "apply.units": "Units on hand",
  "apply.undo": "Undo the import",
  "apply.undone": "The import was taken back",
  "apply.undone.lead": "The store is as before it. Both stand under Changes.",
  "apply.changes": "Show in Changes",
  "apply.another": "Import another file",
});

/** Step 4: applying, and what came of it. */
export function ApplyStep(props: { work: Import; onAnother: () => void }) {
  const { work } = props;
  const { state, stopped, applying } = work;
  if (state.applied) return <Result work={work} applied={state.applied} onAnother={props.onAnother} />;
  if (stopped?.at === "apply") return <Failed work={work} error={stopped.error} />;
  return (
    <Progress
      work={work}
      kind={state.kind}
      n={state.check ? toApply(state.check.result, state.how) : 0}
      running={applying.running}
    />
  );
}

function Box(props: { children: React.ReactNode; testid: string }) {
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <div className="mx-auto grid max-w-[520px] gap-3 px-4 py-16" data-testid={props.testid}>
        {props.children}
      </div>
    </div>
  );
}

function Progress(props: { work: Import; kind: ImportKind; n: number; running: boolean }) {
  const { applying } = props.work;
  const f = useFormats();
  const { progress } = applying;
  return (
    <Box testid="import-applying">
      <p role="status" className="flex items-center gap-2.5 font-semibold text-20">
        <Spinner className="text-accent" />
        {t(props.kind === "orders" ? "apply.running.orders" : "apply.running", { n: props.n })}
      </p>
      <p className="text-ink-2">{t("apply.running.lead")}</p>
      <Track share={progress ? progress.done / progress.total : 0} />
      <div className="flex items-center justify-between gap-3">
        <span className="text-12 text-ink-3 tabular-nums">
          {progress && t("apply.of", { done: f.count(progress.done), total: f.count(progress.total) })}
        </span>
        <Button autoFocus onPress={applying.stop} off={!props.running} data-testid="apply-stop">
          {t("apply.stop")}
        </Button>
      </div>
    </Box>
  );
}

function Failed(props: { work: Import; error: unknown }) {
  const { work, error } = props;
  const code = error instanceof RefusedError ? error.refusal.code : null;
  const back = () => {
    work.go("check");
    // What changed meanwhile is looked at again; a stop changed nothing.
    if (code !== "CANCELLED") void work.check();
    else work.dismiss();
  };
  const again = () => void work.apply();
  useActions([
    { id: "import_back", label: t("apply.back"), section: "list", keys: ["escape"], quiet: true, run: back },
  ]);
  return (
    <Box testid="import-failed">
      <p className="flex items-center gap-2.5 font-semibold text-20">
        <Shape
          name={code === "CANCELLED" ? "cancelled" : "rejected"}
          className={code === "CANCELLED" ? "text-off" : "text-bad"}
        />
        {t("apply.failed")}
      </p>
      {code === "CANCELLED" ? (
        <p className="text-ink-2">{t("apply.stopped")}</p>
      ) : (
        <ErrorNote error={error} steps={{ retry: code === "IMPORT_OUT_OF_DATE" ? back : again, reload: back }} />
      )}
      <div>
        <Button kind="main" autoFocus onPress={back} data-testid="apply-back">
          {t("apply.back")}
        </Button>
      </div>
    </Box>
  );
}

function Result(props: { work: Import; applied: ImportApplied; onAnother: () => void }) {
  const { work, applied } = props;
  const f = useFormats();
  const navigate = useNavigate();
  const undo = useWrite("batch_undo");
  const [undone, setUndone] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const name = work.state.file?.fileName ?? "";
  const customers = applied.kind === "customers";
  const showOrders = () => {
    const first = applied.orders?.firstId;
    if (first) void navigate({ to: "/orders", search: { view: "all", sort: "newest", open: first } });
  };
  const takeBack = async () => {
    if (undo.pending || undone) return;
    setError(null);
    try {
      await undo.run({ id: applied.batchId });
      setUndone(true);
    } catch (cause) {
      setError(cause);
    }
  };
  useActions([
    {
      id: "import_choose",
      label: t("apply.another"),
      section: "act",
      keys: ["p"],
      icon: FileInput,
      run: props.onAnother,
    },
    {
      id: "import_undo",
      label: t("apply.undo"),
      section: "act",
      icon: Undo2,
      enabled: applied.undoable && !undone,
      run: () => void takeBack(),
    },
  ]);
  return (
    <Box testid="import-result">
      <p role="status" className="flex items-center gap-2.5 font-semibold text-20">
        <Shape name={undone ? "cancelled" : "delivered"} className={undone ? "text-off" : "text-ok"} />
        {undone
          ? t("apply.undone")
          : applied.orders
            ? t("apply.done.orders", { n: applied.orders.placed })
            : t("apply.done", { n: applied.added + applied.changed })}
      </p>
      <p className="text-ink-2">{undone ? t("apply.undone.lead") : t("apply.done.lead", { file: name })}</p>
      {applied.orders ? (
        <OrderFigures orders={applied.orders} />
      ) : (
        <KeyValues>
          <KeyValue name={t(customers ? "apply.added.customers" : "apply.added")}>{f.count(applied.added)}</KeyValue>
          <KeyValue name={t(customers ? "apply.changed.customers" : "apply.changed")}>
            {f.count(applied.changed)}
          </KeyValue>
          {applied.restored > 0 && <KeyValue name={t("apply.restored")}>{f.count(applied.restored)}</KeyValue>}
          {applied.categories > 0 && <KeyValue name={t("apply.categories")}>{f.count(applied.categories)}</KeyValue>}
          {applied.units !== 0 && <KeyValue name={t("apply.units")}>{f.signed(applied.units)}</KeyValue>}
        </KeyValues>
      )}
      {error !== null && <ErrorNote error={error} steps={{ retry: () => void takeBack() }} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="main" keys="p" icon={FileInput} autoFocus onPress={props.onAnother}>
          {t("apply.another")}
        </Button>
        {applied.orders?.firstId && (
          <Button onPress={showOrders} data-testid="show-orders">
            {t("apply.orders.show")}
          </Button>
        )}
        {applied.undoable && <Button onPress={() => void navigate({ to: "/changes" })}>{t("apply.changes")}</Button>}
        {applied.undoable && !undone && (
          <Button icon={Undo2} pending={undo.slow} onPress={() => void takeBack()} data-testid="import-undo">
            {t("apply.undo")}
          </Button>
        )}
      </div>
    </Box>
  );
}

/** What came of the orders of the file. */
function OrderFigures(props: { orders: BulkFigures }) {
  const { orders } = props;
  const f = useFormats();
  return (
    <KeyValues>
      <KeyValue name={t("apply.orders.units")}>{f.count(orders.units)}</KeyValue>
      <KeyValue name={t("apply.orders.total")}>{f.money(orders.total)}</KeyValue>
      {orders.firstNumber !== null && (
        <KeyValue name={t("apply.orders.numbers")}>
          {orders.firstNumber === orders.lastNumber
            ? orders.firstNumber
            : `${orders.firstNumber} – ${orders.lastNumber}`}
        </KeyValue>
      )}
      {orders.rejected > 0 && <KeyValue name={t("apply.orders.rejected")}>{f.count(orders.rejected)}</KeyValue>}
      {orders.skipped > 0 && <KeyValue name={t("apply.orders.skipped")}>{f.count(orders.skipped)}</KeyValue>}
      {orders.refused > 0 && <KeyValue name={t("apply.orders.refused")}>{f.count(orders.refused)}</KeyValue>}
    </KeyValues>
  );
}
