import { useNavigate } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ask } from "../../bridge";
import type { Product, Suggestion } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import type { Intents } from "../../shared/intents";
import { useWrite } from "../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, IconButton, ProductPicker, toastDone } from "../../shared/ui";
import { fullName } from "../../shared/words";

const t = texts({
  "unknown.title": "Unknown code {code}",
  "unknown.lead": "No product has it. Attach it to one, or make a new product with it.",
  "unknown.lead.attach": "No product has it. Attach it to one, or forget it.",
  "unknown.product": "Attach it to",
  "unknown.other": "Another product",
  "unknown.forget": "Forget it",
  "unknown.create": "New product with it",
  "unknown.attach": "Attach",
  "unknown.done": "Code <b>{code}</b> is <b>{name}</b> from now on.",
});

/** What a scanned code that names nothing is: a product that lacks it, a new one, or a mistake. */
export default function UnknownCodeDialog(props: Intents["unknown_code"] & { onClose: () => void }) {
  const { code } = props;
  const navigate = useNavigate();
  const update = useWrite("product_update");
  const [picked, setPicked] = useState<Suggestion | null>(null);
  const [error, setError] = useState<unknown>(null);
  const attachButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (picked) attachButton.current?.focus();
  }, [picked]);

  const attach = async () => {
    if (!picked || update.pending) return;
    setError(null);
    try {
      const product = await ask("product_get", { id: picked.productId });
      const { value } = await update.run({
        id: product.id,
        rowVersion: product.rowVersion,
        variants: [{ id: picked.variantId, barcodes: [...codesOf(product, picked), code] }],
      });
      toastDone(t.rich("unknown.done", { code, name: fullName({ name: value.name, label: picked.label }) }));
      props.onClose();
      props.onKnown?.(picked);
    } catch (cause) {
      setError(cause);
    }
  };
  const create = () => {
    props.onClose();
    void navigate({ to: "/products/new", search: { barcode: code } });
  };

  return (
    <Dialog
      open
      data-testid="unknown-code"
      title={t("unknown.title", { code })}
      lead={t(props.mayLeave ? "unknown.lead" : "unknown.lead.attach")}
      onClose={props.onClose}
      onCommit={() => void attach()}
      footer={
        <>
          <Button size="lg" keys="escape" onPress={props.onClose} data-testid="unknown-forget">
            {t("unknown.forget")}
          </Button>
          <span className="flex-1" />
          {props.mayLeave && (
            <Button size="lg" onPress={create} data-testid="unknown-create">
              {t("unknown.create")}
            </Button>
          )}
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            ref={attachButton}
            off={picked === null}
            pending={update.slow}
            onPress={() => void attach()}
            data-testid="unknown-attach"
          >
            {t("unknown.attach")}
          </Button>
        </>
      }
    >
      <DialogBody className={picked ? undefined : "min-h-56 content-start"}>
        {picked ? (
          <div className="flex min-h-11 items-center gap-3 border-line border-y">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{fullName(picked)}</span>
              <span className="code block truncate text-12 text-ink-3">{picked.sku}</span>
            </span>
            <IconButton icon={X} label={t("unknown.other")} onPress={() => setPicked(null)} />
          </div>
        ) : (
          <ProductPicker
            label={t("unknown.product")}
            autoFocus
            asksUnknown={false}
            onPick={setPicked}
            onError={setError}
          />
        )}
        {error !== null && (
          <ErrorNote error={error} steps={{ retry: () => void attach(), reload: () => void attach() }} />
        )}
      </DialogBody>
    </Dialog>
  );
}

const codesOf = (product: Product, of: Suggestion) =>
  product.variants.find((v) => v.id === of.variantId)?.barcodes ?? [];
