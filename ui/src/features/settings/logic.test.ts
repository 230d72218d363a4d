import { describe, expect, it } from "vitest";
import type { Settings } from "../../generated/commands";
import { parsePercent } from "../../shared/percent";
import { bytesText, check, differences, durationParts, durationText, FIELDS, formOf } from "./logic";

const settings: Settings = {
  storeName: "Alder & Pine",
  currency: "EUR",
  currencyFixed: true,
  timeZone: "Europe/Dublin",
  holdSeconds: 600,
  orderHoldSeconds: 3600,
  checkoutSeconds: 300,
  checkoutLongestSeconds: 1800,
  waitSeconds: 604_800,
  reorderLevel: 5,
  taxRateBp: 2300,
  scanGapMs: 40,
  rowVersion: 3,
};

describe("the form of the store", () => {
  it("has every setting, and says it as people do", () => {
    expect(formOf(settings)).toEqual({
      storeName: "Alder & Pine",
      currency: "EUR",
      timeZone: "Europe/Dublin",
      holdSeconds: "10 minutes",
      orderHoldSeconds: "1 hours",
      checkoutSeconds: "5 minutes",
      checkoutLongestSeconds: "30 minutes",
      waitSeconds: "7 days",
      reorderLevel: "5",
      taxRateBp: "23",
    });
    expect(FIELDS.map((f) => f.name).sort()).toEqual(
      Object.keys(settings)
        .filter((k) => !["rowVersion", "currencyFixed", "scanGapMs"].includes(k))
        .sort(),
    );
  });
  it("untouched, it changes nothing", () => {
    expect(check(formOf(settings), settings)).toEqual({ update: {}, mistakes: {}, changed: 0 });
  });
  it("sends only what is different", () => {
    const form = { ...formOf(settings), holdSeconds: "15 minutes", taxRateBp: "13,5", orderHoldSeconds: "60 minutes" };
    expect(check(form, settings).update).toEqual({ holdSeconds: 900, taxRateBp: 1350 });
  });
  it("says what cannot be", () => {
    const form = {
      ...formOf(settings),
      storeName: " ",
      holdSeconds: "0 minutes",
      timeZone: "Europe/Dubln",
      reorderLevel: "-1",
    };
    expect(check(form, settings)).toMatchObject({
      update: {},
      mistakes: { storeName: "required", holdSeconds: "duration", timeZone: "zone", reorderLevel: "whole" },
      changed: 4,
    });
    expect(check({ ...formOf(settings), holdSeconds: "31 days" }, settings).mistakes).toEqual({
      holdSeconds: "duration",
    });
  });
  it("shows both versions only where they differ", () => {
    expect(differences({ ...formOf(settings), reorderLevel: "8" }, { ...settings, storeName: "Alder" })).toEqual([
      { name: "storeName", mine: "Alder & Pine", store: "Alder" },
      { name: "reorderLevel", mine: "8", store: "5" },
    ]);
  });
});

describe("durations, percents, bytes", () => {
  it("takes the largest unit that is whole", () => {
    expect([1, 90, 600, 5400, 7200, 86_400].map(durationText)).toEqual([
      "1 seconds",
      "90 seconds",
      "10 minutes",
      "90 minutes",
      "2 hours",
      "1 days",
    ]);
    expect(durationParts("x 2 hours")).toEqual({ amount: "x 2", unit: "hours" });
  });
  it("reads a percentage to two decimals, never more than all", () => {
    expect(["23", "13.5", "13,25 %", "0", "100", "100.01", "1.234", ""].map(parsePercent)).toEqual([
      2300,
      1350,
      1325,
      0,
      10_000,
      null,
      null,
      null,
    ]);
  });
  it("counts bytes in thousands", () => {
    expect([0, 999, 451_000, 1_240_000_000].map(bytesText)).toEqual(["0 B", "999 B", "451 kB", "1.2 GB"]);
  });
});
