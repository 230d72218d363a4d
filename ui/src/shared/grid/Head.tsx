import { ArrowDown, ArrowUp } from "lucide-react";
import { type PointerEvent as ReactPointerEvent, useState } from "react";
import { cx } from "../cx";
import { texts } from "../i18n";
import { Checkbox } from "../ui/fields";
import type { Column, GridLayout } from "./layout";

const t = texts({ "grid.sortBy": "Sort by {column}", "grid.all": "Select all" });

export const HEAD_PX = 32;

export function Head<T>(props: {
  columns: Column<T>[];
  minWidth: number;
  layout: GridLayout<T>;
  sort?: string;
  onSort?: (sort: string) => void;
  /** the box of all rows; undefined where the grid has none */
  checked?: boolean | "some";
  onCheck: (all: boolean) => void;
}) {
  const [dragging, setDragging] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const { layout } = props;

  const startResize = (event: ReactPointerEvent, column: Column<T>) => {
    event.preventDefault();
    event.stopPropagation();
    const from = event.clientX;
    const before = layout.width(column);
    const move = (e: PointerEvent) => layout.setWidth(column.id, before + e.clientX - from);
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
  };

  // Dragging by pointer events: HTML5 drag does not work in WebKitGTK. The Columns menu does the same by keyboard.
  const startMove = (event: ReactPointerEvent, column: Column<T>) => {
    if (event.button !== 0) return;
    const from = event.clientX;
    let active = false;
    let target: string | null = null;
    const move = (e: PointerEvent) => {
      if (!active && Math.abs(e.clientX - from) > 6) {
        active = true;
        setDragging(column.id);
      }
      if (!active) return;
      const at = document.elementFromPoint(e.clientX, e.clientY)?.closest<HTMLElement>("[data-head]");
      target = at?.dataset.head ?? null;
      setOver(target);
    };
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      if (active && target && target !== column.id) layout.moveTo(column.id, target);
      setDragging(null);
      setOver(null);
      if (active) addEventListener("click", (e) => e.stopPropagation(), { capture: true, once: true });
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
  };

  return (
    <div
      role="row"
      aria-rowindex={1}
      className="grid-row sticky top-0 z-10 h-8 bg-surface font-medium text-11 text-ink-3"
      style={{ minWidth: props.minWidth }}
    >
      {props.checked !== undefined && (
        <span
          role="columnheader"
          aria-colindex={1}
          className={cx(
            "grid place-items-center overflow-visible!",
            props.checked === false &&
              "opacity-0 focus-within:opacity-100 hover:opacity-100 group-has-[[data-check]:hover]/grid:opacity-100",
          )}
        >
          <Checkbox checked={props.checked} onChange={props.onCheck} label={t("grid.all")} />
        </span>
      )}
      {props.columns.map((c, at) => {
        const sorted = c.sort !== undefined && (props.sort === c.sort.first || props.sort === c.sort.second);
        const up = sorted && props.sort !== undefined && (c.ascending ?? []).includes(props.sort);
        return (
          <span
            key={c.id}
            role="columnheader"
            aria-colindex={at + (props.checked === undefined ? 1 : 2)}
            aria-sort={sorted ? (up ? "ascending" : "descending") : c.sort ? "none" : undefined}
            data-head={c.id}
            className={cx(
              "group/head relative overflow-visible! select-none",
              c.align === "right" && "text-right",
              dragging === c.id && "opacity-50",
              over === c.id && dragging !== null && dragging !== c.id && "text-accent-ink",
            )}
            onPointerDown={(e) => startMove(e, c)}
          >
            {c.sort && props.onSort ? (
              <button
                type="button"
                aria-label={t("grid.sortBy", { column: c.header })}
                className={cx(
                  "inline-flex h-6 max-w-full items-center gap-[3px] rounded-1 align-middle hover:text-ink",
                  sorted && "text-ink",
                )}
                onClick={() => {
                  if (!c.sort) return;
                  props.onSort?.(props.sort === c.sort.first && c.sort.second ? c.sort.second : c.sort.first);
                }}
              >
                <span className="truncate">{c.header}</span>
                {sorted && (up ? <ArrowUp size={12} aria-hidden="true" /> : <ArrowDown size={12} aria-hidden="true" />)}
              </button>
            ) : (
              <span className="block truncate">{c.header}</span>
            )}
            <span
              aria-hidden="true"
              className="-right-[11px] absolute inset-y-0 w-2 cursor-col-resize border-transparent border-r group-hover/head:border-line-2"
              onPointerDown={(e) => startResize(e, c)}
            />
          </span>
        );
      })}
    </div>
  );
}
