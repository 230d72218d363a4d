import { describe, expect, it } from "vitest";
import type { StaffId, StaffRows } from "../../generated/commands";
import { makeFormats } from "../../shared/formats";
import {
  arranged,
  chips,
  chosenUnits,
  deadlineOf,
  isOwed,
  lookingAt,
  openUnits,
  orderNumberOf,
  returnableUnits,
  returnedLines,
  tidy,
  toCoreFilter,
  viewFilter,
  withFilter,
  withoutChip,
} from "./logic";
import { search as schema } from "./search";
import { allowed, line, order } from "./testing";

const TODAY = "2026-11-20";
const f = makeFormats("EUR", "UTC");
const staff: StaffRows = {
  rows: [{ id: "s1" as StaffId, name: "Niamh Doherty", role: "manager" }],
  me: { id: "s1" as StaffId, name: "Niamh Doherty", role: "manager" },
};

describe("views", () => {
  it("stand for a filter of this day", () => {
    expect(viewFilter("today", TODAY)).toEqual({ from: TODAY, to: TODAY });
    expect(viewFilter("last_30_days", TODAY)).toEqual({ from: "2026-10-22" });
    expect(viewFilter("to_confirm", TODAY)).toEqual({ status: ["pending"] });
    expect(viewFilter("all", TODAY)).toEqual({});
  });
});

describe("filter and address", () => {
  it("an empty address is today, newest first, unchanged", () => {
    expect(lookingAt({}, TODAY)).toEqual({
      view: "today",
      filter: { from: TODAY, to: TODAY },
      sort: "newest",
      changed: false,
    });
  });
  it("a filter goes into the address and comes back", () => {
    const filter = {
      from: "2026-11-01",
      to: "2026-11-20",
      status: ["pending" as const],
      min: "20.00",
      max: "500.00",
      text: "tent",
      customer: "c1",
      customerName: "Scouts",
      staff: "s1",
      priority: ["high" as const],
    };
    const address = JSON.parse(JSON.stringify(withFilter({ view: "all" }, filter, TODAY)));
    const looking = lookingAt(schema.parse(address), TODAY);
    expect(looking.filter).toEqual(filter);
    expect(looking.changed).toBe(true);
  });
  it("a view's own filter leaves no trace", () => {
    expect(withFilter({ view: "today" }, { from: TODAY, to: TODAY }, TODAY).filter).toBeUndefined();
    expect(lookingAt(withFilter({ view: "today" }, {}, TODAY), TODAY)).toMatchObject({ filter: {}, changed: true });
  });
  it("what cannot be read is left out, never an error", () => {
    const read = schema.parse({
      view: "nonsense",
      filter: { from: "yesterday", status: ["pending"], min: "a lot" },
      sort: "sideways",
    });
    expect(lookingAt(read, TODAY)).toMatchObject({ view: "today", filter: { status: ["pending"] }, sort: "newest" });
  });
  it("goes to the core without what is only for the screen", () => {
    expect(toCoreFilter({ customer: "c1", customerName: "Scouts", min: "20.00", text: "  ", status: [] })).toEqual({
      customerId: "c1",
      minTotal: "20.00",
    });
    expect(tidy({ text: " tent " })).toEqual({ text: "tent" });
  });
});

describe("chips", () => {
  const said = (filter: Parameters<typeof chips>[0]) =>
    chips(filter, f, TODAY, staff).map((c) => `${c.name} ${c.condition} ${c.value}`);
  it("say field, condition and value", () => {
    expect(said({ from: TODAY, to: TODAY, min: "20.00" })).toEqual(["Placed is today", "Total at least €20.00"]);
    expect(said({ from: "2026-11-01", to: "2026-11-05" })).toEqual(["Placed between 1 Nov 2026 and 5 Nov 2026"]);
    expect(said({ to: "2026-11-05", max: "5000.00" })).toEqual(["Placed until 5 Nov 2026", "Total at most €5,000.00"]);
    expect(said({ status: ["pending", "confirmed"], priority: ["urgent"] })).toEqual([
      "Status is any of Pending, Confirmed",
      "Priority is Urgent",
    ]);
    expect(said({ staff: "s1", customer: "c1", customerName: "Scouts", text: "tent" })).toEqual([
      "Text contains tent",
      "Customer is Scouts",
      "Staff is Niamh Doherty",
    ]);
  });
  it("take their whole field with them", () => {
    expect(withoutChip({ from: TODAY, to: TODAY, min: "1.00" }, "placed")).toEqual({ min: "1.00" });
    expect(withoutChip({ customer: "c", customerName: "n" }, "customer")).toEqual({});
  });
});

describe("typed numbers", () => {
  it("complete an order number", () => {
    expect(orderNumberOf("4833", TODAY)).toBe("2026-004833");
    expect(orderNumberOf("2025-000012", TODAY)).toBe("2025-000012");
    expect(orderNumberOf("tent", TODAY)).toBeNull();
  });
  it("count what a line still owes", () => {
    expect(openUnits({ allocated: 5, shipped: 2, released: 1 })).toBe(2);
    expect(openUnits({ allocated: 0, shipped: 0, released: 0 })).toBe(0);
  });
});

describe("what can be done", () => {
  const names = (actions: Parameters<typeof allowed>[0][], owed = false) => {
    const { shown, menu } = arranged(
      actions.map((a) => ({ allowed: allowed(a) })),
      owed,
    );
    return { shown: shown.map((a) => a.allowed.action), menu: menu.map((a) => a.allowed.action) };
  };
  it("has the way onward first; what does not fit is in the menu", () => {
    expect(names(["confirm", "cancel", "pay", "edit", "copy"])).toEqual({
      shown: ["confirm", "pay", "cancel"],
      menu: ["edit", "copy"],
    });
    expect(names(["copy"])).toEqual({ shown: ["copy"], menu: [] });
    expect(names(["ship", "ship_part", "close_short", "pay", "refund", "copy"])).toEqual({
      shown: ["ship", "pay", "ship_part"],
      menu: ["copy", "close_short", "refund"],
    });
  });
  it("gives money back by a button only where it is owed", () => {
    expect(names(["return", "refund"], true).shown).toEqual(["return", "refund"]);
    expect(names(["return", "refund"])).toEqual({ shown: ["return"], menu: ["refund"] });
    expect(isOwed(order({ due: "-5.00" }))).toBe(true);
  });
});

describe("units", () => {
  it("chosen are never more than there are", () => {
    const lines = [line(1, "TENT", 3, { allocated: 3, shipped: 1 }), line(2, "STOVE", 2, { allocated: 2 })];
    expect(chosenUnits(lines, { 1: 9, 2: 0 }, openUnits)).toEqual([{ lineNo: 1, quantity: 2 }]);
  });
  it("come back by condition", () => {
    expect(returnableUnits({ shipped: 3, returned: 1 })).toBe(2);
    expect(returnedLines([{ lineNo: 1 }, { lineNo: 2 }], { 1: { sellable: 1, damaged: 2 } })).toEqual([
      { lineNo: 1, quantity: 1, condition: "sellable" },
      { lineNo: 1, quantity: 2, condition: "damaged" },
    ]);
  });
  it("are held until the soonest deadline, or were until the last one ended", () => {
    const hold = (quantity: number, expiresAt: number, status: string, endedAt: number | null = null) =>
      ({ quantity, expiresAt, status, endedAt }) as never;
    expect(deadlineOf([hold(2, 200, "active"), hold(1, 100, "active"), hold(9, 50, "expired", 50)])).toEqual({
      deadline: 100,
      units: 3,
    });
    expect(deadlineOf([hold(2, 200, "released", 120), hold(1, 100, "expired", 100)])).toEqual({
      deadline: 120,
      units: 3,
    });
    expect(deadlineOf([])).toBeNull();
  });
});
