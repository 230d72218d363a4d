import type { Customer, CustomerDetail, CustomerId } from "../../generated/commands";

// For tests only.

export const customer = (more: Partial<Customer> = {}): Customer => ({
  id: "c1" as CustomerId,
  name: "Róisín Fahy",
  email: "",
  phone: "",
  tierId: null,
  tierName: "Standard",
  note: "",
  archived: false,
  mergedIntoId: null,
  createdAt: 0,
  updatedAt: 0,
  rowVersion: 2,
  ...more,
});

export const detail = (more: Partial<CustomerDetail> = {}): CustomerDetail => ({
  customer: customer(),
  orders: 0,
  openOrders: 0,
  spent: "0.00",
  due: "0.00",
  lastOrderAt: null,
  holds: 0,
  heldUnits: 0,
  baskets: 0,
  waits: 0,
  ...more,
});
