import type {
  Customer,
  CustomerCreate,
  CustomerDetail,
  CustomerList,
  CustomerUpdate,
  Money,
  TierId,
} from "../../generated/commands";
import { sumMoney } from "../../shared/money";
import type { CustomersSearch } from "./search";

export const NAME_MAX = 200;
export const EMAIL_MAX = 254;
export const PHONE_MAX = 200;
export const NOTE_MAX = 2000;

export type CoreFilter = Pick<CustomerList, "text" | "tierId" | "archived">;

export function listFilter(search: CustomersSearch): CoreFilter {
  const filter: CoreFilter = {};
  const text = search.text?.trim();
  if (text) filter.text = text;
  if (search.tier) filter.tierId = search.tier as TierId;
  if (search.view === "archived") filter.archived = true;
  return filter;
}

// ---- a customer as it is typed --------------------------------------------------------------------------------------

/** `tier`: null is the default's, whichever that is. */
export type CustomerForm = { name: string; email: string; phone: string; tier: TierId | null; note: string };
export const EMPTY: CustomerForm = { name: "", email: "", phone: "", tier: null, note: "" };

export function formOf(customer: Customer): CustomerForm {
  const { name, email, phone, tierId, note } = customer;
  return { name, email, phone, tier: tierId, note };
}

function trimmed(form: CustomerForm): CustomerForm {
  return {
    ...form,
    name: form.name.trim(),
    email: form.email.trim(),
    phone: form.phone.trim(),
    note: form.note.trim(),
  };
}

export function toCreate(form: CustomerForm): CustomerCreate {
  const { name, email, phone, tier, note } = trimmed(form);
  const request: CustomerCreate = { name };
  if (email) request.email = email;
  if (phone) request.phone = phone;
  if (note) request.note = note;
  if (tier !== null) request.tierId = tier;
  return request;
}

/** Only what differs is sent: a tier that stays asks for no manager. Null: nothing does. */
export function toUpdate(customer: Customer, form: CustomerForm): CustomerUpdate | null {
  const now = trimmed(form);
  const request: CustomerUpdate = { id: customer.id, rowVersion: customer.rowVersion };
  for (const field of ["name", "email", "phone", "note"] as const) {
    if (now[field] !== customer[field]) request[field] = now[field];
  }
  if (now.tier !== customer.tierId) request.tierId = now.tier;
  return Object.keys(request).length > 2 ? request : null;
}

// ---- two that are one person ----------------------------------------------------------------------------------------

const MERGED = ["name", "email", "phone", "tier", "note"] as const;
export type MergedField = (typeof MERGED)[number];
export type MergedRow = { field: MergedField; keep: string; other: string; after: string };

/** What each says, and what will stand when they are one: one's own first, then the other's where that is empty. */
export function mergedRows(keep: Customer, other: Customer): MergedRow[] {
  const of = (c: Customer, field: MergedField) => (field === "tier" ? (c.tierId === null ? "" : c.tierName) : c[field]);
  return MERGED.map((field) => {
    const [mine, theirs] = [of(keep, field), of(other, field)];
    const both = field === "note" && mine !== "" && theirs !== "" && mine !== theirs;
    const joined = `${mine}\n${theirs}`;
    const after = both && [...joined].length <= NOTE_MAX ? joined : mine || theirs;
    return { field, keep: mine, other: theirs, after };
  });
}

export type Together = { orders: number; spent: Money; due: Money; holds: number; waits: number; baskets: number };

export function together(keep: CustomerDetail, other: CustomerDetail, digits: number): Together {
  return {
    orders: keep.orders + other.orders,
    spent: sumMoney([keep.spent, other.spent], digits),
    due: sumMoney([keep.due, other.due], digits),
    holds: keep.holds + other.holds,
    waits: keep.waits + other.waits,
    baskets: keep.baskets + other.baskets,
  };
}
