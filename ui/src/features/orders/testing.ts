import type {
  AllowedAction,
  OrderAction,
  OrderDetail,
  OrderId,
  OrderLine,
  OrderStatus,
  TimelineEntry,
  VariantId,
} from "../../generated/commands";

/** For tests only: an order in few words. Figures stand as they are given; the core would work them out. */
export function line(lineNo: number, sku: string, quantity: number, more: Partial<OrderLine> = {}): OrderLine {
  return {
    lineNo,
    variantId: `v-${sku}` as VariantId,
    locationId: "shop" as never,
    sku,
    name: `The ${sku}`,
    quantity,
    listPrice: "10.00",
    quotedAt: 0,
    unitPrice: "10.00",
    taxRateBp: 2300,
    tax: "1.87",
    lineTotal: `${quantity * 10}.00`,
    breakdown: [],
    allocated: 0,
    shipped: 0,
    released: 0,
    returned: 0,
    ...more,
  } as OrderLine;
}

export function allowed(action: OrderAction, more: Partial<AllowedAction> = {}): AllowedAction {
  return { action, to: null, needsReason: false, units: 0, ...more };
}

export function order(
  more: {
    status?: OrderStatus;
    rowVersion?: number;
    total?: string;
    due?: string;
    actions?: OrderAction[];
  } & Partial<Omit<OrderDetail, "order" | "due">> = {},
): OrderDetail {
  const { status = "pending", rowVersion = 3, total = "50.00", due = total, actions = [], ...rest } = more;
  const paid = rest.paid ?? "0.00";
  return {
    order: {
      id: "o1" as OrderId,
      seq: 7,
      number: "2026-000007",
      status,
      priority: "normal",
      customerId: null,
      customerName: "Walk-in customer",
      lineCount: 2,
      items: 5,
      total,
      paid,
      due,
      createdAt: 0,
      statusAt: 0,
      staffName: "Niamh",
      heldUntil: null,
      rowVersion,
    },
    customerEmail: "",
    customerPhone: "",
    locationId: "shop" as never,
    fulfilment: "pickup",
    address: "",
    promisedOn: null,
    subtotal: total,
    discount: "0.00",
    tax: "9.35",
    paid,
    returned: "0.00",
    due,
    note: "",
    rejection: null,
    lines: [line(1, "TENT", 3), line(2, "STOVE", 2)],
    holds: [],
    payments: [],
    shipments: [],
    returns: [],
    timeline: [],
    allowedActions: actions.map((a) => allowed(a)),
    ...rest,
  } as OrderDetail;
}

export function told(action: TimelineEntry["action"], more: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    auditSeq: 1,
    at: 0,
    action,
    from: null,
    to: null,
    staffName: "Niamh",
    reason: null,
    quantity: null,
    sku: null,
    amount: null,
    method: null,
    until: null,
    ...more,
  };
}
