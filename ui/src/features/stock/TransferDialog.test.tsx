import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { ShortLine, Suggestion } from "../../generated/commands";
import { cannedCore, draw, expectNothingSerious, PLACES, refuse } from "../../shared/testing";
import { TransferDialog } from "./TransferDialog";

const tent = {
  variantId: "tent",
  productId: "p",
  sku: "FJ-TENT2-MOS",
  name: "Fjord 2P Tent",
  label: "Moss",
  price: "349.00",
  onHand: 9,
  reserved: 0,
  available: 9,
  exact: true,
} as Suggestion;
const BALANCES = {
  rows: [
    { locationId: "shop", locationName: "Shop floor", selling: true, onHand: 4, reserved: 3, available: 1 },
    { locationId: "back", locationName: "Stockroom", selling: false, onHand: 5, reserved: 2, available: 3 },
  ],
  onHand: 9,
  reserved: 5,
  available: 4,
};

async function show(answers: Parameters<typeof cannedCore>[0]) {
  const sent = cannedCore({
    location_list: PLACES,
    stock_balances: BALANCES,
    product_suggest: { rows: [tent] },
    ...answers,
  });
  const done = vi.fn();
  draw(<TransferDialog product={tent} onClose={vi.fn()} onDone={done} />);
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByText("3 available");
  return { sent, done, dialog, user: userEvent.setup() };
}

describe("a transfer", () => {
  it("goes to where is sold from, and shows what is free where it comes from", async () => {
    const { sent, done, dialog, user } = await show({ stock_transfer: { batchId: "b", rows: [] } });
    expect(within(dialog).getByRole("button", { name: /From/ }).textContent).toContain("Stockroom");
    expect(within(dialog).getByRole("button", { name: /To/ }).textContent).toContain("Shop floor");
    await expectNothingSerious(dialog);
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(sent("stock_transfer")).toEqual([
      { fromLocationId: "back", toLocationId: "shop", lines: [{ variantId: "tent", quantity: 1 }] },
    ]);
    expect(done).toHaveBeenCalledOnce();
    expect((await screen.findByTestId("toast")).textContent).toContain(
      "1 Fjord 2P Tent, Moss moved from Stockroom to Shop floor.",
    );
    expect(screen.getByRole("button", { name: "Undo…" })).toBeTruthy();
  });

  it("choosing the other end turns it round", async () => {
    const { dialog, user } = await show({});
    await user.click(within(dialog).getByRole("button", { name: /From/ }));
    await user.click(await screen.findByRole("option", { name: /Shop floor/ }));
    expect(within(dialog).getByRole("button", { name: /To/ }).textContent).toContain("Stockroom");
    expect(await within(dialog).findByText("1 available")).toBeTruthy();
  });

  it("short there: says so with the figures, keeps the lines, and takes what is free", async () => {
    const line = {
      lineNo: 1,
      variantId: "tent",
      locationId: "back",
      locationName: "Stockroom",
      sku: tent.sku,
      name: "Fjord 2P Tent, Moss",
      requested: 7,
      available: 3,
      onHand: 5,
      heldBy: [],
      elsewhere: [],
    } as unknown as ShortLine;
    const { sent, done, dialog, user } = await show({
      stock_transfer: (request: { lines: { quantity: number }[] }) =>
        (request.lines[0]?.quantity ?? 0) > 3
          ? refuse({ code: "STOCK_INSUFFICIENT", lines: [line] })
          : { batchId: "b", rows: [] },
    });
    const units = within(dialog).getByRole("textbox", { name: "Units of Fjord 2P Tent, Moss" });
    await user.clear(units);
    await user.type(units, "7");
    expect(within(dialog).getByTestId("line-short").textContent).toBe("3 available, 4 short");
    await user.click(screen.getByTestId("transfer-commit"));
    const said = await screen.findByTestId("transfer-short");
    expect(said.textContent).toContain("One product is short there. Nothing was moved.");
    expect(said.textContent).toContain("7 asked, 3 free of 5");
    await user.click(within(said).getByRole("button", { name: "Take what is free" }));
    await user.click(screen.getByTestId("transfer-commit"));
    expect(sent("stock_transfer").at(-1)).toMatchObject({ lines: [{ variantId: "tent", quantity: 3 }] });
    expect(done).toHaveBeenCalledOnce();
  });
});
