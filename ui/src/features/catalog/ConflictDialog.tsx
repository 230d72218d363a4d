import { useState } from "react";
import type { Category, CategoryId } from "../../generated/commands";
import { pathText } from "../../shared/categories";
import { texts } from "../../shared/i18n";
import { Button, Dialog, DialogBody, Nil, Segmented, useCategories } from "../../shared/ui";
import type { Difference, Merged } from "./merge";
import { fieldWord } from "./words";

const t = texts({
  "conflict.title": "Somebody else saved this product meanwhile",
  "conflict.lead": "Nothing of yours was saved, and nothing of it is lost.",
  "conflict.taken":
    "{n, plural, one {One field that only they changed was taken over.} other {# fields that only they changed were taken over.}}",
  "conflict.none": "What they changed does not touch what you typed.",
  "conflict.label": "Both versions",
  "conflict.field": "Field",
  "conflict.mine": "You typed",
  "conflict.store": "In the store",
  "conflict.use": "Keep",
  "conflict.use.mine": "Mine",
  "conflict.use.store": "Theirs",
  "conflict.of": "{field} of {sku}",
  "conflict.yes": "yes",
  "conflict.no": "no",
  "conflict.discard": "Take theirs everywhere",
  "conflict.edit": "Keep editing",
  "conflict.save": "Save",
});

/** Both versions, field by field. What is chosen goes into the form, which stays open. */
export function ConflictDialog(props: {
  merged: Merged;
  onDone: (theirs: Difference[], then: "edit" | "save") => void;
  /** throws away what was typed */
  onDiscard: () => void;
}) {
  const { differences, taken } = props.merged;
  const [theirs, setTheirs] = useState<ReadonlySet<Difference>>(new Set());
  const categories = useCategories().data?.rows ?? [];
  const chosen = () => differences.filter((d) => theirs.has(d));
  const choose = (d: Difference, store: boolean) => {
    const next = new Set(theirs);
    if (store) next.add(d);
    else next.delete(d);
    setTheirs(next);
  };
  const edit = () => props.onDone(chosen(), "edit");
  return (
    <Dialog
      open
      alert
      width={680}
      data-testid="product-conflict"
      title={t("conflict.title")}
      lead={[t("conflict.lead"), taken > 0 ? t("conflict.taken", { n: taken }) : ""].filter(Boolean).join(" ")}
      onClose={edit}
      onCommit={() => props.onDone(chosen(), "save")}
      footer={
        <>
          <Button size="lg" kind="danger" onPress={props.onDiscard} data-testid="conflict-discard">
            {t("conflict.discard")}
          </Button>
          <span className="flex-1" />
          <Button size="lg" keys="escape" onPress={edit} data-testid="conflict-edit">
            {t("conflict.edit")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            onPress={() => props.onDone(chosen(), "save")}
            data-testid="conflict-save"
          >
            {t("conflict.save")}
          </Button>
        </>
      }
    >
      <DialogBody>
        {differences.length === 0 ? (
          <p>{t("conflict.none")}</p>
        ) : (
          <table aria-label={t("conflict.label")} className="w-full table-fixed text-left">
            <thead>
              <tr className="label h-8 border-line border-b">
                <th className="w-36 font-medium">{t("conflict.field")}</th>
                <th className="font-medium">{t("conflict.mine")}</th>
                <th className="font-medium">{t("conflict.store")}</th>
                <th className="w-36 font-medium">{t("conflict.use")}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map((d) => {
                const name =
                  d.sku === null ? fieldWord(d.field) : t("conflict.of", { field: fieldWord(d.field), sku: d.sku });
                return (
                  <tr key={`${d.variantId} ${d.field}`} className="border-line border-b align-top">
                    <th scope="row" className="break-words py-2 pr-3 font-normal text-ink-2">
                      {name}
                    </th>
                    <td
                      className={
                        theirs.has(d) ? "break-words py-2 pr-3 text-ink-3" : "break-words py-2 pr-3 font-medium"
                      }
                    >
                      {said(d, d.mine, categories) || <Nil />}
                    </td>
                    <td
                      className={
                        theirs.has(d) ? "break-words py-2 pr-3 font-medium" : "break-words py-2 pr-3 text-ink-3"
                      }
                    >
                      {said(d, d.store, categories) || <Nil />}
                    </td>
                    <td className="py-1.5">
                      <Segmented
                        label={name}
                        value={theirs.has(d) ? "store" : "mine"}
                        options={[
                          { value: "mine", label: t("conflict.use.mine") },
                          { value: "store", label: t("conflict.use.store") },
                        ]}
                        onChange={(use) => choose(d, use === "store")}
                      />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </DialogBody>
    </Dialog>
  );
}

function said(d: Difference, value: string, categories: readonly Category[]): string {
  if (d.field === "categoryId") return pathText(categories.find((c) => c.id === (value as CategoryId))?.path ?? []);
  if (d.field === "archived") return t(value === "true" ? "conflict.yes" : "conflict.no");
  return value;
}
