import { ask } from "../../bridge";
import type { CustomerId, CustomerList, CustomerListRow, Topic } from "../../generated/commands";
import { useCursorRows, useSettled } from "../../shared/grid";
import { useRead } from "../../shared/query";

/** A row says how many orders there are and which tier counts. */
const LIST: readonly Topic[] = ["customers", "orders", "prices"];
const DETAIL: readonly Topic[] = ["customers", "orders", "prices", "holds", "waits", "baskets"];
const RECENT_ORDERS = 6;
const RECENT_HOLDS = 5;

const rowKey = (row: CustomerListRow) => row.id;

export function useCustomerRows(request: Omit<CustomerList, "cursor" | "limit">) {
  const identity = JSON.stringify(request);
  const rows = useCursorRows<CustomerListRow>(
    LIST,
    identity,
    (cursor, limit) => ask("customer_list", { ...request, cursor, limit }),
    rowKey,
  );
  return { identity, ...useSettled(rows) };
}

export function useCustomer(id: CustomerId | null) {
  return useRead(DETAIL, "customer_get", { id: id ?? ("" as CustomerId) }, { enabled: id !== null });
}

export function useRecentOrders(customerId: CustomerId) {
  return useRead(["orders"], "order_list", { filter: { customerId }, sort: "newest", limit: RECENT_ORDERS });
}

export function useRunningHolds(customerId: CustomerId, enabled: boolean) {
  return useRead(["holds"], "reservation_list", { customerId, sort: "soonest", limit: RECENT_HOLDS }, { enabled });
}

export function useWaits(customerId: CustomerId, enabled: boolean) {
  return useRead(["waits"], "wait_list", { customerId, limit: RECENT_HOLDS }, { enabled });
}
