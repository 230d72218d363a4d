import type { Basket, BasketLine, BasketRow, Holder, ShortLine, Wait } from "../../generated/commands";

// For tests only: the smallest of each, to be changed where a test speaks of it.

export const NOW = Date.UTC(2026, 10, 20, 14, 30);

export function line(over: Partial<BasketLine> = {}): BasketLine {
  return {
    lineNo: 1,
    variantId: "tent",
    locationId: "shop",
    locationName: "Shop floor",
    sku: "FJ-TENT2-MOS",
    name: "Fjord 2P Tent, Moss",
    quantity: 1,
    listPrice: "349.00",
    unitPrice: "314.10",
    lineTotal: "314.10",
    taxRateBp: 2300,
    tax: "58.74",
    breakdown: [
      { kind: "base", ruleId: null, label: "", effect: null, before: null, change: null, after: "349.00" },
      {
        kind: "tier",
        ruleId: null,
        label: "Gold",
        effect: { kind: "percent", basisPoints: 1000 },
        before: "349.00",
        change: "-34.90",
        after: "314.10",
      },
    ],
    quotedAt: NOW,
    override: null,
    available: 4,
    held: 0,
    waiting: 0,
    offer: null,
    nextBreak: null,
    archived: false,
    ...over,
  } as BasketLine;
}

export function basket(over: Partial<Basket> = {}): Basket {
  const lines = over.lines ?? [];
  return {
    id: "b1",
    seq: 1,
    name: "",
    status: "open",
    customer: { id: null, name: "", email: "", phone: "", tierName: "Standard" },
    priority: "normal",
    fulfilment: "pickup",
    address: "",
    promisedOn: null,
    note: "",
    subtotal: "349.00",
    discount: "34.90",
    tax: "58.74",
    total: "314.10",
    items: lines.reduce((n, l) => n + l.quantity, 0),
    orderId: null,
    staffName: "Niamh Doherty",
    createdAt: NOW,
    updatedAt: NOW,
    rowVersion: 1,
    ...over,
    lines,
  } as Basket;
}

export function row(id: string, over: Partial<BasketRow> = {}): BasketRow {
  return {
    id,
    seq: 1,
    name: id,
    status: "open",
    customerName: "",
    items: 1,
    lineCount: 1,
    total: "1.00",
    staffName: "Niamh Doherty",
    createdAt: NOW,
    updatedAt: NOW,
    rowVersion: 1,
    ...over,
  } as BasketRow;
}

export function holder(over: Partial<Holder> = {}): Holder {
  return {
    kind: "hold",
    id: "h1",
    lineNo: null,
    label: "J. Smith",
    quantity: 2,
    expiresAt: null,
    leftSeconds: null,
    customerName: null,
    orderId: null,
    orderNumber: null,
    orderStatus: null,
    basketId: null,
    basketName: null,
    staffName: "Ciarán Walsh",
    askedAt: null,
    ...over,
  } as Holder;
}

export function short(over: Partial<ShortLine> = {}): ShortLine {
  return {
    lineNo: 1,
    variantId: "tent",
    locationId: "shop",
    locationName: "Shop floor",
    sku: "FJ-TENT2-MOS",
    name: "Fjord 2P Tent, Moss",
    requested: 3,
    available: 1,
    onHand: 4,
    heldBy: [],
    elsewhere: [],
    ...over,
  } as ShortLine;
}

export function wait(over: Partial<Wait> = {}): Wait {
  return {
    id: "w1",
    seq: 1,
    variantId: "tent",
    locationId: "shop",
    locationName: "Shop floor",
    sku: "FJ-TENT2-MOS",
    name: "Fjord 2P Tent, Moss",
    quantity: 2,
    granted: 0,
    acceptPart: false,
    status: "waiting",
    position: 1,
    ahead: 0,
    holdSeconds: 600,
    expiresAt: NOW + 86_400_000,
    forWhom: "Keane",
    customerId: null,
    customerName: null,
    orderId: null,
    orderNumber: null,
    basketId: "b1",
    groupId: "g1",
    note: "",
    staffName: "Niamh Doherty",
    createdAt: NOW,
    endedAt: null,
    ...over,
  } as Wait;
}
