import { useState } from "react";
import type { CountSheet, UnknownCode } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, ProductPicker, toastDone } from "../../shared/ui";

const t = texts({
  "attach.title": "What is {code}?",
  "attach.lead":
    "{n, plural, one {# unit was} other {# units were}} scanned under this code by {who}. What was scanned is counted for the product you pick, as of then.",
  "attach.product": "Product",
  "attach.cancel": "Cancel",
  "attach.done": "<b>{code}</b> counted as {name}.",
});

export function AttachDialog(props: { sheet: CountSheet; code: UnknownCode; onClose: () => void }) {
  const { code } = props;
  const settle = useWrite("count_unknown_settle");
  const [error, setError] = useState<unknown>(null);
  return (
    <Dialog
      open
      data-testid="attach-dialog"
      title={t("attach.title", { code: code.code })}
      lead={t("attach.lead", { n: code.quantity, who: code.staffName })}
      onClose={props.onClose}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("attach.cancel")}
          </Button>
        </>
      }
    >
      <DialogBody className="min-h-72 content-start">
        <ProductPicker
          label={t("attach.product")}
          autoFocus
          onError={setError}
          onPick={(product) => {
            if (settle.pending) return;
            setError(null);
            settle.run({ id: props.sheet.id, code: code.code, variantId: product.variantId }).then(() => {
              toastDone(t.rich("attach.done", { code: code.code, name: product.name }));
              props.onClose();
            }, setError);
          }}
        />
        {error !== null && <ErrorNote error={error} />}
      </DialogBody>
    </Dialog>
  );
}
