import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { Category, CategoryId } from "../../generated/commands";
import { within } from "../../shared/categories";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { Button, CategoryPicker, Dialog, DialogBody, ErrorNote, Segmented } from "../../shared/ui";
import { isEmpty, moveProblem, moveTargets } from "./tree";

const t = texts({
  "move.title": "Move {name}",
  "move.lead": "Its products and the categories in it go along.",
  "move.into": "Into",
  "move.top": "The top",
  "move.placeholder": "The top, or type a category",
  "move.commit": "Move",
  "archive.title": "Archive {name}?",
  "archive.lead": "It is no longer offered. It can be restored.",
  "archive.lead.full":
    "It holds {products, plural, =0 {no product} one {# product} other {# products}} and {categories, plural, =0 {no category} one {# category} other {# categories}}. Say where they go; nothing is deleted.",
  "archive.where": "What is in it goes",
  "archive.where.parent": "One level up",
  "archive.where.other": "Elsewhere",
  "archive.where.none": "To the top, without a category",
  "archive.into": "Into the category",
  "archive.commit": "Archive",
  "archive.commit.move": "Move and archive",
  "dialog.cancel": "Cancel",
});

export function MoveDialog(props: {
  category: Category;
  rows: readonly Category[];
  onMove: (parentId: CategoryId | null) => void;
  onClose: () => void;
}) {
  const { category, rows } = props;
  const [parentId, setParentId] = useState(category.parentId);
  const off = moveProblem(rows, category.id, parentId) !== null;
  const commit = () => {
    if (!off) props.onMove(parentId);
  };
  return (
    <Dialog
      open
      data-testid="move-dialog"
      title={t("move.title", { name: category.name })}
      lead={t("move.lead")}
      onClose={props.onClose}
      onCommit={commit}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" keys="escape" onPress={props.onClose}>
            {t("dialog.cancel")}
          </Button>
          <Button size="lg" kind="main" keys="mod+enter" off={off} onPress={commit} data-testid="move-commit">
            {t("move.commit")}
          </Button>
        </>
      }
    >
      <DialogBody className="min-h-80 content-start">
        <CategoryPicker
          label={t("move.into")}
          placeholder={t("move.placeholder")}
          among={moveTargets(rows, category.id)}
          value={parentId}
          onChange={setParentId}
          autoFocus
        />
      </DialogBody>
    </Dialog>
  );
}

type Where = "parent" | "other" | "none";

/** Archives; where something is in it, it first asks where that goes. */
export function ArchiveDialog(props: {
  category: Category;
  rows: readonly Category[];
  onDone: (archived: Category) => void;
  onClose: () => void;
}) {
  const { category, rows } = props;
  const archive = useWrite("category_archive");
  const [error, setError] = useState<unknown>(null);
  const children = rows.filter((c) => c.parentId === category.id).length;
  // Archived products are not counted on screen, but they too need a place to come back to: then the core says so.
  const [content, setContent] = useState(
    isEmpty(rows, category) ? null : { products: category.products, categories: children },
  );
  const [where, setWhere] = useState<Where>(category.parentId === null ? "none" : "parent");
  const [other, setOther] = useState<CategoryId | null>(null);
  const inside = within(rows, category.id);

  const goes = where === "parent" ? category.parentId : where === "other" ? other : null;
  const off = content !== null && where === "other" && other === null;
  const commit = async () => {
    if (off || archive.pending) return;
    setError(null);
    try {
      const { value } = await archive.run({
        id: category.id,
        rowVersion: category.rowVersion,
        ...(content ? { moveTo: goes } : {}),
      });
      props.onDone(value);
    } catch (cause) {
      if (cause instanceof RefusedError && cause.refusal.code === "CATEGORY_NOT_EMPTY") {
        setContent({ products: cause.refusal.products, categories: cause.refusal.categories });
      } else setError(cause);
    }
  };
  return (
    <Dialog
      open
      data-testid="archive-category"
      title={t("archive.title", { name: category.name })}
      lead={content ? t("archive.lead.full", content) : t("archive.lead")}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" keys="escape" onPress={props.onClose}>
            {t("dialog.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            off={off}
            pending={archive.slow}
            onPress={() => void commit()}
            data-testid="archive-commit"
          >
            {t(content ? "archive.commit.move" : "archive.commit")}
          </Button>
        </>
      }
    >
      <DialogBody className={content ? undefined : "pb-1"}>
        {content && (
          <>
            <div className="grid justify-items-start gap-1">
              <span className="font-medium text-12 text-ink-2">{t("archive.where")}</span>
              <Segmented<Where>
                label={t("archive.where")}
                value={where}
                onChange={setWhere}
                options={[
                  ...(category.parentId === null
                    ? []
                    : [{ value: "parent" as const, label: t("archive.where.parent") }]),
                  { value: "none", label: t("archive.where.none") },
                  { value: "other", label: t("archive.where.other") },
                ]}
              />
            </div>
            {where === "other" && (
              <div className="min-h-56">
                <CategoryPicker
                  label={t("archive.into")}
                  among={rows.filter((c) => !inside.has(c.id))}
                  value={other}
                  onChange={setOther}
                  autoFocus
                />
              </div>
            )}
          </>
        )}
        {error !== null && <ErrorNote error={error} steps={{ retry: () => void commit(), reload: props.onClose }} />}
      </DialogBody>
    </Dialog>
  );
}
