import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { mockIPC } from "../../bridge/testing";
import type { StockRow } from "../../generated/commands";
import { createQueryClient } from "../../shared/query";
import { AdjustDialog } from "./AdjustDialog";

const row = {
  variantId: "v",
  productId: "p",
  locationId: "l",
  sku: "FJ-TENT2-MOS",
  name: "Fjord 2P Tent, Moss",
  unit: "piece",
  price: "349.00",
  reorderLevel: null,
  onHand: 4,
  reserved: 3,
  available: 1,
  mark: "low",
  rowVersion: 1,
} as StockRow;

// The answers are canned: what is tested is what the form does with them, not what the core decides.
function show(answer: object) {
  const sent: Record<string, unknown>[] = [];
  mockIPC((cmd, args) => {
    if (cmd !== "call") return null;
    const { payload, requestId } = args as { payload: string; requestId: string };
    sent.push(JSON.parse(payload) as Record<string, unknown>);
    return JSON.stringify({ requestId, ...answer });
  });
  const closed = vi.fn();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <AdjustDialog row={row} onClose={closed} />
    </QueryClientProvider>,
  );
  return { sent, closed, user: userEvent.setup(), dialog: screen.getByRole("dialog") };
}

async function fill(user: ReturnType<typeof userEvent.setup>, counted: string) {
  await user.type(screen.getByTestId("adjust-figure"), counted);
  await user.click(screen.getByRole("button", { name: /Reason/ }));
  await user.click(await screen.findByRole("option", { name: "Lost" }));
}

describe("adjusting", () => {
  it("asks for the figure and for the reason before it asks the core", async () => {
    const { sent, user, dialog } = show({ outcome: "done", value: {} });
    await user.click(within(dialog).getByTestId("adjust-commit"));
    expect(dialog.textContent).toContain("Type a whole number.");
    expect(dialog.textContent).toContain("Say why: the ledger keeps it.");
    expect(sent).toEqual([]);
  });

  it("sends what was counted, and closes", async () => {
    const { sent, closed, user } = show({ outcome: "done", value: { row: { ...row, onHand: 3 }, delta: -1 } });
    await fill(user, "3");
    await user.click(screen.getByTestId("adjust-commit"));
    expect(sent).toEqual([{ variantId: "v", locationId: "l", reason: "lost", counted: 3 }]);
    expect(closed).toHaveBeenCalledOnce();
  });

  it("below what is promised: says who has the units and keeps the form", async () => {
    const line = {
      lineNo: 1,
      variantId: "v",
      locationId: "l",
      locationName: "Shop floor",
      sku: row.sku,
      name: row.name,
      requested: 2,
      available: 1,
      onHand: 4,
      elsewhere: [],
      heldBy: [{ kind: "order", id: "o", lineNo: 1, label: "2026-004840 Dervla Quinn", quantity: 3, expiresAt: null }],
    };
    const { closed, user } = show({
      outcome: "refused",
      message: "",
      refusal: { code: "STOCK_BELOW_RESERVED", line },
    });
    await fill(user, "2");
    await user.click(screen.getByTestId("adjust-commit"));
    const said = await screen.findByTestId("below-reserved");
    expect(said.textContent).toContain("3 units are promised, so there cannot be only 2. Nothing was saved.");
    expect(said.textContent).toContain("2026-004840 Dervla Quinn");
    expect(screen.getByTestId<HTMLInputElement>("adjust-figure").value).toBe("2");
    expect(closed).not.toHaveBeenCalled();
    const found = await axe.run(screen.getByRole("dialog"), { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual(
      [],
    );
  });
});
