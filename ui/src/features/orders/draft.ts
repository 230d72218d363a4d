import * as z from "zod/mini";
import type {
  CustomerId,
  Day,
  Instant,
  Money,
  OrderPlace,
  PlaceUpTo,
  ReservationId,
  ShortLine,
  VariantId,
} from "../../generated/commands";
import { fromMinor, toMinor } from "../../shared/money";

/** A line of the order that is being put together. */
export type DraftLine = {
  variantId: string;
  sku: string;
  name: string;
  price: Money;
  quantity: number;
  available: number;
  onHand: number;
};
/** Units that are held already and become part of the order as they are. */
export type HeldLine = DraftLine & { reservationId: string; expiresAt: Instant; forWhom: string };

const lineShape = {
  variantId: z.string(),
  sku: z.string(),
  name: z.string(),
  price: z.string(),
  quantity: z.int().check(z.minimum(1), z.maximum(1_000_000)),
  available: z.number(),
  onHand: z.number(),
};

/** What the form checks before it asks; the core checks everything again. */
export const draftSchema = z.object({
  lines: z.array(z.object(lineShape)),
  held: z.array(z.object({ ...lineShape, reservationId: z.string(), expiresAt: z.number(), forWhom: z.string() })),
  customer: z.object({
    id: z.nullable(z.string()),
    name: z.string(),
    email: z.string().check(z.regex(/^\s*$|^\s*[^\s@]+@[^\s@]+\s*$/, { error: "email" })),
    phone: z.string(),
  }),
  priority: z.enum(["low", "normal", "high", "urgent"]),
  fulfilment: z.enum(["pickup", "delivery"]),
  address: z.string(),
  promisedOn: z.nullable(z.string()),
  /** null: as the settings say */
  holdSeconds: z.nullable(z.int().check(z.minimum(1), z.maximum(2_592_000))),
  note: z.string(),
  upTo: z.enum(["pending", "confirmed", "delivered"]),
});

export type Draft = z.output<typeof draftSchema>;

export const EMPTY_DRAFT: Draft = {
  lines: [],
  held: [],
  customer: { id: null, name: "", email: "", phone: "" },
  priority: "normal",
  fulfilment: "pickup",
  address: "",
  promisedOn: null,
  holdSeconds: null,
  note: "",
  upTo: "pending",
};

const KEY = "stockroom.draft.order";

/** The draft outlives navigation and refusals: kept in this window until it is placed or thrown away. */
export function loadDraft(): Draft {
  try {
    const kept = z.safeParse(draftSchema, JSON.parse(sessionStorage.getItem(KEY) ?? "null"));
    return kept.success ? kept.data : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

export function keepDraft(draft: Draft): void {
  sessionStorage.setItem(KEY, JSON.stringify(draft));
}

export function dropDraft(): void {
  sessionStorage.removeItem(KEY);
}

export function isEmptyDraft(draft: Draft): boolean {
  return JSON.stringify(draft) === JSON.stringify(EMPTY_DRAFT);
}

/** Price times quantity, an estimate: rules, tiers and rounding are the core's. */
export function estimate(lines: { price: Money; quantity: number }[], digits: number): Money {
  return fromMinor(
    lines.reduce((sum, l) => sum + toMinor(l.price, digits) * BigInt(l.quantity), 0n),
    digits,
  );
}

/** The request of a draft. What was left empty is left out, so that an empty customer is a walk-in. */
export function toRequest(draft: Draft): OrderPlace {
  const { customer } = draft;
  const request: OrderPlace = {
    priority: draft.priority,
    fulfilment: draft.fulfilment,
    onShortage: "refuse",
    upTo: draft.upTo as PlaceUpTo,
  };
  if (draft.lines.length > 0) {
    request.lines = draft.lines.map((l) => ({ variantId: l.variantId as VariantId, quantity: l.quantity }));
  }
  if (draft.held.length > 0) request.reservationIds = draft.held.map((h) => h.reservationId as ReservationId);
  if (customer.id !== null) request.customer = { id: customer.id as CustomerId };
  else if (customer.name.trim() || customer.email.trim() || customer.phone.trim()) {
    request.customer = {};
    if (customer.name.trim()) request.customer.name = customer.name.trim();
    if (customer.email.trim()) request.customer.email = customer.email.trim();
    if (customer.phone.trim()) request.customer.phone = customer.phone.trim();
  }
  if (draft.fulfilment === "delivery" && draft.address.trim()) request.address = draft.address.trim();
  if (draft.promisedOn) request.promisedOn = draft.promisedOn as Day;
  if (draft.note.trim()) request.note = draft.note.trim();
  if (draft.upTo === "pending" && draft.holdSeconds !== null) request.holdSeconds = draft.holdSeconds;
  return request;
}

/** "lines[0].quantity" as the form names it: "lines.0.quantity". */
export function formPath(field: string): string {
  return field.replace(/\[(\d+)\]/g, ".$1");
}

/** The soonest moment at which a unit may come free; null when only confirmed orders have them. */
export function nextFree(short: ShortLine): Instant | null {
  return short.heldBy.reduce<Instant | null>(
    (min, h) => (h.expiresAt !== null && (min === null || h.expiresAt < min) ? h.expiresAt : min),
    null,
  );
}
