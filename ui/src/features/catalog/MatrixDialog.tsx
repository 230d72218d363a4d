import { Plus, X } from "lucide-react";
import { useMemo, useState } from "react";
import { texts } from "../../shared/i18n";
import { Button, Checkbox, Dialog, DialogBody, IconButton, Mark, Note, TextField } from "../../shared/ui";
import { type Axis, type Combination, heirOf, isComplete, matrix, patternFor, withCombinations } from "./matrix";
import { ATTRIBUTES_MAX, type ProductForm, VARIANTS_MAX } from "./product";

const t = texts({
  "matrix.title": "Combine attribute values",
  "matrix.lead": "One variant for each combination, like every size in every colour.",
  "matrix.name": "Attribute",
  "matrix.name.placeholder": "Size",
  "matrix.values": "Values, with commas between",
  "matrix.values.placeholder": "S, M, L",
  "matrix.add": "Another attribute",
  "matrix.remove": "Leave out {name}",
  "matrix.pattern": "SKU pattern",
  "matrix.pattern.hint": "'{Size}' stands for the value, '{Size:3}' for its first three letters.",
  "matrix.list": "Combinations",
  "matrix.col.combination": "Combination",
  "matrix.col.sku": "SKU",
  "matrix.exists": "exists already",
  "matrix.taken": "this SKU is there already",
  "matrix.fresh": "new",
  "matrix.heir": "becomes what {sku} is now",
  "matrix.heir.new": "takes what was typed",
  "matrix.all": "All that are new",
  "matrix.waiting": "Give each attribute a name and its values; the combinations appear here.",
  "matrix.many": "That makes {n, number} combinations. A product has at most {max, number} variants.",
  "matrix.cancel": "Cancel",
  "matrix.commit": "{n, plural, =0 {Add variants} one {Add # variant} other {Add # variants}}",
});

/** From attributes and their values to variants: what there would be is shown before anything is added. */
export function MatrixDialog(props: {
  form: ProductForm;
  /** what the SKUs begin with */
  stem: string;
  onAdd: (form: ProductForm) => void;
  onClose: () => void;
}) {
  const [axes, setAxes] = useState<Axis[]>(() =>
    props.form.attributes.length === 0
      ? [{ name: "", values: "" }]
      : props.form.attributes.map((name, at) => ({
          name,
          values: [...new Set(props.form.variants.map((v) => v.values[at] ?? "").filter(Boolean))].join(", "),
        })),
  );
  const [typed, setTyped] = useState<string | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const pattern = typed ?? patternFor(props.stem, axes);
  const { combinations, total } = useMemo(() => matrix(axes, pattern, props.form), [axes, pattern, props.form]);
  const fresh = combinations.filter((c) => !c.exists);
  const picked = fresh.filter((c) => !left.has(c.label));
  const heir = heirOf(props.form);
  const room = VARIANTS_MAX - props.form.variants.length;
  const tooMany =
    total > VARIANTS_MAX ? total : picked.length > room ? props.form.variants.length + picked.length : null;
  const off = picked.length === 0 || tooMany !== null;

  const change = (at: number, next: Partial<Axis>) =>
    setAxes((before) => before.map((axis, i) => (i === at ? { ...axis, ...next } : axis)));
  const toggle = (c: Combination, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(c.label);
    else next.add(c.label);
    setLeft(next);
  };
  const commit = () => {
    if (!off) props.onAdd(withCombinations(props.form, axes, picked));
  };

  return (
    <Dialog
      open
      width={720}
      data-testid="matrix-dialog"
      title={t("matrix.title")}
      lead={t("matrix.lead")}
      onClose={props.onClose}
      onCommit={commit}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" keys="escape" onPress={props.onClose}>
            {t("matrix.cancel")}
          </Button>
          <Button size="lg" kind="main" keys="mod+enter" off={off} onPress={commit} data-testid="matrix-commit">
            {t("matrix.commit", { n: picked.length })}
          </Button>
        </>
      }
    >
      <DialogBody>
        <div className="grid gap-2">
          {axes.map((axis, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; nothing else tells two empty ones apart
            <div key={at} className="grid grid-cols-[160px_1fr_28px] items-end gap-3">
              <TextField
                label={t("matrix.name")}
                labelHidden={at > 0}
                placeholder={at === 0 ? t("matrix.name.placeholder") : undefined}
                value={axis.name}
                onChange={(name) => change(at, { name })}
                autoFocus={at === 0}
                data-testid="matrix-name"
              />
              <TextField
                label={t("matrix.values")}
                labelHidden={at > 0}
                placeholder={at === 0 ? t("matrix.values.placeholder") : undefined}
                value={axis.values}
                onChange={(values) => change(at, { values })}
                data-testid="matrix-values"
              />
              {axes.length > 1 ? (
                <IconButton
                  icon={X}
                  label={t("matrix.remove", { name: axis.name })}
                  className="mb-0.5"
                  onPress={() => setAxes((before) => before.filter((_, i) => i !== at))}
                />
              ) : (
                <span />
              )}
            </div>
          ))}
          <div>
            <Button
              kind="quiet"
              size="sm"
              icon={Plus}
              off={axes.length >= ATTRIBUTES_MAX}
              className="-ml-2"
              onPress={() => setAxes((before) => [...before, { name: "", values: "" }])}
              data-testid="matrix-add"
            >
              {t("matrix.add")}
            </Button>
          </div>
        </div>
        <TextField
          label={t("matrix.pattern")}
          hint={t("matrix.pattern.hint")}
          value={pattern}
          onChange={setTyped}
          data-testid="matrix-pattern"
        />
        {tooMany !== null ? (
          <Note tone="warn" role="status">
            {t("matrix.many", { n: tooMany, max: VARIANTS_MAX })}
          </Note>
        ) : !isComplete(axes) ? (
          <p className="min-h-24 text-ink-3">{t("matrix.waiting")}</p>
        ) : (
          <div className="-mx-5 max-h-72 overflow-auto border-line border-t">
            <table aria-label={t("matrix.list")} className="block" data-testid="matrix-list">
              <thead className="sticky top-0 z-10 block bg-raised">
                <tr className={`${COLS} label h-8 border-line border-b`}>
                  <th>
                    <Checkbox
                      label={t("matrix.all")}
                      checked={picked.length === 0 ? false : picked.length === fresh.length ? true : "some"}
                      off={fresh.length === 0}
                      onChange={(on) => setLeft(on ? new Set() : new Set(fresh.map((c) => c.label)))}
                    />
                  </th>
                  <th className="text-left font-medium">{t("matrix.col.combination")}</th>
                  <th className="text-left font-medium">{t("matrix.col.sku")}</th>
                  <th />
                </tr>
              </thead>
              <tbody className="block">
                {combinations.map((c) => (
                  <tr key={c.label} className={`${COLS} h-8 border-line border-b`} data-testid="matrix-row">
                    <td>
                      <Checkbox
                        label={c.label}
                        checked={!c.exists && !left.has(c.label)}
                        off={c.exists}
                        onChange={(on) => toggle(c, on)}
                      />
                    </td>
                    <td className={c.exists ? "truncate text-ink-3" : "truncate font-medium"}>{c.label}</td>
                    <td className="code truncate text-ink-3">
                      {c.exists ? "" : c === picked[0] && heir?.id ? heir.sku : c.sku}
                    </td>
                    <td className="text-12">
                      {c.exists ? (
                        <Mark shape="unchanged" tone="text-ink-3" word={t("matrix.exists")} wordClass="text-ink-3" />
                      ) : heir && c === picked[0] ? (
                        <Mark
                          shape="changed"
                          tone="text-accent"
                          word={heir.id === "" ? t("matrix.heir.new") : t("matrix.heir", { sku: heir.sku })}
                        />
                      ) : c.skuTaken ? (
                        <Mark shape="low" tone="text-warn-mark" word={t("matrix.taken")} />
                      ) : (
                        <Mark shape="added" tone="text-ok" word={t("matrix.fresh")} />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </DialogBody>
    </Dialog>
  );
}

const COLS = "grid grid-cols-[20px_minmax(0,1fr)_minmax(0,1fr)_176px] items-center gap-x-3.5 px-5";
