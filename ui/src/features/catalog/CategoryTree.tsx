import { ChevronDown, ChevronRight } from "lucide-react";
import {
  type KeyboardEvent,
  type PointerEvent as ReactPointerEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import type { Category, CategoryId } from "../../generated/commands";
import { pathText } from "../../shared/categories";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { ContextMenu, type MenuEntry, Nil, type Point, Shape } from "../../shared/ui";
import { arrow, hasChildren, moveProblem, placeOf } from "./tree";

const t = texts({
  "tree.label": "Categories",
  "tree.col.name": "Category",
  "tree.col.products": "Products",
  "tree.col.within": "With children",
  "tree.col.level": "Low mark",
  "tree.name": "Name",
  "tree.name.new": "Name of the new category",
  "tree.menu": "Category",
  "tree.top": "Drop here for the top",
  "tree.drag.into": "{name} into {parent}",
  "tree.drag.top": "{name} to the top",
  "tree.drag.itself": "not into itself",
  "tree.drag.inside": "not into what lies in it",
  "tree.drag.same": "it is there already",
  "tree.drag.deep": "too deep",
  "tree.inherited": "from above",
});

export type Draft = { kind: "new"; parentId: CategoryId | null } | { kind: "rename"; category: Category };

const COLS = "grid grid-cols-[minmax(0,1fr)_72px_96px_72px] items-center gap-x-3.5 px-4";
const INDENT_PX = 20;
const NAME_MAX = 120;
/** A press that moves less is a click. */
const DRAG_PX = 5;
const EDGE_PX = 24;
const SCROLL_PX = 12;
/** Held over a closed category this long, it opens. */
const OPEN_AFTER_MS = 600;

type Drag = { category: Category; over: CategoryId | null | undefined; at: Point };

/** The tree (WAI-ARIA): one row has the focus, arrows go through it, Alt+→ and Alt+← move the category itself. */
export function CategoryTree(props: {
  rows: readonly Category[];
  shown: readonly Category[];
  /** no tree: each row with its whole path */
  flat: boolean;
  closed: ReadonlySet<string>;
  open: CategoryId | undefined;
  draft: Draft | null;
  onDraft: (name: string) => Promise<string | null>;
  onDraftEnd: () => void;
  onClosed: (id: CategoryId, closed: boolean) => void;
  onOpen: (category: Category) => void;
  onCursor: (category: Category) => void;
  onRename: (category: Category) => void;
  onNew: (category: Category) => void;
  onArchive: (category: Category) => void;
  onStep: (category: Category, way: "in" | "out") => void;
  onMove: (category: Category, parentId: CategoryId | null) => void;
  menu: (category: Category) => MenuEntry[];
  ref?: Ref<HTMLDivElement>;
}) {
  const { rows, shown, closed, draft } = props;
  const f = useFormats();
  const root = useRef<HTMLDivElement>(null);
  useImperativeHandle(props.ref, () => root.current as HTMLDivElement);
  const [cursor, setCursor] = useState<CategoryId | undefined>(props.open);
  const [menuAt, setMenuAt] = useState<{ point: Point; category: Category } | null>(null);
  const at = shown.some((c) => c.id === cursor) ? cursor : shown[0]?.id;
  const { drag, onPointerDown } = useDrag(root, rows, closed, props.flat, props.onMove, props.onClosed);

  const focus = (id: CategoryId) => {
    setCursor(id);
    root.current?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
  };
  const onKeyDown = (e: KeyboardEvent, category: Category) => {
    if (e.target !== e.currentTarget) return;
    const done = () => {
      e.preventDefault();
      e.stopPropagation();
    };
    if (e.altKey && !props.flat && (e.key === "ArrowRight" || e.key === "ArrowLeft")) {
      props.onStep(category, e.key === "ArrowRight" ? "in" : "out");
      return done();
    }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Enter") props.onOpen(category);
    else if (e.key === "F2") props.onRename(category);
    else if (e.key === "Insert") props.onNew(category);
    else if (e.key === "Delete") props.onArchive(category);
    else if (e.key === "ContextMenu" || (e.key === "F10" && e.shiftKey)) {
      const box = e.currentTarget.getBoundingClientRect();
      setMenuAt({ point: { x: box.left + 32, y: box.bottom }, category });
    } else {
      const step = arrow(rows, shown, closed, category.id, e.key);
      if (!step) return;
      if (step.kind === "go") focus(step.id);
      else props.onClosed(step.id, step.kind === "close");
    }
    done();
  };

  const drawn: ({ kind: "row"; category: Category } | { kind: "new"; depth: number })[] = shown.map((category) => ({
    kind: "row",
    category,
  }));
  if (draft?.kind === "new") {
    const parent = shown.findIndex((c) => c.id === draft.parentId);
    const depth = parent === -1 ? 0 : (shown[parent]?.path.length ?? 0);
    drawn.splice(parent + 1, 0, { kind: "new", depth });
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col border-line border-t">
      {/* While something is dragged the head is the place that means the top: nothing below it moves away. */}
      <div
        aria-hidden="true"
        data-drop={drag ? "top" : undefined}
        className={cx(
          COLS,
          "label h-8 shrink-0 border-line border-b",
          drag && "border-dashed",
          drag?.over === null && "bg-accent-tint-2 text-accent-ink!",
        )}
      >
        <span>{drag ? t("tree.top") : t("tree.col.name")}</span>
        <span className="text-right">{t("tree.col.products")}</span>
        <span className="text-right">{t("tree.col.within")}</span>
        <span className="text-right">{t("tree.col.level")}</span>
      </div>
      <div
        ref={root}
        role="tree"
        aria-label={t("tree.label")}
        data-testid="category-tree"
        className="min-h-0 flex-1 overflow-auto"
      >
        {drawn.map((line) =>
          line.kind === "new" ? (
            <div key="new" role="none" className={cx(COLS, "min-h-(--row) border-line border-b")}>
              <span style={{ paddingLeft: line.depth * INDENT_PX + INDENT_PX }}>
                <NameInput label={t("tree.name.new")} value="" onCommit={props.onDraft} onEnd={props.onDraftEnd} />
              </span>
            </div>
          ) : (
            <Row
              key={line.category.id}
              category={line.category}
              place={placeOf(rows, line.category)}
              flat={props.flat}
              opened={!props.flat && hasChildren(rows, line.category.id) ? !closed.has(line.category.id) : undefined}
              focusable={line.category.id === at}
              selected={line.category.id === props.open}
              dropTarget={drag?.over === line.category.id}
              dragged={drag?.category.id === line.category.id}
              renaming={draft?.kind === "rename" && draft.category.id === line.category.id}
              onDraft={props.onDraft}
              onDraftEnd={props.onDraftEnd}
              onFocus={() => {
                setCursor(line.category.id);
                props.onCursor(line.category);
              }}
              onKeyDown={(e) => onKeyDown(e, line.category)}
              onPointerDown={(e) => onPointerDown(e, line.category)}
              onPress={() => props.onOpen(line.category)}
              onToggle={(on) => props.onClosed(line.category.id, !on)}
              onRename={() => props.onRename(line.category)}
              onMenu={(point) => setMenuAt({ point, category: line.category })}
              count={f.count}
            />
          ),
        )}
      </div>
      {drag && <DragLabel drag={drag} rows={rows} />}
      <ContextMenu
        label={t("tree.menu")}
        at={menuAt?.point ?? null}
        entries={menuAt ? props.menu(menuAt.category) : []}
        onClose={() => {
          const back = menuAt?.category.id;
          setMenuAt(null);
          if (back) focus(back);
        }}
      />
    </div>
  );
}

function Row(props: {
  category: Category;
  place: { at: number; of: number; level: number };
  flat: boolean;
  /** undefined: nothing is below it */
  opened: boolean | undefined;
  focusable: boolean;
  selected: boolean;
  dropTarget: boolean;
  dragged: boolean;
  renaming: boolean;
  onDraft: (name: string) => Promise<string | null>;
  onDraftEnd: () => void;
  onFocus: () => void;
  onKeyDown: (e: KeyboardEvent) => void;
  onPointerDown: (e: ReactPointerEvent) => void;
  onPress: () => void;
  onToggle: (open: boolean) => void;
  onRename: () => void;
  onMenu: (point: Point) => void;
  count: (n: number) => string;
}) {
  const { category: c, place } = props;
  const Chevron = props.opened ? ChevronDown : ChevronRight;
  return (
    <div
      role="treeitem"
      tabIndex={props.focusable ? 0 : -1}
      aria-level={props.flat ? 1 : place.level}
      aria-posinset={place.at}
      aria-setsize={place.of}
      aria-expanded={props.opened}
      aria-selected={props.selected}
      data-id={c.id}
      data-testid="category-row"
      onFocus={(e) => e.target === e.currentTarget && props.onFocus()}
      onKeyDown={props.onKeyDown}
      onPointerDown={props.onPointerDown}
      onClick={props.onPress}
      onDoubleClick={props.onRename}
      onContextMenu={(e) => {
        e.preventDefault();
        e.currentTarget.focus();
        props.onMenu({ x: e.clientX, y: e.clientY });
      }}
      className={cx(
        COLS,
        "relative h-(--row) border-line border-b -outline-offset-2! hover:bg-hover",
        // What is wrong with a name hangs below its row; a row that is kept out of sight would cut it off.
        props.renaming ? "z-10" : "[contain-intrinsic-size:auto_32px] [content-visibility:auto]",
        props.selected &&
          "bg-accent-tint! before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent",
        props.dropTarget && "bg-accent-tint-2!",
        props.dragged && "opacity-50",
      )}
    >
      <span
        className="flex min-w-0 items-center"
        style={{ paddingLeft: props.flat ? 0 : (place.level - 1) * INDENT_PX }}
      >
        {!props.flat && (
          // The arrow keys do the same; a pointer needs the little arrow.
          <span
            aria-hidden="true"
            data-testid="category-toggle"
            className={cx(
              "grid size-5 shrink-0 place-items-center rounded-1 text-ink-3 hover:bg-press",
              props.opened === undefined && "invisible",
            )}
            onPointerDown={(e) => e.stopPropagation()}
            onClick={(e) => {
              e.stopPropagation();
              props.onToggle(!props.opened);
            }}
            onDoubleClick={(e) => e.stopPropagation()}
          >
            <Chevron size={14} />
          </span>
        )}
        {props.renaming ? (
          <NameInput label={t("tree.name")} value={c.name} onCommit={props.onDraft} onEnd={props.onDraftEnd} />
        ) : (
          <span className="truncate font-medium">
            {props.flat && c.path.length > 1 && (
              <span className="font-normal text-ink-3">{pathText(c.path.slice(0, -1))} / </span>
            )}
            {c.name}
          </span>
        )}
      </span>
      <span className="text-right tabular-nums">{c.products === 0 ? <Nil /> : props.count(c.products)}</span>
      <span className="text-right text-ink-2 tabular-nums">
        {c.productsWithin === c.products ? <Nil /> : props.count(c.productsWithin)}
      </span>
      <span
        className={cx("text-right tabular-nums", c.reorderLevel === null && "text-ink-3")}
        title={c.reorderLevel === null ? t("tree.inherited") : undefined}
      >
        {props.count(c.reorderLevelHere)}
      </span>
    </div>
  );
}

/** A name typed in its place: Enter keeps it, Esc leaves it as it was, leaving the field keeps it too. */
function NameInput(props: {
  label: string;
  value: string;
  onCommit: (name: string) => Promise<string | null>;
  onEnd: () => void;
}) {
  const [text, setText] = useState(props.value);
  const [problem, setProblem] = useState<string | null>(null);
  const busy = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
    input.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const commit = async () => {
    if (busy.current) return;
    if (text.trim() === "" || text.trim() === props.value) return props.onEnd();
    busy.current = true;
    const wrong = await props.onCommit(text);
    busy.current = false;
    setProblem(wrong);
    if (wrong !== null) input.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the row must not hear the clicks and keys of its field
    <span
      className="relative flex min-w-0 flex-1 items-center"
      onPointerDown={(e) => e.stopPropagation()}
      onDoubleClick={(e) => e.stopPropagation()}
    >
      <input
        ref={input}
        aria-label={props.label}
        aria-invalid={problem !== null || undefined}
        data-testid="category-name"
        value={text}
        maxLength={NAME_MAX}
        autoComplete="off"
        spellCheck={false}
        className={cx(
          "h-6 w-64 rounded-1 bg-surface px-1.5 font-medium shadow-[inset_0_0_0_2px_var(--focus)]",
          problem !== null && "shadow-[inset_0_0_0_2px_var(--bad)]!",
        )}
        onClick={(e) => e.stopPropagation()}
        onChange={(e) => {
          setText(e.target.value);
          setProblem(null);
        }}
        onBlur={() => problem === null && void commit()}
        onKeyDown={(e) => {
          if (e.key === "Enter") void commit();
          else if (e.key === "Escape") props.onEnd();
          else return e.stopPropagation();
          e.preventDefault();
          e.stopPropagation();
        }}
      />
      {problem !== null && (
        <span
          role="alert"
          className="absolute top-full left-0 z-10 mt-1 flex w-max max-w-80 gap-1.5 rounded-2 bg-raised px-2 py-1 text-12 text-bad shadow-pop"
        >
          <Shape name="rejected" className="mt-px text-bad" />
          {problem}
        </span>
      )}
    </span>
  );
}

function DragLabel(props: { drag: Drag; rows: readonly Category[] }) {
  const { category, over, at } = props.drag;
  const problem = over === undefined ? null : moveProblem(props.rows, category.id, over);
  const parent = props.rows.find((c) => c.id === over);
  return (
    <div
      role="status"
      className="pointer-events-none fixed z-40 rounded-2 bg-raised px-2 py-1 text-12 shadow-pop"
      style={{ left: at.x + 14, top: at.y + 10 }}
    >
      <b className="font-medium">
        {over === undefined
          ? category.name
          : parent
            ? t("tree.drag.into", { name: category.name, parent: parent.name })
            : t("tree.drag.top", { name: category.name })}
      </b>
      {problem !== null && <span className="text-bad"> {t(`tree.drag.${problem}`)}</span>}
    </div>
  );
}

/** Drag by pointer events: the platform's own drag and drop does not work in WebKitGTK. */
function useDrag(
  root: React.RefObject<HTMLDivElement | null>,
  rows: readonly Category[],
  closed: ReadonlySet<string>,
  off: boolean,
  onMove: (category: Category, parentId: CategoryId | null) => void,
  onClosed: (id: CategoryId, closed: boolean) => void,
) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const latest = useRef({ rows, closed, onMove, onClosed });
  latest.current = { rows, closed, onMove, onClosed };
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  const onPointerDown = (e: ReactPointerEvent, category: Category) => {
    if (off || e.button !== 0) return;
    const from = { x: e.clientX, y: e.clientY };
    let current: Drag | null = null;
    let opening: { id: string; timer: ReturnType<typeof setTimeout> } | null = null;

    const overAt = (x: number, y: number): CategoryId | null | undefined => {
      const element = document.elementFromPoint(x, y);
      if (element?.closest("[data-drop=top]")) return null;
      const id = element?.closest<HTMLElement>("[data-id]")?.dataset.id;
      return id === undefined || !root.current?.contains(element) ? undefined : (id as CategoryId);
    };
    const end = (event: Event | null) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", key, { capture: true });
      if (opening) clearTimeout(opening.timer);
      stop.current = null;
      setDrag(null);
      if (event?.type !== "pointerup" || !current) return;
      // The click that follows belongs to the drag.
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
      if (current.over !== undefined) latest.current.onMove(category, current.over);
    };
    const cancel = () => end(null);
    const swallow = (event: Event) => event.stopPropagation();
    const key = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape" || !current) return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    };
    const move = (event: PointerEvent) => {
      if (!current && Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG_PX) return;
      const over = overAt(event.clientX, event.clientY);
      current = { category, over, at: { x: event.clientX, y: event.clientY } };
      setDrag(current);
      if (opening?.id !== over) {
        if (opening) clearTimeout(opening.timer);
        opening =
          over && latest.current.closed.has(over)
            ? { id: over, timer: setTimeout(() => latest.current.onClosed(over, false), OPEN_AFTER_MS) }
            : null;
      }
      // Near an edge the tree scrolls along.
      const tree = root.current;
      if (!tree) return;
      const box = tree.getBoundingClientRect();
      if (event.clientY < box.top + EDGE_PX) tree.scrollTop -= SCROLL_PX;
      else if (event.clientY > box.bottom - EDGE_PX) tree.scrollTop += SCROLL_PX;
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", key, { capture: true });
    stop.current = cancel;
  };
  return { drag, onPointerDown };
}
