import type {
  CustomerId,
  Day,
  Fulfilment,
  LocationId,
  OrderCustomer,
  OrderDetail,
  OrderEdit,
  Priority,
  Suggestion,
  VariantId,
} from "../../generated/commands";
import type { Line } from "../../shared/lines";
import { fullName } from "../../shared/words";

/** A line while it is edited. Its key is `variantId`: a variant may stand once for each location. */
export type EditLine = Line & {
  of: VariantId;
  lineNo?: number;
  locationId?: LocationId;
  /** what one costs now; null: quoted when it is saved */
  unitPrice: string | null;
  before: number;
};

export type CustomerDraft = { id: CustomerId | null; name: string; email: string; phone: string };

export type EditDraft = {
  customer: CustomerDraft;
  priority: Priority;
  note: string;
  fulfilment: Fulfilment;
  address: string;
  promisedOn: Day | null;
  lines: EditLine[];
};

const keyOf = (variantId: VariantId, locationId: LocationId | undefined) => `${variantId} ${locationId ?? ""}`;

export function draftOf(d: OrderDetail): EditDraft {
  return {
    customer: {
      id: d.order.customerId,
      name: d.order.customerName,
      email: d.customerEmail,
      phone: d.customerPhone,
    },
    priority: d.order.priority,
    note: d.note,
    fulfilment: d.fulfilment,
    address: d.address,
    promisedOn: d.promisedOn,
    lines: d.lines.map((l) => ({
      variantId: keyOf(l.variantId, l.locationId),
      of: l.variantId,
      lineNo: l.lineNo,
      locationId: l.locationId,
      sku: l.sku,
      name: l.name,
      quantity: l.quantity,
      unitPrice: l.unitPrice,
      before: l.quantity,
    })),
  };
}

/** A product that was picked: one more of its line, or a line of its own. */
export function pickedLine(lines: readonly EditLine[], product: Suggestion): Omit<EditLine, "quantity"> {
  const { quantity: _, ...there } = lines.find((l) => l.of === product.variantId) ?? {
    variantId: keyOf(product.variantId, undefined),
    of: product.variantId,
    sku: product.sku,
    name: fullName(product),
    quantity: 0,
    unitPrice: null,
    before: 0,
  };
  return there;
}

function customerOf(now: CustomerDraft): OrderCustomer {
  if (now.id !== null) return { id: now.id };
  return { name: now.name.trim(), email: now.email.trim(), phone: now.phone.trim() };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Only what was changed is sent: what others changed meanwhile stays theirs. Null where nothing was. */
export function changesOf(before: EditDraft, now: EditDraft): Omit<OrderEdit, "id" | "rowVersion"> | null {
  const changes: Omit<OrderEdit, "id" | "rowVersion"> = {};
  if (!same(before.customer, now.customer)) changes.customer = customerOf(now.customer);
  if (before.priority !== now.priority) changes.priority = now.priority;
  if (before.note !== now.note.trim()) changes.note = now.note.trim();
  if (before.fulfilment !== now.fulfilment) changes.fulfilment = now.fulfilment;
  if (before.address !== now.address.trim()) changes.address = now.address.trim();
  if (before.promisedOn !== now.promisedOn) changes.promisedOn = now.promisedOn;
  const lines = (draft: EditDraft) => draft.lines.map((l) => [l.variantId, l.quantity]);
  if (!same(lines(before), lines(now)))
    changes.lines = now.lines.map((l) => ({
      lineNo: l.lineNo,
      variantId: l.of,
      quantity: l.quantity,
      locationId: l.locationId,
    }));
  return Object.keys(changes).length === 0 ? null : changes;
}

/** The draft over what is in the store now: what was not touched follows it, what was typed stays. */
export function rebased(before: EditDraft, mine: EditDraft, now: EditDraft): EditDraft {
  const pick = <K extends keyof EditDraft>(field: K): EditDraft[K] =>
    same(before[field], mine[field]) ? now[field] : mine[field];
  return {
    customer: pick("customer"),
    priority: pick("priority"),
    note: pick("note"),
    fulfilment: pick("fulfilment"),
    address: pick("address"),
    promisedOn: pick("promisedOn"),
    lines: pick("lines"),
  };
}
