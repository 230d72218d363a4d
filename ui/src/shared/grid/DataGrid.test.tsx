import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { mockIPC } from "../../bridge/testing";
import { expectNothingSerious } from "../testing";
import { DataGrid, type DataGridProps } from "./DataGrid";
import { type Column, columnsThatFit, useGridLayout } from "./layout";
import { PagedRows } from "./source";

type Row = { n: number };
const columns: Column<Row>[] = [
  {
    id: "number",
    header: "Number",
    width: 92,
    cell: (r) => `no ${r.n}`,
    text: (r) => String(r.n),
    sort: { first: "down", second: "up" },
    ascending: ["up"],
  },
  { id: "name", header: "Name", width: 96, flex: true, cell: (r) => `name ${r.n}`, text: (r) => `name ${r.n}` },
  { id: "extra", header: "Extra", width: 400, leave: 1, cell: () => "x", text: () => "x" },
];

function Example(props: Partial<DataGridProps<Row>> & { count: number }) {
  const layout = useGridLayout("test", columns);
  const source = props.source ?? new PagedRows<Row>(props.count, rows, (r) => String(r.n));
  return <DataGrid<Row> label="Orders" layout={layout} {...props} source={source} />;
}
const rows = async (from: number, limit: number) => Array.from({ length: limit }, (_, i) => ({ n: from + i }));

async function show(props: Partial<DataGridProps<Row>> & { count: number }) {
  const source = new PagedRows<Row>(props.count, rows, (r) => String(r.n));
  const user = userEvent.setup();
  await act(async () => {
    render(<Example {...props} source={source} />);
  });
  return { user, grid: screen.getByRole("grid") };
}

beforeEach(() => localStorage.clear());

describe("the grid", () => {
  it("says how many rows there are, and draws only those on screen", async () => {
    const { grid } = await show({ count: 1_000_000 });
    expect(grid.getAttribute("aria-rowcount")).toBe("1000001");
    expect(within(grid).getAllByRole("row").length).toBeLessThan(45);
    expect(within(grid).getByText("no 0")).toBeTruthy();
  });

  it("goes to the last row with End and back with Home, with the focus on it", async () => {
    const { user, grid } = await show({ count: 1_000_000 });
    await user.click(within(grid).getByText("no 0"));
    await user.keyboard("{End}");
    expect(document.activeElement?.getAttribute("aria-rowindex")).toBe("1000001");
    expect(await within(grid).findByText("no 999999")).toBeTruthy();
    await user.keyboard("{Home}{ArrowDown}");
    expect(document.activeElement?.getAttribute("aria-rowindex")).toBe("3");
  });

  it("selects with Space and Shift, and copies as TSV in the visible order", async () => {
    const copied: unknown[] = [];
    mockIPC((cmd, args) => {
      if (cmd === "copy_text") copied.push(args);
    });
    const onSelection = vi.fn();
    const { user, grid } = await show({ count: 10, onSelection });
    await user.click(within(grid).getByText("no 1"));
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
    expect(onSelection).toHaveBeenLastCalledWith([[1, 2]]);
    await act(() => user.keyboard("{Control>}c{/Control}"));
    expect(copied).toEqual([{ text: "Number\tName\tExtra\n1\tname 1\tx\n2\tname 2\tx" }]);
    await user.keyboard("{Escape} ");
    expect(onSelection).toHaveBeenLastCalledWith([[2, 2]]);
  });

  it("selects by its boxes, one, all and none, and opens nothing by it", async () => {
    const onSelection = vi.fn();
    const onOpen = vi.fn();
    const { user, grid } = await show({ count: 10, onSelection, onOpen, checks: true });
    const box = (n: number) => {
      const row = within(grid).getByText(`no ${n}`).closest("[role=row]");
      return row?.querySelector("[data-check]") as HTMLElement;
    };
    await user.click(box(2));
    await user.click(box(4));
    expect(onSelection).toHaveBeenLastCalledWith([
      [2, 2],
      [4, 4],
    ]);
    await user.keyboard("{Shift>}");
    await user.click(box(6));
    await user.keyboard("{/Shift}");
    expect(onSelection).toHaveBeenLastCalledWith([[4, 6]]);
    const all = within(grid).getByRole("checkbox", { name: "Select all" });
    expect(all).toHaveProperty("indeterminate", true);
    await user.click(all);
    expect(onSelection).toHaveBeenLastCalledWith([[0, 9]]);
    await user.click(all);
    expect(onSelection).toHaveBeenLastCalledWith([]);
    expect(onOpen).not.toHaveBeenCalled();
    await expectNothingSerious(grid);
  });

  it("opens with Enter and sorts by its heads", async () => {
    const onOpen = vi.fn();
    const onSort = vi.fn();
    const { user, grid } = await show({ count: 10, onOpen, onSort, sort: "down" });
    await user.click(within(grid).getByText("no 3"));
    await user.keyboard("{ArrowDown}{Enter}");
    expect(onOpen).toHaveBeenLastCalledWith({ n: 4 }, 4);
    expect(
      within(grid)
        .getByRole("columnheader", { name: /Number/ })
        .getAttribute("aria-sort"),
    ).toBe("descending");
    await user.click(within(grid).getByRole("button", { name: "Sort by Number" }));
    expect(onSort).toHaveBeenCalledWith("up");
  });

  it("has nothing serious for axe", async () => {
    const { grid } = await show({ count: 10 });
    const found = await axe.run(grid, { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual(
      [],
    );
  });
});

describe("columns", () => {
  it("leave in their order until the rest fits", () => {
    const width = (c: Column<Row>) => c.width;
    expect(columnsThatFit(columns, width, 800).map((c) => c.id)).toEqual(["number", "name", "extra"]);
    expect(columnsThatFit(columns, width, 500).map((c) => c.id)).toEqual(["number", "name"]);
  });
});
