import { Archive, ArchiveRestore, Ellipsis, Package, X } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, memo, type RefObject } from "react";
import { type Control, type FieldErrors, type UseFormReturn, useFormState, useWatch } from "react-hook-form";
import type { Variant } from "../../generated/commands";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { SCAN_AS_TEXT } from "../../shared/scan";
import { IconButton, Menu, type MenuEntry, Nil, Shape } from "../../shared/ui";
import { type ProductForm, resultingPrice, SKU_MAX, type VariantForm } from "./product";
import { fieldWord, mistakeText } from "./words";

const t = texts({
  "variants.label": "Variants",
  "variants.attribute": "Name of attribute {n, number}",
  "variants.attribute.new": "Attribute",
  "variants.attribute.remove": "Remove the attribute {name}",
  "variants.price": "Price",
  "variants.onHand": "On hand",
  "variants.reserved": "Reserved",
  "variants.available": "Available",
  "variants.cell": "{field}, line {n, number}",
  "variants.menu": "Variant",
  "variants.open": "Open in Stock",
  "variants.archive": "Archive",
  "variants.restore": "Restore",
  "variants.remove": "Remove the line",
});

export type Form = UseFormReturn<ProductForm>;

type Row = { key: string; id: string; archived: boolean };

/** One row a variant; cells are fields. ↑ ↓ and Enter go along a column, Tab along the row. */
export function VariantsTable(props: {
  form: Form;
  rows: readonly Row[];
  stock: ReadonlyMap<string, Variant>;
  /** the row that had the focus last: a scanned code goes there */
  activeRow: RefObject<number>;
  onRemove: (at: number) => void;
  onAdd: () => void;
  onRemoveAttribute: (at: number) => void;
  onOpen: (variant: Variant) => void;
}) {
  const { form } = props;
  const attributes = useWatch({ control: form.control, name: "attributes" });
  const figures = props.stock.size > 0;
  const columns = [
    ...attributes.map(() => "minmax(72px,1fr)"),
    "minmax(128px,1.8fr)",
    "minmax(112px,1.4fr)",
    "80px",
    "80px",
    "64px",
    ...(figures ? ["56px", "64px", "64px"] : []),
    "28px",
  ].join(" ");

  const onKeyDown = (e: KeyboardEvent<HTMLTableElement>) => {
    const cell = e.target instanceof HTMLInputElement ? e.target : null;
    const at = Number(cell?.dataset.row);
    if (!cell?.dataset.col || Number.isNaN(at) || e.ctrlKey || e.metaKey || e.altKey) return;
    const step = e.key === "ArrowUp" ? -1 : e.key === "ArrowDown" || e.key === "Enter" ? 1 : 0;
    if (step === 0) return;
    e.preventDefault();
    const { col } = cell.dataset;
    if (e.key === "Enter" && at === props.rows.length - 1) {
      props.onAdd();
      return;
    }
    const next = e.currentTarget.querySelector<HTMLInputElement>(`input[data-row="${at + step}"][data-col="${col}"]`);
    next?.focus();
    next?.select();
  };

  return (
    <table
      aria-label={t("variants.label")}
      data-testid="variants"
      className="block min-w-fit"
      style={{ "--cols": columns } as CSSProperties}
      onKeyDown={onKeyDown}
    >
      <thead className="sticky top-0 z-10 block bg-surface">
        <tr className="grid-row label h-8 gap-x-2!">
          {attributes.map((name, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; its name is being typed
            <th key={at} className="font-medium">
              <AttributeHead form={form} at={at} name={name} onRemove={() => props.onRemoveAttribute(at)} />
            </th>
          ))}
          <th className="px-1.5 text-left font-medium">{fieldWord("sku")}</th>
          <th className="px-1.5 text-left font-medium">{fieldWord("barcodes")}</th>
          <th className="px-1.5 text-right font-medium">{fieldWord("adjustment")}</th>
          <th className="text-right font-medium">{t("variants.price")}</th>
          <th className="px-1.5 text-right font-medium">{fieldWord("reorderLevel")}</th>
          {figures && (
            <>
              <th className="text-right font-medium">{t("variants.onHand")}</th>
              <th className="text-right font-medium">{t("variants.reserved")}</th>
              <th className="text-right font-medium">{t("variants.available")}</th>
            </>
          )}
          <td />
        </tr>
      </thead>
      <tbody className="block">
        <AttributeProblem form={form} />
        {props.rows.map((row, at) => (
          <VariantRow
            key={row.key}
            form={form}
            at={at}
            row={row}
            columns={attributes.length}
            stock={props.stock.get(row.id)}
            figures={figures}
            activeRow={props.activeRow}
            onRemove={props.onRemove}
            onOpen={props.onOpen}
          />
        ))}
      </tbody>
    </table>
  );
}

const CELL =
  "h-7 w-full min-w-0 rounded-1 bg-transparent px-1.5 hover:bg-hover focus:bg-surface focus:shadow-[inset_0_0_0_2px_var(--focus)]";

function AttributeHead(props: { form: Form; at: number; name: string; onRemove: () => void }) {
  const { form, at } = props;
  const { errors } = useFormState({ control: form.control, name: `attributes.${at}` });
  const problem = mistakeText(errors.attributes?.[at]?.message);
  return (
    <span className="group flex items-center">
      <input
        {...form.register(`attributes.${at}`)}
        aria-label={t("variants.attribute", { n: at + 1 })}
        aria-invalid={problem ? true : undefined}
        title={problem ?? undefined}
        placeholder={t("variants.attribute.new")}
        autoComplete="off"
        spellCheck={false}
        data-testid="attribute-name"
        className={cx(CELL, "font-medium", problem && "shadow-[inset_0_0_0_1px_var(--bad)]")}
      />
      <IconButton
        size="sm"
        icon={X}
        label={t("variants.attribute.remove", { name: props.name })}
        className="-ml-6 opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
        onPress={props.onRemove}
      />
    </span>
  );
}

function AttributeProblem(props: { form: Form }) {
  const { errors } = useFormState({ control: props.form.control, name: "attributes" });
  const wrong = Array.isArray(errors.attributes) ? errors.attributes.find(Boolean) : undefined;
  const problem = mistakeText(wrong?.message);
  return problem === null ? null : <ProblemRow>{problem}</ProblemRow>;
}

function ProblemRow(props: { id?: string; children: string }) {
  return (
    <tr className="block border-line border-b px-4 py-1.5">
      <td id={props.id} className="flex gap-1.5 px-1.5 text-12 text-bad">
        <Shape name="rejected" className="mt-px text-bad" />
        {props.children}
      </td>
    </tr>
  );
}

type RowErrors = FieldErrors<VariantForm>;

function firstProblem(errors: RowErrors | undefined): string | null {
  if (!errors) return null;
  const value = Array.isArray(errors.values) ? errors.values.find(Boolean) : undefined;
  const found = [value, errors.sku, errors.barcodes, errors.adjustment, errors.reorderLevel, errors.archived];
  return mistakeText(found.find((e) => e?.message !== undefined)?.message);
}

const VariantRow = memo(function VariantRow(props: {
  form: Form;
  at: number;
  row: Row;
  columns: number;
  stock: Variant | undefined;
  figures: boolean;
  activeRow: RefObject<number>;
  onRemove: (at: number) => void;
  onOpen: (variant: Variant) => void;
}) {
  const { form, at, row, stock, columns } = props;
  const f = useFormats();
  const { errors } = useFormState({ control: form.control, name: `variants.${at}` });
  const wrong = errors.variants?.[at];
  const problem = firstProblem(wrong);
  const archived = useWatch({ control: form.control, name: `variants.${at}.archived` });
  const cell = (field: "sku" | "barcodes" | "adjustment" | "reorderLevel" | `values.${number}`, label: string) => {
    const bad = field.startsWith("values.") ? wrong?.values !== undefined : wrong?.[field as "sku"] !== undefined;
    return {
      ...form.register(`variants.${at}.${field}`),
      "aria-label": t("variants.cell", { field: label, n: at + 1 }),
      "aria-invalid": bad || undefined,
      "aria-describedby": bad ? `variant-${row.key}-problem` : undefined,
      "data-row": at,
      "data-col": field,
      autoComplete: "off",
      spellCheck: false,
      className: cx(CELL, bad && "shadow-[inset_0_0_0_1px_var(--bad)]"),
    };
  };
  const names = form.getValues("attributes");
  const entries: MenuEntry[] = [
    ...(stock
      ? [{ id: "open", label: t("variants.open"), icon: Package, run: () => props.onOpen(stock) } as const]
      : []),
    row.id === ""
      ? { id: "remove", label: t("variants.remove"), icon: X, run: () => props.onRemove(at) }
      : {
          id: archived ? "restore" : "archive",
          label: t(archived ? "variants.restore" : "variants.archive"),
          icon: archived ? ArchiveRestore : Archive,
          run: () => form.setValue(`variants.${at}.archived`, !archived, { shouldDirty: true, shouldValidate: true }),
        },
  ];

  return (
    <>
      <tr
        data-testid="variant-row"
        data-archived={archived || undefined}
        className={cx(
          "grid-row min-h-8 gap-x-2! [contain-intrinsic-size:auto_32px] [content-visibility:auto]",
          archived && "text-ink-3",
          problem && "border-b-0!",
        )}
        onFocusCapture={() => {
          props.activeRow.current = at;
        }}
      >
        {Array.from({ length: columns }, (_, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
          <td key={column}>
            <input
              {...cell(`values.${column}`, names[column] ?? "")}
              className={cx(
                CELL,
                "font-medium",
                column === 0 && wrong?.values !== undefined && "shadow-[inset_0_0_0_1px_var(--bad)]",
              )}
            />
          </td>
        ))}
        <td>
          <input {...cell("sku", fieldWord("sku"))} {...SCAN_AS_TEXT} maxLength={SKU_MAX} data-testid="variant-sku" />
        </td>
        <td>
          <input {...cell("barcodes", fieldWord("barcodes"))} data-testid="variant-barcodes" />
        </td>
        <td>
          <NumberCell {...cell("adjustment", fieldWord("adjustment"))} inputMode="decimal" />
        </td>
        <td className="text-right tabular-nums">
          <ResultingPrice control={form.control} at={at} />
        </td>
        <td>
          <NumberCell
            {...cell("reorderLevel", fieldWord("reorderLevel"))}
            inputMode="numeric"
            placeholder={stock ? f.count(stock.reorderLevelHere) : undefined}
          />
        </td>
        {props.figures && (
          <>
            <td className="text-right tabular-nums">{stock ? f.count(stock.onHand) : <Nil />}</td>
            <td className="text-right tabular-nums">{stock?.reserved ? f.count(stock.reserved) : <Nil />}</td>
            <td className="text-right font-semibold tabular-nums">{stock ? f.count(stock.available) : <Nil />}</td>
          </>
        )}
        <td>
          <Menu
            label={t("variants.menu")}
            width={176}
            trigger={<IconButton size="sm" icon={Ellipsis} label={t("variants.menu")} data-testid="variant-menu" />}
            entries={entries}
          />
        </td>
      </tr>
      {problem && <ProblemRow id={`variant-${row.key}-problem`}>{problem}</ProblemRow>}
    </>
  );
});

function NumberCell({ className, ...rest }: React.ComponentProps<"input">) {
  return <input {...rest} className={cx(className, "text-right tabular-nums")} />;
}

function ResultingPrice(props: { control: Control<ProductForm>; at: number }) {
  const f = useFormats();
  const [base, adjustment] = useWatch({ control: props.control, name: ["price", `variants.${props.at}.adjustment`] });
  const price = resultingPrice(base, adjustment, f.digits);
  return price === null ? <Nil /> : f.amount(price);
}
