import { describe, expect, it, vi } from "vitest";
import type { OrderId } from "../../../generated/commands";
import { chosenRows, inChunks, stayed, stillSelected, unforeseenFirst } from "./many";

const id = (n: number) => `o${n}` as OrderId;
const rows = Array.from({ length: 20 }, (_, n) => ({ id: id(n) }));

describe("the orders of a selection", () => {
  it("come with their places, and are read only where they are not known", async () => {
    const read = vi.fn(async (from: number, to: number) => rows.slice(from, to + 1));
    const source = { get: (index: number) => (index < 5 ? rows[index] : undefined), read };
    expect(
      await chosenRows(source, [
        [1, 2],
        [4, 6],
      ]),
    ).toEqual([1, 2, 4, 5, 6].map((index) => ({ index, id: id(index) })));
    expect(read.mock.calls).toEqual([[4, 6]]);
  });
  it("go in chunks", () => {
    expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(inChunks([], 2)).toEqual([]);
  });
  it("stay selected where they did not move", () => {
    const chosen = [3, 4, 5, 9].map((index) => ({ index, id: id(index) }));
    expect(stillSelected(chosen, new Set([id(4)]))).toEqual([
      [3, 3],
      [5, 5],
      [9, 9],
    ]);
    expect(stillSelected(chosen, new Set([3, 4, 5, 9].map(id)))).toEqual([]);
  });
});

describe("what was refused", () => {
  it("has its reason, the unforeseen first", () => {
    const elsewhere = {
      code: "ORDER_TRANSITION_NOT_ALLOWED",
      from: "delivered",
      to: "confirmed",
      allowed: [],
    } as const;
    const short = { code: "STOCK_INSUFFICIENT", lines: [] } as never;
    const refused = stayed([
      { id: id(1), number: "2026-000001", done: true, refusal: null },
      { id: id(2), number: "2026-000002", done: false, refusal: elsewhere as never },
      { id: id(3), number: "2026-000003", done: false, refusal: short },
    ]);
    expect(refused.map((r) => r.id)).toEqual([id(2), id(3)]);
    expect(unforeseenFirst(refused).map((r) => r.id)).toEqual([id(3), id(2)]);
  });
});
