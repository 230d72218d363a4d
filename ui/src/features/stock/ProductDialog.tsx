import { useEffect, useRef, useState } from "react";
import { ask, RefusedError } from "../../bridge";
import type { Product } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { refusalText } from "../../shared/errors/table";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, Nil, Note, TextArea, TextField } from "../../shared/ui";
import {
  changes,
  checkProduct,
  EMPTY_PRODUCT,
  formField,
  formOf,
  type ProductField,
  type ProductForm,
  productDifferences,
} from "./logic";

const t = texts({
  "product.new": "New product",
  "product.edit": "Edit {name}",
  "product.new.lead": "Its stock begins at none; receive goods to fill the shelf.",
  "product.name": "Name",
  "product.sku": "SKU",
  "product.price": "Price, tax included",
  "product.unit": "Unit",
  "product.reorderLevel": "Low mark",
  "product.reorderLevel.hint": "Marked low at this many available. Empty: the store’s own.",
  "product.barcodes": "Barcodes",
  "product.barcodes.hint": "One per line; scan them one after the other.",
  "product.description": "Description",
  "product.required": "This is needed.",
  "product.money": "An amount like 12.50",
  "product.whole": "A whole number, 0 or more",
  "product.cancel": "Cancel",
  "product.create": "Create product",
  "product.save": "Save",
  "product.same": "Nothing was changed.",
  "conflict.product": "Somebody changed this product while you were typing. Nothing of yours was saved.",
  "conflict.product.same": "What they changed does not touch what you typed.",
  "conflict.field": "Field",
  "conflict.mine": "You typed",
  "conflict.store": "In the store",
  "conflict.keep": "Save mine over it",
  "conflict.take": "Take the store’s",
  "conflict.label": "Both versions",
});

const NAME_MAX = 200;
const SKU_MAX = 64;

/** A new product, or one to be changed: the same form. */
export function ProductDialog(props: {
  product: Product | null;
  onClose: () => void;
  onDone: (product: Product) => void;
}) {
  const f = useFormats();
  const create = useWrite("product_create");
  const update = useWrite("product_update");
  const [base, setBase] = useState(props.product);
  const [form, setForm] = useState<ProductForm>(props.product ? formOf(props.product) : EMPTY_PRODUCT);
  const [left, setLeft] = useState<Partial<Record<ProductField, true>>>({});
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [store, setStore] = useState<Product | null>(null);
  const body = useRef<HTMLDivElement>(null);

  const checked = checkProduct(form, f.digits);
  const problems = fieldProblems(error);
  const pending = create.pending || update.pending;

  const set = (field: ProductField) => (value: string) => {
    setForm((before) => ({ ...before, [field]: value }));
    setError(null);
  };
  const wrong = (field: ProductField): string | null => {
    const mistake = checked.mistakes[field];
    if (mistake && (asked || left[field])) return t(`product.${mistake}`);
    if (error instanceof RefusedError) {
      const { refusal } = error;
      if (refusal.code === "SKU_TAKEN" && field === "sku") return refusalText(refusal, f).sentence;
      if (refusal.code === "BARCODE_TAKEN" && field === "barcodes") return refusalText(refusal, f).sentence;
    }
    for (const [path, message] of problems ?? []) if (formField(path) === field) return message;
    return null;
  };
  const frame = (field: ProductField) => ({
    label: t(`product.${field}`),
    name: field,
    value: form[field],
    onChange: set(field),
    onBlur: () => setLeft((before) => (form[field] === "" ? before : { ...before, [field]: true })),
    error: wrong(field),
  });

  // The first field that is wrong gets the focus, after a submit only.
  const submitted = useRef(false);
  useEffect(() => {
    if (!submitted.current) return;
    const first = body.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (first) {
      submitted.current = false;
      first.focus();
    }
  });

  const commit = async (over: Product | null = base) => {
    setAsked(true);
    submitted.current = true;
    const { values } = checked;
    if (values === null || pending) return;
    setError(null);
    setStore(null);
    try {
      const { value } =
        over === null
          ? await create.run({ ...values, reorderLevel: values.reorderLevel ?? undefined })
          : await update.run({ id: over.id, rowVersion: over.rowVersion, ...changes(over, values) });
      props.onDone(value);
    } catch (cause) {
      if (over !== null && cause instanceof RefusedError && cause.refusal.code === "CONFLICT") {
        try {
          setStore(await ask("product_get", { id: over.id }));
        } catch (again) {
          setError(again);
        }
      } else setError(cause);
    }
  };
  const unchanged = base !== null && checked.values !== null && Object.keys(changes(base, checked.values)).length === 0;
  const asField =
    error instanceof RefusedError && (error.refusal.code === "SKU_TAKEN" || error.refusal.code === "BARCODE_TAKEN");

  return (
    <Dialog
      open
      width={560}
      data-testid="product-dialog"
      title={base === null ? t("product.new") : t("product.edit", { name: base.name })}
      lead={base === null ? t("product.new.lead") : undefined}
      onClose={props.onClose}
      onCommit={() => (unchanged ? props.onClose() : void commit())}
      footer={
        <>
          {unchanged && <span className="text-12 text-ink-3">{t("product.same")}</span>}
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("product.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            off={unchanged}
            pending={create.slow || update.slow}
            onPress={() => void commit()}
            data-testid="product-commit"
          >
            {t(base === null ? "product.create" : "product.save")}
          </Button>
        </>
      }
    >
      <DialogBody>
        {store && (
          <Conflict
            mine={form}
            store={store}
            onKeep={() => {
              setBase(store);
              void commit(store);
            }}
            onTake={() => {
              setBase(store);
              setForm(formOf(store));
              setStore(null);
            }}
          />
        )}
        <div ref={body} className="grid grid-cols-6 gap-3">
          <TextField {...frame("name")} autoFocus maxLength={NAME_MAX} className="col-span-6" />
          <TextField {...frame("sku")} maxLength={SKU_MAX} className="col-span-3" />
          <TextField
            {...frame("price")}
            inputMode="decimal"
            align="right"
            unit={f.currencySymbol}
            className="col-span-3"
          />
          <TextField {...frame("unit")} className="col-span-3" />
          <TextField
            {...frame("reorderLevel")}
            inputMode="numeric"
            align="right"
            hint={t("product.reorderLevel.hint")}
            className="col-span-3"
          />
          <TextArea {...frame("barcodes")} rows={2} hint={t("product.barcodes.hint")} className="col-span-6" />
          <TextArea {...frame("description")} rows={2} className="col-span-6" />
        </div>
        {error !== null && problems === null && !asField && (
          <ErrorNote error={error} steps={{ retry: () => void commit() }} />
        )}
      </DialogBody>
    </Dialog>
  );
}

/** Both versions side by side, and the two ways out. */
function Conflict(props: { mine: ProductForm; store: Product; onKeep: () => void; onTake: () => void }) {
  const rows = productDifferences(props.mine, props.store);
  return (
    <Note tone="warn" role="alert">
      <div data-testid="product-conflict">
        <p className="font-medium">{t("conflict.product")}</p>
        {rows.length === 0 ? (
          <p className="text-ink-2">{t("conflict.product.same")}</p>
        ) : (
          <table aria-label={t("conflict.label")} className="mt-2 w-full table-fixed text-left text-12">
            <thead>
              <tr className="label">
                <th className="w-24 py-1">{t("conflict.field")}</th>
                <th className="py-1">{t("conflict.mine")}</th>
                <th className="py-1">{t("conflict.store")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((d) => (
                <tr key={d.field} className="border-line-2 border-t align-top">
                  <td className="py-1">{t(`product.${d.field}`)}</td>
                  <td className="break-words py-1 pr-2 font-medium">{d.mine || <Nil />}</td>
                  <td className="break-words py-1 font-medium">{d.store || <Nil />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <div className="mt-2 flex gap-2">
          <Button size="sm" onPress={props.onTake} data-testid="conflict-take">
            {t("conflict.take")}
          </Button>
          <Button size="sm" onPress={props.onKeep} data-testid="conflict-keep">
            {t("conflict.keep")}
          </Button>
        </div>
      </div>
    </Note>
  );
}
