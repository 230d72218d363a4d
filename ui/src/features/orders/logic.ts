import type {
  AllowedAction,
  CustomerId,
  Day,
  Instant,
  OrderAction,
  OrderDetail,
  OrderFilter,
  OrderReturnLine,
  OrderSort,
  Priority,
  Reservation,
  StaffId,
  StaffRows,
} from "../../generated/commands";
import { type ChipText, conditionWord, spanSaid } from "../../shared/filters";
import { addDays, type Formats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { orderActionWord, priorityWord, statusWord } from "../../shared/words";
import type { FilterSearch, OrdersSearch, View } from "./search";

const t = texts({
  "orders.chip.placed": "Placed",
  "orders.chip.status": "Status",
  "orders.chip.total": "Total",
  "orders.chip.text": "Text",
  "orders.chip.customer": "Customer",
  "orders.chip.staff": "Staff",
  "orders.chip.priority": "Priority",
  "orders.since": "since",
  "orders.until": "until",
  "orders.today": "today",
});

export const DEFAULT_SORT: OrderSort = "newest";
const LAST_DAYS = 30;

/** The filter that a view stands for, on this day of the store. */
export function viewFilter(view: View, today: Day): FilterSearch {
  switch (view) {
    case "today":
      return { from: today, to: today };
    case "to_confirm":
      return { status: ["pending"] };
    case "to_pack":
      return { status: ["confirmed"] };
    case "to_ship":
      return { status: ["processing"] };
    case "last_30_days":
      return { from: addDays(today, 1 - LAST_DAYS) };
    case "all":
      return {};
  }
}

/** Without what is not set, so that two filters that mean the same are the same text. */
export function tidy(filter: FilterSearch): FilterSearch {
  const kept: FilterSearch = {};
  if (filter.from) kept.from = filter.from;
  if (filter.to) kept.to = filter.to;
  if (filter.status?.length) kept.status = filter.status;
  if (filter.min) kept.min = filter.min;
  if (filter.max) kept.max = filter.max;
  const text = filter.text?.trim();
  if (text) kept.text = text;
  if (filter.customer) {
    kept.customer = filter.customer;
    if (filter.customerName) kept.customerName = filter.customerName;
  }
  if (filter.staff) kept.staff = filter.staff;
  if (filter.priority?.length) kept.priority = filter.priority;
  return kept;
}

/** The filter of the address as the core takes it. */
export function toCoreFilter(filter: FilterSearch): OrderFilter {
  const f = tidy(filter);
  const core: OrderFilter = {};
  if (f.from) core.from = f.from;
  if (f.to) core.to = f.to;
  if (f.status) core.status = f.status;
  if (f.min) core.minTotal = f.min;
  if (f.max) core.maxTotal = f.max;
  if (f.text) core.text = f.text;
  if (f.customer) core.customerId = f.customer as CustomerId;
  if (f.staff) core.staffId = f.staff as StaffId;
  if (f.priority) core.priority = f.priority;
  return core;
}

export type Looking = {
  view: View;
  filter: FilterSearch;
  sort: OrderSort;
  /** differs from the view's own filter */
  changed: boolean;
};

/** What the address asks for. */
export function lookingAt(search: OrdersSearch, today: Day): Looking {
  const view = search.view ?? "today";
  const own = tidy(viewFilter(view, today));
  const filter = search.filter ? tidy(search.filter) : own;
  return { view, filter, sort: search.sort ?? DEFAULT_SORT, changed: JSON.stringify(filter) !== JSON.stringify(own) };
}

/** The address of a filter: the view's own filter leaves no trace in it. */
export function withFilter(search: OrdersSearch, filter: FilterSearch, today: Day): OrdersSearch {
  const next = tidy(filter);
  const own = tidy(viewFilter(search.view ?? "today", today));
  return { ...search, filter: JSON.stringify(next) === JSON.stringify(own) ? undefined : next };
}

export type ChipField = "placed" | "status" | "total" | "text" | "customer" | "staff" | "priority";

export const CHIP_FIELDS: readonly ChipField[] = ["placed", "status", "total", "text", "customer", "staff", "priority"];
export const chipName = (field: ChipField) => t(`orders.chip.${field}`);

function chipOf(field: ChipField, filter: FilterSearch, f: Formats, today: Day, staff: StaffRows | undefined) {
  switch (field) {
    case "placed":
      if (filter.from !== undefined && filter.from === filter.to) {
        return {
          condition: conditionWord("is"),
          value: filter.from === today ? t("orders.today") : f.dayInWords(filter.from),
        };
      }
      return spanSaid(filter.from, filter.to, f.dayInWords, t("orders.since"), t("orders.until"));
    case "status":
      return filter.status?.length
        ? {
            condition: filter.status.length === 1 ? conditionWord("is") : conditionWord("anyOf"),
            value: filter.status.map(statusWord).join(", "),
          }
        : null;
    case "total":
      return spanSaid(filter.min, filter.max, f.money);
    case "text":
      return filter.text ? { condition: conditionWord("contains"), value: filter.text } : null;
    case "customer":
      return filter.customer
        ? { condition: conditionWord("is"), value: filter.customerName ?? filter.customer.slice(0, 8) }
        : null;
    case "staff":
      return filter.staff
        ? {
            condition: conditionWord("is"),
            value: staff?.rows.find((s) => s.id === filter.staff)?.name ?? filter.staff.slice(0, 8),
          }
        : null;
    case "priority":
      return filter.priority?.length
        ? {
            condition: filter.priority.length === 1 ? conditionWord("is") : conditionWord("anyOf"),
            value: filter.priority.map(priorityWord).join(", "),
          }
        : null;
  }
}

/** The filter in three-part chips: field, condition, value. */
export function chips(
  filter: FilterSearch,
  f: Formats,
  today: Day,
  staff: StaffRows | undefined,
): ChipText<ChipField>[] {
  return CHIP_FIELDS.flatMap((field) => {
    const said = chipOf(field, filter, f, today, staff);
    return said ? [{ field, name: chipName(field), ...said }] : [];
  });
}

export function withoutChip(filter: FilterSearch, field: ChipField): FilterSearch {
  const next = { ...filter };
  switch (field) {
    case "placed":
      delete next.from;
      delete next.to;
      break;
    case "total":
      delete next.min;
      delete next.max;
      break;
    case "customer":
      delete next.customer;
      delete next.customerName;
      break;
    case "status":
    case "text":
    case "staff":
    case "priority":
      delete next[field];
      break;
  }
  return next;
}

/** "4833", "004833" and "2026-4833" all mean 2026-004833. */
export function orderNumberOf(text: string, today: Day): string | null {
  const match = /^\s*(?:(\d{4})\s*-\s*)?(\d{1,9})\s*$/.exec(text);
  if (!match) return null;
  return `${match[1] ?? today.slice(0, 4)}-${(match[2] ?? "").padStart(6, "0")}`;
}

/** The key of each action; where the panel is open, it acts. */
export const ACTION_KEYS: Record<OrderAction, string> = {
  confirm: "c",
  process: "p",
  ship: "s",
  deliver: "d",
  cancel: "x",
  close_short: "b",
  ship_part: "l",
  return: "t",
  pay: "m",
  refund: "u",
  edit: "i",
  extend: "e",
  copy: "y",
};

/** The way onward: the one main button. */
export function isOnward(action: OrderAction): boolean {
  switch (action) {
    case "confirm":
    case "process":
    case "ship":
    case "deliver":
      return true;
    case "cancel":
    case "close_short":
    case "ship_part":
    case "return":
    case "pay":
    case "refund":
    case "edit":
    case "extend":
    case "copy":
      return false;
  }
}

/** Buttons at the bottom of the panel, the most wanted first. */
const BUTTONS: readonly OrderAction[] = [
  "confirm",
  "process",
  "ship",
  "deliver",
  "pay",
  "ship_part",
  "return",
  "refund",
  "cancel",
  "copy",
];
const IN_MENU: readonly OrderAction[] = ["edit", "copy"];
const BUTTONS_MAX = 3;

/** What stands at the bottom of the panel, and what its menu has. */
export function arranged<T extends { allowed: AllowedAction }>(
  actions: readonly T[],
  owed: boolean,
): { shown: T[]; menu: T[] } {
  const of = (names: readonly OrderAction[]) => names.flatMap((n) => actions.filter((a) => a.allowed.action === n));
  // Money is given back where it is owed; else it is the exception.
  const shown = of(BUTTONS.filter((b) => b !== "refund" || owed)).slice(0, BUTTONS_MAX);
  const rest = actions.filter((a) => !shown.includes(a));
  const first = of(IN_MENU).filter((a) => rest.includes(a));
  return { shown, menu: [...first, ...rest.filter((a) => !first.includes(a))] };
}

export function isOwed(detail: OrderDetail): boolean {
  return detail.due.startsWith("-");
}

export function may(detail: OrderDetail, action: OrderAction): boolean {
  return detail.allowedActions.some((a) => a.action === action);
}

export function actionLabel(action: AllowedAction): string {
  return orderActionWord(action.action);
}

/** What differs between the order as it was read here and as it is in the store now. */
export type Difference = {
  field: "status" | "priority" | "items" | "total" | "due" | "customer" | "note" | "address" | "promised";
  before: string;
  now: string;
};

export function differences(before: OrderDetail, now: OrderDetail, f: Formats): Difference[] {
  const pairs: Difference[] = [
    { field: "status", before: statusWord(before.order.status), now: statusWord(now.order.status) },
    { field: "priority", before: priorityWord(before.order.priority), now: priorityWord(now.order.priority) },
    { field: "items", before: f.count(before.order.items), now: f.count(now.order.items) },
    { field: "total", before: f.money(before.order.total), now: f.money(now.order.total) },
    { field: "due", before: f.money(before.due), now: f.money(now.due) },
    { field: "customer", before: before.order.customerName, now: now.order.customerName },
    { field: "note", before: before.note, now: now.note },
    { field: "address", before: before.address, now: now.address },
    {
      field: "promised",
      before: before.promisedOn === null ? "" : f.dayInWords(before.promisedOn),
      now: now.promisedOn === null ? "" : f.dayInWords(now.promisedOn),
    },
  ];
  return pairs.filter((p) => p.before !== p.now);
}

export function isDimmed(status: OrderDetail["order"]["status"]): boolean {
  return status === "cancelled";
}

/** Until when an order's units are held, the soonest; where no hold runs any more, when the last one ended. */
export function deadlineOf(holds: readonly Reservation[]): { deadline: Instant; units: number } | null {
  const running = holds.filter((h) => h.status === "active");
  const units = (of: readonly Reservation[]) => of.reduce((n, h) => n + h.quantity, 0);
  if (running.length > 0) return { deadline: Math.min(...running.map((h) => h.expiresAt)), units: units(running) };
  if (holds.length === 0) return null;
  return {
    deadline: Math.max(...holds.map((h) => Math.min(h.expiresAt, h.endedAt ?? h.expiresAt))),
    units: units(holds),
  };
}

/** How a line is called where only its number is kept. */
export function lineNamed(detail: OrderDetail, lineNo: number): string {
  return detail.lines.find((l) => l.lineNo === lineNo)?.name ?? `${lineNo}`;
}

/** Units of a line that left and did not come back. */
export function returnableUnits(line: { shipped: number; returned: number }): number {
  return Math.max(0, line.shipped - line.returned);
}

export type ReturnUnits = { sellable: number; damaged: number };

/** The lines of a return, as the core takes them: one for each condition. */
export function returnedLines(
  lines: readonly { lineNo: number }[],
  units: Readonly<Record<number, ReturnUnits>>,
): OrderReturnLine[] {
  return lines.flatMap(({ lineNo }) => {
    const of = units[lineNo];
    if (of === undefined) return [];
    return (["sellable", "damaged"] as const)
      .filter((condition) => of[condition] > 0)
      .map((condition) => ({ lineNo, quantity: of[condition], condition }));
  });
}

/** The lines of which units were chosen, never more than there are. */
export function chosenUnits<L extends { lineNo: number }>(
  lines: readonly L[],
  units: Readonly<Record<number, number>>,
  most: (line: L) => number,
): { lineNo: number; quantity: number }[] {
  return lines.flatMap((l) => {
    const quantity = Math.min(units[l.lineNo] ?? 0, most(l));
    return quantity > 0 ? [{ lineNo: l.lineNo, quantity }] : [];
  });
}

/** Units that a line still owes: allocated and neither shipped nor released. */
export function openUnits(line: { allocated: number; shipped: number; released: number }): number {
  return Math.max(0, line.allocated - line.shipped - line.released);
}

export const PRIORITY_ORDER: readonly Priority[] = ["low", "normal", "high", "urgent"];
