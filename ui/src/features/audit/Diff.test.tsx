import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { Diff } from "./Diff";

const before = { name: "Sleeping Mat Drift", price: "112.00", unit: "piece", reorderLevel: 4, rowVersion: 1 };
const after = { name: "Sleeping Mat Drift R", price: "119.00", unit: "piece", reorderLevel: 6, rowVersion: 2 };

describe("the diff", () => {
  it("shows what changed, with words and money, and no version number", () => {
    render(<Diff oldValue={before} newValue={after} />);
    expect(screen.getByText("3 fields changed")).toBeTruthy();
    expect(screen.getAllByTestId("diff-row").map((r) => r.textContent)).toEqual([
      "NameSleeping Mat DriftSleeping Mat Drift R",
      "Price€112.00€119.00",
      "Low mark46",
    ]);
  });

  it("shows all fields when asked", async () => {
    render(<Diff oldValue={before} newValue={after} />);
    await userEvent.setup().click(screen.getByText("All 5"));
    expect(screen.getAllByTestId("diff-row")).toHaveLength(5);
  });

  it("what was only written has no column for before", () => {
    render(<Diff oldValue={null} newValue={{ sku: "TEA", quantity: 3 }} />);
    expect(screen.queryByText("Before")).toBeNull();
    expect(screen.getAllByTestId("diff-row").map((r) => r.textContent)).toEqual(["SKUTEA", "Units3"]);
  });

  it("a line of an order is one row", () => {
    render(<Diff oldValue={null} newValue={{ lines: [{ sku: "TEA", quantity: 3, unitPrice: "2.50" }] }} />);
    expect(screen.getAllByTestId("diff-row").map((r) => r.textContent)).toEqual([
      "Line 1SKU TEA · Units 3 · Each €2.50",
    ]);
  });

  it("has nothing serious for axe", async () => {
    const { container } = render(<Diff oldValue={before} newValue={after} />);
    const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual(
      [],
    );
  });
});
