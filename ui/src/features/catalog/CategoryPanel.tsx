import { Link } from "@tanstack/react-router";
import { Ellipsis, X } from "lucide-react";
import { useEffect, useState } from "react";
import { RefusedError } from "../../bridge";
import type { Category } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { pathText } from "../../shared/categories";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import {
  Button,
  ErrorNote,
  IconButton,
  KeyValue,
  KeyValues,
  Menu,
  type MenuEntry,
  Note,
  Panel,
  Section,
  TextArea,
  TextField,
  toastDone,
} from "../../shared/ui";
import { parseLevel } from "./product";

const t = texts({
  "category.more": "More",
  "category.close": "Close",
  "category.top": "At the top",
  "category.archived": "Archived",
  "category.products": "Products in it",
  "category.within": "With the categories in it",
  "category.level": "Low mark that counts",
  "category.show": "Show its stock",
  "category.about": "What counts for its products",
  "category.reorderLevel": "Low mark",
  "category.reorderLevel.hint": "Marked low at this many available, unless a product has its own. Empty: as above it.",
  "category.description": "Description",
  "category.whole": "A whole number, 0 or more",
  "category.save": "Save",
  "category.discard": "Discard",
  "category.saved": "<b>{name}</b> saved.",
  "category.changed": "Somebody changed this category while you were typing. Saving now writes yours over it.",
  "category.new": "New inside",
  "category.move": "Move…",
  "category.archive": "Archive…",
  "category.restore": "Restore",
});

const DESCRIPTION_MAX = 4000;

type Typed = { description: string; reorderLevel: string };
const typedOf = (c: Category): Typed => ({
  description: c.description,
  reorderLevel: c.reorderLevel === null ? "" : String(c.reorderLevel),
});

/** What one category is; its description and low mark are changed here, its name and place in the tree. */
export function CategoryPanel(props: {
  category: Category;
  menu: MenuEntry[];
  onClose: () => void;
  onNew: () => void;
  onMove: () => void;
  onArchive: () => void;
  onRestore: () => void;
}) {
  const { category: c } = props;
  const f = useFormats();
  const update = useWrite("category_update");
  const [base, setBase] = useState(c);
  const [typed, setTyped] = useState<Typed>(() => typedOf(c));
  const [error, setError] = useState<unknown>(null);
  const [stale, setStale] = useState(false);
  const was = typedOf(base);
  const dirty = typed.description !== was.description || typed.reorderLevel !== was.reorderLevel;
  const level = parseLevel(typed.reorderLevel);
  const problems = fieldProblems(error);

  useEffect(() => {
    if (!dirty && c.rowVersion !== base.rowVersion) {
      setBase(c);
      setTyped(typedOf(c));
    }
  }, [c, base.rowVersion, dirty]);

  const save = async () => {
    if (!dirty || level === undefined || update.pending) return;
    setError(null);
    try {
      const { value } = await update.run({
        id: c.id,
        rowVersion: base.rowVersion,
        ...(typed.description === was.description ? {} : { description: typed.description.trim() }),
        ...(typed.reorderLevel === was.reorderLevel ? {} : { reorderLevel: level }),
      });
      setBase(value);
      setTyped(typedOf(value));
      setStale(false);
      toastDone(t.rich("category.saved", { name: value.name }));
    } catch (cause) {
      if (cause instanceof RefusedError && cause.refusal.code === "CONFLICT") {
        // What is typed stays; what the store has now stands in the hints and is written over with the next save.
        setBase(c);
        setStale(true);
      } else setError(cause);
    }
  };
  useActions([
    {
      id: "category_save",
      label: t("category.save"),
      section: "act",
      keys: ["mod+enter"],
      enabled: dirty,
      run: () => void save(),
    },
  ]);

  return (
    <Panel
      testid="category-panel"
      label={c.name}
      header={
        <>
          <div className="flex items-center justify-between gap-2">
            <h2 className="min-w-0 truncate font-semibold text-16" data-selectable>
              {c.name}
            </h2>
            <span className="flex gap-0.5">
              <Menu
                label={t("category.more")}
                trigger={<IconButton icon={Ellipsis} label={t("category.more")} data-testid="category-more" />}
                entries={props.menu}
              />
              <IconButton icon={X} label={t("category.close")} onPress={props.onClose} className="-mr-1.5" />
            </span>
          </div>
          <p className="truncate text-12 text-ink-3">
            {c.archived
              ? t("category.archived")
              : c.path.length === 1
                ? t("category.top")
                : pathText(c.path.slice(0, -1))}
          </p>
        </>
      }
      actions={
        c.archived ? (
          <Button kind="main" onPress={props.onRestore} data-testid="category-restore">
            {t("category.restore")}
          </Button>
        ) : (
          <>
            <Button onPress={props.onNew}>{t("category.new")}</Button>
            <Button keys="m" onPress={props.onMove}>
              {t("category.move")}
            </Button>
            <Button onPress={props.onArchive}>{t("category.archive")}</Button>
          </>
        )
      }
    >
      <Section>
        <KeyValues>
          <KeyValue name={t("category.products")}>{f.count(c.products)}</KeyValue>
          <KeyValue name={t("category.within")}>{f.count(c.productsWithin)}</KeyValue>
          <KeyValue name={t("category.level")}>{f.count(c.reorderLevelHere)}</KeyValue>
        </KeyValues>
        {!c.archived && (
          <p className="mt-2">
            <Link to="/stock" search={{ category: c.id }} className="link">
              {t("category.show")}
            </Link>
          </p>
        )}
      </Section>
      {!c.archived && (
        <Section title={t("category.about")}>
          <div className="grid gap-3">
            {stale && (
              <Note tone="warn" role="alert">
                {t("category.changed")}
              </Note>
            )}
            <TextField
              label={t("category.reorderLevel")}
              hint={t("category.reorderLevel.hint")}
              value={typed.reorderLevel}
              onChange={(reorderLevel) => setTyped((before) => ({ ...before, reorderLevel }))}
              inputMode="numeric"
              align="right"
              className="[&_.in]:w-32"
              error={level === undefined ? t("category.whole") : (problems?.get("reorderLevel") ?? null)}
              data-testid="category-level"
            />
            <TextArea
              label={t("category.description")}
              rows={4}
              maxLength={DESCRIPTION_MAX}
              value={typed.description}
              onChange={(description) => setTyped((before) => ({ ...before, description }))}
              error={problems?.get("description") ?? null}
            />
            {error !== null && problems === null && <ErrorNote error={error} steps={{ retry: () => void save() }} />}
            {dirty && (
              <div className="flex justify-end gap-2">
                <Button onPress={() => setTyped(was)}>{t("category.discard")}</Button>
                <Button
                  kind="main"
                  keys="mod+enter"
                  off={level === undefined}
                  pending={update.slow}
                  onPress={() => void save()}
                  data-testid="category-save"
                >
                  {t("category.save")}
                </Button>
              </div>
            )}
          </div>
        </Section>
      )}
    </Panel>
  );
}
