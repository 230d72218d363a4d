import type { Formats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { isOrderStatus, isPriority, priorityWord, statusWord } from "../../shared/words";

const t = texts({
  "version.status": "Status",
  "version.customer": "Customer",
  "version.customerName": "Customer",
  "version.email": "E-mail",
  "version.customerEmail": "E-mail",
  "version.phone": "Phone",
  "version.customerPhone": "Phone",
  "version.priority": "Priority",
  "version.note": "Note",
  "version.fulfilment": "Handed over by",
  "version.address": "Address",
  "version.promisedOn": "Promised",
  "version.tier": "Tier",
  "version.tierName": "Tier",
  "version.items": "Items",
  "version.subtotal": "At list prices",
  "version.discount": "Reductions",
  "version.tax": "Tax included",
  "version.total": "Total",
  "version.paid": "Paid",
  "version.returned": "Returned",
  "version.sku": "SKU",
  "version.name": "Product",
  "version.quantity": "Quantity",
  "version.unitPrice": "Each",
  "version.listPrice": "List price",
  "version.lineTotal": "Amount",
  "version.location": "Location",
  "version.shipped": "Shipped",
  "version.released": "Closed short",
  "version.reason": "Reason",
  "version.value.pickup": "Pick-up",
  "version.value.delivery": "Delivery",
  "version.value.true": "Yes",
  "version.value.false": "No",
});

const FIELDS = [
  "status",
  "customer",
  "customerName",
  "email",
  "customerEmail",
  "phone",
  "customerPhone",
  "priority",
  "note",
  "fulfilment",
  "address",
  "promisedOn",
  "tier",
  "tierName",
  "items",
  "subtotal",
  "discount",
  "tax",
  "total",
  "paid",
  "returned",
  "sku",
  "name",
  "quantity",
  "unitPrice",
  "listPrice",
  "lineTotal",
  "location",
  "shipped",
  "released",
  "reason",
] as const;

/** A field of an order, as the audit names it, in words; one without a word of its own is spelled out. */
export function versionFieldWord(field: string): string {
  const known = FIELDS.find((name) => name === field);
  if (known) return t(`version.${known}`);
  const words = field.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const MONEY_FIELDS = ["subtotal", "discount", "tax", "total", "paid", "unitPrice", "listPrice", "lineTotal"];
const MONEY = /^-?\d+\.\d+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A value of a version as people read it. The audit keeps money as decimal text and days as 2026-11-20. */
export function versionValue(field: string, value: string, f: Formats): string {
  if (field === "status" && isOrderStatus(value)) return statusWord(value);
  if (field === "priority" && isPriority(value)) return priorityWord(value);
  if (field === "fulfilment" && (value === "pickup" || value === "delivery")) return t(`version.value.${value}`);
  if (value === "true" || value === "false") return t(`version.value.${value}`);
  if (MONEY.test(value) || MONEY_FIELDS.includes(field)) return f.money(value);
  if (DAY.test(value)) return f.dayInWords(value);
  if (/At$/.test(field) && /^\d{12,}$/.test(value)) return f.dateTime(Number(value));
  return value;
}
