import { beforeEach, describe, expect, it } from "vitest";
import type { LocationId, ShortLine, VariantId } from "../../generated/commands";
import { holder } from "../../shared/testing";
import {
  type Draft,
  type DraftLine,
  dropDraft,
  EMPTY_DRAFT,
  estimate,
  formPath,
  isEmptyDraft,
  keepDraft,
  loadDraft,
  nextFree,
  toRequest,
} from "./draft";

const line = (variantId: string, quantity: number, price = "10.00"): DraftLine => ({
  variantId,
  sku: variantId,
  name: variantId,
  price,
  quantity,
  available: 9,
  onHand: 9,
});
const short = (variantId: string, available: number): ShortLine => ({
  lineNo: 1,
  variantId: variantId as VariantId,
  locationId: "l" as LocationId,
  locationName: "Shop floor",
  sku: variantId,
  name: variantId,
  requested: 3,
  available,
  onHand: 4,
  elsewhere: [],
  waiting: 0,
  heldBy: [],
});

beforeEach(() => sessionStorage.clear());

describe("lines", () => {
  it("are estimated exactly", () => {
    expect(estimate([line("a", 3, "0.10"), line("b", 1, "349.00")], 2)).toBe("349.30");
  });
  it("know when the next unit may come free", () => {
    const s = short("tent", 1);
    expect(nextFree(s)).toBeNull();
    s.heldBy = [
      holder({ kind: "order", id: "o", lineNo: 1, label: "o", quantity: 1, expiresAt: null }),
      holder({ kind: "hold", id: "h", lineNo: null, label: "h", quantity: 1, expiresAt: 50 }),
      holder({ kind: "hold", id: "i", lineNo: null, label: "i", quantity: 1, expiresAt: 40 }),
    ];
    expect(nextFree(s)).toBe(40);
  });
});

describe("the request", () => {
  it("leaves out what is empty: a walk-in customer", () => {
    expect(toRequest({ ...EMPTY_DRAFT, lines: [line("tent", 2)] })).toEqual({
      lines: [{ variantId: "tent", quantity: 2 }],
      priority: "normal",
      fulfilment: "pickup",
      onShortage: "refuse",
      upTo: "pending",
    });
  });
  it("sends a known customer by id and a new one by what was typed", () => {
    const known: Draft = { ...EMPTY_DRAFT, customer: { id: "c1", name: "Scouts", email: "", phone: "" } };
    expect(toRequest(known).customer).toEqual({ id: "c1" });
    const fresh: Draft = { ...EMPTY_DRAFT, customer: { id: null, name: " Ita ", email: "", phone: "087" } };
    expect(toRequest(fresh).customer).toEqual({ name: "Ita", phone: "087" });
  });
  it("sends an address only for a delivery and a hold only while pending", () => {
    const draft: Draft = { ...EMPTY_DRAFT, address: "Quay Street", holdSeconds: 600 };
    expect(toRequest(draft)).not.toHaveProperty("address");
    expect(toRequest(draft)).toHaveProperty("holdSeconds", 600);
    const delivered: Draft = { ...draft, fulfilment: "delivery", upTo: "confirmed" };
    expect(toRequest(delivered)).toHaveProperty("address", "Quay Street");
    expect(toRequest(delivered)).not.toHaveProperty("holdSeconds");
  });
  it("brings held reservations along", () => {
    const held = { ...line("tent", 1), reservationId: "r1", expiresAt: 1, forWhom: "Ita" };
    expect(toRequest({ ...EMPTY_DRAFT, held: [held] }).reservationIds).toEqual(["r1"]);
  });
  it("finds the form's name of a refused field", () => {
    expect(formPath("lines[0].quantity")).toBe("lines.0.quantity");
    expect(formPath("customer.email")).toBe("customer.email");
  });
});

describe("the draft", () => {
  it("outlives the screen, and is gone when dropped", () => {
    const draft: Draft = { ...EMPTY_DRAFT, lines: [line("tent", 2)], note: "Saturday" };
    keepDraft(draft);
    expect(loadDraft()).toEqual(draft);
    dropDraft();
    expect(isEmptyDraft(loadDraft())).toBe(true);
  });
  it("starts anew when what was kept cannot be read", () => {
    sessionStorage.setItem("stockroom.draft.order", '{"lines":"?"}');
    expect(loadDraft()).toEqual(EMPTY_DRAFT);
  });
});
