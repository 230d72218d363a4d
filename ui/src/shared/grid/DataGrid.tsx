import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { flushSync } from "react-dom";
import { shell } from "../../bridge";
import { cx } from "../cx";
import { texts } from "../i18n";
import { Button } from "../ui/controls";
import { EmptyError, Note, useLate } from "../ui/feedback";
import { ContextMenu, type MenuEntry, type Point } from "../ui/overlays";
import { HEAD_PX, Head } from "./Head";
import { BoneRows, Line } from "./Line";
import { CHECK_PX, columnsThatFit, GAP_PX, type GridLayout, naturalWidth, ROW_PX } from "./layout";
import {
  addRange,
  anchorOf,
  clampOffset,
  type Geometry,
  isCapped,
  isSelected,
  NOTHING,
  OVERSCAN,
  offsetFromScroll,
  offsetToShow,
  poolSize,
  rowsPerPage,
  rowsToDraw,
  type Selection,
  scrollFromOffset,
  selectionSize,
  spacerHeight,
  toggleIndex,
  toTsv,
  type Window,
} from "./math";
import type { RowSource } from "./source";

const t = texts({
  "grid.menu": "Row",
  "grid.partError": "Some rows could not be read.",
  "grid.retry": "Try again",
});

/** More rows than this are an export, not a copy. */
export const COPY_MAX_ROWS = 10_000;

export type GridHandle = {
  focus: () => void;
  goTo: (index: number) => void;
  clearSelection: () => void;
  selectAll: () => void;
  select: (selection: Selection) => void;
  /** the selected rows, or the one under the cursor */
  copy: () => void;
};

export type DataGridProps<T> = {
  label: string;
  layout: GridLayout<T>;
  source: RowSource<T>;
  sort?: string;
  onSort?: (sort: string) => void;
  /** the key of the row that the panel shows */
  openKey?: string | null;
  onOpen?: (row: T, index: number) => void;
  /** a click only goes to the row: Enter or a double click opens it, where what opens covers the list */
  opensByDoubleClick?: boolean;
  /** the cursor came to a row (arrows, click) */
  onCursor?: (row: T, index: number) => void;
  onSelection?: (selection: Selection) => void;
  /** a column of boxes, for rows that are acted on together */
  checks?: boolean;
  menu?: (row: T, selection: Selection) => MenuEntry[];
  /** the menu of a row opens: time to read what it will offer */
  onMenu?: (row: T) => void;
  dim?: (row: T) => boolean;
  /** changes when the row was saved: it then flashes once */
  stamp?: (row: T) => number | string;
  /** keys for rows that are handled by the screen; return true when done */
  onKey?: (event: KeyboardEvent, row: T | undefined) => boolean;
  onCopied?: (rows: number) => void;
  /** px of every row, for two-line rows */
  rowPx?: number;
  /** shown instead of rows when there is none */
  empty?: ReactNode;
  /** old rows are shown while new ones are fetched */
  busy?: boolean;
  /** place, cursor and selection come back under this name */
  restoreKey?: string;
  ref?: Ref<GridHandle>;
  testid?: string;
};

type Remembered = { offset: number; cursor: number; selection: Selection };
const remembered = new Map<string, Remembered>();

/** One scroller, one sticky layer, some forty rows that are used again: a million rows cost what forty do. */
export function DataGrid<T>(props: DataGridProps<T>) {
  const { source, layout } = props;
  useSyncExternalStore(source.subscribe, source.version);
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const belt = useRef<HTMLDivElement>(null);
  const start = useMemo<Remembered>(
    () => (props.restoreKey && remembered.get(props.restoreKey)) || { offset: 0, cursor: 0, selection: NOTHING },
    [props.restoreKey],
  );
  const offset = useRef(start.offset);
  const ownScroll = useRef(-1);
  const [size, setSize] = useState({ width: 800, height: 600 });
  const [cursor, setCursor] = useState(start.cursor);
  const [selection, setSelectionState] = useState<Selection>(start.selection);
  const [rangeFrom, setRangeFrom] = useState<number | null>(null);
  const [menuAt, setMenuAt] = useState<{ point: Point; row: T; index: number } | null>(null);
  const moved = useRef(false);

  const row = props.rowPx ?? ROW_PX[layout.density];
  const g: Geometry = { count: source.count, row, viewport: Math.max(row, size.height - HEAD_PX) };
  const copyNow = useRef(() => {});
  const geometry = useRef(g);
  geometry.current = g;

  const [drawn, setDrawn] = useState<Window>({ first: 0, last: -1 });
  const now = rowsToDraw(clampOffset(offset.current, g), g);
  const win = drawn.first === now.first && drawn.last === now.last ? drawn : now;
  const anchor = anchorOf(win.first);

  const checks = props.checks ?? false;
  const boxes = checks ? CHECK_PX + GAP_PX : 0;
  const columns = columnsThatFit(layout.shown, layout.width, size.width - boxes);
  const natural = naturalWidth(columns, layout.width) + boxes;
  const template = [
    ...(checks ? [`${CHECK_PX}px`] : []),
    ...columns.map((c) => (c.flex ? `minmax(${layout.width(c)}px, 1fr)` : `${layout.width(c)}px`)),
  ].join(" ");

  const place = useCallback(() => {
    if (belt.current) {
      const from = Number(belt.current.dataset.anchor) * geometry.current.row;
      belt.current.style.transform = `translate3d(0, ${from - offset.current}px, 0)`;
    }
  }, []);

  const setOffset = useCallback(
    (next: number, own: boolean) => {
      const geo = geometry.current;
      const before = rowsToDraw(offset.current, geo);
      offset.current = clampOffset(next, geo);
      if (own && scroller.current) {
        const top = Math.round(scrollFromOffset(offset.current, geo));
        if (Math.round(scroller.current.scrollTop) !== top) {
          ownScroll.current = top;
          scroller.current.scrollTop = top;
        }
      }
      const after = rowsToDraw(offset.current, geo);
      if (after.first === before.first && after.last === before.last) place();
      else if (Math.abs(after.first - before.first) >= OVERSCAN) flushSync(() => setDrawn(after));
      else setDrawn(after);
    },
    [place],
  );

  useLayoutEffect(place);

  // The size of the window, before the first paint and whenever it changes.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth || 800, height: element.clientHeight || 600 });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Come back where one was; and keep the offset inside a list that became shorter.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when what is scrolled over changes
  useLayoutEffect(() => {
    if (source.count > 0) setOffset(offset.current, true);
  }, [source, source.count, row, size.height, setOffset]);

  const first = win.first;
  const last = win.last;
  useEffect(() => {
    if (last >= first) source.ensure(first, last);
  }, [source, first, last]);

  const restore = props.restoreKey;
  const state = useRef({ cursor, selection });
  state.current = { cursor, selection };
  useEffect(() => {
    if (!restore) return;
    return () => {
      remembered.set(restore, { offset: offset.current, ...state.current });
    };
  }, [restore]);

  // Another filter or sort is another list.
  const shownSource = useRef(source);
  const shownRestore = useRef(restore);
  const shownCount = useRef(0);
  const cursorKey = useRef<string | null>(null);
  if (shownSource.current !== source) {
    shownSource.current = source;
    const keep = restore !== undefined && shownRestore.current === restore;
    shownRestore.current = restore;
    if (!keep) {
      offset.current = start.offset;
      if (cursor !== start.cursor) setCursor(start.cursor);
    }
    // A list that is only now being read brings back what was selected; one that was read anew may have moved.
    const selected = keep && shownCount.current > 0 ? NOTHING : start.selection;
    if (selection !== selected) setSelectionState(selected);
  }
  shownCount.current = source.count;

  // The cursor stays on its row when rows before it come or go.
  const here = source.get(cursor);
  useEffect(() => {
    const known = cursorKey.current;
    if (known !== null && here !== undefined && source.key(here) !== known) {
      const at = source.indexOf(known);
      if (at !== -1) {
        setCursor(at);
        return;
      }
    }
    cursorKey.current = here === undefined ? null : source.key(here);
  }, [source, here]);

  // Said from one place, so that a selection which came back or went with its list is known too.
  const { onCursor } = props;
  const onSelection = useRef(props.onSelection);
  onSelection.current = props.onSelection;
  const saidSelection = useRef<Selection>(NOTHING);
  useEffect(() => {
    if (saidSelection.current === selection) return;
    saidSelection.current = selection;
    onSelection.current?.(selection);
  }, [selection]);
  const setSelection = setSelectionState;

  /** The cursor goes to another row; it does not follow the one that it was on. */
  const putCursor = (index: number): T | undefined => {
    setCursor(index);
    const found = source.get(index);
    cursorKey.current = found === undefined ? null : source.key(found);
    return found;
  };
  const moveTo = (index: number, extend: boolean) => {
    if (source.count === 0) return;
    const to = Math.max(0, Math.min(source.count - 1, index));
    if (extend) {
      const from = rangeFrom ?? cursor;
      setRangeFrom(from);
      setSelection(addRange(NOTHING, from, to));
    } else setRangeFrom(null);
    moved.current = true;
    const found = putCursor(to);
    setOffset(offsetToShow(to, offset.current, geometry.current), true);
    if (found !== undefined && !extend) onCursor?.(found, to);
  };

  // Roving focus: the row with the cursor has it, wherever its element is.
  useLayoutEffect(() => {
    const active = document.activeElement;
    const inside = layer.current?.contains(active) || active === layer.current;
    if (!moved.current && !inside) return;
    moved.current = false;
    const element = layer.current?.querySelector<HTMLElement>(`[data-row-index="${cursor}"]`);
    if (element) {
      // A field inside the row keeps it while one types there.
      if (active !== element && !element.contains(active)) element.focus({ preventScroll: true });
    } else if (inside) layer.current?.focus({ preventScroll: true });
  });

  useImperativeHandle(props.ref, () => ({
    focus: () => {
      moved.current = true;
      const element = layer.current?.querySelector<HTMLElement>(`[data-row-index="${cursor}"]`);
      (element ?? layer.current)?.focus({ preventScroll: true });
    },
    goTo: (index) => {
      setOffset(clampOffset(index * row - geometry.current.viewport / 3, geometry.current), true);
      moveTo(index, false);
    },
    copy: () => copyNow.current(),
    clearSelection: () => setSelection(NOTHING),
    selectAll,
    select: setSelection,
  }));
  const selectAll = () => setSelection(source.count === 0 ? NOTHING : [[0, source.count - 1]]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    if (ownScroll.current !== -1 && Math.abs(element.scrollTop - ownScroll.current) <= 1) {
      ownScroll.current = -1;
      return;
    }
    ownScroll.current = -1;
    setOffset(offsetFromScroll(element.scrollTop, geometry.current), false);
  };

  // Above the cap a wheel step must move rows, not its share of a million; a passive listener could not say so.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (!isCapped(geometry.current) || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? geometry.current.row : event.deltaMode === 2 ? geometry.current.viewport : 1;
      setOffset(offset.current + event.deltaY * unit, true);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [setOffset]);

  const copy = async () => {
    const ranges: Selection = selectionSize(selection) > 0 ? selection : [[cursor, cursor]];
    const lines: string[][] = [columns.map((c) => c.header)];
    for (const [from, to] of ranges) {
      const room = COPY_MAX_ROWS - (lines.length - 1);
      if (room <= 0) break;
      const rows = await source.read(from, Math.min(to, from + room - 1));
      for (const r of rows) lines.push(columns.map((c) => c.text(r)));
    }
    await shell.copyText(toTsv(lines));
    props.onCopied?.(lines.length - 1);
  };

  copyNow.current = () => void copy();
  const openMenu = (index: number, point: Point) => {
    const at = source.get(index);
    if (at === undefined || !props.menu) return;
    putCursor(index);
    props.onMenu?.(at);
    setMenuAt({ point, row: at, index });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const mod = event.ctrlKey || event.metaKey;
    if (props.onKey?.(event, source.get(cursor))) {
      event.preventDefault();
      return;
    }
    const page = rowsPerPage(g);
    let handled = true;
    if (event.altKey) handled = false;
    else if (mod && event.key === "c") void copy();
    else if (mod && event.key === "a") selectAll();
    else if (mod && event.key !== "Home" && event.key !== "End") handled = false;
    else
      switch (event.key) {
        case "ArrowDown":
          moveTo(cursor + 1, event.shiftKey);
          break;
        case "ArrowUp":
          moveTo(cursor - 1, event.shiftKey);
          break;
        case "PageDown":
          moveTo(cursor + page, event.shiftKey);
          break;
        case "PageUp":
          moveTo(cursor - page, event.shiftKey);
          break;
        case "Home":
          moveTo(0, event.shiftKey);
          break;
        case "End":
          moveTo(source.count - 1, event.shiftKey);
          break;
        case " ":
          setSelection(toggleIndex(selection, cursor));
          break;
        case "Enter": {
          const at = source.get(cursor);
          if (at !== undefined) props.onOpen?.(at, cursor);
          break;
        }
        case "ContextMenu":
          openMenuAtCursor();
          break;
        case "F10":
          if (event.shiftKey) openMenuAtCursor();
          else handled = false;
          break;
        case "Escape":
          if (selectionSize(selection) > 0) setSelection(NOTHING);
          else handled = false;
          break;
        default:
          handled = false;
      }
    if (handled) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const openMenuAtCursor = () => {
    const box = layer.current?.querySelector(`[data-row-index="${cursor}"]`)?.getBoundingClientRect();
    if (box) openMenu(cursor, { x: box.left + 96, y: box.bottom });
  };

  const indexAt = (target: EventTarget): number => {
    const element = (target as Element).closest<HTMLElement>("[data-row-index]");
    return element ? Number(element.dataset.rowIndex) : -1;
  };
  const onClick = (event: React.MouseEvent) => {
    const index = indexAt(event.target);
    if (index === -1) return;
    const onBox = (event.target as Element).closest("[data-check]") !== null;
    if (event.shiftKey) moveTo(index, true);
    else if (event.ctrlKey || event.metaKey || onBox) {
      setSelection(toggleIndex(selection, index));
      moved.current = true;
      putCursor(index);
      setRangeFrom(null);
    } else {
      if (selection !== NOTHING) setSelection(NOTHING);
      moveTo(index, false);
      const at = source.get(index);
      if (at !== undefined && !props.opensByDoubleClick) props.onOpen?.(at, index);
    }
  };

  const pool = poolSize(g);
  const slots: ReactNode[] = [];
  for (let index = first; index <= last; index++) {
    const at = source.get(index);
    const key = at === undefined ? null : source.key(at);
    slots.push(
      <Line<T>
        key={index % pool}
        index={index}
        top={(index - anchor) * row}
        row={at}
        columns={columns}
        checked={checks ? isSelected(selection, index) : undefined}
        selected={isSelected(selection, index) || (key !== null && key === props.openKey)}
        cursor={index === cursor}
        dim={at !== undefined && (props.dim?.(at) ?? false)}
        identity={key}
        stamp={at === undefined ? undefined : props.stamp?.(at)}
      />,
    );
  }
  const starting = source.loading || ((props.busy ?? false) && source.count === 0);
  const loadingLate = useLate(starting);
  const dimmed = useLate(props.busy ?? false);
  const nothing = !starting && source.error === null && source.count === 0 && source.countIsFinal;
  const cursorDrawn = cursor >= first && cursor <= last;

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={source.countIsFinal ? source.count + 1 : -1}
      aria-colcount={columns.length + (checks ? 1 : 0)}
      aria-multiselectable="true"
      aria-busy={starting || props.busy || undefined}
      data-testid={props.testid ?? "grid"}
      data-checking={(checks && selectionSize(selection) > 0) || undefined}
      className="group/grid grid-scroller relative min-h-0 flex-1 overflow-auto overscroll-contain border-line border-t [overflow-anchor:none]"
      style={{ "--cols": template, "--row-h": `${row}px` } as CSSProperties}
      onScroll={onScroll}
      tabIndex={-1}
    >
      <Head
        columns={columns}
        minWidth={natural}
        layout={layout}
        sort={props.sort}
        onSort={props.onSort}
        checked={checks ? checkedOf(selection, source.count) : undefined}
        onCheck={(all) => (all ? selectAll() : setSelection(NOTHING))}
      />
      {source.error !== null && source.count === 0 ? (
        <EmptyError error={source.error} onRetry={() => source.retry()} />
      ) : nothing ? (
        props.empty
      ) : starting ? (
        loadingLate && <BoneRows columns={columns} checks={checks} row={row} count={Math.ceil(g.viewport / row)} />
      ) : (
        <div className="grid-body" style={{ height: spacerHeight(g), minWidth: natural }} role="presentation">
          <div
            ref={layer}
            role="rowgroup"
            tabIndex={cursorDrawn ? -1 : 0}
            className={cx("sticky overflow-hidden outline-none", dimmed && "opacity-60")}
            style={{ top: HEAD_PX, height: Math.min(g.viewport, spacerHeight(g)) }}
            onKeyDown={onKeyDown}
            onClick={onClick}
            onDoubleClick={(e) => {
              if ((e.target as Element).closest("[data-check]") !== null) return;
              const at = source.get(indexAt(e.target));
              if (at !== undefined) props.onOpen?.(at, indexAt(e.target));
            }}
            onContextMenu={(e) => {
              e.preventDefault();
              openMenu(indexAt(e.target), { x: e.clientX, y: e.clientY });
            }}
          >
            <div
              ref={belt}
              data-anchor={anchor}
              className="absolute inset-x-0 top-0 will-change-transform"
              role="presentation"
            >
              {slots}
            </div>
          </div>
        </div>
      )}
      {source.error !== null && source.count > 0 && (
        <div className="sticky bottom-2 z-10 mx-4">
          <Note
            tone="bad"
            role="alert"
            end={
              <Button size="sm" onPress={() => source.retry()}>
                {t("grid.retry")}
              </Button>
            }
          >
            {t("grid.partError")}
          </Note>
        </div>
      )}
      {props.menu && menuAt && (
        <ContextMenu
          label={t("grid.menu")}
          at={menuAt.point}
          entries={props.menu(menuAt.row, selection)}
          onClose={() => {
            setMenuAt(null);
            moved.current = true;
          }}
        />
      )}
    </div>
  );
}

function checkedOf(selection: Selection, count: number): boolean | "some" {
  const n = selectionSize(selection);
  return n > 0 && (n >= count || "some");
}
