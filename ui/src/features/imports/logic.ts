import type {
  BulkMode,
  BulkShortage,
  BulkUpTo,
  ImportApplied,
  ImportCheck,
  ImportColumn,
  ImportField,
  ImportFile,
  ImportFix,
  ImportKind,
  ImportRow,
  ImportRowFilter,
  Mapping,
  Money,
  SavedMapping,
  StockMode,
} from "../../generated/commands";
import { fromMinor, toMinor } from "../../shared/money";

// ---- columns ------------------------------------------------------------------------------------------------------

/** What a column may be, by what the rows are, in the order in which they are offered. */
export const FIELDS: Record<ImportKind, readonly ImportField[]> = {
  products: [
    "sku",
    "barcode",
    "name",
    "description",
    "category",
    "basePrice",
    "variantPrice",
    "priceAdjustment",
    "unit",
    "onHand",
    "unitCost",
    "reorderLevel",
    "attributeName1",
    "attributeValue1",
    "attributeName2",
    "attributeValue2",
    "attributeName3",
    "attributeValue3",
    "moreAttributes",
    "handle",
    "parentSku",
    "rowType",
    "archived",
    "stockStamp",
  ],
  customers: ["customerName", "email", "phone", "tier", "note"],
  orders: [
    "orderRef",
    "customerName",
    "email",
    "phone",
    "sku",
    "barcode",
    "quantity",
    "location",
    "priority",
    "fulfilment",
    "address",
    "promisedOn",
    "note",
  ],
};

/** What the rows are; a mapping that was kept before there was a choice is of products. */
export function kindOf(mapping: Mapping | null): ImportKind {
  return mapping?.kind ?? "products";
}

/** Figures stand on the right. */
const FIGURES: readonly ImportField[] = [
  "basePrice",
  "variantPrice",
  "priceAdjustment",
  "onHand",
  "unitCost",
  "reorderLevel",
  "quantity",
];

export function isFigure(field: ImportField): boolean {
  return FIGURES.includes(field);
}

export function fieldOf(mapping: Mapping, index: number): ImportField | null {
  return mapping.columns.find((c) => c.index === index)?.field ?? null;
}

/** Our own export has one column of these for each location. */
const SEVERAL: readonly ImportField[] = ["onHand", "stockStamp"];

/** A variant's price is said once: whole, or as the product's price and what is added to it. */
function excludes(field: ImportField | null, other: ImportField): boolean {
  if (field === other) return !SEVERAL.includes(other);
  if (field === "variantPrice") return other === "basePrice" || other === "priceAdjustment";
  return other === "variantPrice" && (field === "basePrice" || field === "priceAdjustment");
}

/** Gives a column a field; a column that had it, or one that says the same in another way, loses its own. */
export function withField(mapping: Mapping, index: number, field: ImportField | null): Mapping {
  const others = mapping.columns.filter((c) => c.index !== index && !excludes(field, c.field));
  const columns = field === null ? others : [...others, { index, field }];
  return { ...mapping, columns: columns.sort((a, b) => a.index - b.index) };
}

export function hasField(mapping: Mapping, ...fields: ImportField[]): boolean {
  return mapping.columns.some((c) => fields.includes(c.field));
}

export type MappingProblem = "nothing" | "no_sku" | "stock" | "no_customer" | "no_code" | "no_quantity";

/** Why the file cannot be checked yet. */
export function mappingProblem(mapping: Mapping): MappingProblem | null {
  if (mapping.columns.length === 0) return "nothing";
  switch (kindOf(mapping)) {
    case "products":
      if (!hasField(mapping, "sku")) return "no_sku";
      return needsStockChoice(mapping) && !mapping.stock ? "stock" : null;
    case "customers":
      return hasField(mapping, "customerName", "email") ? null : "no_customer";
    case "orders":
      if (!hasField(mapping, "sku", "barcode")) return "no_code";
      return hasField(mapping, "quantity") ? null : "no_quantity";
  }
}

/** Our own export says by its stamp what its figures mean; of a foreign file only a person knows. */
export function needsStockChoice(mapping: Mapping): boolean {
  return hasField(mapping, "onHand") && !hasField(mapping, "stockStamp");
}

function folded(name: string): string {
  return name.trim().toLocaleLowerCase();
}

/** The kept mapping for a file like this: every column that it maps is there; of several the one that maps most. */
export function fittingMapping(
  saved: readonly SavedMapping[],
  kind: ImportKind,
  columns: readonly ImportColumn[],
): SavedMapping | null {
  const names = new Set(columns.map((c) => folded(c.name)));
  const fits = (s: SavedMapping) =>
    kindOf(s.mapping) === kind &&
    s.mapping.columns.length > 0 &&
    s.mapping.columns.every((c) => names.has(folded(s.columns[c.index] ?? "")));
  return saved
    .filter(fits)
    .reduce<SavedMapping | null>(
      (best, s) => (best === null || s.mapping.columns.length > best.mapping.columns.length ? s : best),
      null,
    );
}

/** A name for files like this one: "delivery-week-47.csv" is a "delivery". */
export function keptName(fileName: string): string {
  const stem = fileName.replace(/\.[^.]{1,5}$/, "");
  const words = stem
    .split(/[\s._-]+/)
    .filter((w) => w !== "" && !/^(w|week|kw|v|q)?\d+$/i.test(w) && !/^week$/i.test(w));
  return words.join(" ") || stem;
}

// ---- steps --------------------------------------------------------------------------------------------------------

export const STEPS = ["file", "columns", "check", "apply"] as const;
export type Step = (typeof STEPS)[number];

export type Chosen = { source: string; fileName: string };

export type Checked = { mapping: Mapping; fixes: ImportFix[] };

/** How orders are taken. */
export type How = { mode: BulkMode; upTo: BulkUpTo; onShortage: BulkShortage };

export type State = {
  step: Step;
  kind: ImportKind;
  chosen: Chosen | null;
  file: ImportFile | null;
  mapping: Mapping | null;
  /** the kept mapping in use */
  savedAs: string | null;
  keep: boolean;
  keepName: string;
  fixes: ImportFix[];
  /** the last dry run, and what it was about */
  check: { result: ImportCheck; generation: number; of: Checked } | null;
  how: How;
  applied: ImportApplied | null;
};

export const START: State = {
  step: "file",
  kind: "products",
  chosen: null,
  file: null,
  mapping: null,
  savedAs: null,
  keep: false,
  keepName: "",
  fixes: [],
  check: null,
  how: { mode: "all_or_nothing", upTo: "confirmed", onShortage: "reject" },
  applied: null,
};

export type Event =
  /** what the rows are: columns and check begin anew */
  | { kind: "of_kind"; of: ImportKind }
  | { kind: "how"; how: Partial<How> }
  | { kind: "opened"; chosen: Chosen; file: ImportFile; savedAs: string | null }
  /** the core had put the file away; it is open again under another id */
  | { kind: "reopened"; importId: string }
  | { kind: "mapped"; mapping: Mapping }
  | { kind: "stock"; stock: StockMode }
  | { kind: "keep"; keep?: boolean; name?: string }
  | { kind: "fixed"; fix: ImportFix }
  | { kind: "checked"; result: ImportCheck; of: Checked }
  | { kind: "step"; step: Step }
  | { kind: "applied"; applied: ImportApplied }
  | { kind: "closed" };

/** The one place where a step follows another. */
export function next(state: State, event: Event): State {
  switch (event.kind) {
    case "of_kind":
      return { ...START, kind: event.of, how: state.how };
    case "how":
      return { ...state, how: { ...state.how, ...event.how } };
    case "opened":
      return opened(event.chosen, event.file, event.savedAs, state);
    case "reopened":
      return state.file === null ? state : { ...state, file: { ...state.file, importId: event.importId } };
    case "mapped":
      return { ...state, mapping: event.mapping };
    case "stock":
      return state.mapping === null ? state : { ...state, mapping: { ...state.mapping, stock: event.stock } };
    case "keep":
      return { ...state, keep: event.keep ?? state.keep, keepName: event.name ?? state.keepName };
    case "fixed":
      return { ...state, fixes: withFix(state.fixes, event.fix) };
    case "checked":
      return {
        ...state,
        check: { result: event.result, of: event.of, generation: (state.check?.generation ?? 0) + 1 },
      };
    case "step":
      return canGo(state, event.step) ? { ...state, step: event.step } : state;
    case "applied":
      return { ...state, step: "apply", applied: event.applied };
    case "closed":
      return { ...START, kind: state.kind };
  }
}

function opened(chosen: Chosen, file: ImportFile, savedAs: string | null, before: State): State {
  // The same file read another way keeps its step and what was decided about keeping its columns.
  const again = before.chosen?.source === chosen.source;
  return {
    ...START,
    step: again ? before.step : "file",
    kind: file.kind,
    how: before.how,
    chosen,
    file,
    mapping: file.mapping,
    savedAs,
    keep: again ? before.keep : false,
    keepName: savedAs ?? (again ? before.keepName : keptName(file.fileName)),
  };
}

export function canGo(state: State, step: Step): boolean {
  if (state.applied !== null) return false;
  switch (step) {
    case "file":
      return true;
    case "columns":
      return state.file !== null;
    case "check":
      return state.mapping !== null && mappingProblem(state.mapping) === null;
    case "apply":
      return isChecked(state) && state.check !== null && toApply(state.check.result, state.how) > 0;
  }
}

/** What is shown is what would be applied: nothing was mapped or mended since. */
export function isChecked({ check, mapping, fixes }: State): boolean {
  return check !== null && check.of.mapping === mapping && check.of.fixes === fixes;
}

/** Something would be lost by leaving. */
export function isUnderWay(state: State): boolean {
  return state.file !== null && state.applied === null;
}

// ---- the check ----------------------------------------------------------------------------------------------------

/** Mended cells: the newest word on a cell counts. Sent with the next check. */
export function withFix(fixes: readonly ImportFix[], fix: ImportFix): ImportFix[] {
  return [...fixes.filter((f) => f.row !== fix.row || f.field !== fix.field), fix];
}

export function fixOf(fixes: readonly ImportFix[], row: number, field: ImportField): string | undefined {
  return fixes.find((f) => f.row === row && f.field === field)?.value;
}

/** What applying changes: rows, or orders. */
export function toApply(check: ImportCheck, how: How): number {
  if (check.orders === null) return check.added + check.changed;
  const { placed, short, refused } = check.orders;
  if (how.mode === "all_or_nothing") return short + refused > 0 ? 0 : placed;
  return how.onShortage === "reject" ? placed + short : placed;
}

/** Rows that do not go in as they are. */
export function notIn(check: ImportCheck): number {
  return check.refused + check.short;
}

export function rowsUnder(check: ImportCheck, filter: ImportRowFilter): number {
  switch (filter) {
    case "all":
    case "refused_first":
      return check.added + check.changed + check.unchanged + check.refused + check.short;
    case "added":
    case "changed":
    case "unchanged":
    case "refused":
    case "short":
      return check[filter];
  }
}

export function moneyDifference(now: Money, after: Money, digits: number): Money {
  return fromMinor(toMinor(after, digits) - toMinor(now, digits), digits);
}

/** Stands in the column of names. */
const NAMED: readonly ImportField[] = ["customerName"];

/** The fields that the table of rows shows besides SKU and name, in the order of the file. */
export function shownFields(mapping: Mapping): ImportField[] {
  const own: readonly ImportField[] = ["sku", "name", "stockStamp", ...(kindOf(mapping) === "customers" ? NAMED : [])];
  const fields = mapping.columns.map((c) => c.field).filter((f) => !own.includes(f));
  return [...new Set(fields)];
}

/** The cell to mend in a refused row: the first that has a problem and no mending yet, else the first problem. */
export function cellToMend(row: ImportRow | undefined, fixes: readonly ImportFix[]) {
  if (row?.result !== "refused" && row?.result !== "short") return undefined;
  const wrong = row.cells.filter((c) => c.problem !== null);
  return wrong.find((c) => fixOf(fixes, row.row, c.field) === undefined) ?? wrong[0];
}

/** Where F8 goes: the next row of the refused ones, which come first, and after the last the first again. */
export function nextRefused(cursor: number, refused: number): number | null {
  if (refused === 0) return null;
  return cursor + 1 < refused ? cursor + 1 : 0;
}
