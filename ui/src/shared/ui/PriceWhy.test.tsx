import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import type { PriceRuleId, PriceStep, PriceStepKind } from "../../generated/commands";
import { makeFormats } from "../formats";
import { percentText } from "../percent";
import { effectText, savedPercent } from "../prices";
import { draw, expectNothingSerious } from "../testing";
import { type PriceMade, PriceStrip, PriceWhy } from "./PriceWhy";

const step = (kind: PriceStepKind, after: string, more: Partial<PriceStep> = {}): PriceStep => ({
  kind,
  ruleId: null,
  label: "",
  effect: null,
  before: null,
  change: null,
  after,
  ...more,
});
const percent = (basisPoints: number) => ({ kind: "percent" as const, basisPoints });

// 500.00 + 50.00, ten units less 10 %, Gold less 15 %.
const GOLDEN: PriceMade = {
  quantity: 10,
  unitPrice: "420.75",
  lineTotal: "4207.50",
  steps: [
    step("base", "500.00"),
    step("variant", "550.00", { label: "Sand", before: "500.00", change: "50.00" }),
    step("quantity_break", "495.00", {
      ruleId: "r1" as PriceRuleId,
      label: "Ten or more",
      effect: percent(1000),
      before: "550.00",
      change: "-55.00",
    }),
    step("tier", "420.75", {
      ruleId: "r2" as PriceRuleId,
      label: "Gold",
      effect: percent(1500),
      before: "495.00",
      change: "-74.25",
    }),
  ],
  taxRateBp: 2300,
  tax: "786.77",
};
const ROUNDED: PriceMade = {
  quantity: 12,
  unitPrice: "10.94",
  lineTotal: "131.28",
  steps: [
    step("base", "12.50"),
    step("promotion", "10.9375", {
      ruleId: "r3" as PriceRuleId,
      label: "Mugs",
      effect: percent(1250),
      before: "12.50",
      change: "-1.5625",
    }),
    step("rounding", "10.94", { before: "10.9375", change: "0.0025" }),
  ],
};

function Held(props: { made: PriceMade }) {
  const [open, setOpen] = useState(false);
  return <PriceWhy made={props.made} open={open} setOpen={setOpen} />;
}

describe("why a price is what it is", () => {
  it("shows each step with what it changed and the line as a product", async () => {
    draw(<Held made={GOLDEN} />);
    await userEvent.click(await screen.findByRole("button", { name: "How 420.75 each was made" }));
    const why = await screen.findByTestId("why-price");
    for (const text of ["Why 420.75 each?", "Variant: Sand", "+50.00", "550.00", "Tier: Gold", "−15 %", "4,207.50"]) {
      expect(within(why).getByText(text)).toBeTruthy();
    }
    expect(within(why).getByText("10 × 420.75")).toBeTruthy();
    expect(why.textContent).toContain("Tax included: 23 %, 786.77.");
    await expectNothingSerious(why);
  });

  it("keeps every digit between the steps, and says what the rounding changed", async () => {
    draw(<Held made={ROUNDED} />);
    await userEvent.click(await screen.findByRole("button", { name: "How 10.94 each was made" }));
    const why = await screen.findByTestId("why-price");
    expect(within(why).getByText("10.9375")).toBeTruthy();
    expect(within(why).getByText("+0.0025")).toBeTruthy();
    expect(why.textContent).toContain("Rounded once, at the unit price.");
  });

  it("stands as a strip that leads to its rules", async () => {
    const onRule = vi.fn();
    draw(<PriceStrip made={GOLDEN} saved="1292.50" onRule={onRule} />);
    const strip = await screen.findByTestId("price-strip");
    expect(
      within(strip)
        .getAllByRole("listitem")
        .map((li) => li.dataset.step),
    ).toEqual(["base", "variant", "quantity_break", "tier", "unit", "line"]);
    expect(strip.textContent).toContain("−74.25, makes 420.75");
    expect(strip.textContent).toContain("saves €1,292.50, 24 %");
    await userEvent.click(within(strip).getByRole("button", { name: "Gold" }));
    expect(onRule).toHaveBeenCalledWith("r2");
    await expectNothingSerious(strip);
  });

  it("says in the strip what was rounded", async () => {
    draw(<PriceStrip made={ROUNDED} saved="0.00" />);
    const strip = await screen.findByTestId("price-strip");
    expect(strip.textContent).toContain("from 10.9375");
    expect(strip.textContent).toContain("no reduction");
  });
});

describe("the words of a price", () => {
  const f = makeFormats("EUR", "UTC");
  it("writes basis points without zeros that say nothing", () => {
    expect([1000, 1250, 5, 10000, 1205].map(percentText)).toEqual(["10", "12.5", "0.05", "100", "12.05"]);
  });
  it("says what a rule does", () => {
    expect(effectText(percent(1250), f)).toBe("−12.5 %");
    expect(effectText({ kind: "amountOff", amount: "5.00" }, f)).toBe("−5.00");
    expect(effectText({ kind: "fixedPrice", price: "399.00" }, f)).toBe("to 399.00");
  });
  it("says what part is saved, and nothing where nothing is", () => {
    expect(savedPercent("1818.45", "426.55")).toBe(19);
    expect(savedPercent("10.00", "0.00")).toBeNull();
    expect(savedPercent("10.00", "-1.00")).toBeNull();
  });
});
