import { describe, expect, it } from "vitest";
import { createScanDetector } from "./scan";

function type(keys: string[], gapMs: number, detector = createScanDetector(30)) {
  let at = 1000;
  const verdicts = keys.map((key) => {
    const verdict = detector.key(key, at);
    at += gapMs;
    return verdict;
  });
  return { verdicts, at, detector };
}

describe("scanner", () => {
  it("takes a burst that ends in Enter as one code", () => {
    const { verdicts } = type([..."5012345678900", "Enter"], 5);
    expect(verdicts.at(-1)).toEqual({ kind: "scan", code: "5012345678900" });
    expect(verdicts[0]).toEqual({ kind: "wait" });
    expect(verdicts.slice(1, -1).every((v) => v.kind === "swallow")).toBe(true);
  });
  it("keeps capitals that come with Shift", () => {
    const { verdicts } = type(["F", "J", "Shift", "-", "T", "Enter"], 5);
    expect(verdicts.at(-1)).toEqual({ kind: "scan", code: "FJ-T" });
  });
  it("lets a person's single key be a shortcut once nothing follows", () => {
    const { detector, at } = type(["n"], 0);
    expect(detector.settle(at + 31)).toBe("n");
  });
  it("never makes a shortcut of a burst", () => {
    const { detector, at } = type(["n", "c"], 5);
    expect(detector.settle(at + 31)).toBeNull();
  });
  it("does not take slow typing as a scan", () => {
    const { verdicts } = type([..."cancel", "Enter"], 120);
    expect(verdicts.at(-1)).toEqual({ kind: "pass" });
    expect(verdicts.slice(0, -1).every((v) => v.kind === "wait")).toBe(true);
  });
  it("does not take two quick keys and Enter as a scan", () => {
    expect(type(["g", "o", "Enter"], 10).verdicts.at(-1)).toEqual({ kind: "pass" });
  });
});
