import type { AuditAction, AuditFilter, AuditRow, Day, Instant } from "../../generated/commands";
import type { AuditSearch, View } from "./search";

// ---- filters ------------------------------------------------------------------------------------------------------

const ORDER_ACTIONS: AuditAction[] = [
  "order_created",
  "order_rejected",
  "order_status_changed",
  "order_edited",
  "order_shipped",
  "order_returned",
  "payment_recorded",
  "refund_recorded",
  "price_overridden",
  "basket_created",
  "basket_edited",
  "basket_parked",
  "basket_resumed",
  "basket_placed",
  "basket_dropped",
  "customer_created",
];
const HOLD_ACTIONS: AuditAction[] = [
  "reservation_created",
  "reservation_extended",
  "reservation_released",
  "reservation_expired",
  "reservation_consumed",
  "reservation_release_asked",
  "wait_created",
  "wait_granted",
  "wait_expired",
  "wait_cancelled",
];
const STOCK_ACTIONS: AuditAction[] = [
  "product_created",
  "product_updated",
  "product_archived",
  "product_restored",
  "product_deleted",
  "category_created",
  "category_updated",
  "category_moved",
  "category_archived",
  "category_restored",
  "stock_received",
  "stock_adjusted",
  "stock_transferred",
  "batch_undone",
  "count_started",
  "count_posted",
  "count_cancelled",
  "import_applied",
];

/** Every action; a new one does not compile until it is put here. */
const KNOWN: Record<AuditAction, true> = {
  store_created: true,
  store_migrated: true,
  staff_created: true,
  product_created: true,
  product_updated: true,
  product_archived: true,
  product_restored: true,
  product_deleted: true,
  category_created: true,
  category_updated: true,
  category_moved: true,
  category_archived: true,
  category_restored: true,
  location_created: true,
  location_updated: true,
  location_archived: true,
  location_restored: true,
  reason_created: true,
  reason_updated: true,
  stock_received: true,
  stock_adjusted: true,
  stock_transferred: true,
  batch_undone: true,
  count_started: true,
  count_posted: true,
  count_cancelled: true,
  import_applied: true,
  mapping_saved: true,
  mapping_deleted: true,
  reservation_created: true,
  reservation_extended: true,
  reservation_released: true,
  reservation_expired: true,
  reservation_consumed: true,
  customer_created: true,
  order_created: true,
  order_rejected: true,
  order_status_changed: true,
  order_edited: true,
  reservation_release_asked: true,
  wait_created: true,
  wait_granted: true,
  wait_expired: true,
  wait_cancelled: true,
  customer_merged: true,
  customer_archived: true,
  customer_restored: true,
  tier_created: true,
  tier_archived: true,
  tier_restored: true,
  price_rule_created: true,
  price_rule_archived: true,
  price_rule_restored: true,
  basket_created: true,
  basket_parked: true,
  basket_resumed: true,
  basket_placed: true,
  basket_dropped: true,
  price_overridden: true,
  order_shipped: true,
  order_returned: true,
  payment_recorded: true,
  refund_recorded: true,
  customer_updated: true,
  tier_updated: true,
  price_rule_updated: true,
  basket_edited: true,
  export_written: true,
  backup_written: true,
  settings_updated: true,
  clock_jumped: true,
  demo_filled: true,
};
export const ALL_ACTIONS = Object.keys(KNOWN) as AuditAction[];
const STORE_ACTIONS = ALL_ACTIONS.filter((a) => ![...ORDER_ACTIONS, ...HOLD_ACTIONS, ...STOCK_ACTIONS].includes(a));

export function isAction(text: string): text is AuditAction {
  return text in KNOWN;
}

export function viewFilter(view: View, today: Day): AuditFilter {
  switch (view) {
    case "today":
      return { from: today, to: today };
    case "orders":
      return { actions: ORDER_ACTIONS };
    case "holds":
      return { actions: HOLD_ACTIONS };
    case "stock":
      return { actions: STOCK_ACTIONS };
    case "store":
      return { actions: STORE_ACTIONS };
    case "all":
      return {};
  }
}

/** The filter that the address itself names. */
export function ownFilter(search: AuditSearch): AuditFilter {
  const actions = search.actions?.filter(isAction);
  return dropEmpty({
    actor: search.actor,
    actions: actions?.length ? actions : undefined,
    objectType: search.objectType,
    objectId: search.objectId,
    from: search.from,
    to: search.to,
    text: search.text?.trim() || undefined,
    requestId: search.requestId,
  });
}

export type Looking = { view: View; filter: AuditFilter; changed: boolean };

export function lookingAt(search: AuditSearch, today: Day): Looking {
  const own = ownFilter(search);
  const changed = Object.keys(own).length > 0;
  const view = search.view ?? (changed ? "all" : "today");
  return { view, filter: changed ? own : viewFilter(view, today), changed };
}

/** The address after the filter was changed: a view's own filter is not spelled out, no filter is the view of all. */
export function withFilter(search: AuditSearch, filter: AuditFilter, today: Day): AuditSearch {
  const { view, open } = search;
  const next = dropEmpty(filter);
  const current = lookingAt(search, today).view;
  if (Object.keys(next).length === 0) return { view: "all", open };
  if (JSON.stringify(sorted(next)) === JSON.stringify(sorted(viewFilter(current, today))))
    return { view: current, open };
  return { view: view ?? current, ...next, open };
}

function sorted(filter: AuditFilter) {
  return Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1));
}

function dropEmpty(filter: AuditFilter): AuditFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, v]) => v !== undefined && v !== "")) as AuditFilter;
}

export const CHIP_FIELDS = ["when", "actor", "actions", "objectType", "object", "text", "request"] as const;
export type ChipField = (typeof CHIP_FIELDS)[number];

function hasChip(filter: AuditFilter, field: ChipField): boolean {
  switch (field) {
    case "when":
      return filter.from !== undefined || filter.to !== undefined;
    case "object":
      return filter.objectId !== undefined;
    case "request":
      return filter.requestId !== undefined;
    case "actor":
    case "actions":
    case "objectType":
    case "text":
      return filter[field] !== undefined;
  }
}

export function chipsOf(filter: AuditFilter): ChipField[] {
  return CHIP_FIELDS.filter((field) => hasChip(filter, field));
}

export function withoutChip(filter: AuditFilter, field: ChipField): AuditFilter {
  switch (field) {
    case "when":
      return { ...filter, from: undefined, to: undefined };
    case "object":
      return { ...filter, objectId: undefined };
    case "request":
      return { ...filter, requestId: undefined };
    case "actor":
    case "actions":
    case "objectType":
    case "text":
      return { ...filter, [field]: undefined };
  }
}

// ---- what changed -------------------------------------------------------------------------------------------------

/** How a value is written out. */
export type Value =
  | { kind: "nothing" }
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "number"; value: number }
  | { kind: "yes"; value: boolean }
  | { kind: "money"; value: string }
  | { kind: "instant"; value: Instant }
  | { kind: "day"; value: Day }
  | { kind: "seconds"; value: number }
  | { kind: "percent"; basisPoints: number }
  | { kind: "word"; of: "status" | "method" | "condition" | "fulfilment" | "priority"; word: string }
  /** one line of a list, like a line of an order: its fields side by side */
  | { kind: "parts"; parts: { name: string; value: Value }[] };

export type Difference = {
  /** where it stands, like ["lines", 0, "quantity"] */
  path: (string | number)[];
  before: Value;
  after: Value;
  change: "added" | "removed" | "changed" | "same";
};

const MONEY_FIELDS = new Set([
  "price",
  "basePrice",
  "unitPrice",
  "unitCost",
  "lineTotal",
  "subtotal",
  "discount",
  "tax",
  "total",
  "paid",
  "due",
  "returned",
  "value",
  "amount",
  "tendered",
  "listPrice",
  "amountOff",
  "fixedPrice",
]);
const CODE_FIELDS = new Set(["sku", "barcodes", "anchor", "auditAnchor", "hash", "file", "currency", "timeZone"]);
const DECIMAL = /^-?\d+(\.\d+)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const WORD_FIELDS = ["status", "method", "condition", "fulfilment", "priority"] as const;
function isWordField(name: string): name is (typeof WORD_FIELDS)[number] {
  return (WORD_FIELDS as readonly string[]).includes(name);
}

export function readValue(path: readonly (string | number)[], value: unknown): Value {
  const name = camel(String(path.findLast((p) => typeof p === "string") ?? ""));
  if (value === null || value === undefined || value === "") return { kind: "nothing" };
  if (typeof value === "boolean") return { kind: "yes", value };
  if (typeof value === "number") {
    if (/(At|Since|Until)$/.test(name) && value > 1e11) return { kind: "instant", value };
    if (/Seconds$/.test(name)) return { kind: "seconds", value };
    if (/Bp$/.test(name)) return { kind: "percent", basisPoints: value };
    return { kind: "number", value };
  }
  if (typeof value === "string") {
    if (MONEY_FIELDS.has(name) && DECIMAL.test(value)) return { kind: "money", value };
    if (DAY.test(value)) return { kind: "day", value };
    if (isWordField(name)) return { kind: "word", of: name, word: value };
    if (CODE_FIELDS.has(name) || UUID.test(value)) return { kind: "code", text: value };
    return { kind: "text", text: value };
  }
  if (isRecord(value)) {
    return {
      kind: "parts",
      parts: Object.entries(value).map(([key, inner]) => ({ name: key, value: readValue([...path, key], inner) })),
    };
  }
  return { kind: "code", text: JSON.stringify(value) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function simple(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

/** Every leaf of a value by its place. A list of simple things is one leaf, and so is each simple line of a list. */
function leaves(
  value: unknown,
  path: (string | number)[],
  into: Map<string, Difference["path"]>,
  values: Map<string, unknown>,
) {
  const put = (leaf: unknown) => {
    const key = JSON.stringify(path);
    into.set(key, path);
    values.set(key, leaf);
  };
  const line = typeof path.at(-1) === "number" && isRecord(value) && Object.values(value).every(simple);
  if (line) put(value);
  else if (isRecord(value))
    for (const [name, inner] of Object.entries(value)) leaves(inner, [...path, name], into, values);
  else if (Array.isArray(value)) {
    if (value.every(simple)) put(value.length === 0 ? null : value.join(", "));
    else
      value.forEach((inner, at) => {
        leaves(inner, [...path, at], into, values);
      });
  } else if (path.length > 0) put(value);
}

/** Old and new side by side, leaf by leaf, in the order in which they stand; what is only new comes last. */
export function differences(oldValue: unknown, newValue: unknown): Difference[] {
  const paths = new Map<string, Difference["path"]>();
  const before = new Map<string, unknown>();
  const after = new Map<string, unknown>();
  leaves(oldValue, [], paths, before);
  leaves(newValue, [], paths, after);
  return [...paths].map(([key, path]) => {
    const was = readValue(path, before.get(key));
    const is = readValue(path, after.get(key));
    const same = JSON.stringify(before.get(key) ?? null) === JSON.stringify(after.get(key) ?? null);
    return { path, before: was, after: is, change: changeOf(was, is, same) };
  });
}

function changeOf(before: Value, after: Value, same: boolean): Difference["change"] {
  if (same || (before.kind === "nothing" && after.kind === "nothing")) return "same";
  if (before.kind === "nothing") return "added";
  return after.kind === "nothing" ? "removed" : "changed";
}

/** What a text gained: the part between what both begin and end with, on the bounds of words. */
export function gained(before: string, after: string): { head: string; mid: string; tail: string } {
  const a = before.split(/(\s+)/);
  const b = after.split(/(\s+)/);
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let end = 0;
  while (end < a.length - from && end < b.length - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return {
    head: b.slice(0, from).join(""),
    mid: b.slice(from, b.length - end).join(""),
    tail: b.slice(b.length - end).join(""),
  };
}

/** "unitPrice" → "unit price": for a field that has no word of its own. */
export function humanize(name: string): string {
  return camel(name)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

// ---- seal ---------------------------------------------------------------------------------------------------------

/** c41e 88a0 5b7d … 9f02: enough of a hash to compare by eye. */
export function shortHash(hash: string): string {
  if (hash.length <= 16) return hash;
  const groups = hash.match(/.{1,4}/g) ?? [];
  return `${groups.slice(0, 3).join(" ")} … ${groups.at(-1) ?? ""}`;
}

// ---- in short -----------------------------------------------------------------------------------------------------

/** The facts of a row that its one line says; the screen words them. */
export type Short =
  | { id: "moved"; from: string; to: string }
  | { id: "order"; total: string; items: number }
  | { id: "freed"; quantity: number }
  | { id: "held"; quantity: number; until: Instant | null }
  | { id: "money"; amount: string }
  | { id: "left"; quantity: number }
  | { id: "back"; quantity: number; value: string }
  | { id: "until"; until: Instant }
  | { id: "units"; delta: number }
  | { id: "rows"; rows: number }
  | { id: "fields"; fields: number }
  | { id: "none" };

export function inShort(row: AuditRow): Short {
  const { summary: s } = row;
  switch (row.action) {
    case "order_created":
    case "order_rejected":
      return s.total === undefined ? { id: "none" } : { id: "order", total: s.total, items: s.quantity ?? 0 };
    case "order_status_changed":
      return s.from !== undefined && s.to !== undefined ? { id: "moved", from: s.from, to: s.to } : { id: "none" };
    case "payment_recorded":
    case "refund_recorded":
      return s.total === undefined ? { id: "none" } : { id: "money", amount: s.total };
    case "order_shipped":
      return s.quantity === undefined ? { id: "none" } : { id: "left", quantity: s.quantity };
    case "order_returned":
      return s.total === undefined ? { id: "none" } : { id: "back", quantity: s.quantity ?? 0, value: s.total };
    case "wait_created":
    case "wait_granted":
    case "reservation_created":
      return { id: "held", quantity: s.quantity ?? 0, until: s.until ?? null };
    case "reservation_extended":
      return s.until === undefined ? { id: "none" } : { id: "until", until: s.until };
    case "reservation_released":
    case "reservation_expired":
      return s.quantity === undefined ? { id: "none" } : { id: "freed", quantity: s.quantity };
    case "stock_received":
    case "stock_adjusted":
    case "stock_transferred":
    case "batch_undone":
    case "count_posted":
      return s.quantity === undefined ? { id: "none" } : { id: "units", delta: s.quantity };
    case "export_written":
    case "import_applied":
    case "demo_filled":
      return s.rows === undefined ? { id: "none" } : { id: "rows", rows: s.rows };
    case "product_updated":
    case "category_updated":
    case "location_updated":
    case "reason_updated":
    case "settings_updated":
    case "customer_updated":
    case "tier_updated":
    case "price_rule_updated":
    case "basket_edited":
    case "order_edited":
      return { id: "fields", fields: row.changedFields.filter((f) => !QUIET_FIELDS.has(camel(f))).length };
    case "store_created":
    case "store_migrated":
    case "staff_created":
    case "product_created":
    case "product_archived":
    case "product_restored":
    case "product_deleted":
    case "category_created":
    case "category_moved":
    case "category_archived":
    case "category_restored":
    case "location_created":
    case "location_archived":
    case "location_restored":
    case "reason_created":
    case "count_started":
    case "count_cancelled":
    case "mapping_saved":
    case "mapping_deleted":
    case "reservation_consumed":
    case "customer_created":
    case "backup_written":
    case "clock_jumped":
    case "reservation_release_asked":
    case "wait_expired":
    case "wait_cancelled":
    case "customer_merged":
    case "customer_archived":
    case "customer_restored":
    case "tier_created":
    case "tier_archived":
    case "tier_restored":
    case "price_rule_created":
    case "price_rule_archived":
    case "price_rule_restored":
    case "basket_created":
    case "basket_parked":
    case "basket_resumed":
    case "basket_placed":
    case "basket_dropped":
    case "price_overridden":
      return { id: "none" };
  }
}

/** Fields that change with every change, and say nothing by it. */
export const QUIET_FIELDS = new Set(["rowVersion", "updatedAt"]);

/** "damaged: two of them" → its code and what was added. */
export function splitReason(reason: string): { code: string; rest: string | null } {
  const at = reason.indexOf(": ");
  return at === -1 ? { code: reason, rest: null } : { code: reason.slice(0, at), rest: reason.slice(at + 2) };
}
