import type { FieldProblem, Holder, Refusal, RefusalCode, ShortLine, UndoProblem } from "../../generated/commands";
import type { Formats } from "../formats";
import { texts } from "../i18n";
import { holdStatusWord, roleWord, statusWord, waitStatusWord } from "../words";

/** What a person can do about it; the place that shows the error supplies the doing. */
export type StepKind =
  | "retry"
  | "reload"
  | "show_fields"
  | "show_shortage"
  | "merge_lines"
  | "open_product"
  | "open_order"
  | "choose_destination"
  | "open_logs"
  | "none";
export type RefusalText = { sentence: string; hint: string; step: StepKind; stepLabel: string };

const t = texts({
  "step.retry": "Try again",
  "step.reload": "Load it again",
  "step.show_fields": "Show the field",
  "step.show_shortage": "Show what is short",
  "step.merge_lines": "Merge them",
  "step.open_product": "Open the product",
  "step.open_order": "Open the order",
  "step.choose_destination": "Choose another place",
  "step.open_logs": "Open the log folder",

  "refusal.VALIDATION":
    "{count, plural, one {One field needs another value: {first}} other {# fields need another value, the first: {first}}}",
  "refusal.VALIDATION.hint": "What you typed is still there.",
  "refusal.NOT_FOUND": "This {object} is not in the store any more.",
  "refusal.NOT_FOUND.hint": "It may have been removed since the list was read.",
  "refusal.CONFLICT":
    "Somebody changed this {object} since you opened it (version {expected} here, {actual} in the store).",
  "refusal.CONFLICT.hint": "Look at what changed, then decide again.",
  "refusal.SKU_TAKEN": "The SKU {sku} already belongs to {name}.",
  "refusal.SKU_TAKEN.hint": "Use another SKU, or open that product.",
  "refusal.BARCODE_TAKEN": "The barcode {barcode} already belongs to {name}.",
  "refusal.BARCODE_TAKEN.hint": "Use another barcode, or open that product.",
  "refusal.PRODUCT_ARCHIVED": "{name} ({sku}) is archived and cannot be sold or held.",
  "refusal.PRODUCT_ARCHIVED.hint": "Restore it first, or leave it out.",
  "refusal.PRODUCT_IN_USE": "{sku} still has {onHand, number} on hand and {reserved, number} reserved.",
  "refusal.PRODUCT_IN_USE.hint": "Sell, release or adjust these units first.",
  "refusal.PRODUCT_USED":
    "{name} was used: {movements, plural, one {one movement} other {# movements}}, {holds, plural, one {one hold} other {# holds}}, {orderLines, plural, one {one order line} other {# order lines}}, {priceRules, plural, one {one price rule} other {# price rules}}.",
  "refusal.PRODUCT_USED.hint": "Archive it instead; it leaves the lists and keeps its history.",
  "refusal.ARCHIVED": "The {object} {name} is archived.",
  "refusal.ARCHIVED.hint": "Restore it first, or choose another.",
  "refusal.CATEGORY_CYCLE": "{name} cannot go into {parent}, which lies within it.",
  "refusal.CATEGORY_CYCLE.hint": "Choose another place.",
  "refusal.CATEGORY_NOT_EMPTY":
    "{name} holds {products, plural, one {one product} other {# products}} and {categories, plural, one {one category} other {# categories}}.",
  "refusal.CATEGORY_NOT_EMPTY.hint": "Say where they go.",
  "refusal.STOCK_INSUFFICIENT.one":
    "{name}: {requested, number} asked, {available, number} available, short by {short, number}.",
  "refusal.STOCK_INSUFFICIENT.many":
    "{count, number} lines are short, the first: {name}, {requested, number} asked, {available, number} available.",
  "refusal.STOCK_INSUFFICIENT.hint": "Take what is free, leave it out, or wait until a hold lapses.",
  "refusal.DUPLICATE_LINES":
    "{count, plural, one {{name} is on more than one line.} other {# products are on more than one line, the first: {name}.}}",
  "refusal.DUPLICATE_LINES.hint": "Merge its lines into one of {quantity, number}.",
  "refusal.BASKET_EMPTY": "The basket {name} is empty.",
  "refusal.BASKET_EMPTY.hint": "Put something in, then place it.",
  "refusal.BASKET_NOT_OPEN.parked": "The basket {name} is parked.",
  "refusal.BASKET_NOT_OPEN.parked.hint": "Resume it to change it.",
  "refusal.BASKET_NOT_OPEN.ended":
    "{status, select, placed {The basket {name} was placed already.} other {The basket {name} was dropped.}}",
  "refusal.BASKET_NOT_OPEN.ended.hint": "It stays as it is; begin a new one.",
  "refusal.STOCK_BELOW_RESERVED":
    "{name}: {reserved, number} of {onHand, number} on hand are reserved ({holders}), so it cannot go below that.",
  "refusal.STOCK_BELOW_RESERVED.hint": "Release a hold or close an order line short first.",
  "refusal.COUNT_ENDED":
    "{status, select, posted {The count {name} is posted.} other {The count {name} was cancelled.}}",
  "refusal.COUNT_ENDED.hint": "It takes no more figures; start a new count.",
  "refusal.COUNT_NEEDS_RECOUNT.moved":
    "{count, plural, one {One line moved while it was being counted, or was corrected since: {skus}} other {# lines moved while they were being counted, or were corrected since: {skus}}}",
  "refusal.COUNT_NEEDS_RECOUNT.moved.hint": "Count them again, or post them as they are.",
  "refusal.COUNT_NEEDS_RECOUNT.tooFew":
    "{count, plural, one {More units of one line left since than were counted: {skus}} other {More units of # lines left since than were counted: {skus}}}",
  "refusal.COUNT_NEEDS_RECOUNT.tooFew.hint": "Count them again; nothing can be less than none.",
  "refusal.COUNT_BELOW_RESERVED":
    "{count, plural, one {{name}: {left, number} would be on hand, {reserved, number} are reserved ({holders}).} other {# lines would have less on hand than is reserved, the first: {name}, {left, number} of {reserved, number}.}}",
  "refusal.COUNT_BELOW_RESERVED.hint": "Release holds or close order lines short, then post again.",
  "refusal.NAME_TAKEN": "There is already a {object} named {name}.",
  "refusal.NAME_TAKEN.hint": "Choose another name.",
  "refusal.CUSTOMER_EMAIL_TAKEN": "{email} belongs to {name}.",
  "refusal.CUSTOMER_EMAIL_TAKEN.hint": "Choose that customer, or merge the two.",
  "refusal.LOCATION_IN_USE.selling": "The store sells from {name}.",
  "refusal.LOCATION_IN_USE.selling.hint": "Sell from another location first.",
  "refusal.LOCATION_IN_USE.units": "{name} has {onHand, number} on hand and {reserved, number} reserved.",
  "refusal.LOCATION_IN_USE.units.hint": "Transfer or adjust these units first.",
  "refusal.TIER_IN_USE.default": "{name} is the tier of customers without one.",
  "refusal.TIER_IN_USE.default.hint": "Make another tier the default first.",
  "refusal.TIER_IN_USE.named":
    "{name} is still used: {customers, plural, one {one customer} other {# customers}}, {rules, plural, one {one price rule} other {# price rules}}.",
  "refusal.TIER_IN_USE.named.hint": "Give these another tier first, or archive the rules.",
  "refusal.REASON_FIXED": "Stockroom itself uses the reason {name}.",
  "refusal.REASON_FIXED.hint": "It can get another name, but it stays.",
  "refusal.UNDO_NOT_POSSIBLE":
    "{count, plural, one {This cannot be undone: {first}.} other {# things stand in the way of undoing this, the first: {first}.}}",
  "refusal.UNDO_NOT_POSSIBLE.hint": "Settle these first, or change what is still wrong by hand.",
  "refusal.ALREADY_UNDONE": "This was undone already, at {time}.",
  "refusal.ALREADY_UNDONE.hint": "Nothing is left to undo.",
  "refusal.HOLD_ENDED": "This hold is over: {status} at {time}.",
  "refusal.HOLD_ENDED.hint": "Its units are free again; hold them once more if they are still needed.",
  "refusal.WAIT_ENDED": "This wait is over: {status} at {time}.",
  "refusal.WAIT_ENDED.hint": "Look at what became of it, or wait anew.",
  "refusal.HOLD_OF_ORDER": "This hold belongs to order {number}.",
  "refusal.HOLD_OF_ORDER.hint": "Extend, change or cancel the order instead.",
  "refusal.ORDER_TRANSITION_NOT_ALLOWED": "An order that is {from} cannot become {to}.",
  "refusal.ORDER_TRANSITION_NOT_ALLOWED.same": "It is {to} already.",
  "refusal.ORDER_TRANSITION_NOT_ALLOWED.hint": "From here it can become: {allowed}.",
  "refusal.ORDER_TRANSITION_NOT_ALLOWED.final": "It is final: nothing follows it.",
  "refusal.ORDER_NOT_EDITABLE": "Order {number} is {status} and cannot be changed like this.",
  "refusal.ORDER_NOT_EDITABLE.hint":
    "Lines, customer and handing over change while an order is pending; the rest until it is final.",
  "refusal.HOLD_LONGEST": "Order {number} has held its units for as long as a checkout may, until {time}.",
  "refusal.HOLD_LONGEST.hint": "Confirm it, or cancel it and let the units go.",
  "refusal.CLOSE_SHORT_TOO_MANY":
    "Line {line, number} has {open, number} units open; {requested, number} cannot be closed.",
  "refusal.CLOSE_SHORT_TOO_MANY.hint": "Close at most what is open.",
  "refusal.SHIP_TOO_MANY": "Line {line, number} has {open, number} units open; {requested, number} cannot be shipped.",
  "refusal.SHIP_TOO_MANY.hint": "Ship at most what is open.",
  "refusal.RETURN_NOT_POSSIBLE": "Order {number} is {status}.",
  "refusal.RETURN_NOT_POSSIBLE.hint": "Goods come back once it is delivered.",
  "refusal.RETURN_TOO_MANY":
    "Of line {line, number}, {returnable, plural, one {# unit} other {# units}} can come back, not {requested, number}.",
  "refusal.RETURN_TOO_MANY.hint": "Take back at most what left and did not come back yet.",
  "refusal.PAYMENT_NOT_POSSIBLE": "Order {number} is {status}; nothing is due on it.",
  "refusal.PAYMENT_NOT_POSSIBLE.hint": "Look at its payments again.",
  "refusal.PAYMENT_TOO_LARGE": "{due} is due; {amount} is more.",
  "refusal.PAYMENT_TOO_LARGE.hint": "Record at most what is due. Cash above it is what was tendered.",
  "refusal.REFUND_TOO_LARGE": "{paid} was paid; {amount} is more.",
  "refusal.REFUND_TOO_LARGE.hint": "Give back at most what was paid.",
  "refusal.CURRENCY_FIXED": "The store counts in {currency}; that is fixed once a price exists.",
  "refusal.CURRENCY_FIXED.hint": "A store in another currency is another file.",
  "refusal.REQUEST_ID_REUSED": "This request was already used for {command} with other contents.",
  "refusal.REQUEST_ID_REUSED.hint": "Do it again; it gets a new number.",
  "refusal.FORBIDDEN": "This needs the role {needed}; you are {role}.",
  "refusal.FORBIDDEN.hint": "Ask somebody who has it.",
  "refusal.UNKNOWN_COMMAND": "The program does not know the command {name}.",
  "refusal.UNKNOWN_COMMAND.hint": "The window and the program are of different versions; start Stockroom again.",
  "refusal.BAD_JSON": "The program could not read the request: {detail}",
  "refusal.BAD_JSON.hint": "The window and the program are of different versions; start Stockroom again.",
  "refusal.TOO_LARGE": "The request has {actual} kB; {limit} kB are allowed.",
  "refusal.TOO_LARGE.hint": "Do it in parts.",
  "refusal.BUSY": "The store is busy with {what}.",
  "refusal.BUSY.hint": "It is free again in a moment.",
  "refusal.CANCELLED": "Stopped: {what}.",
  "refusal.CANCELLED.hint": "You can start it again at any time.",
  "refusal.DISK_FULL": "The disk is full ({what}).",
  "refusal.DISK_FULL.hint": "Free some space, then try again.",
  "refusal.DISK_ERROR": "The disk did not do what was asked ({what}).",
  "refusal.DISK_ERROR.hint": "Check the disk; make a backup on another one.",
  "refusal.OUTCOME_UNKNOWN": "Saving failed, and whether it was kept is not certain ({what}).",
  "refusal.OUTCOME_UNKNOWN.hint": "Start Stockroom again and look whether it is there before doing it again.",
  "refusal.DESTINATION_NOT_ALLOWED": "This place cannot be written to: {reason}.",
  "refusal.DESTINATION_NOT_ALLOWED.hint": "Choose another folder or name.",
  "refusal.HANDLE_GONE": "The list was put away because other lists were opened.",
  "refusal.HANDLE_GONE.hint": "It is read again.",
  "refusal.IMPORT_FILE_REFUSED":
    "{row, plural, =0 {The file cannot be imported: {detail}.} other {The file cannot be imported: {detail} (line {row, number}).}}",
  "refusal.IMPORT_FILE_REFUSED.hint": "Save it again as CSV from the program it came from, or choose another file.",
  "refusal.IMPORT_OUT_OF_DATE":
    "{count, plural, one {One thing that this import is about} other {# things that this import is about}} changed since it was checked.",
  "refusal.IMPORT_OUT_OF_DATE.hint": "Check the file again, then apply it.",
  "refusal.ORDERS_NOT_WHOLE":
    "Of {orders, plural, one {one order} other {# orders}} {short, plural, =0 {none is} one {one is} other {# are}} short{refused, plural, =0 {} one { and one cannot be taken} other { and # cannot be taken}}. None was placed.",
  "refusal.ORDERS_NOT_WHOLE.first": "First: {requested, number} {name} asked, {available, number} available.",
  "refusal.ORDERS_NOT_WHOLE.hint": "Place each order on its own, or mend the file.",
  "refusal.IMPORT_NOTHING": "No row of this import changes anything.",
  "refusal.IMPORT_NOTHING.hint": "Mend the refused rows, or choose another file.",
  "refusal.FILE_MISSING": "There is no store file at {path}.",
  "refusal.FILE_MISSING.hint": "Was it moved or renamed? Put it back, or start Stockroom with the right file.",
  "refusal.FILE_READ_ONLY": "The store file cannot be written: {path}.",
  "refusal.FILE_READ_ONLY.hint": "Give your user the right to write the file and its folder.",
  "refusal.FILE_NOT_A_STORE": "{path} is not a Stockroom store.",
  "refusal.FILE_NOT_A_STORE.hint": "It was not changed. Start Stockroom with the right file.",
  "refusal.FILE_TOO_NEW":
    "The store was written by a newer Stockroom (file version {file, number}, this program knows {program, number}).",
  "refusal.FILE_TOO_NEW.hint": "Install the newer version; the file was not changed.",
  "refusal.FILE_LOCKED": "The store is open in another window or program: {path}.",
  "refusal.FILE_LOCKED.hint": "Close it there first.",
  "refusal.FILE_DAMAGED": "The store file is damaged: {detail}",
  "refusal.FILE_DAMAGED.hint": "Do not work on with it. Keep a copy of {path}, then restore the last verified backup.",

  "object.order": "order",
  "object.product": "product",
  "object.variant": "product",
  "object.reservation": "hold",
  "object.customer": "customer",
  "object.settings": "settings",
  "object.basket": "basket",
  "object.line": "line",
  "object.category": "category",
  "object.location": "location",
  "object.reason": "reason",
  "object.tier": "tier",
  "object.price_rule": "price rule",
  "object.staff": "person",
  "object.other": "entry",
  "list.and": "{before} and {last}",
});

/** A list in words: "a, b and c". */
export function inWords(items: string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return t("list.and", { before: items.slice(0, -1).join(", "), last: items.at(-1) ?? "" });
}

function objectWord(object: string): string {
  switch (object) {
    case "order":
    case "product":
    case "variant":
    case "reservation":
    case "customer":
    case "settings":
    case "basket":
    case "line":
    case "category":
    case "location":
    case "reason":
    case "tier":
    case "price_rule":
    case "staff":
      return t(`object.${object}`);
    default:
      return t("object.other");
  }
}

export function holdersInWords(holders: Holder[]): string {
  return inWords(holders.map((h) => `${h.label} ${h.quantity}`));
}

export function undoProblemInWords(problem: UndoProblem | undefined): string {
  return problem ? [problem.label, problem.message].filter((part) => part !== "").join(": ") : "";
}

export function firstProblem(fields: FieldProblem[]): string {
  return fields[0]?.message ?? "";
}

type Saying = { sentence: string; hint: string; step: StepKind };
type Table = { [C in RefusalCode]: (r: Extract<Refusal, { code: C }>, f: Formats) => Saying };

function shortSentence(lines: ShortLine[]): string {
  const [first] = lines;
  if (!first) return "";
  const values = {
    count: lines.length,
    name: first.name,
    requested: first.requested,
    available: first.available,
    short: first.requested - first.available,
  };
  return t(lines.length === 1 ? "refusal.STOCK_INSUFFICIENT.one" : "refusal.STOCK_INSUFFICIENT.many", values);
}

/** Exhaustive over the codes: a code without a text does not compile. */
const TABLE: Table = {
  VALIDATION: (r) => ({
    sentence: t("refusal.VALIDATION", { count: r.fields.length, first: firstProblem(r.fields) }),
    hint: t("refusal.VALIDATION.hint"),
    step: "show_fields",
  }),
  NOT_FOUND: (r) => ({
    sentence: t("refusal.NOT_FOUND", { object: objectWord(r.object) }),
    hint: t("refusal.NOT_FOUND.hint"),
    step: "reload",
  }),
  CONFLICT: (r) => ({
    sentence: t("refusal.CONFLICT", {
      object: objectWord(r.object),
      expected: r.expectedVersion,
      actual: r.actualVersion,
    }),
    hint: t("refusal.CONFLICT.hint"),
    step: "reload",
  }),
  SKU_TAKEN: (r) => ({
    sentence: t("refusal.SKU_TAKEN", { sku: r.sku, name: r.name }),
    hint: t("refusal.SKU_TAKEN.hint"),
    step: "open_product",
  }),
  BARCODE_TAKEN: (r) => ({
    sentence: t("refusal.BARCODE_TAKEN", { barcode: r.barcode, name: r.name }),
    hint: t("refusal.BARCODE_TAKEN.hint"),
    step: "open_product",
  }),
  PRODUCT_ARCHIVED: (r) => ({
    sentence: t("refusal.PRODUCT_ARCHIVED", { sku: r.sku, name: r.name }),
    hint: t("refusal.PRODUCT_ARCHIVED.hint"),
    step: "open_product",
  }),
  PRODUCT_IN_USE: (r) => ({
    sentence: t("refusal.PRODUCT_IN_USE", { sku: r.sku, onHand: r.onHand, reserved: r.reserved }),
    hint: t("refusal.PRODUCT_IN_USE.hint"),
    step: "open_product",
  }),
  PRODUCT_USED: (r) => ({
    sentence: t("refusal.PRODUCT_USED", {
      name: r.name,
      movements: r.movements,
      holds: r.holds,
      orderLines: r.orderLines,
      priceRules: r.priceRules,
    }),
    hint: t("refusal.PRODUCT_USED.hint"),
    step: "open_product",
  }),
  ARCHIVED: (r) => ({
    sentence: t("refusal.ARCHIVED", { object: objectWord(r.object), name: r.name }),
    hint: t("refusal.ARCHIVED.hint"),
    step: "reload",
  }),
  CATEGORY_CYCLE: (r) => ({
    sentence: t("refusal.CATEGORY_CYCLE", { name: r.name, parent: r.parentName }),
    hint: t("refusal.CATEGORY_CYCLE.hint"),
    step: "none",
  }),
  CATEGORY_NOT_EMPTY: (r) => ({
    sentence: t("refusal.CATEGORY_NOT_EMPTY", { name: r.name, products: r.products, categories: r.categories }),
    hint: t("refusal.CATEGORY_NOT_EMPTY.hint"),
    step: "none",
  }),
  STOCK_INSUFFICIENT: (r) => ({
    sentence: shortSentence(r.lines),
    hint: t("refusal.STOCK_INSUFFICIENT.hint"),
    step: "show_shortage",
  }),
  DUPLICATE_LINES: (r) => ({
    sentence: t("refusal.DUPLICATE_LINES", { count: r.lines.length, name: r.lines[0]?.name ?? "" }),
    hint: t("refusal.DUPLICATE_LINES.hint", { quantity: r.lines[0]?.quantity ?? 0 }),
    step: "merge_lines",
  }),
  BASKET_EMPTY: (r) => ({
    sentence: t("refusal.BASKET_EMPTY", { name: r.name }),
    hint: t("refusal.BASKET_EMPTY.hint"),
    step: "none",
  }),
  BASKET_NOT_OPEN: (r) =>
    r.status === "parked"
      ? {
          sentence: t("refusal.BASKET_NOT_OPEN.parked", { name: r.name }),
          hint: t("refusal.BASKET_NOT_OPEN.parked.hint"),
          step: "none",
        }
      : {
          sentence: t("refusal.BASKET_NOT_OPEN.ended", { name: r.name, status: r.status }),
          hint: t("refusal.BASKET_NOT_OPEN.ended.hint"),
          step: r.orderId === null ? "none" : "open_order",
        },
  STOCK_BELOW_RESERVED: (r) => ({
    sentence: t("refusal.STOCK_BELOW_RESERVED", {
      name: r.line.name,
      reserved: r.line.onHand - r.line.available,
      onHand: r.line.onHand,
      holders: holdersInWords(r.line.heldBy),
    }),
    hint: t("refusal.STOCK_BELOW_RESERVED.hint"),
    step: "show_shortage",
  }),
  COUNT_ENDED: (r) => ({
    sentence: t("refusal.COUNT_ENDED", { name: r.name, status: r.status }),
    hint: t("refusal.COUNT_ENDED.hint"),
    step: "reload",
  }),
  COUNT_NEEDS_RECOUNT: (r) => {
    const values = { count: r.count, skus: r.skus.join(", ") };
    return {
      sentence: r.acceptable
        ? t("refusal.COUNT_NEEDS_RECOUNT.moved", values)
        : t("refusal.COUNT_NEEDS_RECOUNT.tooFew", values),
      hint: r.acceptable ? t("refusal.COUNT_NEEDS_RECOUNT.moved.hint") : t("refusal.COUNT_NEEDS_RECOUNT.tooFew.hint"),
      step: "none",
    };
  },
  COUNT_BELOW_RESERVED: (r) => {
    const [first] = r.lines;
    return {
      sentence: t("refusal.COUNT_BELOW_RESERVED", {
        count: r.lines.length,
        name: first?.name ?? "",
        left: first?.requested ?? 0,
        reserved: first ? first.onHand - first.available : 0,
        holders: holdersInWords(first?.heldBy ?? []),
      }),
      hint: t("refusal.COUNT_BELOW_RESERVED.hint"),
      step: "show_shortage",
    };
  },
  NAME_TAKEN: (r) => ({
    sentence: t("refusal.NAME_TAKEN", { object: objectWord(r.object), name: r.name }),
    hint: t("refusal.NAME_TAKEN.hint"),
    step: "show_fields",
  }),
  CUSTOMER_EMAIL_TAKEN: (r) => ({
    sentence: t("refusal.CUSTOMER_EMAIL_TAKEN", { email: r.email, name: r.name }),
    hint: t("refusal.CUSTOMER_EMAIL_TAKEN.hint"),
    step: "show_fields",
  }),
  LOCATION_IN_USE: (r) =>
    r.selling
      ? {
          sentence: t("refusal.LOCATION_IN_USE.selling", { name: r.name }),
          hint: t("refusal.LOCATION_IN_USE.selling.hint"),
          step: "none",
        }
      : {
          sentence: t("refusal.LOCATION_IN_USE.units", { name: r.name, onHand: r.onHand, reserved: r.reserved }),
          hint: t("refusal.LOCATION_IN_USE.units.hint"),
          step: "none",
        },
  TIER_IN_USE: (r) =>
    r.isDefault
      ? {
          sentence: t("refusal.TIER_IN_USE.default", { name: r.name }),
          hint: t("refusal.TIER_IN_USE.default.hint"),
          step: "none",
        }
      : {
          sentence: t("refusal.TIER_IN_USE.named", { name: r.name, customers: r.customers, rules: r.rules }),
          hint: t("refusal.TIER_IN_USE.named.hint"),
          step: "none",
        },
  REASON_FIXED: (r) => ({
    sentence: t("refusal.REASON_FIXED", { name: r.name }),
    hint: t("refusal.REASON_FIXED.hint"),
    step: "none",
  }),
  UNDO_NOT_POSSIBLE: (r) => ({
    sentence: t("refusal.UNDO_NOT_POSSIBLE", { count: r.problems.length, first: undoProblemInWords(r.problems[0]) }),
    hint: t("refusal.UNDO_NOT_POSSIBLE.hint"),
    step: "none",
  }),
  ALREADY_UNDONE: (r, f) => ({
    sentence: t("refusal.ALREADY_UNDONE", { time: f.dateTime(r.at) }),
    hint: t("refusal.ALREADY_UNDONE.hint"),
    step: "none",
  }),
  HOLD_ENDED: (r, f) => ({
    sentence: t("refusal.HOLD_ENDED", {
      status: holdStatusWord(r.status).toLowerCase(),
      time: f.timeWithSeconds(r.endedAt),
    }),
    hint: t("refusal.HOLD_ENDED.hint"),
    step: "reload",
  }),
  WAIT_ENDED: (r, f) => ({
    sentence: t("refusal.WAIT_ENDED", {
      status: waitStatusWord(r.status).toLowerCase(),
      time: f.timeWithSeconds(r.endedAt),
    }),
    hint: t("refusal.WAIT_ENDED.hint"),
    step: "reload",
  }),
  HOLD_OF_ORDER: (r) => ({
    sentence: t("refusal.HOLD_OF_ORDER", { number: r.orderNumber }),
    hint: t("refusal.HOLD_OF_ORDER.hint"),
    step: "open_order",
  }),
  ORDER_TRANSITION_NOT_ALLOWED: (r) => ({
    sentence: t(
      r.from === r.to ? "refusal.ORDER_TRANSITION_NOT_ALLOWED.same" : "refusal.ORDER_TRANSITION_NOT_ALLOWED",
      {
        from: statusWord(r.from).toLowerCase(),
        to: statusWord(r.to).toLowerCase(),
      },
    ),
    hint:
      r.allowed.length === 0
        ? t("refusal.ORDER_TRANSITION_NOT_ALLOWED.final")
        : t("refusal.ORDER_TRANSITION_NOT_ALLOWED.hint", {
            allowed: inWords(r.allowed.map((s) => statusWord(s).toLowerCase())),
          }),
    step: "reload",
  }),
  ORDER_NOT_EDITABLE: (r) => ({
    sentence: t("refusal.ORDER_NOT_EDITABLE", { number: r.number, status: statusWord(r.status).toLowerCase() }),
    hint: t("refusal.ORDER_NOT_EDITABLE.hint"),
    step: "reload",
  }),
  HOLD_LONGEST: (r, f) => ({
    sentence: t("refusal.HOLD_LONGEST", { number: r.number, time: f.timeWithSeconds(r.latest) }),
    hint: t("refusal.HOLD_LONGEST.hint"),
    step: "open_order",
  }),
  CLOSE_SHORT_TOO_MANY: (r) => ({
    sentence: t("refusal.CLOSE_SHORT_TOO_MANY", { line: r.lineNo, open: r.open, requested: r.requested }),
    hint: t("refusal.CLOSE_SHORT_TOO_MANY.hint"),
    step: "reload",
  }),
  SHIP_TOO_MANY: (r) => ({
    sentence: t("refusal.SHIP_TOO_MANY", { line: r.lineNo, open: r.open, requested: r.requested }),
    hint: t("refusal.SHIP_TOO_MANY.hint"),
    step: "reload",
  }),
  RETURN_NOT_POSSIBLE: (r) => ({
    sentence: t("refusal.RETURN_NOT_POSSIBLE", { number: r.number, status: statusWord(r.status).toLowerCase() }),
    hint: t("refusal.RETURN_NOT_POSSIBLE.hint"),
    step: "reload",
  }),
  RETURN_TOO_MANY: (r) => ({
    sentence: t("refusal.RETURN_TOO_MANY", { line: r.lineNo, returnable: r.returnable, requested: r.requested }),
    hint: t("refusal.RETURN_TOO_MANY.hint"),
    step: "reload",
  }),
  PAYMENT_NOT_POSSIBLE: (r) => ({
    sentence: t("refusal.PAYMENT_NOT_POSSIBLE", { number: r.number, status: statusWord(r.status).toLowerCase() }),
    hint: t("refusal.PAYMENT_NOT_POSSIBLE.hint"),
    step: "reload",
  }),
  PAYMENT_TOO_LARGE: (r, f) => ({
    sentence: t("refusal.PAYMENT_TOO_LARGE", { due: f.money(r.due), amount: f.money(r.amount) }),
    hint: t("refusal.PAYMENT_TOO_LARGE.hint"),
    step: "reload",
  }),
  REFUND_TOO_LARGE: (r, f) => ({
    sentence: t("refusal.REFUND_TOO_LARGE", { paid: f.money(r.paid), amount: f.money(r.amount) }),
    hint: t("refusal.REFUND_TOO_LARGE.hint"),
    step: "reload",
  }),
  CURRENCY_FIXED: (r) => ({
    sentence: t("refusal.CURRENCY_FIXED", { currency: r.currency }),
    hint: t("refusal.CURRENCY_FIXED.hint"),
    step: "none",
  }),
  REQUEST_ID_REUSED: (r) => ({
    sentence: t("refusal.REQUEST_ID_REUSED", { command: r.command }),
    hint: t("refusal.REQUEST_ID_REUSED.hint"),
    step: "retry",
  }),
  FORBIDDEN: (r) => ({
    sentence: t("refusal.FORBIDDEN", { needed: roleWord(r.needed), role: roleWord(r.role) }),
    hint: t("refusal.FORBIDDEN.hint"),
    step: "none",
  }),
  UNKNOWN_COMMAND: (r) => ({
    sentence: t("refusal.UNKNOWN_COMMAND", { name: r.name }),
    hint: t("refusal.UNKNOWN_COMMAND.hint"),
    step: "none",
  }),
  BAD_JSON: (r) => ({
    sentence: t("refusal.BAD_JSON", { detail: r.detail }),
    hint: t("refusal.BAD_JSON.hint"),
    step: "none",
  }),
  TOO_LARGE: (r, f) => ({
    sentence: t("refusal.TOO_LARGE", {
      actual: f.count(Math.ceil(r.actualBytes / 1000)),
      limit: f.count(Math.floor(r.limitBytes / 1000)),
    }),
    hint: t("refusal.TOO_LARGE.hint"),
    step: "none",
  }),
  BUSY: (r) => ({ sentence: t("refusal.BUSY", { what: r.what }), hint: t("refusal.BUSY.hint"), step: "retry" }),
  CANCELLED: (r) => ({
    sentence: t("refusal.CANCELLED", { what: r.what }),
    hint: t("refusal.CANCELLED.hint"),
    step: "retry",
  }),
  DISK_FULL: (r) => ({
    sentence: t("refusal.DISK_FULL", { what: r.what }),
    hint: t("refusal.DISK_FULL.hint"),
    step: "retry",
  }),
  OUTCOME_UNKNOWN: (r) => ({
    sentence: t("refusal.OUTCOME_UNKNOWN", { what: r.what }),
    hint: t("refusal.OUTCOME_UNKNOWN.hint"),
    step: "open_logs",
  }),
  DISK_ERROR: (r) => ({
    sentence: t("refusal.DISK_ERROR", { what: r.what }),
    hint: t("refusal.DISK_ERROR.hint"),
    step: "retry",
  }),
  DESTINATION_NOT_ALLOWED: (r) => ({
    sentence: t("refusal.DESTINATION_NOT_ALLOWED", { reason: r.reason }),
    hint: t("refusal.DESTINATION_NOT_ALLOWED.hint"),
    step: "choose_destination",
  }),
  HANDLE_GONE: () => ({ sentence: t("refusal.HANDLE_GONE"), hint: t("refusal.HANDLE_GONE.hint"), step: "retry" }),
  IMPORT_FILE_REFUSED: (r) => ({
    sentence: t("refusal.IMPORT_FILE_REFUSED", { detail: r.detail, row: r.row ?? 0 }),
    hint: t("refusal.IMPORT_FILE_REFUSED.hint"),
    step: "none",
  }),
  IMPORT_OUT_OF_DATE: (r) => ({
    sentence: t("refusal.IMPORT_OUT_OF_DATE", { count: r.changed }),
    hint: t("refusal.IMPORT_OUT_OF_DATE.hint"),
    step: "retry",
  }),
  ORDERS_NOT_WHOLE: (r) => ({
    sentence: [
      t("refusal.ORDERS_NOT_WHOLE", { orders: r.orders, short: r.short, refused: r.refused }),
      ...r.lines
        .slice(0, 1)
        .map(({ name, requested, available }) => t("refusal.ORDERS_NOT_WHOLE.first", { name, requested, available })),
    ].join(" "),
    hint: t("refusal.ORDERS_NOT_WHOLE.hint"),
    step: "none",
  }),
  IMPORT_NOTHING: () => ({
    sentence: t("refusal.IMPORT_NOTHING"),
    hint: t("refusal.IMPORT_NOTHING.hint"),
    step: "none",
  }),
  FILE_MISSING: (r) => ({
    sentence: t("refusal.FILE_MISSING", { path: r.path }),
    hint: t("refusal.FILE_MISSING.hint"),
    step: "retry",
  }),
  FILE_READ_ONLY: (r) => ({
    sentence: t("refusal.FILE_READ_ONLY", { path: r.path }),
    hint: t("refusal.FILE_READ_ONLY.hint"),
    step: "retry",
  }),
  FILE_NOT_A_STORE: (r) => ({
    sentence: t("refusal.FILE_NOT_A_STORE", { path: r.path }),
    hint: t("refusal.FILE_NOT_A_STORE.hint"),
    step: "open_logs",
  }),
  FILE_TOO_NEW: (r) => ({
    sentence: t("refusal.FILE_TOO_NEW", { file: r.fileVersion, program: r.programVersion }),
    hint: t("refusal.FILE_TOO_NEW.hint"),
    step: "open_logs",
  }),
  FILE_LOCKED: (r) => ({
    sentence: t("refusal.FILE_LOCKED", { path: r.path }),
    hint: t("refusal.FILE_LOCKED.hint"),
    step: "retry",
  }),
  FILE_DAMAGED: (r) => ({
    sentence: t("refusal.FILE_DAMAGED", { detail: r.detail }),
    hint: t("refusal.FILE_DAMAGED.hint", { path: r.path }),
    step: "open_logs",
  }),
};

export const REFUSAL_CODES = Object.keys(TABLE) as RefusalCode[];

export function refusalText(refusal: Refusal, formats: Formats): RefusalText {
  // The table's key and the refusal's code are the same by construction; TypeScript cannot see it through the index.
  const say = TABLE[refusal.code] as (r: Refusal, f: Formats) => Saying;
  const saying = say(refusal, formats);
  return { ...saying, stepLabel: saying.step === "none" ? "" : t(`step.${saying.step}`) };
}
