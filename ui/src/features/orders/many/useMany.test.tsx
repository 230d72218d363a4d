import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useRef, useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OrderId, OrderRow } from "../../../generated/commands";
import {
  DataGrid,
  type GridHandle,
  NOTHING,
  PagedRows,
  type Selection,
  selectionSize,
  useGridLayout,
} from "../../../shared/grid";
import { cannedCore, draw, expectNothingSerious } from "../../../shared/testing";
import { order } from "../testing";
import { ManyBar } from "./ManyBar";
import { useMany } from "./useMany";

const row = (n: number): OrderRow => ({
  ...order().order,
  id: `o${n}` as OrderId,
  number: `2026-00000${n}`,
});
const COUNT = 8;
const source = () =>
  new PagedRows<OrderRow>(
    COUNT,
    async (from, limit) => Array.from({ length: Math.min(limit, COUNT - from) }, (_, i) => row(from + i)),
    (r) => r.id,
  );
const columns = [
  {
    id: "number",
    header: "Number",
    width: 92,
    flex: true,
    cell: (r: OrderRow) => r.number,
    text: (r: OrderRow) => r.number,
  },
];
const opened = vi.fn();

function Example(props: { source: PagedRows<OrderRow> }) {
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const layout = useGridLayout("test", columns);
  const many = useMany(props.source, selection, { select: (rest) => grid.current?.select(rest), open: opened });
  return (
    <>
      <DataGrid ref={grid} label="Orders" layout={layout} source={props.source} checks onSelection={setSelection} />
      <ManyBar
        selected={selectionSize(selection)}
        ways={many.ways}
        tooMany={many.tooMany}
        failed={many.error !== null}
        quiet={false}
        onStart={many.start}
        onCopy={() => undefined}
        onClear={() => grid.current?.clearSelection()}
      />
      {many.dialog}
    </>
  );
}

const WAYS = {
  orders: 3,
  rows: [
    { action: "confirm", to: "confirmed", needsReason: false, orders: 2, units: 10 },
    { action: "cancel", to: "cancelled", needsReason: true, orders: 3, units: 10 },
  ],
};

/** Three orders selected, by the keyboard. */
async function selected(answers: Parameters<typeof cannedCore>[0]) {
  const sent = cannedCore({ order_many_look: WAYS, ...answers });
  const user = userEvent.setup({ delay: null });
  draw(<Example source={source()} />);
  await user.click(await screen.findByText("2026-000002"));
  await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
  await screen.findByTestId("many-confirm");
  return { sent, user };
}

beforeEach(() => {
  localStorage.clear();
  opened.mockClear();
});

describe("many orders at once", () => {
  it("offers what at least one can take, asks with figures, and keeps what was refused selected", async () => {
    const { sent, user } = await selected({
      order_transition_many: {
        batchId: "b",
        done: 2,
        refused: 1,
        rows: [
          { id: "o2", number: "2026-000002", done: true, refusal: null },
          {
            id: "o3",
            number: "2026-000003",
            done: false,
            refusal: { code: "ORDER_TRANSITION_NOT_ALLOWED", from: "shipped", to: "confirmed", allowed: ["delivered"] },
          },
          { id: "o4", number: "2026-000004", done: true, refusal: null },
        ],
      },
    });
    expect(sent("order_many_look").at(-1)).toEqual({ ids: ["o2", "o3", "o4"] });
    await user.click(screen.getByTestId("many-confirm"));
    const asking = await screen.findByTestId("many");
    expect(asking.textContent).toContain("Confirm 2 orders?");
    expect(asking.textContent).toContain("10 units are reserved without deadline.");
    expect(asking.textContent).toContain("One of the 3 selected is elsewhere on the way");
    await user.click(screen.getByTestId("many-commit"));
    const over = await screen.findByTestId("many-over");
    expect(sent("order_transition_many")).toEqual([{ ids: ["o2", "o3", "o4"], to: "confirmed" }]);
    expect(over.textContent).toContain("2 done, 1 refused");
    expect(over.textContent).toContain("An order that is shipped cannot become confirmed.");
    await expectNothingSerious(over);
    await user.click(within(over).getByRole("button", { name: "2026-000003" }));
    expect(opened).toHaveBeenCalledWith("o3");
    expect(screen.getByTestId("many-bar").textContent).toContain("1 selected");
  });

  it("cancels only with a reason, and lets the selection go when all did", async () => {
    const rows = ["o2", "o3", "o4"].map((id) => ({ id, number: id, done: true, refusal: null }));
    const { sent, user } = await selected({ order_transition_many: { batchId: "b", done: 3, refused: 0, rows } });
    await user.click(screen.getByTestId("many-cancel"));
    await user.click(await screen.findByTestId("many-commit"));
    expect(sent("order_transition_many")).toEqual([]);
    await user.type(screen.getByTestId("reason"), "closing down");
    await user.click(screen.getByTestId("many-commit"));
    await waitFor(() => expect(screen.queryByTestId("many-bar")).toBeNull());
    expect(sent("order_transition_many")).toEqual([
      { ids: ["o2", "o3", "o4"], to: "cancelled", reason: "closing down" },
    ]);
    expect((await screen.findByTestId("toast")).textContent).toContain("3 orders cancelled.");
  });
});
