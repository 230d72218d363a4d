import { describe, expect, it } from "vitest";
import { addDays, countdown, duration, makeFormats } from "./formats";

const f = makeFormats("EUR", "Europe/Dublin");
const AT = Date.parse("2026-07-20T13:47:05Z");

describe("countdown", () => {
  it.each([
    [48_000, "0:48"],
    [47_001, "0:48"],
    [0, "0:00"],
    [-5000, "0:00"],
    [120_000, "2:00"],
    [3_599_000, "59:59"],
    [7_068_000, "1:57:48"],
    [78_730_000, "21:52:10"],
  ])("%i ms is %s", (ms, text) => {
    expect(countdown(ms)).toBe(text);
  });
});

describe("duration", () => {
  it.each([
    [48_000, "48 s"],
    [57 * 60_000, "57 min"],
    [3 * 3_600_000 + 28 * 60_000, "3 h 28"],
    [5 * 3_600_000, "5 h"],
    [86_400_000, "1 day"],
    [3 * 86_400_000, "3 days"],
  ])("%i ms is %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe("money", () => {
  it("is exact beyond what a float holds", () => {
    expect(f.money("90071992547409.93")).toBe("€90,071,992,547,409.93");
  });
  it("has fixed decimals and a real minus", () => {
    expect(f.money("2262.97")).toBe("€2,262.97");
    expect(f.amount("-520.8")).toBe("−520.80");
    expect(makeFormats("JPY", "UTC").money("1200")).toBe("¥1,200");
  });
});

describe("time in the store's zone", () => {
  it("is the zone's hour and day", () => {
    expect(f.time(AT)).toBe("14:47");
    expect(f.timeWithSeconds(AT)).toBe("14:47:05");
    expect(f.day(Date.parse("2026-07-20T23:30:00Z"))).toBe("2026-07-21");
    expect(f.weekday(AT)).toBe("Mon 20 Jul");
  });
  it("says as much of the date as is needed", () => {
    expect(f.moment(AT, AT + 1000)).toBe("14:47");
    expect(f.moment(AT, AT + 86_400_000)).toBe("20 Jul 14:47");
    expect(f.moment(AT, AT + 366 * 86_400_000)).toBe("20 Jul 2026 14:47");
    expect(f.stamp(AT, "2027-01-01")).toBe("20 Jul 2026");
  });
  it("counts days by the calendar", () => {
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  });
});
