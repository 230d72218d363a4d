import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { ShortLine } from "../generated/commands";
import { Remedies } from "./Remedies";
import { cannedCore, draw, expectNothingSerious, refuse } from "./testing";

const line = {
  lineNo: 1,
  variantId: "tent",
  locationId: "shop",
  locationName: "Shop floor",
  sku: "FJ-TENT2-MOS",
  name: "Fjord 2P Tent, Moss",
  requested: 3,
  available: 1,
  onHand: 4,
  elsewhere: [{ locationId: "back", locationName: "Stockroom", available: 9 }],
  heldBy: [],
} as unknown as ShortLine;

async function show(answers: Parameters<typeof cannedCore>[0]) {
  const sent = cannedCore(answers);
  const did = { onRetry: vi.fn(), onFinding: vi.fn() };
  draw(<Remedies line={line} {...did} />);
  const remedies = await screen.findByTestId("remedies");
  return { sent, did, remedies, user: userEvent.setup() };
}

describe("what can be done about a short line", () => {
  it("brings what is missing from another place, and asks again", async () => {
    const { sent, did, remedies, user } = await show({ stock_transfer: { batchId: "b", rows: [] } });
    expect(remedies.textContent).toContain("Elsewhere: Stockroom 9.");
    await user.click(screen.getByRole("button", { name: "Transfer 2 from Stockroom" }));
    expect(sent("stock_transfer")).toEqual([
      { fromLocationId: "back", toLocationId: "shop", lines: [{ variantId: "tent", quantity: 2 }] },
    ]);
    expect(did.onRetry).toHaveBeenCalledOnce();
    expect(await screen.findByText(/moved from Stockroom to Shop floor/)).toBeTruthy();
  });

  it("what is in the hand is added as found, with its note, and the sale goes on", async () => {
    const { sent, did, remedies, user } = await show({
      stock_adjust: { batchId: "b", delta: 1, row: { onHand: 5 } },
    });
    await user.click(screen.getByTestId("have-it"));
    expect(did.onFinding).toHaveBeenLastCalledWith(true);
    await expectNothingSerious(remedies);
    const units = screen.getByRole("textbox", { name: "Units of Fjord 2P Tent, Moss found" });
    await user.clear(units);
    await user.type(units, "1");
    await user.type(screen.getByRole("textbox", { name: "Where they were, or why" }), "behind the till{Enter}");
    expect(sent("stock_adjust")).toEqual([
      { variantId: "tent", locationId: "shop", delta: 1, reason: "found", note: "behind the till" },
    ]);
    expect(did.onRetry).toHaveBeenCalledOnce();
    expect(did.onFinding).toHaveBeenLastCalledWith(false);
  });

  it("Esc goes one step back, and the keyboard goes on from there", async () => {
    const { did, user } = await show({});
    await user.click(screen.getByTestId("have-it"));
    await user.keyboard("{Escape}");
    expect(did.onFinding).toHaveBeenLastCalledWith(false);
    expect(document.activeElement).toBe(screen.getByTestId("have-it"));
  });

  it("a refusal keeps the form and what was typed", async () => {
    const { did, user } = await show({
      stock_adjust: () => refuse({ code: "FORBIDDEN", needed: "manager", role: "clerk" }),
    });
    await user.click(screen.getByTestId("have-it"));
    await user.type(screen.getByRole("textbox", { name: "Where they were, or why" }), "in the window");
    await user.click(screen.getByTestId("found-commit"));
    expect((await screen.findByTestId("error-note")).textContent).toMatch(/Manager/);
    expect(screen.getByDisplayValue("in the window")).toBeTruthy();
    expect(did.onRetry).not.toHaveBeenCalled();
  });
});
