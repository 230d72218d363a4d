import type {
  OrderAction,
  OrderStatus,
  PaymentMethod,
  Priority,
  ReservationStatus,
  Role,
  StockMark,
  WaitStatus,
} from "../generated/commands";
import { texts } from "./i18n";

/** The domain's words on screen. One word per idea, here and nowhere else. */
const t = texts({
  "status.pending": "Pending",
  "status.confirmed": "Confirmed",
  "status.processing": "Processing",
  "status.shipped": "Shipped",
  "status.delivered": "Delivered",
  "status.cancelled": "Cancelled",
  "status.rejected": "Rejected",
  "priority.low": "Low",
  "priority.normal": "Normal",
  "priority.high": "High",
  "priority.urgent": "Urgent",
  "stock.none": "In stock",
  "stock.low": "Low",
  "stock.out": "Out",
  "stock.all_held": "All held",
  "hold.active": "Active",
  "hold.consumed": "Became an order",
  "hold.released": "Released",
  "hold.expired": "Lapsed",
  "wait.waiting": "Waiting",
  "wait.granted": "Served",
  "wait.expired": "Ran out",
  "wait.cancelled": "Cancelled",
  "role.viewer": "Viewer",
  "role.clerk": "Clerk",
  "role.manager": "Manager",
  "role.owner": "Owner",
  "role.system": "Stockroom",
  "reason.damaged": "Damaged",
  "reason.lost": "Lost",
  "reason.found": "Found",
  "reason.expired": "Past its date",
  "reason.correction": "Correction",
  "reason.own_use": "Own use",
  "reason.opening_stock": "Opening stock",
  "reason.count": "Stock count",
  "reason.import": "Import",
  "reason.undo": "Undo",
  "action.confirm": "Confirm",
  "action.process": "Start packing",
  "action.ship": "Ship",
  "action.deliver": "Hand over",
  "action.cancel": "Cancel order…",
  "action.close_short": "Close short…",
  "action.ship_part": "Ship part…",
  "action.return": "Return…",
  "action.pay": "Pay…",
  "action.refund": "Give money back…",
  "action.edit": "Edit…",
  "action.extend": "Extend hold",
  "action.copy": "Copy to a new basket",
  "method.cash": "Cash",
  "method.card": "Card",
  "method.transfer": "Transfer",
  "method.other": "Other",
});

/** A variant as people call it: its product, and what tells it from its siblings. */
export const fullName = (v: { name: string; label: string }) => (v.label === "" ? v.name : `${v.name}, ${v.label}`);
export const statusWord = (s: OrderStatus) => t(`status.${s}`);
export const priorityWord = (p: Priority) => t(`priority.${p}`);
export const stockMarkWord = (m: StockMark) => t(`stock.${m}`);
export const holdStatusWord = (s: ReservationStatus) => t(`hold.${s}`);
export const waitStatusWord = (s: WaitStatus) => t(`wait.${s}`);
export const roleWord = (r: Role) => t(`role.${r}`);
/** A reason as the store calls it; without its name, the word of a code that every store begins with. */
export const reasonWord = (code: string, name?: string | null) =>
  name ? name : isKnownReason(code) ? t(`reason.${code}`) : code.replaceAll("_", " ");
export const orderActionWord = (a: OrderAction) => t(`action.${a}`);
export const methodWord = (m: PaymentMethod) => t(`method.${m}`);

export const ORDER_STATUSES: readonly OrderStatus[] = [
  "pending",
  "confirmed",
  "processing",
  "shipped",
  "delivered",
  "cancelled",
  "rejected",
];
export const PAYMENT_METHODS: readonly PaymentMethod[] = ["cash", "card", "transfer", "other"];
export const PRIORITIES: readonly Priority[] = ["low", "normal", "high", "urgent"];
export const isOrderStatus = (text: string): text is OrderStatus =>
  (ORDER_STATUSES as readonly string[]).includes(text);
export const isPriority = (text: string): text is Priority => (PRIORITIES as readonly string[]).includes(text);
/** The reasons that every store begins with. */
export const KNOWN_REASONS = ["damaged", "lost", "found", "expired", "correction", "own_use", "opening_stock"] as const;
export function isKnownReason(text: string): text is (typeof KNOWN_REASONS)[number] {
  return (KNOWN_REASONS as readonly string[]).includes(text);
}
