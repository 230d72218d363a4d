import { Plus } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useActions } from "../actions";
import { texts } from "../i18n";
import { Kbd } from "../ui/controls";
import { Chip } from "../ui/layout";
import { ContextMenu, type Point, Popover } from "../ui/overlays";

const t = texts({ "filter.add": "Filter", "filter.title": "Filter by" });

const EDITOR_PX = 320;

/** One filter in words: "Total" "at least" "€20.00". */
export type ChipText<F extends string> = { field: F; name: string; condition: string; value: string };

/** The chips of a list's filter, each of which opens to be changed, and one more to add. */
export function FilterChips<F extends string>(props: {
  /** the list's name, for its action: "orders" makes `orders_filter` */
  id: string;
  /** all that can be filtered by, in the order in which it is offered */
  fields: readonly F[];
  nameOf: (field: F) => string;
  chips: readonly ChipText<F>[];
  onRemove: (field: F) => void;
  /** what changes one field; it calls `done` when it is applied */
  editor: (field: F, done: () => void) => ReactNode;
  /** px, where the usual 320 are too few */
  editorWidth?: (field: F) => number | undefined;
  /** the key that adds a filter; F where the list has no search field */
  keys?: string;
}) {
  const [editing, setEditing] = useState<F | null>(null);
  const [adding, setAdding] = useState<Point | null>(null);
  const anchor = useRef<HTMLElement | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const refs = useRef(new Map<F, HTMLButtonElement>());
  const keys = props.keys ?? "f";

  const edit = (field: F) => {
    anchor.current = refs.current.get(field) ?? addButton.current;
    setAdding(null);
    setEditing(field);
  };
  const add = () => {
    const box = addButton.current?.getBoundingClientRect();
    setEditing(null);
    if (box) setAdding({ x: box.left, y: box.bottom });
  };
  useActions([
    { id: `${props.id}_filter`, label: t("filter.add"), section: "list", keys: [keys], icon: Plus, run: add },
  ]);

  return (
    <>
      {props.chips.map((c) => (
        <Chip
          key={c.field}
          testid={`chip-${c.field}`}
          field={c.name}
          condition={c.condition}
          value={c.value}
          buttonRef={(element) => {
            if (element) refs.current.set(c.field, element);
            else refs.current.delete(c.field);
          }}
          onEdit={() => edit(c.field)}
          onRemove={() => props.onRemove(c.field)}
        />
      ))}
      <AriaButton
        ref={addButton}
        data-testid="add-filter"
        onPress={add}
        className="inline-flex h-6 shrink-0 items-center gap-1 rounded-1 border border-line-2 border-dashed pr-1 pl-1.5 text-12 text-ink-3 data-hovered:bg-hover"
      >
        <Plus size={12} aria-hidden="true" />
        {t("filter.add")}
        <Kbd keys={keys} />
      </AriaButton>
      <ContextMenu
        label={t("filter.title")}
        at={adding}
        onClose={() => setAdding(null)}
        entries={props.fields.map((field) => ({ id: field, label: props.nameOf(field), run: () => edit(field) }))}
      />
      <Popover
        open={editing !== null}
        onClose={() => setEditing(null)}
        triggerRef={anchor}
        label={editing ? props.nameOf(editing) : t("filter.title")}
        width={(editing && props.editorWidth?.(editing)) ?? EDITOR_PX}
      >
        {editing && <div key={editing}>{props.editor(editing, () => setEditing(null))}</div>}
      </Popover>
    </>
  );
}
