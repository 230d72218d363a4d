import { zodResolver } from "@hookform/resolvers/zod";
import { getRouteApi, useBlocker, useNavigate, useRouter } from "@tanstack/react-router";
import { Archive, ArchiveRestore, Ellipsis, Grid3x3, Package, Plus, ScrollText, Trash2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Controller, type FieldPath, useFieldArray, useForm, useWatch } from "react-hook-form";
import { ask, RefusedError } from "../../bridge";
import type { CategoryId, Product, ProductId, Variant } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { fieldProblems } from "../../shared/errors/describe";
import { refusalText } from "../../shared/errors/table";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";
import { percentText } from "../../shared/percent";
import { useRead, useWrite } from "../../shared/query";
import { useScanTarget } from "../../shared/scanTargets";
import {
  Button,
  CategoryPicker,
  Dialog,
  EmptyError,
  ErrorNote,
  IconButton,
  LinkButton,
  Mark,
  Menu,
  type MenuEntry,
  PanelSkeleton,
  Switch,
  TextArea,
  TextField,
  toastDone,
  toastError,
  toastNotice,
} from "../../shared/ui";
import { BarcodesField } from "./BarcodesField";
import { ConflictDialog } from "./ConflictDialog";
import { MatrixDialog } from "./MatrixDialog";
import { type Difference, type Merged, merge, takeStore } from "./merge";
import {
  ATTRIBUTES_MAX,
  DESCRIPTION_MAX,
  EMPTY_PRODUCT,
  emptyVariant,
  formOf,
  formPath,
  NAME_MAX,
  type ProductForm,
  productSchema,
  rowWith,
  SKU_MAX,
  tidy,
  toCreate,
  toUpdate,
  UNIT_MAX,
  VARIANTS_MAX,
  withBarcode,
} from "./product";
import { type Form, VariantsTable } from "./VariantsTable";
import { basePriceWord, fieldWord, mistakeText } from "./words";

const t = texts({
  "editor.new": "New product",
  "editor.loading": "Product",
  "editor.save": "Save",
  "editor.create": "Create product",
  "editor.discard": "Discard",
  "editor.leave": "Leave the product",
  "editor.more": "More",
  "editor.open": "Open in Stock",
  "editor.audit": "Open in Audit",
  "editor.archive": "Archive product",
  "editor.restore": "Restore product",
  "editor.delete": "Delete…",
  "editor.delete.used": "used: archive it",
  "editor.form": "Product",
  "editor.figures": "Stock of all variants",
  "editor.onHand": "on hand",
  "editor.reserved": "reserved",
  "editor.available": "available",
  "editor.changed": "Changed {at}",
  "editor.archived": "Archived",
  "editor.reorderLevel.hint":
    "Low at this many available. Empty: {n, number}, as {where, select, category {the category} other {the store}} says.",
  "editor.reorderLevel.hint.new": "Low at this many available. Empty: as the category or the store says.",
  "editor.taxRate.hint": "Prices include it. Empty: {rate} %, as the store says.",
  "editor.taxRate.hint.new": "Prices include it. Empty: as the store says.",
  "editor.several": "Has variants",
  "editor.several.hint": "Like sizes or colours, each with its own SKU and stock.",
  "editor.several.stay": "More than one variant: archive those you do not need.",
  "editor.variants": "{n, plural, one {# variant} other {# variants}}",
  "editor.variant.add": "Variant",
  "editor.attribute.add": "Attribute",
  "editor.matrix": "Combine values…",
  "editor.saved": "<b>{name}</b> saved.",
  "editor.created": "<b>{name}</b> created.",
  "editor.another": "Another one",
  "editor.archived.done": "<b>{name}</b> archived. It is no longer sold.",
  "editor.restored.done": "<b>{name}</b> restored.",
  "editor.deleted": "<b>{name}</b> deleted. It was never used.",
  "editor.undo": "Undo",
  "editor.code.added": "Code <b>{code}</b> added to {sku}.",
  "editor.code.there": "Code <b>{code}</b> is there already.",
  "editor.code.other": "Code <b>{code}</b> belongs to <b>{name}</b>.",
  "editor.code.show": "Open it",
  "leave.title": "Leave without saving?",
  "leave.lead": "What you typed for {name} is not saved yet.",
  "leave.stay": "Stay",
  "leave.discard": "Discard it",
  "leave.save": "Save and leave",
  "delete.title": "Delete {name}?",
  "delete.lead": "It was never used: no stock, hold, order or count names it. It cannot be brought back.",
  "delete.cancel": "Cancel",
  "delete.commit": "Delete product",
});

const oneRoute = getRouteApi("/products/$id");
const newRoute = getRouteApi("/products/new");

/** /products/new */
export function NewProduct() {
  const search = newRoute.useSearch();
  const [copy, setCopy] = useState(0);
  const start = useMemo<ProductForm>(() => {
    const first = { ...emptyVariant(0), barcodes: search.barcode ?? "" };
    return { ...EMPTY_PRODUCT, categoryId: search.category ?? "", variants: [first] };
  }, [search.barcode, search.category]);
  return <Editor key={copy} product={null} start={start} onAnother={() => setCopy((n) => n + 1)} />;
}

/** /products/$id */
export function EditProduct() {
  const { id } = oneRoute.useParams();
  const { variant } = oneRoute.useSearch();
  const found = useRead(["products", "stock", "holds", "orders"], "product_get", { id: id as ProductId });
  if (found.data) return <Editor key={id} product={found.data} focus={variant} />;
  return (
    <>
      <ScreenBar title={t("editor.loading")} />
      {found.error ? <EmptyError error={found.error} onRetry={() => void found.refetch()} /> : <PanelSkeleton />}
    </>
  );
}

function Editor(props: {
  /** as it is in the store now; null: a new one */
  product: Product | null;
  start?: ProductForm;
  focus?: string;
  onAnother?: () => void;
}) {
  const f = useFormats();
  const navigate = useNavigate();
  const router = useRouter();
  const create = useWrite("product_create");
  const update = useWrite("product_update");
  const remove = useWrite("product_delete");
  // The version that the form was filled from; what is typed is compared with it.
  const [base, setBase] = useState(props.product);
  const [error, setError] = useState<unknown>(null);
  const [conflict, setConflict] = useState<{ merged: Merged; store: Product } | null>(null);
  const [combining, setCombining] = useState<ProductForm | null>(null);
  const [deleting, setDeleting] = useState(false);
  const schema = useMemo(() => productSchema(f.digits), [f.digits]);
  const form: Form = useForm<ProductForm>({
    defaultValues: base ? formOf(base) : props.start,
    resolver: zodResolver(schema),
    mode: "onBlur",
    reValidateMode: "onChange",
  });
  const { isDirty } = form.formState;
  const rows = useFieldArray({ control: form.control, name: "variants", keyName: "key" });
  const several = useWatch({ control: form.control, name: "several" });
  const attributes = useWatch({ control: form.control, name: "attributes" });
  const body = useRef<HTMLDivElement>(null);
  const activeRow = useRef(0);
  const leaving = useRef(false);
  const pending = create.pending || update.pending;
  const storeRate = useRead(["settings"], "settings_get", {}).data?.taxRateBp;
  const { product } = props;
  const stock = useMemo(() => new Map((product?.variants ?? []).map((v) => [v.id as string, v])), [product]);

  // What somebody else saved is shown at once where nothing is being typed.
  useEffect(() => {
    if (product && base && product.rowVersion !== base.rowVersion && !isDirty) {
      setBase(product);
      form.reset(formOf(product));
    }
  }, [product, base, isDirty, form]);
  useEffect(() => {
    const at = product?.variants.findIndex((v) => v.id === props.focus) ?? -1;
    if (at !== -1) {
      activeRow.current = at;
      body.current?.querySelector<HTMLInputElement>(`input[data-row="${at}"]`)?.focus();
    }
  }, [props.focus, product?.variants.findIndex]);

  const blocker = useBlocker({
    shouldBlockFn: () => isDirty && !leaving.current,
    enableBeforeUnload: false,
    withResolver: true,
  });

  const saveAndLeave = async () => {
    if (blocker.status !== "blocked") return;
    if (await commit()) {
      leaving.current = true;
      blocker.proceed();
    } else blocker.reset();
  };

  const take = (saved: Product) => {
    setBase(saved);
    form.reset(formOf(saved));
    setConflict(null);
    setError(null);
  };

  const refuse = async (cause: unknown, typed: ProductForm, sent: readonly number[]) => {
    if (!(cause instanceof RefusedError)) return setError(cause);
    const { refusal } = cause;
    const at = (path: string, message: string) =>
      form.setError(path as FieldPath<ProductForm>, { type: "core", message }, { shouldFocus: true });
    switch (refusal.code) {
      case "CONFLICT": {
        if (!base) return setError(cause);
        try {
          const now = await ask("product_get", { id: base.id });
          setConflict({ merged: merge(base, typed, now), store: now });
        } catch (again) {
          setError(again);
        }
        return;
      }
      case "SKU_TAKEN":
      case "BARCODE_TAKEN": {
        const field = refusal.code === "SKU_TAKEN" ? "sku" : "barcodes";
        const row = rowWith(typed, field, refusal.code === "SKU_TAKEN" ? refusal.sku : refusal.barcode);
        if (row === -1) return setError(cause);
        return at(`variants.${row}.${field}`, refusalText(refusal, f).sentence);
      }
      case "VALIDATION": {
        let elsewhere = false;
        for (const [field, message] of fieldProblems(cause) ?? []) {
          const path = formPath(field, sent);
          if (path === null) elsewhere = true;
          else at(path, message);
        }
        return setError(elsewhere ? cause : null);
      }
      default:
        return setError(cause);
    }
  };

  /** Saves; true when it is saved. `over` is the version that is written over. */
  const save = async (typed: ProductForm, over: Product | null = base): Promise<boolean> => {
    if (pending) return false;
    setError(null);
    form.clearErrors();
    if (over === null) {
      try {
        const { value } = await create.run(toCreate(typed, f.digits));
        leaving.current = true;
        const { onAnother } = props;
        toastDone(
          t.rich("editor.created", { name: value.name }),
          onAnother && {
            label: t("editor.another"),
            run: () => void navigate({ to: "/products/new", search: {} }),
          },
        );
        await navigate({ to: "/products/$id", params: { id: value.id }, search: {}, replace: true });
        return true;
      } catch (cause) {
        await refuse(
          cause,
          typed,
          typed.variants.map((_, at) => at),
        );
        return false;
      }
    }
    const { request, rows: sent } = toUpdate(over, typed, f.digits);
    if (request === null) {
      take(over);
      return true;
    }
    try {
      const { value } = await update.run(request);
      take(value);
      toastDone(t.rich("editor.saved", { name: value.name }));
      return true;
    } catch (cause) {
      await refuse(cause, typed, sent);
      return false;
    }
  };
  const commit = async (): Promise<boolean> => {
    const typed = form.getValues();
    const kept = tidy(typed);
    if (kept !== typed) {
      form.setValue("variants", kept.variants);
      form.setValue("attributes", kept.attributes);
    }
    let saved = false;
    await form.handleSubmit(async (checked) => {
      saved = await save(checked);
    })();
    return saved;
  };

  const settle = (theirs: Difference[], then: "edit" | "save") => {
    if (!conflict) return;
    const { merged, store } = conflict;
    const next = takeStore(merged.form, store, theirs);
    setConflict(null);
    setBase(store);
    form.reset(formOf(store));
    form.reset(next, { keepDefaultValues: true });
    if (then === "save") void form.handleSubmit((typed) => save(typed, store))();
  };

  // ---- whole product ----

  /** Archiving saves nothing of what is typed; it only moves the version that this is compared with. */
  const setArchived = async (archived: boolean) => {
    if (!base || pending) return;
    try {
      const { value } = await update.run({ id: base.id, rowVersion: base.rowVersion, archived });
      const { form: next } = merge(base, form.getValues(), value);
      setBase(value);
      form.reset(formOf(value));
      form.reset(next, { keepDefaultValues: true });
      toastDone(t.rich(archived ? "editor.archived.done" : "editor.restored.done", { name: value.name }));
    } catch (cause) {
      await refuse(cause, form.getValues(), []);
    }
  };
  const deleteProduct = async () => {
    if (!base) return;
    try {
      await remove.run({ id: base.id, rowVersion: base.rowVersion });
      leaving.current = true;
      toastDone(t.rich("editor.deleted", { name: base.name }));
      await navigate({ to: "/stock", search: {}, replace: true });
    } catch (cause) {
      setDeleting(false);
      setError(cause);
    }
  };
  const discard = () => {
    form.reset(base ? formOf(base) : props.start);
    setError(null);
  };
  const leave = () =>
    router.history.canGoBack() ? router.history.back() : void navigate({ to: "/stock", search: {} });

  useActions([
    {
      id: "product_save",
      label: t(base ? "editor.save" : "editor.create"),
      section: "act",
      keys: ["mod+enter", "mod+s"],
      enabled: isDirty || base === null,
      run: () => void commit(),
    },
    { id: "product_leave", label: t("editor.leave"), section: "list", keys: ["escape"], quiet: true, run: leave },
  ]);

  // ---- variants ----

  const addVariant = () => {
    if (rows.fields.length >= VARIANTS_MAX) return;
    rows.append(emptyVariant(attributes.length), {
      focusName: `variants.${rows.fields.length}.${attributes.length > 0 ? "values.0" : "sku"}`,
    });
  };
  const setAttributes = (names: string[], place: number[]) => {
    form.setValue(
      "variants",
      form
        .getValues("variants")
        .map((v) => ({ ...v, values: place.map((at) => (at === -1 ? "" : (v.values[at] ?? ""))) })),
      { shouldDirty: true },
    );
    form.setValue("attributes", names, { shouldDirty: true });
  };
  const addAttribute = () => {
    setAttributes([...attributes, ""], [...attributes.keys(), -1]);
    requestAnimationFrame(() =>
      [...(body.current?.querySelectorAll<HTMLInputElement>("[data-testid=attribute-name]") ?? [])].at(-1)?.focus(),
    );
  };
  const removeAttribute = (gone: number) => {
    const kept = [...attributes.keys()].filter((at) => at !== gone);
    setAttributes(
      kept.map((at) => form.getValues("attributes")[at] ?? ""),
      kept,
    );
  };
  const setSeveral = (on: boolean) => {
    form.setValue("several", on, { shouldDirty: true });
    if (on && attributes.length === 0) addAttribute();
    if (!on) setAttributes([], []);
  };

  // The same function each time: the rows of five hundred variants are not drawn again with the screen.
  const openInStock = useCallback(
    (v: Variant) => void navigate({ to: "/stock", search: { text: v.sku, open: v.id } }),
    [navigate],
  );

  useScanTarget((code) => {
    const typed = form.getValues();
    const there = rowWith(typed, "barcodes", code);
    if (there !== -1) {
      body.current?.querySelector<HTMLInputElement>(`input[data-row="${there}"]`)?.focus();
      toastDone(t.rich("editor.code.there", { code }));
      return;
    }
    const at = typed.several ? Math.min(activeRow.current, typed.variants.length - 1) : 0;
    const add = () => {
      const path = `variants.${at}.barcodes` as const;
      form.setValue(path, withBarcode(form.getValues(path), code), { shouldDirty: true, shouldValidate: true });
      if (typed.several) toastDone(t.rich("editor.code.added", { code, sku: typed.variants[at]?.sku ?? "" }));
    };
    ask("product_find", { code }).then(({ match }) => {
      if (match === null || match.productId === base?.id) add();
      else {
        toastNotice(Package, t.rich("editor.code.other", { code, name: match.name }), {
          label: t("editor.code.show"),
          run: () => void navigate({ to: "/products/$id", params: { id: match.productId }, search: {} }),
        });
      }
    }, toastError);
  });

  const more: MenuEntry[] = base
    ? [
        {
          id: "stock",
          label: t("editor.open"),
          icon: Package,
          run: () =>
            void navigate({ to: "/stock", search: { text: base.variants[0]?.sku, open: base.variants[0]?.id } }),
        },
        {
          id: "audit",
          label: t("editor.audit"),
          icon: ScrollText,
          run: () => void navigate({ to: "/audit", search: { objectId: base.id } }),
        },
        { kind: "line", id: "line" },
        base.archived
          ? { id: "restore", label: t("editor.restore"), icon: ArchiveRestore, run: () => void setArchived(false) }
          : { id: "archive", label: t("editor.archive"), icon: Archive, run: () => void setArchived(true) },
        {
          id: "delete",
          label: t("editor.delete"),
          icon: Trash2,
          danger: base.deletable,
          off: base.deletable ? false : t("editor.delete.used"),
          run: () => setDeleting(true),
        },
      ]
    : [];
  const text = (
    name: "name" | "price" | "unit" | "taxRate" | "variants.0.sku" | "variants.0.reorderLevel",
    label: string,
    extra: Partial<React.ComponentProps<typeof TextField>> = {},
  ) => (
    <Controller
      control={form.control}
      name={name}
      render={({ field, fieldState }) => (
        <TextField
          label={label}
          name={name}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          inputRef={field.ref}
          error={mistakeText(fieldState.error?.message)}
          {...extra}
        />
      )}
    />
  );
  const [only] = base?.variants ?? [];
  const taxRate = text("taxRate", fieldWord("taxRate"), {
    inputMode: "decimal",
    align: "right",
    unit: "%",
    className: "col-span-2",
    hint:
      storeRate === undefined
        ? t("editor.taxRate.hint.new")
        : t("editor.taxRate.hint", { rate: percentText(storeRate) }),
    "data-testid": "product-tax",
  });
  const sum = (field: "onHand" | "reserved" | "available") =>
    f.count((product?.variants ?? []).reduce((all, v) => all + v[field], 0));

  return (
    <>
      <ScreenBar
        title={base?.name ?? t("editor.new")}
        actions={
          <>
            {base && (
              <Menu
                label={t("editor.more")}
                trigger={<IconButton icon={Ellipsis} label={t("editor.more")} data-testid="product-more" />}
                entries={more}
              />
            )}
            {isDirty && (
              <Button onPress={discard} data-testid="product-discard">
                {t("editor.discard")}
              </Button>
            )}
            <Button
              kind="main"
              keys="mod+enter"
              off={!isDirty && base !== null}
              pending={create.slow || update.slow}
              onPress={() => void commit()}
              data-testid="product-save"
            >
              {t(base ? "editor.save" : "editor.create")}
            </Button>
          </>
        }
      />
      {product && (
        <section
          aria-label={t("editor.figures")}
          className="flex h-9 shrink-0 items-center gap-4 overflow-hidden whitespace-nowrap border-line border-b px-4 text-12 text-ink-2"
        >
          {product.archived && <Mark shape="cancelled" tone="text-off" word={t("editor.archived")} />}
          {(["onHand", "reserved", "available"] as const).map((figure) => (
            <span key={figure} data-testid={`product-${figure}`}>
              <b className="font-semibold text-13 text-ink tabular-nums">{sum(figure)}</b> {t(`editor.${figure}`)}
            </span>
          ))}
          <span className="ml-auto text-ink-3 tabular-nums">
            {t("editor.changed", { at: f.dateTime(product.updatedAt) })}
          </span>
          <LinkButton onPress={() => void navigate({ to: "/stock", search: { text: only?.sku, open: only?.id } })}>
            {t("editor.open")}
          </LinkButton>
        </section>
      )}
      <div ref={body} className="min-h-0 flex-1 overflow-auto" data-testid="product-editor">
        <section aria-label={t("editor.form")} className="max-w-[760px] px-4 py-4">
          {error !== null && (
            <ErrorNote
              error={error}
              className="mb-4"
              steps={{ retry: () => void commit(), reload: () => void commit() }}
            />
          )}
          <div className="grid grid-cols-6 gap-x-3 gap-y-4">
            {text("name", fieldWord("name"), {
              autoFocus: base === null,
              maxLength: NAME_MAX,
              className: "col-span-6",
              "data-testid": "product-name",
            })}
            <Controller
              control={form.control}
              name="categoryId"
              render={({ field, fieldState }) => (
                <CategoryPicker
                  label={fieldWord("categoryId")}
                  className="col-span-3"
                  value={field.value === "" ? null : (field.value as CategoryId)}
                  onChange={(id) => field.onChange(id ?? "")}
                  onBlur={field.onBlur}
                  error={mistakeText(fieldState.error?.message)}
                />
              )}
            />
            {text("price", several ? basePriceWord() : fieldWord("price"), {
              inputMode: "decimal",
              align: "right",
              unit: f.currencySymbol,
              className: "col-span-2",
              "data-testid": "product-price",
            })}
            {text("unit", fieldWord("unit"), { maxLength: UNIT_MAX, className: "col-span-1" })}
            {several && taxRate}
            {!several && (
              <>
                {text("variants.0.sku", fieldWord("sku"), {
                  maxLength: SKU_MAX,
                  className: "col-span-2",
                  scanned: true,
                  "data-testid": "product-sku",
                })}
                {text("variants.0.reorderLevel", fieldWord("reorderLevel"), {
                  inputMode: "numeric",
                  align: "right",
                  className: "col-span-2",
                  hint: only
                    ? t("editor.reorderLevel.hint", {
                        n: only.reorderLevelHere,
                        where: base?.categoryId ? "category" : "store",
                      })
                    : t("editor.reorderLevel.hint.new"),
                })}
                {taxRate}
                <Controller
                  control={form.control}
                  name="variants.0.barcodes"
                  render={({ field, fieldState }) => (
                    <BarcodesField
                      label={fieldWord("barcodes")}
                      className="col-span-6"
                      value={field.value}
                      onChange={field.onChange}
                      onBlur={field.onBlur}
                      error={mistakeText(fieldState.error?.message)}
                    />
                  )}
                />
              </>
            )}
            <Controller
              control={form.control}
              name="description"
              render={({ field, fieldState }) => (
                <TextArea
                  label={fieldWord("description")}
                  className="col-span-6"
                  rows={3}
                  maxLength={DESCRIPTION_MAX}
                  value={field.value}
                  onChange={field.onChange}
                  onBlur={field.onBlur}
                  error={mistakeText(fieldState.error?.message)}
                />
              )}
            />
            <div className="col-span-6 flex items-center gap-3" data-testid="has-variants">
              <Switch on={several} onChange={setSeveral} off={several && rows.fields.length > 1}>
                <span className="font-medium">{t("editor.several")}</span>
              </Switch>
              <span className="text-12 text-ink-3">
                {t(several && rows.fields.length > 1 ? "editor.several.stay" : "editor.several.hint")}
              </span>
            </div>
          </div>
        </section>
        {several && (
          <section className="border-line border-t pb-8">
            <h2 className="flex h-11 items-center gap-2 px-4 font-semibold">
              {t("editor.variants", { n: rows.fields.length })}
              <span className="ml-auto flex gap-2">
                <Button
                  size="sm"
                  icon={Plus}
                  off={attributes.length >= ATTRIBUTES_MAX}
                  onPress={addAttribute}
                  data-testid="add-attribute"
                >
                  {t("editor.attribute.add")}
                </Button>
                <Button
                  size="sm"
                  icon={Plus}
                  off={rows.fields.length >= VARIANTS_MAX}
                  onPress={addVariant}
                  data-testid="add-variant"
                >
                  {t("editor.variant.add")}
                </Button>
                <Button
                  size="sm"
                  icon={Grid3x3}
                  onPress={() => setCombining(form.getValues())}
                  data-testid="open-matrix"
                >
                  {t("editor.matrix")}
                </Button>
              </span>
            </h2>
            <VariantsTable
              form={form}
              rows={rows.fields}
              stock={stock}
              activeRow={activeRow}
              onAdd={addVariant}
              onRemove={rows.remove}
              onRemoveAttribute={removeAttribute}
              onOpen={openInStock}
            />
          </section>
        )}
      </div>
      {combining && (
        <MatrixDialog
          form={combining}
          stem={stemOf(combining)}
          onClose={() => setCombining(null)}
          onAdd={(next) => {
            setCombining(null);
            form.setValue("attributes", next.attributes, { shouldDirty: true });
            form.setValue("variants", next.variants, { shouldDirty: true });
          }}
        />
      )}
      {conflict && <ConflictDialog merged={conflict.merged} onDone={settle} onDiscard={() => take(conflict.store)} />}
      {deleting && base && (
        <Dialog
          open
          alert
          data-testid="delete-dialog"
          title={t("delete.title", { name: base.name })}
          lead={t("delete.lead")}
          onClose={() => setDeleting(false)}
          onCommit={() => void deleteProduct()}
          footer={
            <>
              <span className="flex-1" />
              <Button size="lg" keys="escape" onPress={() => setDeleting(false)}>
                {t("delete.cancel")}
              </Button>
              <Button size="lg" kind="danger-solid" pending={remove.slow} onPress={() => void deleteProduct()}>
                {t("delete.commit")}
              </Button>
            </>
          }
        />
      )}
      {blocker.status === "blocked" && (
        <Dialog
          open
          alert
          data-testid="leave-dialog"
          title={t("leave.title")}
          lead={t("leave.lead", { name: form.getValues("name") || t("editor.new") })}
          onClose={blocker.reset}
          onCommit={base ? () => void saveAndLeave() : undefined}
          footer={
            <>
              <Button size="lg" kind="danger" onPress={blocker.proceed} data-testid="leave-discard">
                {t("leave.discard")}
              </Button>
              <span className="flex-1" />
              <Button size="lg" keys="escape" onPress={blocker.reset}>
                {t("leave.stay")}
              </Button>
              {base && (
                <Button
                  size="lg"
                  kind="main"
                  keys="mod+enter"
                  pending={update.slow}
                  onPress={() => void saveAndLeave()}
                >
                  {t("leave.save")}
                </Button>
              )}
            </>
          }
        />
      )}
    </>
  );
}

/** What the SKUs of its variants have in common, up to a dash. */
function stemOf(form: ProductForm): string {
  const skus = form.variants.map((v) => v.sku).filter(Boolean);
  const [first] = skus;
  if (first === undefined) return "";
  let length = first.length;
  for (const sku of skus) while (!sku.startsWith(first.slice(0, length))) length -= 1;
  return first
    .slice(0, length)
    .replace(/-+[^-]*$|-+$/, (tail) => (skus.length > 1 ? "" : tail))
    .replace(/-+$/, "");
}
