import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FilterChips, MoneyEditor, moneyLimits, spanSaid } from ".";

afterEach(cleanup);

describe("typed limits", () => {
  it("read money, and name what they cannot read", () => {
    expect(moneyLimits("20", "1,250.00", 2)).toEqual({ min: "20.00", max: "1250.00", bad: [], reversed: false });
    expect(moneyLimits("lots", "-3", 2).bad).toEqual(["min", "max"]);
    expect(moneyLimits("", "", 2)).toEqual({ min: undefined, max: undefined, bad: [], reversed: false });
  });
  it("see that at least is more than at most", () => {
    expect(moneyLimits("20", "9", 2).reversed).toBe(true);
  });
});

describe("a span in words", () => {
  it("says both ends, or the one there is", () => {
    const say = (n: number) => `€${n}`;
    expect(spanSaid(1, 2, say)).toEqual({ condition: "between", value: "€1 and €2" });
    expect(spanSaid(1, undefined, say)).toEqual({ condition: "at least", value: "€1" });
    expect(spanSaid(undefined, 2, say, "since", "until")).toEqual({ condition: "until", value: "€2" });
    expect(spanSaid(undefined, undefined, say)).toBeNull();
  });
});

describe("chips", () => {
  function setUp() {
    const onRemove = vi.fn();
    const onApply = vi.fn();
    render(
      <FilterChips<"price" | "kind">
        id="test"
        fields={["price", "kind"]}
        nameOf={(field) => (field === "price" ? "Price" : "Kind")}
        chips={[{ field: "price", name: "Price", condition: "at least", value: "€20.00" }]}
        onRemove={onRemove}
        editor={(field, done) => (
          <MoneyEditor
            min="20.00"
            max={undefined}
            onApply={(min, max) => {
              done();
              onApply(field, min, max);
            }}
          />
        )}
      />,
    );
    return { user: userEvent.setup(), onRemove, onApply };
  }

  it("go away by their cross", async () => {
    const { user, onRemove } = setUp();
    await user.click(screen.getByRole("button", { name: "Remove filter Price" }));
    expect(onRemove).toHaveBeenCalledWith("price");
  });

  it("open to be changed, and Enter applies", async () => {
    const { user, onApply } = setUp();
    await user.click(screen.getByRole("button", { name: /Price at least/ }));
    await user.type(screen.getByLabelText("At most"), "50{Enter}");
    expect(onApply).toHaveBeenCalledWith("price", "20.00", "50.00");
    expect(screen.queryByLabelText("At most")).toBeNull();
  });

  it("are added from a menu that names every field", async () => {
    const { user } = setUp();
    await user.click(screen.getByTestId("add-filter"));
    await user.click(screen.getByRole("menuitem", { name: "Kind" }));
    expect(screen.getByRole("dialog", { name: "Kind" })).toBeTruthy();
  });
});
