import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { ShortLine, StockRow } from "../../generated/commands";
import { cannedCore, draw, expectNothingSerious, ONE_PLACE, refuse } from "../../shared/testing";
import { AdjustDialog } from "./AdjustDialog";

const row = {
  variantId: "v",
  productId: "p",
  locationId: "l",
  sku: "FJ-TENT2-MOS",
  name: "Fjord 2P Tent",
  label: "Moss",
  unit: "piece",
  price: "349.00",
  reorderLevel: null,
  onHand: 4,
  reserved: 3,
  available: 1,
  mark: "low",
  rowVersion: 1,
} as StockRow;

const REASONS = {
  rows: [
    { id: "1", code: "lost", name: "Lost", fixed: false, archived: false, rowVersion: 1 },
    { id: "2", code: "count", name: "Stock count", fixed: true, archived: false, rowVersion: 1 },
    { id: "3", code: "found", name: "Found", fixed: true, archived: false, rowVersion: 1 },
  ],
};

async function show(answers: Parameters<typeof cannedCore>[0]) {
  const sent = cannedCore({
    location_list: ONE_PLACE,
    reason_list: REASONS,
    stock_balances: {
      rows: [{ locationId: "l", locationName: "Shop floor", selling: true, onHand: 4, reserved: 3, available: 1 }],
      onHand: 4,
      reserved: 3,
      available: 1,
    },
    ...answers,
  });
  const closed = vi.fn();
  draw(<AdjustDialog row={row} onClose={closed} />);
  return { sent, closed, user: userEvent.setup(), dialog: await screen.findByRole("dialog") };
}

async function fill(user: ReturnType<typeof userEvent.setup>, counted: string) {
  await user.type(screen.getByTestId("adjust-figure"), counted);
  await user.click(screen.getByRole("button", { name: /Reason/ }));
  await user.click(await screen.findByRole("option", { name: "Lost" }));
}

describe("adjusting", () => {
  it("asks for the figure and for the reason before it asks the core", async () => {
    const { sent, user, dialog } = await show({});
    await user.click(within(dialog).getByTestId("adjust-commit"));
    expect(dialog.textContent).toContain("Type a whole number.");
    expect(dialog.textContent).toContain("Say why: the ledger keeps it.");
    expect(sent("stock_adjust")).toEqual([]);
  });

  it("sends what was counted, and closes", async () => {
    const { sent, closed, user } = await show({
      stock_adjust: { batchId: "b", row: { ...row, onHand: 3 }, delta: -1 },
    });
    await fill(user, "3");
    await user.click(screen.getByTestId("adjust-commit"));
    expect(sent("stock_adjust")).toEqual([{ variantId: "v", locationId: "l", reason: "lost", counted: 3 }]);
    expect(closed).toHaveBeenCalledOnce();
  });

  it("offers the store's own reasons, without those that only the program writes", async () => {
    const { user } = await show({});
    await user.click(screen.getByRole("button", { name: /Reason/ }));
    expect((await screen.findAllByRole("option")).map((o) => o.textContent)).toEqual(["Lost", "Found"]);
  });

  it("below what is promised: asks which promises give way, and sends them with the same figure", async () => {
    const line = {
      lineNo: 1,
      variantId: "v",
      locationId: "l",
      locationName: "Shop floor",
      sku: row.sku,
      name: row.name,
      requested: 1,
      available: 1,
      onHand: 4,
      elsewhere: [],
      heldBy: [
        { kind: "order", id: "o", lineNo: 2, label: "2026-004840 Dervla Quinn", quantity: 2, expiresAt: null },
        { kind: "hold", id: "h", lineNo: null, label: "Aidan Foley", quantity: 1, expiresAt: null },
      ],
    } as unknown as ShortLine;
    let asked = 0;
    const { sent, closed, user } = await show({
      stock_adjust: () =>
        ++asked === 1 ? refuse({ code: "STOCK_BELOW_RESERVED", line }) : { batchId: "b", row, delta: -3 },
    });
    await fill(user, "1");
    await user.click(screen.getByTestId("adjust-commit"));
    const said = await screen.findByTestId("give-way");
    expect(said.textContent).toContain("3 units are promised, so there cannot be only 1. Nothing was saved yet.");
    expect(said.textContent).toContain("2 units still have to give way.");
    expect(screen.getByTestId<HTMLInputElement>("adjust-figure").value).toBe("1");
    await expectNothingSerious(screen.getByRole("dialog"));

    await user.click(screen.getByTestId("adjust-commit"));
    expect(asked).toBe(1);
    await user.click(screen.getByRole("checkbox", { name: "Release the hold of Aidan Foley" }));
    const close = screen.getByRole("textbox", { name: "Units of 2026-004840 Dervla Quinn to close short" });
    await user.clear(close);
    await user.type(close, "1");
    expect(said.textContent).toContain("Enough: 2 units give way.");
    await user.click(screen.getByTestId("adjust-commit"));
    expect(sent("stock_adjust").at(-1)).toEqual({
      variantId: "v",
      locationId: "l",
      reason: "lost",
      counted: 1,
      giveWay: { reservations: ["h"], orderLines: [{ orderId: "o", lineNo: 2, quantity: 1 }] },
    });
    expect(closed).toHaveBeenCalledOnce();
  });
});
