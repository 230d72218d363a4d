export * from "./DataGrid";
export { type Column, type Density, type GridLayout, useGridLayout } from "./layout";
export { isSelected, NOTHING, type Selection, selectionSize } from "./math";
export {
  AppendedRows,
  type FetchPage,
  PAGE_ROWS,
  PagedRows,
  type RowSource,
  useCursorRows,
  useSettled,
} from "./source";
