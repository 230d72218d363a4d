import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { RefusedError } from "../../bridge";
import type { LocationId, RequestId, ShortLine, VariantId } from "../../generated/commands";
import { currentTime } from "../../shared/clock";
import { createQueryClient } from "../../shared/query";
import { holder } from "../../shared/testing";
import { ShortageDialog } from "./ShortageDialog";

const short: ShortLine[] = [
  {
    lineNo: 1,
    variantId: "tent" as VariantId,
    locationId: "l" as LocationId,
    locationName: "Shop floor",
    sku: "FJ-TENT2-MOS",
    name: "Fjord 2P Tent, Moss",
    requested: 3,
    available: 1,
    onHand: 4,
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
  },
  {
    lineNo: 4,
    variantId: "pan" as VariantId,
    locationId: "l" as LocationId,
    locationName: "Shop floor",
    sku: "SK-PAN-26",
    name: "Skellig Cast-iron Pan 26 cm",
    requested: 2,
    available: 0,
    onHand: 2,
    elsewhere: [],
    waiting: 0,
    heldBy: [
      holder({
        kind: "order",
        id: "o",
        lineNo: 1,
        label: "2026-004811 Kinvara Guesthouse",
        quantity: 2,
        expiresAt: null,
      }),
    ],
  },
];

function show() {
  const error = new RefusedError(
    { code: "STOCK_INSUFFICIENT", lines: short },
    "short",
    "019aa1f2-0000-7000-8000-00000000beef" as RequestId,
  );
  const did = { onTake: vi.fn(), onLeave: vi.fn(), onBack: vi.fn(), onPlace: vi.fn(), onRetry: vi.fn() };
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ShortageDialog error={error} short={short} lineCount={5} placeable pending={false} {...did} />
    </QueryClientProvider>,
  );
  return { did, user: userEvent.setup(), dialog: screen.getByRole("alertdialog") };
}

describe("the shortage dialog", () => {
  it("says for each line what was asked, what is there, and who has the rest until when", () => {
    const { dialog } = show();
    expect(within(dialog).getByRole("heading").textContent).toBe("2 of 5 lines are short");
    const [tent, pan] = within(dialog).getAllByTestId("short-line");
    expect(tent?.textContent).toContain("asked 3available 1short 2");
    expect(tent?.textContent).toContain("4 on hand, 3 reserved by");
    expect(tent?.textContent).toMatch(/Dervla Quinn30:4\d/);
    expect(pan?.textContent).toContain("no deadline");
    expect(dialog.textContent).toContain("Nothing was reserved. Your order is as you left it.");
  });

  it("offers to take what is free only where something is", async () => {
    const { did, user, dialog } = show();
    const [tent, pan] = within(dialog).getAllByTestId("short-line");
    if (!tent || !pan) throw new Error("two lines are short");
    expect(within(pan).queryByTestId("take-now")).toBeNull();
    await user.click(within(tent).getByRole("button", { name: /Take 1 now/ }));
    expect(did.onTake).toHaveBeenCalledWith(short[0]);
    await user.click(within(pan).getByRole("button", { name: "Leave it out" }));
    expect(did.onLeave).toHaveBeenCalledWith(short[1]);
  });

  it("goes back with Esc and places with Ctrl+Enter", async () => {
    const { did, user } = show();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(did.onPlace).toHaveBeenCalledOnce();
    await user.keyboard("{Escape}");
    expect(did.onBack).toHaveBeenCalledOnce();
  });

  it("goods in hand are typed first: Ctrl+Enter does not place while that form is open", async () => {
    const { did, user, dialog } = show();
    const [tent] = within(dialog).getAllByTestId("short-line");
    if (!tent) throw new Error("two lines are short");
    await user.click(within(tent).getByTestId("have-it"));
    within(tent).getByRole("textbox", { name: "Where they were, or why" }).blur();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(did.onPlace).not.toHaveBeenCalled();
  });

  it("has nothing serious for axe", async () => {
    const { dialog } = show();
    const found = await axe.run(dialog, { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual(
      [],
    );
  });
});
