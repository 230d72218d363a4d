import {
  Archive,
  ArchiveRestore,
  ArrowLeftRight,
  Banknote,
  Boxes,
  CircleAlert,
  ClipboardCheck,
  ClipboardList,
  ClipboardX,
  Clock,
  Database,
  Download,
  FileInput,
  FlaskConical,
  FolderTree,
  HardDrive,
  Hourglass,
  type LucideIcon,
  MapPin,
  Package,
  PackagePlus,
  Percent,
  ReceiptText,
  Settings,
  ShoppingBasket,
  SlidersHorizontal,
  Tag,
  Timer,
  Trash2,
  Truck,
  Undo2,
  User,
} from "lucide-react";
import type { AuditAction, AuditRow, ReservationStatus } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import {
  holdStatusWord,
  isKnownReason,
  isOrderStatus,
  isPriority,
  methodWord,
  PAYMENT_METHODS,
  priorityWord,
  reasonWord,
  statusWord,
} from "../../shared/words";
import { humanize, inShort, splitReason, type Value } from "./logic";

const t = texts({
  "audit.action.store_created": "Store created",
  "audit.action.store_migrated": "Store file updated",
  "audit.action.staff_created": "Person added",
  "audit.action.product_created": "Product created",
  "audit.action.product_updated": "Product changed",
  "audit.action.product_archived": "Product archived",
  "audit.action.product_restored": "Product restored",
  "audit.action.product_deleted": "Product deleted",
  "audit.action.category_created": "Category created",
  "audit.action.category_updated": "Category changed",
  "audit.action.category_moved": "Category moved",
  "audit.action.category_archived": "Category archived",
  "audit.action.category_restored": "Category restored",
  "audit.action.location_created": "Location created",
  "audit.action.location_updated": "Location changed",
  "audit.action.location_archived": "Location archived",
  "audit.action.location_restored": "Location restored",
  "audit.action.reason_created": "Reason created",
  "audit.action.reason_updated": "Reason changed",
  "audit.action.stock_received": "Stock received",
  "audit.action.stock_adjusted": "Stock adjusted",
  "audit.action.stock_transferred": "Stock transferred",
  "audit.action.batch_undone": "Change undone",
  "audit.action.count_started": "Count started",
  "audit.action.count_posted": "Count posted",
  "audit.action.count_cancelled": "Count cancelled",
  "audit.action.import_applied": "File imported",
  "audit.action.mapping_saved": "Import mapping saved",
  "audit.action.mapping_deleted": "Import mapping deleted",
  "audit.action.reservation_created": "Hold made",
  "audit.action.reservation_extended": "Hold extended",
  "audit.action.reservation_released": "Hold released",
  "audit.action.reservation_expired": "Hold lapsed",
  "audit.action.reservation_consumed": "Hold became an order",
  "audit.action.customer_created": "Customer added",
  "audit.action.order_created": "Order placed",
  "audit.action.order_rejected": "Order rejected",
  "audit.action.order_status_changed": "Order moved",
  "audit.action.order_edited": "Order changed",
  "audit.action.reservation_release_asked": "Asked to release",
  "audit.action.wait_created": "Wait begun",
  "audit.action.wait_granted": "Wait became a hold",
  "audit.action.wait_expired": "Wait ended by time",
  "audit.action.wait_cancelled": "Wait cancelled",
  "audit.action.customer_updated": "Customer changed",
  "audit.action.customer_merged": "Customers merged",
  "audit.action.customer_archived": "Customer archived",
  "audit.action.customer_restored": "Customer restored",
  "audit.action.tier_created": "Tier created",
  "audit.action.tier_updated": "Tier changed",
  "audit.action.tier_archived": "Tier archived",
  "audit.action.tier_restored": "Tier restored",
  "audit.action.price_rule_created": "Price rule created",
  "audit.action.price_rule_updated": "Price rule changed",
  "audit.action.price_rule_archived": "Price rule archived",
  "audit.action.price_rule_restored": "Price rule restored",
  "audit.action.basket_created": "Basket begun",
  "audit.action.basket_edited": "Basket changed",
  "audit.action.basket_parked": "Basket parked",
  "audit.action.basket_resumed": "Basket resumed",
  "audit.action.basket_placed": "Basket became an order",
  "audit.action.basket_dropped": "Basket dropped",
  "audit.action.price_overridden": "Price overridden",
  "audit.action.order_shipped": "Goods shipped",
  "audit.action.order_returned": "Goods returned",
  "audit.action.payment_recorded": "Payment recorded",
  "audit.action.refund_recorded": "Refund recorded",
  "audit.action.export_written": "Export written",
  "audit.action.backup_written": "Backup written",
  "audit.action.settings_updated": "Settings changed",
  "audit.action.clock_jumped": "Clock jumped",
  "audit.action.demo_filled": "Sample store filled",
  "audit.moved.confirmed": "Order confirmed",
  "audit.moved.processing": "Order being packed",
  "audit.moved.shipped": "Order shipped",
  "audit.moved.delivered": "Order delivered",
  "audit.moved.cancelled": "Order cancelled",
  "audit.object.order": "Order",
  "audit.object.product": "Product",
  "audit.object.variant": "Stock of a product",
  "audit.object.reservation": "Hold",
  "audit.object.customer": "Customer",
  "audit.object.tier": "Tier",
  "audit.object.price_rule": "Price rule",
  "audit.object.basket": "Basket",
  "audit.object.wait": "Wait",
  "audit.object.staff": "Person",
  "audit.object.setting": "Settings",
  "audit.object.settings": "Settings",
  "audit.object.store": "Store",
  "audit.object.export": "Export",
  "audit.object.backup": "Backup",
  "audit.object.clock": "Clock",
  "audit.object.category": "Category",
  "audit.object.location": "Location",
  "audit.object.reason": "Adjustment reason",
  "audit.object.batch": "Change of stock",
  "audit.object.count": "Stock count",
  "audit.object.mapping": "Import mapping",
  "audit.field.name": "Name",
  "audit.field.sku": "SKU",
  "audit.field.price": "Price",
  "audit.field.description": "Description",
  "audit.field.barcodes": "Barcodes",
  "audit.field.unit": "Unit",
  "audit.field.reorderLevel": "Low mark",
  "audit.field.archived": "Archived",
  "audit.field.onHand": "On hand",
  "audit.field.delta": "Change",
  "audit.field.unitCost": "Cost of one",
  "audit.field.supplier": "Supplier",
  "audit.field.document": "Delivery note",
  "audit.field.status": "State",
  "audit.field.quantity": "Units",
  "audit.field.expiresAt": "Held until",
  "audit.field.forWhom": "For",
  "audit.field.customer": "Customer",
  "audit.field.items": "Items",
  "audit.field.total": "Total",
  "audit.field.unitPrice": "Each",
  "audit.field.lines": "Line",
  "audit.field.short": "Short line",
  "audit.field.requested": "Asked",
  "audit.field.available": "Available",
  "audit.field.storeName": "Store name",
  "audit.field.currency": "Currency",
  "audit.field.currencyFixed": "Currency fixed",
  "audit.field.timeZone": "Time zone",
  "audit.field.holdSeconds": "Hold time",
  "audit.field.orderHoldSeconds": "Order hold time",
  "audit.field.checkoutSeconds": "Checkout hold time",
  "audit.field.checkoutLongestSeconds": "Longest checkout hold",
  "audit.field.waitSeconds": "Waiting time",
  "audit.field.taxRateBp": "Tax included",
  "audit.field.rowVersion": "Version",
  "audit.field.createdAt": "Created",
  "audit.field.updatedAt": "Changed",
  "audit.field.id": "Id",
  "audit.field.productId": "Product id",
  "audit.field.variantId": "Variant id",
  "audit.field.rows": "Rows",
  "audit.field.bytes": "Bytes",
  "audit.field.file": "File",
  "audit.field.verified": "Verified",
  "audit.field.anchor": "Anchor",
  "audit.field.email": "E-mail",
  "audit.field.phone": "Phone",
  "audit.field.role": "Role",
  "audit.field.paid": "Paid",
  "audit.field.due": "Due",
  "audit.field.payment": "Payment",
  "audit.field.amount": "Amount",
  "audit.field.method": "Method",
  "audit.field.tendered": "Cash given",
  "audit.field.reference": "Reference",
  "audit.field.note": "Note",
  "audit.field.shipment": "Shipment",
  "audit.field.return": "Return",
  "audit.field.number": "Number",
  "audit.field.units": "Units",
  "audit.field.value": "Sold for",
  "audit.field.sellable": "Sellable",
  "audit.field.damaged": "Damaged",
  "audit.field.closedShort": "Closed short",
  "audit.field.released": "Closed short",
  "audit.field.shipped": "Shipped",
  "audit.field.returned": "Returned",
  "audit.field.lineNo": "Line",
  "audit.field.priority": "Priority",
  "audit.field.fulfilment": "Handed over by",
  "audit.field.address": "Address",
  "audit.field.promisedOn": "Promised",
  "audit.field.tier": "Tier",
  "audit.field.tierName": "Tier",
  "audit.field.listPrice": "List price",
  "audit.field.lineTotal": "Amount",
  "audit.field.subtotal": "At list prices",
  "audit.field.discount": "Reductions",
  "audit.field.tax": "Tax included",
  "audit.field.kind": "Kind",
  "audit.field.scope": "Counts for",
  "audit.field.effect": "Effect",
  "audit.field.basisPoints": "Percent",
  "audit.field.amountOff": "Amount off",
  "audit.field.fixedPrice": "Fixed price",
  "audit.field.minQuantity": "From units",
  "audit.field.startsAt": "From",
  "audit.field.endsAt": "Until",
  "audit.field.active": "Switched on",
  "audit.field.stops": "Is the last",
  "audit.field.isDefault": "Default",
  "audit.field.rank": "Rank",
  "audit.field.location": "Location",
  "audit.field.granted": "Granted",
  "audit.field.acceptPart": "Takes a part",
  "audit.field.mergedInto": "Merged into",
  "audit.field.basket": "Basket",
  "audit.field.order": "Order",
  "audit.field.orderNumber": "Order",
  "audit.short.moved": "{from} to {to}",
  "audit.short.order": "{total}, {items, plural, one {# item} other {# items}}",
  "audit.short.freed": "{n, plural, one {# unit} other {# units}} free again",
  "audit.short.held": "{n, plural, one {# unit} other {# units}}",
  "audit.short.heldUntil": "{n, plural, one {# unit} other {# units}} until {time}",
  "audit.short.until": "until {time}",
  "audit.short.units": "{delta} on hand",
  "audit.short.left": "{n, plural, one {# unit} other {# units}} left",
  "audit.short.back": "{n, plural, one {# unit} other {# units}} came back, sold for {value}",
  "audit.word.sellable": "Sellable",
  "audit.word.damaged": "Damaged",
  "audit.word.pickup": "Pick-up",
  "audit.word.delivery": "Delivery",
  "audit.short.rows": "{n, plural, one {# row} other {# rows}}",
  "audit.short.fields": "{n, plural, one {# field} other {# fields}}",
  "audit.short.with": "{short}, {reason}",
});

const ICONS: Record<AuditAction, LucideIcon> = {
  reservation_release_asked: Timer,
  wait_created: Hourglass,
  wait_granted: Hourglass,
  wait_expired: Hourglass,
  wait_cancelled: Hourglass,
  customer_updated: User,
  customer_merged: User,
  customer_archived: Archive,
  customer_restored: ArchiveRestore,
  tier_created: Tag,
  tier_updated: Tag,
  tier_archived: Archive,
  tier_restored: ArchiveRestore,
  price_rule_created: Percent,
  price_rule_updated: Percent,
  price_rule_archived: Archive,
  price_rule_restored: ArchiveRestore,
  basket_created: ShoppingBasket,
  basket_edited: ShoppingBasket,
  basket_parked: ShoppingBasket,
  basket_resumed: ShoppingBasket,
  basket_placed: ShoppingBasket,
  basket_dropped: Trash2,
  price_overridden: Percent,
  order_shipped: Truck,
  order_returned: Undo2,
  payment_recorded: Banknote,
  refund_recorded: Banknote,
  store_created: Database,
  store_migrated: Database,
  staff_created: User,
  product_created: Package,
  product_updated: Package,
  product_archived: Archive,
  product_restored: ArchiveRestore,
  product_deleted: Trash2,
  category_created: FolderTree,
  category_updated: FolderTree,
  category_moved: FolderTree,
  category_archived: Archive,
  category_restored: ArchiveRestore,
  location_created: MapPin,
  location_updated: MapPin,
  location_archived: Archive,
  location_restored: ArchiveRestore,
  reason_created: Tag,
  reason_updated: Tag,
  stock_received: PackagePlus,
  stock_adjusted: SlidersHorizontal,
  stock_transferred: ArrowLeftRight,
  batch_undone: Undo2,
  count_started: ClipboardList,
  count_posted: ClipboardCheck,
  count_cancelled: ClipboardX,
  import_applied: FileInput,
  mapping_saved: FileInput,
  mapping_deleted: FileInput,
  reservation_created: Timer,
  reservation_extended: Timer,
  reservation_released: Timer,
  reservation_expired: Timer,
  reservation_consumed: Timer,
  customer_created: User,
  order_created: ReceiptText,
  order_rejected: CircleAlert,
  order_status_changed: ReceiptText,
  order_edited: ReceiptText,
  export_written: Download,
  backup_written: HardDrive,
  settings_updated: Settings,
  clock_jumped: Clock,
  demo_filled: FlaskConical,
};

export const actionIcon = (action: AuditAction): LucideIcon => ICONS[action] ?? Boxes;
export const actionWord = (action: AuditAction) => t(`audit.action.${action}`);

/** An order that moved says where to. */
export function rowWord(row: AuditRow): string {
  const to = row.summary.to;
  if (row.action === "order_status_changed" && to !== undefined) {
    switch (to) {
      case "confirmed":
      case "processing":
      case "shipped":
      case "delivered":
      case "cancelled":
        return t(`audit.moved.${to}`);
    }
  }
  return actionWord(row.action);
}

const OBJECTS = [
  "order",
  "product",
  "variant",
  "reservation",
  "customer",
  "staff",
  "setting",
  "settings",
  "store",
  "export",
  "backup",
  "clock",
  "category",
  "location",
  "reason",
  "batch",
  "count",
  "mapping",
  "tier",
  "price_rule",
  "basket",
  "wait",
] as const;

export function objectTypeWord(type: string): string {
  const known = OBJECTS.find((o) => o === type);
  return known ? t(`audit.object.${known}`) : humanize(type);
}

const HOLD_STATUSES: readonly string[] = ["active", "consumed", "released", "expired"];

export function stateWord(word: string): string {
  if (isOrderStatus(word)) return statusWord(word);
  return HOLD_STATUSES.includes(word) ? holdStatusWord(word as ReservationStatus) : word;
}

/** A code of the domain as people call it; one that is not known stands as it is. */
export function codeWord(of: CodeField, word: string): string {
  switch (of) {
    case "status":
      return stateWord(word);
    case "priority":
      return isPriority(word) ? priorityWord(word) : word;
    case "method": {
      const known = PAYMENT_METHODS.find((m) => m === word);
      return known ? methodWord(known) : word;
    }
    case "condition":
      return word === "sellable" || word === "damaged" ? t(`audit.word.${word}`) : word;
    case "fulfilment":
      return word === "pickup" || word === "delivery" ? t(`audit.word.${word}`) : word;
  }
}
type CodeField = Extract<Value, { kind: "word" }>["of"];

const FIELDS = [
  "name",
  "sku",
  "price",
  "description",
  "barcodes",
  "unit",
  "reorderLevel",
  "archived",
  "onHand",
  "delta",
  "unitCost",
  "supplier",
  "document",
  "status",
  "quantity",
  "expiresAt",
  "forWhom",
  "customer",
  "items",
  "total",
  "unitPrice",
  "lines",
  "short",
  "requested",
  "available",
  "storeName",
  "currency",
  "currencyFixed",
  "timeZone",
  "holdSeconds",
  "orderHoldSeconds",
  "checkoutSeconds",
  "checkoutLongestSeconds",
  "waitSeconds",
  "taxRateBp",
  "rowVersion",
  "createdAt",
  "updatedAt",
  "id",
  "productId",
  "variantId",
  "rows",
  "bytes",
  "file",
  "verified",
  "anchor",
  "email",
  "phone",
  "role",
  "paid",
  "due",
  "payment",
  "amount",
  "method",
  "tendered",
  "reference",
  "note",
  "shipment",
  "return",
  "number",
  "units",
  "value",
  "sellable",
  "damaged",
  "closedShort",
  "released",
  "shipped",
  "returned",
  "lineNo",
  "priority",
  "fulfilment",
  "address",
  "promisedOn",
  "tier",
  "tierName",
  "listPrice",
  "lineTotal",
  "subtotal",
  "discount",
  "tax",
  "kind",
  "scope",
  "effect",
  "basisPoints",
  "amountOff",
  "fixedPrice",
  "minQuantity",
  "startsAt",
  "endsAt",
  "active",
  "stops",
  "isDefault",
  "rank",
  "location",
  "granted",
  "acceptPart",
  "mergedInto",
  "basket",
  "order",
  "orderNumber",
] as const;

export function fieldWord(name: string): string {
  const known = FIELDS.find((f) => f === name);
  if (known) return t(`audit.field.${known}`);
  const words = humanize(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** ["lines", 0, "quantity"] → Line 1 › Units */
export function pathWords(path: readonly (string | number)[]): string {
  const parts: string[] = [];
  for (const step of path) {
    if (typeof step === "number") parts.push(`${parts.pop() ?? ""} ${step + 1}`.trim());
    else parts.push(fieldWord(step));
  }
  return parts.join(" › ");
}

export function reasonWords(reason: string): string {
  const { code, rest } = splitReason(reason);
  if (!isKnownReason(code)) return reason;
  const word = reasonWord(code);
  return rest === null ? word : `${word}: ${rest}`;
}

export function shortWords(row: AuditRow, f: Formats, now: number): string {
  const short = inShort(row);
  const reason = row.reason === null ? null : reasonWords(row.reason);
  const said = ((): string => {
    switch (short.id) {
      case "moved":
        return t("audit.short.moved", {
          from: stateWord(short.from).toLowerCase(),
          to: stateWord(short.to).toLowerCase(),
        });
      case "order":
        return t("audit.short.order", { total: f.money(short.total), items: short.items });
      case "freed":
        return t("audit.short.freed", { n: short.quantity });
      case "held":
        return short.until === null
          ? t("audit.short.held", { n: short.quantity })
          : t("audit.short.heldUntil", { n: short.quantity, time: f.moment(short.until, now) });
      case "until":
        return t("audit.short.until", { time: f.moment(short.until, now) });
      case "units":
        return t("audit.short.units", { delta: f.signed(short.delta) });
      case "money":
        return f.money(short.amount);
      case "left":
        return t("audit.short.left", { n: short.quantity });
      case "back":
        return t("audit.short.back", { n: short.quantity, value: f.money(short.value) });
      case "rows":
        return t("audit.short.rows", { n: short.rows });
      case "fields":
        return t("audit.short.fields", { n: short.fields });
      case "none":
        return "";
    }
  })();
  if (reason === null) return said;
  return said === "" ? reason : t("audit.short.with", { short: said, reason });
}
