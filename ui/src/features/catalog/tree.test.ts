import { describe, expect, it } from "vitest";
import type { CategoryId } from "../../generated/commands";
import { findCategories, within } from "../../shared/categories";
import { categories } from "./testing";
import { arrow, moveProblem, moveTargets, placeOf, searched, stepIn, stepOut, visibleRows } from "./tree";

const rows = categories("Camp", "Camp/Cooking", "Camp/Water", "Camp/Water/Bottles", "Clothing", "Home");
const id = (path: string) => path as CategoryId;
const ids = (list: readonly { id: string }[]) => list.map((r) => r.id);
const none = new Set<string>();

describe("what is seen of a tree", () => {
  it("nothing below what is closed", () => {
    expect(ids(visibleRows(rows, new Set(["Camp"])))).toEqual(["Camp", "Clothing", "Home"]);
    expect(ids(visibleRows(rows, new Set(["Camp/Water"])))).not.toContain("Camp/Water/Bottles");
  });
  it("what a search finds, and what is above it", () => {
    expect(ids(searched(rows, "bott"))).toEqual(["Camp", "Camp/Water", "Camp/Water/Bottles"]);
    expect(ids(findCategories(rows, "bott camp"))).toEqual(["Camp/Water/Bottles"]);
  });
  it("a category with its children", () => {
    expect([...within(rows, id("Camp/Water"))]).toEqual(["Camp/Water", "Camp/Water/Bottles"]);
  });
  it("its place for the ears", () => {
    expect(placeOf(rows, rows[2] as (typeof rows)[number])).toEqual({ at: 2, of: 2, level: 2 });
  });
});

describe("moving", () => {
  it.each([
    ["below itself", "Camp", "Camp", "itself"],
    ["below its own child", "Camp", "Camp/Water/Bottles", "inside"],
    ["where it is", "Camp/Water", "Camp", "same"],
    ["elsewhere", "Camp/Water", "Home", null],
  ])("%s", (_, what, to, problem) => {
    expect(moveProblem(rows, id(what), id(to))).toBe(problem);
  });
  it("to the top, unless it is there", () => {
    expect(moveProblem(rows, id("Camp/Water"), null)).toBeNull();
    expect(moveProblem(rows, id("Home"), null)).toBe("same");
  });
  it("not deeper than a tree may be", () => {
    const deep = categories(
      ...Array.from({ length: 10 }, (_, i) =>
        ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].slice(0, i + 1).join("/"),
      ),
      "x",
    );
    expect(moveProblem(deep, id("x"), deep[9]?.id ?? null)).toBe("deep");
    expect(moveProblem(deep, id("x"), deep[8]?.id ?? null)).toBeNull();
  });
  it("offers only places where it can go", () => {
    expect(ids(moveTargets(rows, id("Camp")))).toEqual(["Clothing", "Home"]);
  });
  it("one level in goes below the sibling before, one level out beside the parent", () => {
    expect(stepIn(rows, id("Camp/Water"))).toEqual({ parentId: "Camp/Cooking" });
    expect(stepIn(rows, id("Camp"))).toBeNull();
    expect(stepIn(rows, id("Clothing"))).toEqual({ parentId: "Camp" });
    expect(stepOut(rows, id("Camp/Water/Bottles"))).toEqual({ parentId: "Camp" });
    expect(stepOut(rows, id("Camp/Water"))).toEqual({ parentId: null });
    expect(stepOut(rows, id("Home"))).toBeNull();
  });
});

describe("arrows", () => {
  const step = (from: string, key: string, closed = none) =>
    arrow(rows, visibleRows(rows, closed), closed, id(from), key);
  it.each([
    ["Camp", "ArrowDown", { kind: "go", id: "Camp/Cooking" }],
    ["Camp", "ArrowUp", { kind: "go", id: "Camp" }],
    ["Camp", "End", { kind: "go", id: "Home" }],
    ["Camp", "ArrowRight", { kind: "go", id: "Camp/Cooking" }],
    ["Camp", "ArrowLeft", { kind: "close", id: "Camp" }],
    ["Camp/Water/Bottles", "ArrowLeft", { kind: "go", id: "Camp/Water" }],
    ["Home", "ArrowRight", null],
    ["Home", "x", null],
  ])("%s %s", (from, key, expected) => {
    expect(step(from, key)).toEqual(expected);
  });
  it("→ opens what is closed, and ↓ passes what is hidden", () => {
    expect(step("Camp", "ArrowRight", new Set(["Camp"]))).toEqual({ kind: "open", id: "Camp" });
    expect(step("Camp", "ArrowDown", new Set(["Camp"]))).toEqual({ kind: "go", id: "Clothing" });
  });
});
