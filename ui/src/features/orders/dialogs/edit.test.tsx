import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { cannedCore, draw, expectNothingSerious, ONE_PLACE } from "../../../shared/testing";
import { line, order } from "../testing";
import { EditDialog } from "./EditDialog";
import { OverrideDialog } from "./OverrideDialog";

const user = () => userEvent.setup({ delay: null });
const nobody = () => undefined;

describe("editing an order", () => {
  it("changes lines and note of a pending one, and sends nothing else", async () => {
    const sent = cannedCore({ order_edit: order({ rowVersion: 4 }), location_list: ONE_PLACE });
    const onDone = vi.fn();
    draw(<EditDialog detail={order({ actions: ["edit"] })} onClose={nobody} onDone={onDone} />);
    const u = user();
    const units = await screen.findByRole("textbox", { name: "Units of The TENT" });
    await u.clear(units);
    await u.type(units, "5");
    await u.click(screen.getByRole("button", { name: "Leave The STOVE out" }));
    await u.click(screen.getByRole("textbox", { name: "Note" }));
    await u.paste("Ring before noon");
    await u.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(sent("order_edit")).toEqual([
      {
        id: "o1",
        rowVersion: 3,
        note: "Ring before noon",
        lines: [{ lineNo: 1, variantId: "v-TENT", quantity: 5, locationId: "shop" }],
      },
    ]);
  });

  it("has nothing serious for axe", async () => {
    cannedCore({ location_list: ONE_PLACE });
    draw(<EditDialog detail={order({ actions: ["edit"] })} onClose={nobody} onDone={nobody} />);
    await expectNothingSerious(await screen.findByTestId("edit"));
  });

  it("offers what may still be changed once it is confirmed", async () => {
    cannedCore({});
    draw(
      <EditDialog
        detail={order({ status: "confirmed", fulfilment: "delivery", address: "Quay 1" })}
        onClose={nobody}
        onDone={nobody}
      />,
    );
    expect(await screen.findByRole("textbox", { name: "Address" })).toBeTruthy();
    expect(screen.queryByTestId("edit-line")).toBeNull();
    expect(screen.queryByTestId("customer-field")).toBeNull();
    expect(screen.queryByRole("radiogroup", { name: "Handed over by" })).toBeNull();
    expect(screen.getByText("Nothing is changed yet")).toBeTruthy();
  });
});

describe("another price", () => {
  it("needs a reason, and can be taken back", async () => {
    const byHand = {
      kind: "override",
      ruleId: null,
      label: "dent",
      effect: null,
      before: "10.00",
      change: "-1.00",
      after: "9.00",
    };
    const detail = order({ lines: [line(1, "TENT", 3, { unitPrice: "9.00", breakdown: [byHand as never] })] });
    const sent = cannedCore({ price_override: { basket: null, order: order({ rowVersion: 4 }) } });
    const onDone = vi.fn();
    draw(<OverrideDialog detail={detail} lineNo={1} onClose={nobody} onDone={onDone} />);
    const u = user();
    const price = await screen.findByTestId("override-price");
    await u.clear(price);
    await u.type(price, "8");
    await u.keyboard("{Control>}{Enter}{/Control}");
    expect(sent("price_override")).toEqual([]);
    await u.type(screen.getByTestId("reason"), "scratched");
    await u.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(1));
    await u.click(screen.getByTestId("override-back"));
    await waitFor(() => expect(onDone).toHaveBeenCalledTimes(2));
    const of = { orderId: "o1", rowVersion: 3, lineNo: 1, reason: "scratched" };
    expect(sent("price_override")).toEqual([
      { ...of, price: "8.00" },
      { ...of, price: null },
    ]);
  });
});
