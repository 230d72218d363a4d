import { describe, expect, it, vi } from "vitest";
import { AppendedRows, PAGE_ROWS, PagedRows } from "./source";

const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
const key = (n: number) => `k${n}`;
const rowsFrom = async (from: number, limit: number) => Array.from({ length: limit }, (_, i) => from + i);

describe("rows of a frozen view", () => {
  it("reads only the pages that are on screen", async () => {
    const fetch = vi.fn(rowsFrom);
    const rows = new PagedRows(1_000_000, fetch, key);
    rows.ensure(524_300, 524_330);
    await settle();
    expect(fetch.mock.calls).toEqual([[524_200, PAGE_ROWS]]);
    expect(rows.get(524_300)).toBe(524_300);
    expect(rows.get(0)).toBeUndefined();
  });
  it("asks for what is wanted now, not for every page a flung thumb passed", async () => {
    const fetch = vi.fn(rowsFrom);
    const rows = new PagedRows(1_000_000, fetch, key);
    for (let at = 0; at < 400_000; at += 20_000) rows.ensure(at, at + 30);
    await settle();
    expect(fetch.mock.calls.length).toBeLessThanOrEqual(3);
    expect(rows.get(380_000)).toBe(380_000);
  });
  it("keeps old rows on screen while it reads them again", async () => {
    let round = 0;
    const rows = new PagedRows(
      10,
      async () => [{ id: 1, round: round++ }],
      (r) => String(r.id),
    );
    rows.ensure(0, 5);
    await settle();
    rows.refresh();
    expect(rows.get(0)).toEqual({ id: 1, round: 0 });
    await settle();
    expect(rows.get(0)).toEqual({ id: 1, round: 1 });
  });
  it("says what went wrong and tries again when asked", async () => {
    let broken = true;
    const rows = new PagedRows(
      10,
      async (from, limit) => (broken ? Promise.reject(new Error("disk")) : rowsFrom(from, limit)),
      key,
    );
    rows.ensure(0, 5);
    await settle();
    expect(rows.error).toEqual(new Error("disk"));
    broken = false;
    rows.retry();
    await settle();
    expect(rows.error).toBeNull();
    expect(rows.get(0)).toBe(0);
  });
});

describe("rows of a cursor list", () => {
  const pages = (total: number) => async (cursor: string | undefined, limit: number) => {
    const from = Number(cursor ?? 0);
    const rows = await rowsFrom(from, Math.min(limit, total - from));
    return { rows, next: from + limit < total ? String(from + limit) : null };
  };
  it("appends as one scrolls, and knows when it is whole", async () => {
    const rows = new AppendedRows(pages(450), key);
    rows.ensure(0, 0);
    await settle();
    expect([rows.count, rows.countIsFinal]).toEqual([200, false]);
    rows.ensure(100, 199);
    await settle();
    rows.ensure(300, 399);
    await settle();
    expect([rows.count, rows.countIsFinal]).toEqual([450, true]);
  });
  it("swaps a refreshed list whole, as long as it was", async () => {
    const rows = new AppendedRows(pages(450), key);
    rows.ensure(0, 0);
    await settle();
    rows.ensure(0, 199);
    await settle();
    expect(rows.count).toBe(400);
    rows.refresh();
    expect(rows.count).toBe(400);
    await settle();
    expect(rows.count).toBe(400);
  });
});
