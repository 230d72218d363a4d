import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { LocationId, ShortLine, VariantId } from "../../generated/commands";
import { currentTime } from "../../shared/clock";
import { createQueryClient } from "../../shared/query";
import { holder } from "../../shared/testing";
import { Shortage } from "./Shortage";

const line = (id: string, over: Partial<ShortLine>): ShortLine => ({
  lineNo: 1,
  variantId: id as VariantId,
  locationId: "l" as LocationId,
  locationName: "Shop floor",
  sku: id,
  name: `The ${id}`,
  requested: 3,
  available: 1,
  onHand: 4,
  elsewhere: [],
  waiting: 0,
  heldBy: [],
  ...over,
});
const tent = line("tent", {
  elsewhere: [],
  waiting: 0,
  heldBy: [
    holder({
      kind: "hold",
      id: "h",
      lineNo: null,
      label: "Dervla Quinn",
      quantity: 3,
      expiresAt: currentTime() + 48_000,
    }),
  ],
});
const pan = line("pan", { available: 0, onHand: 0, requested: 2 });

function show(onTake: (lines: ShortLine[]) => void) {
  return render(
    <QueryClientProvider client={createQueryClient()}>
      <Shortage lines={[tent, pan]} onTake={onTake} onRetry={() => {}} onFinding={() => {}} />
    </QueryClientProvider>,
  );
}

describe("what is short", () => {
  it("is said with the figures and with who has the rest", () => {
    show(() => {});
    const alert = screen.getByRole("alert", { name: "What is short" });
    expect(alert.textContent).toContain("2 products are short. Nothing was held.");
    const [first, second] = within(alert).getAllByTestId("short-line");
    expect(first?.textContent).toContain("asked 3available 1short 2");
    expect(first?.textContent).toContain("4 on hand, 3 reserved by");
    expect(first?.textContent).toMatch(/Dervla Quinn30:4\d/);
    expect(second?.textContent).toContain("None on hand.");
  });

  it("offers what is free, or to leave it out", async () => {
    const take = vi.fn();
    show(take);
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Take 1" }));
    expect(take).toHaveBeenCalledWith([tent]);
    await user.click(screen.getByRole("button", { name: "Leave it out" }));
    expect(take).toHaveBeenLastCalledWith([pan]);
  });

  it("has nothing serious for axe", async () => {
    const { container } = show(() => {});
    const found = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual(
      [],
    );
  });
});
