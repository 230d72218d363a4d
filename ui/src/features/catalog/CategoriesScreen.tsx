import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Archive, ArchiveRestore, FolderInput, FolderPlus, Package, PencilLine } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { RefusedError } from "../../bridge";
import type { Category, CategoryId } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { pathText } from "../../shared/categories";
import { refusalText } from "../../shared/errors/table";
import { useFormats } from "../../shared/formats";
import { FindField, ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";
import { usePersisted } from "../../shared/persisted";
import { useWrite } from "../../shared/query";
import {
  Button,
  EmptyError,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  type MenuEntry,
  PanelSkeleton,
  Total,
  TotalsBar,
  toastDone,
  toastError,
  ViewTabs,
} from "../../shared/ui";
import { useCategoryTree } from "./api";
import { CategoryPanel } from "./CategoryPanel";
import { CategoryTree, type Draft } from "./CategoryTree";
import { ArchiveDialog, MoveDialog } from "./categoryDialogs";
import type { CategoriesSearch } from "./search";
import { moveProblem, searched, stepIn, stepOut, visibleRows } from "./tree";

const t = texts({
  "categories.title": "Categories",
  "categories.views": "Views",
  "categories.view.tree": "Tree",
  "categories.view.archived": "Archived",
  "categories.find": "Name or path",
  "categories.new": "New category",
  "categories.totals": "Totals",
  "categories.total": "{n, plural, one {category} other {categories}}",
  "categories.total.products": "{n, plural, one {product in a category} other {products in categories}}",
  "categories.empty": "No categories yet",
  "categories.empty.lead": "Categories order products in a tree, like Camp / Water. Each may have its own low mark.",
  "categories.empty.match": "No category matches",
  "categories.empty.match.lead": "Nothing here is called “{text}”.",
  "categories.empty.archived": "Nothing is archived",
  "categories.empty.archived.lead": "An archived category comes here and can be restored.",
  "categories.clear": "Clear the search",
  "categories.act.rename": "Rename",
  "categories.act.inside": "New category inside",
  "categories.act.move": "Move…",
  "categories.act.archive": "Archive…",
  "categories.act.restore": "Restore",
  "categories.act.stock": "Show its stock",
  "categories.act.product": "New product in it",
  "categories.created": "<b>{name}</b> created.",
  "categories.renamed": "<b>{before}</b> is now <b>{name}</b>.",
  "categories.moved": "<b>{name}</b> is in <b>{parent}</b> now.",
  "categories.moved.top": "<b>{name}</b> is at the top now.",
  "categories.archived": "<b>{name}</b> archived.",
  "categories.restored": "<b>{name}</b> restored.",
  "categories.undo": "Undo",
  "categories.close": "Close the panel",
});

const route = getRouteApi("/categories");
/** More than these begin closed, so that the first look is an overview. */
const OPEN_MAX = 120;

type Dialog = { kind: "move" | "archive"; category: Category };

export function CategoriesScreen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const found = useCategoryTree();
  const all = found.data?.rows;
  const active = useMemo(() => (all ?? []).filter((c) => !c.archived), [all]);
  const archived = useMemo(() => (all ?? []).filter((c) => c.archived), [all]);
  const [kept, setKept] = usePersisted<string[] | null>("stockroom.categories.closed", null);
  const closed = useMemo(
    () => new Set(kept ?? (active.length > OPEN_MAX ? active.map((c) => c.id as string) : [])),
    [kept, active],
  );
  const [draft, setDraft] = useState<Draft | null>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [cursor, setCursor] = useState<CategoryId | null>(null);
  const tree = useRef<HTMLDivElement>(null);

  const create = useWrite("category_create");
  const update = useWrite("category_update");
  const move = useWrite("category_move");
  const restore = useWrite("category_restore");

  const text = search.text?.trim() ?? "";
  const view = search.archived ? "archived" : "tree";
  const shown = useMemo(() => {
    if (view === "archived") return searched(archived, text);
    return text === "" ? visibleRows(active, closed) : searched(active, text);
  }, [view, active, archived, closed, text]);
  const open = (all ?? []).find((c) => c.id === search.open);
  const pointed = open ?? active.find((c) => c.id === cursor);

  const replace = (next: CategoriesSearch) => void navigate({ to: "/categories", search: next, replace: true });
  // A row that was just made or moved is there only when the tree has been read again.
  const wanted = useRef<CategoryId | null>(null);
  const tryFocus = () =>
    requestAnimationFrame(() => {
      const row = wanted.current && tree.current?.querySelector<HTMLElement>(`[data-id="${wanted.current}"]`);
      if (!row) return;
      wanted.current = null;
      row.focus();
    });
  const focusRow = (id: CategoryId | undefined) => {
    wanted.current = id ?? null;
    tryFocus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time other rows are shown
  useEffect(() => void tryFocus(), [shown]);
  const show = (id: CategoryId) => replace({ ...search, open: id });
  const setClosed = (id: CategoryId, on: boolean) => {
    const next = new Set(closed);
    if (on) next.add(id);
    else next.delete(id);
    setKept([...next]);
  };

  /** Saves a name that was typed in place; what is wrong with it, or null when it is saved. */
  const commitDraft = async (name: string): Promise<string | null> => {
    if (!draft) return null;
    const at = name.trim();
    try {
      if (draft.kind === "new") {
        const { value } = await create.run({ name: at, parentId: draft.parentId ?? undefined });
        setDraft(null);
        show(value.id);
        focusRow(value.id);
        toastDone(t.rich("categories.created", { name: value.name }));
        return null;
      }
      const { category } = draft;
      if (at !== category.name) {
        const { value } = await update.run({ id: category.id, rowVersion: category.rowVersion, name: at });
        toastDone(t.rich("categories.renamed", { before: category.name, name: value.name }), {
          label: t("categories.undo"),
          run: () => void rename(value, category.name),
        });
      }
      setDraft(null);
      focusRow(category.id);
      return null;
    } catch (cause) {
      if (cause instanceof RefusedError) {
        const { refusal } = cause;
        if (refusal.code === "VALIDATION") return refusal.fields[0]?.message ?? refusalText(refusal, f).sentence;
        return refusalText(refusal, f).sentence;
      }
      toastError(cause);
      return null;
    }
  };
  const rename = async (category: Category, name: string) => {
    try {
      await update.run({ id: category.id, rowVersion: category.rowVersion, name });
    } catch (cause) {
      toastError(cause);
    }
  };
  const moveTo = async (category: Category, parentId: CategoryId | null, undone = false) => {
    try {
      const { value } = await move.run({ id: category.id, rowVersion: category.rowVersion, parentId });
      if (parentId !== null) setClosed(parentId, false);
      focusRow(value.id);
      if (undone) return;
      const parent = active.find((c) => c.id === parentId);
      toastDone(
        parent
          ? t.rich("categories.moved", { name: value.name, parent: parent.name })
          : t.rich("categories.moved.top", { name: value.name }),
        { label: t("categories.undo"), run: () => void moveTo(value, category.parentId, true) },
      );
    } catch (cause) {
      toastError(cause, { retry: () => void moveTo(category, parentId) });
    }
  };
  const bringBack = async (category: Category) => {
    try {
      const { value } = await restore.run({ id: category.id, rowVersion: category.rowVersion });
      toastDone(t.rich("categories.restored", { name: value.name }));
    } catch (cause) {
      toastError(cause);
    }
  };
  const startNew = (parentId: CategoryId | null) => {
    if (parentId !== null) setClosed(parentId, false);
    if (view === "archived" || text !== "") replace({ open: search.open });
    setDraft({ kind: "new", parentId });
  };
  const closePanel = () => {
    replace({ ...search, open: undefined });
    focusRow(search.open as CategoryId | undefined);
  };

  const menu = (c: Category): MenuEntry[] =>
    c.archived
      ? [
          {
            id: "restore",
            label: t("categories.act.restore"),
            icon: ArchiveRestore,
            run: () => void bringBack(c),
          },
        ]
      : [
          {
            id: "rename",
            label: t("categories.act.rename"),
            icon: PencilLine,
            keys: "f2",
            run: () => setDraft({ kind: "rename", category: c }),
          },
          {
            id: "inside",
            label: t("categories.act.inside"),
            icon: FolderPlus,
            keys: "insert",
            run: () => startNew(c.id),
          },
          {
            id: "move",
            label: t("categories.act.move"),
            icon: FolderInput,
            keys: "m",
            run: () => setDialog({ kind: "move", category: c }),
          },
          { kind: "line", id: "line-1" },
          {
            id: "stock",
            label: t("categories.act.stock"),
            icon: Package,
            run: () => void navigate({ to: "/stock", search: { category: c.id } }),
          },
          {
            id: "product",
            label: t("categories.act.product"),
            icon: Package,
            run: () => void navigate({ to: "/products/new", search: { category: c.id } }),
          },
          { kind: "line", id: "line-2" },
          {
            id: "archive",
            label: t("categories.act.archive"),
            icon: Archive,
            danger: true,
            keys: "delete",
            run: () => setDialog({ kind: "archive", category: c }),
          },
        ];

  useActions([
    {
      id: "category_new",
      label: t("categories.new"),
      section: "act",
      keys: ["p"],
      icon: FolderPlus,
      run: () => startNew(null),
    },
    ...(pointed && !pointed.archived
      ? [
          {
            id: "category_move",
            label: `${t("categories.act.move")} ${pointed.name}`,
            section: "act" as const,
            keys: ["m"],
            icon: FolderInput,
            run: () => setDialog({ kind: "move", category: pointed }),
          },
        ]
      : []),
    {
      id: "categories_close",
      label: t("categories.close"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      enabled: search.open !== undefined,
      run: closePanel,
    },
  ]);

  const inCategories = active.reduce((sum, c) => sum + c.products, 0);
  return (
    <>
      <ScreenBar
        title={t("categories.title")}
        actions={
          <Button icon={FolderPlus} keys="p" onPress={() => startNew(null)} data-testid="new-category">
            {t("categories.new")}
          </Button>
        }
      />
      <ViewTabs
        label={t("categories.views")}
        tabs={(["tree", "archived"] as const).map((id) => ({
          id,
          label: t(`categories.view.${id}`),
          count: all && f.count(id === "tree" ? active.length : archived.length),
          active: view === id,
          onPress: () => replace({ archived: id === "archived" || undefined, text: search.text }),
        }))}
      />
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("categories.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <FilterBar>
            <FindField
              id="categories"
              label={t("categories.find")}
              value={search.text ?? ""}
              onChange={(next) => replace({ ...search, text: next === "" ? undefined : next })}
              onLeave={() => focusRow(shown[0]?.id)}
            />
          </FilterBar>
          {all === undefined ? (
            found.error ? (
              <EmptyError error={found.error} onRetry={() => void found.refetch()} />
            ) : (
              <PanelSkeleton />
            )
          ) : shown.length === 0 && draft === null ? (
            <div className="flex-1 border-line border-t">
              {text !== "" ? (
                <EmptyNoMatch
                  title={t("categories.empty.match")}
                  actions={
                    <Button size="sm" onPress={() => replace({ ...search, text: undefined })}>
                      {t("categories.clear")}
                    </Button>
                  }
                >
                  {t("categories.empty.match.lead", { text })}
                </EmptyNoMatch>
              ) : view === "archived" ? (
                <EmptyFirst title={t("categories.empty.archived")}>{t("categories.empty.archived.lead")}</EmptyFirst>
              ) : (
                <EmptyFirst
                  title={t("categories.empty")}
                  actions={
                    <Button size="sm" kind="main" icon={FolderPlus} onPress={() => startNew(null)}>
                      {t("categories.new")}
                    </Button>
                  }
                >
                  {t("categories.empty.lead")}
                </EmptyFirst>
              )}
            </div>
          ) : (
            <CategoryTree
              ref={tree}
              rows={view === "archived" ? archived : active}
              shown={shown}
              flat={view === "archived"}
              closed={text === "" ? closed : NONE}
              open={search.open as CategoryId | undefined}
              draft={draft}
              onDraft={commitDraft}
              onDraftEnd={() => {
                const back = draft?.kind === "rename" ? draft.category.id : (draft?.parentId ?? undefined);
                setDraft(null);
                focusRow(back ?? undefined);
              }}
              onClosed={setClosed}
              onOpen={(c) => show(c.id)}
              onCursor={(c) => {
                setCursor(c.id);
                if (search.open !== undefined && search.open !== c.id) show(c.id);
              }}
              onRename={(c) => !c.archived && setDraft({ kind: "rename", category: c })}
              onNew={(c) => !c.archived && startNew(c.id)}
              onArchive={(c) => !c.archived && setDialog({ kind: "archive", category: c })}
              onStep={(c, way) => {
                const step = way === "in" ? stepIn(active, c.id) : stepOut(active, c.id);
                if (step) void moveTo(c, step.parentId);
              }}
              onMove={(c, parentId) => {
                if (moveProblem(active, c.id, parentId) === null) void moveTo(c, parentId);
              }}
              menu={menu}
            />
          )}
          <TotalsBar label={t("categories.totals")}>
            {all && (
              <>
                <Total value={f.count(active.length)} word={t("categories.total", { n: active.length })} />
                <Total value={f.count(inCategories)} word={t("categories.total.products", { n: inCategories })} />
              </>
            )}
          </TotalsBar>
        </section>
        {open && (
          <CategoryPanel
            key={open.id}
            category={open}
            menu={menu(open)}
            onClose={closePanel}
            onNew={() => startNew(open.id)}
            onMove={() => setDialog({ kind: "move", category: open })}
            onArchive={() => setDialog({ kind: "archive", category: open })}
            onRestore={() => void bringBack(open)}
          />
        )}
      </div>
      {dialog?.kind === "move" && (
        <MoveDialog
          category={dialog.category}
          rows={active}
          onClose={() => setDialog(null)}
          onMove={(parentId) => {
            setDialog(null);
            void moveTo(dialog.category, parentId);
          }}
        />
      )}
      {dialog?.kind === "archive" && (
        <ArchiveDialog
          category={dialog.category}
          rows={active}
          onClose={() => setDialog(null)}
          onDone={(archivedNow) => {
            setDialog(null);
            replace({ ...search, open: undefined });
            // The row below it, or the one above.
            const at = shown.findIndex((c) => c.id === archivedNow.id);
            focusRow((shown[at + 1] ?? shown[at - 1])?.id);
            toastDone(t.rich("categories.archived", { name: archivedNow.name }), {
              label: t("categories.act.restore"),
              run: () => void bringBack(archivedNow),
            });
          }}
        />
      )}
    </>
  );
}

const NONE: ReadonlySet<string> = new Set();

/** "Camp / Water" above a category; empty at the top. */
export const parentPath = (c: Category) => pathText(c.path.slice(0, -1));
