import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { IncidentError, NoAnswerError, RefusedError } from "../../bridge";
import type {
  BasketId,
  BatchId,
  CategoryId,
  CountId,
  CustomerId,
  LocationId,
  OrderId,
  ProductId,
  Refusal,
  RefusalCode,
  RequestId,
  ReservationId,
  ShortLine,
  TierId,
  VariantId,
  WaitId,
} from "../../generated/commands";
import { makeFormats } from "../formats";
import { holder } from "../testing";
import { ErrorNote } from "../ui/feedback";
import { describeError, fieldProblems } from "./describe";
import { REFUSAL_CODES, refusalText } from "./table";

const f = makeFormats("EUR", "UTC");
const short: ShortLine = {
  lineNo: 1,
  variantId: "v" as VariantId,
  locationId: "l" as LocationId,
  locationName: "Shop floor",
  sku: "FJ-TENT2-MOS",
  name: "Fjord 2P Tent, Moss",
  requested: 3,
  available: 1,
  onHand: 4,
  elsewhere: [],
  waiting: 0,
  heldBy: [holder({ kind: "hold", id: "h", lineNo: null, label: "Dervla Quinn", quantity: 3, expiresAt: 1 })],
};
const samples: { [C in RefusalCode]: Extract<Refusal, { code: C }> } = {
  VALIDATION: {
    code: "VALIDATION",
    fields: [{ field: "customer.email", problem: "malformed", limit: null, message: "This is not an e-mail address." }],
  },
  NOT_FOUND: { code: "NOT_FOUND", object: "order", id: "o" },
  CONFLICT: { code: "CONFLICT", object: "order", id: "o", expectedVersion: 3, actualVersion: 4 },
  SKU_TAKEN: { code: "SKU_TAKEN", sku: "A-1", productId: "p" as ProductId, name: "Lamp" },
  BARCODE_TAKEN: { code: "BARCODE_TAKEN", barcode: "501", productId: "p" as ProductId, name: "Lamp" },
  PRODUCT_ARCHIVED: { code: "PRODUCT_ARCHIVED", variantId: "v" as VariantId, sku: "A-1", name: "Lamp" },
  PRODUCT_IN_USE: { code: "PRODUCT_IN_USE", productId: "p" as ProductId, sku: "A-1", onHand: 4, reserved: 2 },
  PRODUCT_USED: {
    code: "PRODUCT_USED",
    productId: "p" as ProductId,
    name: "Lamp",
    movements: 3,
    holds: 1,
    orderLines: 2,
    countLines: 0,
    priceRules: 1,
  },
  ARCHIVED: { code: "ARCHIVED", object: "category", id: "k", name: "Drinks" },
  CATEGORY_CYCLE: { code: "CATEGORY_CYCLE", id: "k" as CategoryId, name: "Drinks", parentName: "Tea" },
  CATEGORY_NOT_EMPTY: {
    code: "CATEGORY_NOT_EMPTY",
    id: "k" as CategoryId,
    name: "Drinks",
    products: 4,
    categories: 1,
  },
  STOCK_INSUFFICIENT: { code: "STOCK_INSUFFICIENT", lines: [short] },
  DUPLICATE_LINES: {
    code: "DUPLICATE_LINES",
    lines: [
      {
        variantId: "v" as VariantId,
        locationId: "l" as LocationId,
        sku: "A-1",
        name: "Lamp",
        lineNos: [1, 3],
        quantity: 5,
      },
    ],
  },
  BASKET_EMPTY: { code: "BASKET_EMPTY", id: "b" as BasketId, name: "Maja" },
  BASKET_NOT_OPEN: {
    code: "BASKET_NOT_OPEN",
    id: "b" as BasketId,
    name: "Maja",
    status: "parked",
    orderId: null,
  },
  STOCK_BELOW_RESERVED: { code: "STOCK_BELOW_RESERVED", line: short },
  COUNT_ENDED: { code: "COUNT_ENDED", id: "c" as CountId, name: "November", status: "posted" },
  COUNT_NEEDS_RECOUNT: {
    code: "COUNT_NEEDS_RECOUNT",
    id: "c" as CountId,
    skus: ["FJ-TENT2-MOS"],
    count: 1,
    acceptable: true,
  },
  COUNT_BELOW_RESERVED: { code: "COUNT_BELOW_RESERVED", lines: [short] },
  NAME_TAKEN: { code: "NAME_TAKEN", object: "location", name: "Back room", id: "l" },
  CUSTOMER_EMAIL_TAKEN: {
    code: "CUSTOMER_EMAIL_TAKEN",
    email: "maja@example.org",
    customerId: "c" as CustomerId,
    name: "Maja",
  },
  LOCATION_IN_USE: {
    code: "LOCATION_IN_USE",
    id: "l" as LocationId,
    name: "Back room",
    onHand: 4,
    reserved: 1,
    selling: false,
  },
  TIER_IN_USE: { code: "TIER_IN_USE", id: "t" as TierId, name: "Gold", customers: 3, rules: 1, isDefault: false },
  REASON_FIXED: { code: "REASON_FIXED", reason: "found", name: "Found" },
  UNDO_NOT_POSSIBLE: {
    code: "UNDO_NOT_POSSIBLE",
    batchId: "b" as BatchId,
    label: "Nordic Trade LS-77",
    problems: [
      { label: "Tea, 100 g", sku: "T-1", message: "5 would go from Shop floor, 3 are free", needed: 5, available: 3 },
    ],
  },
  ALREADY_UNDONE: {
    code: "ALREADY_UNDONE",
    batchId: "b" as BatchId,
    undoneBy: "u" as BatchId,
    at: Date.parse("2026-11-20T13:46:00Z"),
  },
  HOLD_ENDED: {
    code: "HOLD_ENDED",
    id: "h" as ReservationId,
    status: "expired",
    endedAt: Date.parse("2026-11-20T13:46:00Z"),
  },
  WAIT_ENDED: {
    code: "WAIT_ENDED",
    id: "w" as WaitId,
    status: "granted",
    endedAt: Date.parse("2026-11-20T13:46:00Z"),
  },
  HOLD_OF_ORDER: {
    code: "HOLD_OF_ORDER",
    id: "h" as ReservationId,
    orderId: "o" as OrderId,
    orderNumber: "2026-004833",
  },
  ORDER_TRANSITION_NOT_ALLOWED: {
    code: "ORDER_TRANSITION_NOT_ALLOWED",
    from: "pending",
    to: "shipped",
    allowed: ["confirmed", "cancelled"],
  },
  ORDER_NOT_EDITABLE: { code: "ORDER_NOT_EDITABLE", number: "2026-000001", status: "shipped", fields: ["lines"] },
  HOLD_LONGEST: {
    code: "HOLD_LONGEST",
    orderId: "o" as OrderId,
    number: "2026-000001",
    firstHeldAt: 1,
    latest: 2,
  },
  CLOSE_SHORT_TOO_MANY: { code: "CLOSE_SHORT_TOO_MANY", lineNo: 2, requested: 5, open: 3 },
  SHIP_TOO_MANY: { code: "SHIP_TOO_MANY", lineNo: 2, requested: 5, open: 3 },
  RETURN_NOT_POSSIBLE: { code: "RETURN_NOT_POSSIBLE", number: "2026-004833", status: "shipped" },
  RETURN_TOO_MANY: { code: "RETURN_TOO_MANY", lineNo: 1, requested: 3, returnable: 2 },
  PAYMENT_NOT_POSSIBLE: { code: "PAYMENT_NOT_POSSIBLE", number: "2026-004833", status: "cancelled" },
  PAYMENT_TOO_LARGE: { code: "PAYMENT_TOO_LARGE", due: "12.50", amount: "20.00" },
  REFUND_TOO_LARGE: { code: "REFUND_TOO_LARGE", paid: "12.50", amount: "20.00" },
  CURRENCY_FIXED: { code: "CURRENCY_FIXED", currency: "EUR" },
  REQUEST_ID_REUSED: { code: "REQUEST_ID_REUSED", command: "order_place" },
  FORBIDDEN: { code: "FORBIDDEN", needed: "manager", role: "clerk" },
  UNKNOWN_COMMAND: { code: "UNKNOWN_COMMAND", name: "order_teleport" },
  BAD_JSON: { code: "BAD_JSON", detail: "line 1" },
  TOO_LARGE: { code: "TOO_LARGE", limitBytes: 1_000_000, actualBytes: 2_500_000 },
  BUSY: { code: "BUSY", what: "an import" },
  CANCELLED: { code: "CANCELLED", what: "the export" },
  DISK_FULL: { code: "DISK_FULL", what: "writing the store" },
  OUTCOME_UNKNOWN: { code: "OUTCOME_UNKNOWN", what: "the store could not be opened again" },
  DISK_ERROR: { code: "DISK_ERROR", what: "reading the store" },
  DESTINATION_NOT_ALLOWED: { code: "DESTINATION_NOT_ALLOWED", reason: "it is the store itself" },
  HANDLE_GONE: { code: "HANDLE_GONE", handle: "h1" },
  IMPORT_FILE_REFUSED: {
    code: "IMPORT_FILE_REFUSED",
    problem: "unclosed_quote",
    row: 812,
    detail: "a quoted cell never ends",
  },
  IMPORT_OUT_OF_DATE: { code: "IMPORT_OUT_OF_DATE", changed: 2 },
  ORDERS_NOT_WHOLE: {
    code: "ORDERS_NOT_WHOLE",
    orders: 12,
    short: 2,
    refused: 1,
    lines: [{ order: 3, sku: "FJ-TENT2-MOS", name: "Fjord 2P Tent, Moss", requested: 3, available: 1 }],
  },
  IMPORT_NOTHING: { code: "IMPORT_NOTHING" },
  FILE_MISSING: { code: "FILE_MISSING", path: "/s" },
  FILE_READ_ONLY: { code: "FILE_READ_ONLY", path: "/s" },
  FILE_NOT_A_STORE: { code: "FILE_NOT_A_STORE", path: "/s" },
  FILE_TOO_NEW: { code: "FILE_TOO_NEW", path: "/s", fileVersion: 9, programVersion: 4 },
  FILE_LOCKED: { code: "FILE_LOCKED", path: "/s" },
  FILE_DAMAGED: { code: "FILE_DAMAGED", path: "/s", detail: "page 412" },
};

describe("the table of refusals", () => {
  it.each(REFUSAL_CODES)("%s has a whole sentence and a next step", (code) => {
    const said = refusalText(samples[code], f);
    expect(said.sentence).not.toMatch(/refusal\.|[{}]/);
    expect(said.sentence.length).toBeGreaterThan(10);
    expect(said.hint).not.toMatch(/refusal\.|[{}]/);
    expect(said.hint.length).toBeGreaterThan(10);
    expect(said.stepLabel === "").toBe(said.step === "none");
  });

  it("says the figures", () => {
    expect(refusalText(samples.STOCK_INSUFFICIENT, f).sentence).toBe(
      "Fjord 2P Tent, Moss: 3 asked, 1 available, short by 2.",
    );
    expect(refusalText(samples.ORDER_TRANSITION_NOT_ALLOWED, f).hint).toBe(
      "From here it can become: confirmed and cancelled.",
    );
    expect(refusalText(samples.HOLD_ENDED, f).sentence).toBe("This hold is over: lapsed at 13:46:00.");
    expect(refusalText(samples.STOCK_BELOW_RESERVED, f).sentence).toContain(
      "3 of 4 on hand are reserved (Dervla Quinn 3)",
    );
  });
});

describe("an error on screen", () => {
  it("says what happened, what is safe, what next, and the request", () => {
    const error = new RefusedError(samples.BUSY, "busy", "019aa1f2-0000-7000-8000-00000000beef" as RequestId);
    let again = 0;
    render(<ErrorNote error={error} steps={{ retry: () => again++ }} />);
    expect(screen.getByRole("alert").textContent).toContain("The store is busy with an import.");
    expect(screen.getByRole("alert").textContent).toContain("Nothing was saved.");
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
    expect(screen.getByText("Request 019aa1f2…beef")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Copy" })).toBeTruthy();
  });
  it("does not promise that nothing was saved when no answer came", () => {
    expect(describeError(new NoAnswerError("r" as RequestId, null), f).safe).not.toContain("Nothing was saved");
    expect(describeError(new IncidentError("I-1", "r" as RequestId), f).sentence).toContain("I-1");
    expect(describeError(new Error("boom"), f).sentence).toContain("boom");
  });
  it("finds the fields of a VALIDATION", () => {
    const error = new RefusedError(samples.VALIDATION, "no", "r" as RequestId);
    expect(fieldProblems(error)?.get("customer.email")).toBe("This is not an e-mail address.");
    expect(fieldProblems(new RefusedError(samples.BUSY, "no", "r" as RequestId))).toBeNull();
  });
});
