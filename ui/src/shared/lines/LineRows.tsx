import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx";
import { texts } from "../i18n";
import { IconButton } from "../ui/controls";
import { Stepper } from "../ui/fields";
import { type Line, QUANTITY_MAX, withLine, without } from "./lines";

const t = texts({
  "lines.product": "Product",
  "lines.quantity": "Quantity",
  "lines.quantity.of": "Units of {name}",
  "lines.remove": "Leave {name} out",
});

/** What a form shows and asks beside product and quantity. `change` writes the line. */
export type LineColumn<L> = {
  id: string;
  head: string;
  /** of the grid's track, like "72px" or "auto" */
  width: string;
  align?: "right";
  cell: (line: L, at: number, change: (next: L) => void) => ReactNode;
};

/** The lines of a form: product, quantity, the form's own columns, and the way to leave one out. */
export function LineRows<L extends Line>(props: {
  label: string;
  testid: string;
  lines: readonly L[];
  onChange: (change: (before: L[]) => L[]) => void;
  columns?: LineColumn<L>[];
  /** heads are shown where the lines are the screen itself; in a dialog they are only said */
  heads?: boolean;
  /** what stands below the name; the SKU where left out */
  under?: (line: L, at: number) => ReactNode;
  problem?: (line: L, at: number) => string | null | undefined;
  /** rows that stand before the lines, in the same tracks */
  before?: { count: number; rows: (grid: string, style: { gridTemplateColumns: string }) => ReactNode };
}) {
  const { lines, columns = [] } = props;
  const change = (next: L) => props.onChange((before) => withLine(before, next));
  const grid = cx("grid items-center gap-x-3.5", props.heads && "px-4");
  const style = {
    gridTemplateColumns: [
      ...(props.heads ? ["20px"] : []),
      props.heads ? "minmax(140px,1fr)" : "minmax(0,1fr)",
      "94px",
      ...columns.map((c) => c.width),
      "24px",
    ].join(" "),
  };
  const ordinal = props.before?.count ?? 0;
  return (
    <table className="block" aria-label={props.label}>
      <thead className={props.heads ? "sticky top-0 z-10 block bg-surface" : "sr-only"}>
        <tr className={cx(grid, "label h-8 border-line border-b")} style={style}>
          {props.heads && <th className="text-right font-medium">#</th>}
          <th className="text-left font-medium">{t("lines.product")}</th>
          <th className="text-left font-medium">{t("lines.quantity")}</th>
          {columns.map((c) => (
            <th key={c.id} className={cx("font-medium", c.align === "right" ? "text-right" : "text-left")}>
              {c.head}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody className="block">
        {props.before?.rows(grid, style)}
        {lines.map((line, at) => {
          const problem = props.problem?.(line, at) ?? null;
          return (
            <tr
              key={line.variantId}
              data-testid={props.testid}
              data-sku={line.sku}
              className={cx(grid, "min-h-11 border-line border-b py-1")}
              style={style}
            >
              {props.heads && <td className="text-right text-ink-3 tabular-nums">{ordinal + at + 1}</td>}
              <td className="min-w-0">
                <span className="block truncate font-medium leading-[18px]">{line.name}</span>
                <span className="block truncate text-12 text-ink-3 tabular-nums">
                  {props.under ? props.under(line, at) : <span className="code">{line.sku}</span>}
                </span>
              </td>
              <td>
                <Stepper
                  label={t("lines.quantity.of", { name: line.name })}
                  value={line.quantity}
                  max={QUANTITY_MAX}
                  error={problem !== null}
                  onChange={(quantity) => change({ ...line, quantity })}
                />
              </td>
              {columns.map((c) => (
                <td key={c.id} className={cx("min-w-0 tabular-nums", c.align === "right" && "text-right")}>
                  {c.cell(line, at, change)}
                </td>
              ))}
              <td>
                <IconButton
                  size="sm"
                  icon={X}
                  label={t("lines.remove", { name: line.name })}
                  onPress={() => props.onChange((before) => without(before, line.variantId))}
                />
              </td>
              {problem !== null && (
                <td role="alert" className="col-span-full pb-0.5 text-12 text-bad">
                  {problem}
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
