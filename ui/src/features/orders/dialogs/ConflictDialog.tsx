import type { OrderDetail } from "../../../generated/commands";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { Button, Dialog, OrderNumber, Shape } from "../../../shared/ui";
import { differences } from "../logic";
import { BeforeAfter } from "./BeforeAfter";
import { differenceWord } from "./form";

const t = texts({
  "orderConflict.title": "{number} was changed meanwhile",
  "orderConflict.lead": "Nothing of yours was saved. On the right is what is in the store now.",
  "orderConflict.before": "You saw",
  "orderConflict.now": "In the store",
  "orderConflict.same": "Only its version moved on; everything you saw is as it was.",
  "orderConflict.ok": "Go on with what is in the store",
});

/** Both versions, side by side. Nothing was saved; the panel behind already shows the store's. */
export function ConflictDialog(props: { before: OrderDetail; now: OrderDetail; onClose: () => void }) {
  const f = useFormats();
  const rows = differences(props.before, props.now, f);
  return (
    <Dialog
      open
      alert
      data-testid="conflict-dialog"
      onClose={props.onClose}
      onCommit={props.onClose}
      width={560}
      mark={<Shape name="changed" className="text-accent" />}
      title={t("orderConflict.title", { number: props.now.order.number })}
      lead={t("orderConflict.lead")}
      footer={
        <>
          <span className="flex-1 text-12 text-ink-3">
            <OrderNumber number={props.now.order.number} /> · {props.before.order.rowVersion} →{" "}
            {props.now.order.rowVersion}
          </span>
          <Button kind="main" onPress={props.onClose} autoFocus keys="mod+enter">
            {t("orderConflict.ok")}
          </Button>
        </>
      }
    >
      <div className="px-5 pb-4">
        {rows.length === 0 ? (
          <p className="text-ink-2">{t("orderConflict.same")}</p>
        ) : (
          <BeforeAfter
            label={t("orderConflict.title", { number: props.now.order.number })}
            before={t("orderConflict.before")}
            after={t("orderConflict.now")}
            rows={rows.map((r) => ({ key: r.field, name: differenceWord(r.field), before: r.before, after: r.now }))}
          />
        )}
      </div>
    </Dialog>
  );
}
