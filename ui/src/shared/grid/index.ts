export * from "./DataGrid";
export { GridTools } from "./GridTools";
export { type Column, type Density, type GridLayout, useGridLayout } from "./layout";
export { addRange, isSelected, NOTHING, type Selection, selectionSize } from "./math";
export {
  AppendedRows,
  type FetchPage,
  PAGE_ROWS,
  PagedRows,
  type RowSource,
  useCursorRows,
  useSettled,
} from "./source";
