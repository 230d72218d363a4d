import type { LocationId, Suggestion } from "../../generated/commands";
import { ProductPicker } from "../ui/ProductPicker";
import { type LineColumn, LineRows } from "./LineRows";
import { type Line, withOneMore } from "./lines";

/**
 * The one editor of lines that every dialog has: a field that is typed or scanned into, and below it the lines. What is
 * picked or scanned again is one more. Changes are functions of what was there, because scans come faster than renders.
 */
export function LinesEditor<L extends Line>(props: {
  /** of the field */
  label: string;
  /** of the list below it */
  listLabel: string;
  /** of a row */
  testid: string;
  lines: readonly L[];
  onChange: (change: (before: L[]) => L[]) => void;
  lineOf: (product: Suggestion) => Omit<L, "quantity">;
  /** where the figures of what is offered are looked up */
  locationId?: LocationId;
  columns?: LineColumn<L>[];
  under?: (line: L, at: number) => React.ReactNode;
  problem?: (line: L, at: number) => string | null | undefined;
  error: string | null;
  onError: (error: unknown) => void;
}) {
  return (
    <>
      <ProductPicker
        label={props.label}
        autoFocus
        locationId={props.locationId}
        onPick={(product) => props.onChange((before) => withOneMore(before, props.lineOf(product)))}
        onError={props.onError}
        error={props.error}
      />
      {props.lines.length > 0 && (
        <div className="-mt-1">
          <LineRows
            label={props.listLabel}
            testid={props.testid}
            lines={props.lines}
            onChange={props.onChange}
            columns={props.columns}
            under={props.under}
            problem={props.problem}
          />
        </div>
      )}
    </>
  );
}
