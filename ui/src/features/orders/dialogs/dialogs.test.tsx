import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { OrderDetail } from "../../../generated/commands";
import { cannedCore, draw, expectNothingSerious, refuse } from "../../../shared/testing";
import { useOrder } from "../api";
import { line, order } from "../testing";
import { PayDialog } from "./PayDialog";
import { ReturnDialog } from "./ReturnDialog";
import { ShipDialog } from "./ShipDialog";

const user = () => userEvent.setup({ delay: null });

function dialog(Dialog: typeof PayDialog, detail: OrderDetail) {
  const onDone = vi.fn();
  draw(<Dialog detail={detail} onClose={() => undefined} onDone={onDone} />);
  return onDone;
}

describe("a payment", () => {
  it("shows the change large and sends what was given", async () => {
    const sent = cannedCore({ payment_record: order({ due: "0.00", paid: "50.00" }) });
    const onDone = dialog(PayDialog, order({ due: "50.00" }));
    const u = user();
    await u.type(await screen.findByTestId("pay-tendered"), "60");
    expect(screen.getByTestId("pay-change").textContent).toBe("€10.00");
    await expectNothingSerious(screen.getByTestId("pay"));
    await u.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(sent("payment_record")).toEqual([
      { orderId: "o1", rowVersion: 3, method: "cash", amount: "50.00", tendered: "60.00" },
    ]);
  });

  it("is not sent while it is more than what is due", async () => {
    const sent = cannedCore({});
    dialog(PayDialog, order({ due: "50.00" }));
    const u = user();
    const amount = await screen.findByTestId("pay-amount");
    await u.clear(amount);
    await u.type(amount, "50.01{Enter}");
    expect(screen.getByText("€50.00 is due; more cannot be taken.")).toBeTruthy();
    expect(sent("payment_record")).toEqual([]);
  });
});

function Live(props: { onDone: (now: OrderDetail) => void }) {
  const live = useOrder("o1" as never);
  return live.data ? <ShipDialog detail={live.data} onClose={() => undefined} onDone={props.onDone} /> : null;
}

describe("an order that was changed meanwhile", () => {
  it("keeps the form, says what changed, and goes on from there", async () => {
    const open = (rowVersion: number) =>
      order({
        status: "confirmed",
        rowVersion,
        total: rowVersion === 3 ? "50.00" : "40.00",
        lines: [line(1, "TENT", 3, { allocated: 3 })],
      });
    let version = 3;
    const sent = cannedCore({
      order_get: () => open(version),
      order_ship: (request: { rowVersion: number }) =>
        request.rowVersion === 4
          ? order({ status: "processing", rowVersion: 5 })
          : refuse({ code: "CONFLICT", object: "order", id: "o1", expectedVersion: 3, actualVersion: 4 }),
    });
    const onDone = vi.fn();
    draw(<Live onDone={onDone} />);
    const u = user();
    const units = await screen.findByRole("textbox", { name: "Units of The TENT that leave" });
    await u.clear(units);
    await u.type(units, "2");
    await u.type(screen.getByTestId("ship-reference"), "DHL 1");
    version = 4;
    await u.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByTestId("meanwhile")).toBeTruthy();
    expect(screen.getByText("Total: €50.00 → €40.00")).toBeTruthy();
    expect(screen.getByTestId<HTMLInputElement>("ship-reference").value).toBe("DHL 1");
    await u.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(sent("order_ship").at(-1)).toEqual({
      id: "o1",
      rowVersion: 4,
      lines: [{ lineNo: 1, quantity: 2 }],
      reference: "DHL 1",
    });
  });
});

describe("a return", () => {
  it("takes back what left, by condition, and says what it was sold for", async () => {
    const sent = cannedCore({ order_return: order({ status: "delivered" }) });
    const onDone = dialog(
      ReturnDialog,
      order({
        status: "delivered",
        lines: [line(1, "TENT", 3, { allocated: 3, shipped: 3, returned: 1 }), line(2, "STOVE", 2)],
      }),
    );
    const u = user();
    const rows = await screen.findAllByTestId("return-line");
    expect(rows).toHaveLength(1);
    const more = within(rows[0] as HTMLElement).getAllByRole("button", { name: /^One more/ });
    await u.click(more[0] as HTMLElement);
    await u.click(more[1] as HTMLElement);
    await u.click(more[1] as HTMLElement);
    expect(screen.getByTestId("return-worth").textContent).toBe("2 units, sold for€20.00");
    await u.keyboard("{Control>}{Enter}{/Control}");
    expect(sent("order_return")).toEqual([]);
    expect(screen.getByText("Say why, in a few words.")).toBeTruthy();
    await u.type(screen.getByTestId("reason"), "too small");
    await expectNothingSerious(screen.getByTestId("return"));
    await u.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(sent("order_return")).toEqual([
      {
        id: "o1",
        rowVersion: 3,
        lines: [
          { lineNo: 1, quantity: 1, condition: "sellable" },
          { lineNo: 1, quantity: 1, condition: "damaged" },
        ],
        reason: "too small",
      },
    ]);
  });
});
