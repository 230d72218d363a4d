import { Check } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import { cx } from "../cx";
import { Bone } from "../ui/feedback";
import type { Column } from "./layout";

const FLASH_MS = 600;

type LineProps<T> = {
  index: number;
  top: number;
  row: T | undefined;
  columns: Column<T>[];
  /** its box; undefined where the grid has none */
  checked: boolean | undefined;
  selected: boolean;
  cursor: boolean;
  dim: boolean;
  identity: string | null;
  stamp: number | string | undefined;
};

function LineView<T>({ index, top, row, columns, checked, selected, cursor, dim, identity, stamp }: LineProps<T>) {
  const seen = useRef({ identity, stamp });
  const [flash, setFlash] = useState(false);
  useEffect(() => {
    const before = seen.current;
    seen.current = { identity, stamp };
    if (identity === null || before.identity !== identity || before.stamp === stamp) {
      setFlash(false);
      return;
    }
    setFlash(true);
    const timer = setTimeout(() => setFlash(false), FLASH_MS);
    return () => clearTimeout(timer);
  }, [identity, stamp]);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-row-index={index}
      data-selected={selected}
      data-cursor={cursor}
      data-dim={dim}
      data-flash={flash}
      tabIndex={cursor ? 0 : -1}
      className="group/line grid-row grid-line"
      style={{ transform: `translateY(${top}px)` }}
    >
      {checked !== undefined && (
        // The row says that it is selected; the box is for the pointer, Space for the keyboard.
        <span role="gridcell" aria-colindex={1} data-check className="grid h-full place-items-center">
          <span
            aria-hidden="true"
            className={cx(
              "grid size-4 place-items-center rounded-1 border-[1.5px]",
              checked
                ? "border-accent bg-accent text-on-accent"
                : "border-line-control bg-surface opacity-0 group-hover/line:opacity-100 group-focus-within/line:opacity-100 group-data-checking/grid:opacity-100",
            )}
          >
            {checked && <Check size={12} style={{ strokeWidth: 2.4 }} />}
          </span>
        </span>
      )}
      {columns.map((c, at) => (
        <span
          key={c.id}
          role="gridcell"
          aria-colindex={at + (checked === undefined ? 1 : 2)}
          data-col={c.id}
          className={c.align === "right" ? "text-right tabular-nums" : undefined}
        >
          {row === undefined ? <Bone width={c.flex ? "60%" : "70%"} /> : c.cell(row)}
        </span>
      ))}
    </div>
  );
}

export const Line = memo(LineView, (a, b) => {
  return (
    a.index === b.index &&
    a.top === b.top &&
    a.row === b.row &&
    a.checked === b.checked &&
    a.selected === b.selected &&
    a.cursor === b.cursor &&
    a.dim === b.dim &&
    a.columns.length === b.columns.length &&
    a.columns.every((c, i) => c === b.columns[i])
  );
}) as typeof LineView;

export function BoneRows<T>(props: { columns: Column<T>[]; checks: boolean; row: number; count: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: props.count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones are all alike
        <div key={i} className="grid-row" style={{ height: props.row }}>
          {props.checks && <span />}
          {props.columns.map((c) => (
            <span key={c.id} className={c.align === "right" ? "text-right" : undefined}>
              <Bone width={c.flex ? `${40 + ((i * 17) % 35)}%` : "70%"} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
