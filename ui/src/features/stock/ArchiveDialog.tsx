import { useState } from "react";
import type { Product } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, toastDone, toastError } from "../../shared/ui";

const t = texts({
  "archiveProduct.title": "Archive {name}?",
  "archiveProduct.lead": "It leaves the list and cannot be sold, held or received. Its orders and its ledger stay.",
  "archiveProduct.cancel": "Keep it",
  "archiveProduct.do": "Archive",
  "archiveProduct.done": "<b>{name}</b> archived.",
  "archiveProduct.undo": "Undo",
  "archiveProduct.restored": "<b>{name}</b> is back in the list.",
});

export function ArchiveDialog(props: { product: Product; onClose: () => void; onDone: () => void }) {
  const { product } = props;
  const update = useWrite("product_update");
  const [error, setError] = useState<unknown>(null);

  const restore = async (archived: Product) => {
    try {
      await update.run({ id: archived.id, rowVersion: archived.rowVersion, archived: false });
      toastDone(t.rich("archiveProduct.restored", { name: archived.name }));
    } catch (cause) {
      toastError(cause);
    }
  };
  const commit = async () => {
    if (update.pending) return;
    setError(null);
    try {
      const { value } = await update.run({ id: product.id, rowVersion: product.rowVersion, archived: true });
      toastDone(t.rich("archiveProduct.done", { name: product.name }), {
        label: t("archiveProduct.undo"),
        run: () => void restore(value),
      });
      props.onDone();
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <Dialog
      open
      alert
      data-testid="archive-dialog"
      title={t("archiveProduct.title", { name: product.name })}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("archiveProduct.cancel")}
          </Button>
          <Button kind="danger-solid" pending={update.slow} onPress={() => void commit()} data-testid="archive-commit">
            {t("archiveProduct.do")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <p className="text-ink-2">{t("archiveProduct.lead")}</p>
        {error !== null && <ErrorNote error={error} />}
      </DialogBody>
    </Dialog>
  );
}
