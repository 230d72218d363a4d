import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { actionForKeys } from "../actions";
import { currentTime } from "../clock";
import { draw, expectNothingSerious } from "../testing";
import { DeadlineBar, shouldExtend } from "./DeadlineBar";

const MINUTE = 60_000;

describe("working in an order keeps it held", () => {
  const of = { now: 1_000_000, extendableUntil: null, extensionMs: 5 * MINUTE, lastAt: null };
  it("only while less than half of the time is left, and not after the deadline", () => {
    expect(shouldExtend({ ...of, deadline: of.now + 3 * MINUTE })).toBe(false);
    expect(shouldExtend({ ...of, deadline: of.now + 2 * MINUTE })).toBe(true);
    expect(shouldExtend({ ...of, deadline: of.now })).toBe(false);
  });

  it("not over and over, and not further than the core allows", () => {
    const deadline = of.now + MINUTE;
    expect(shouldExtend({ ...of, deadline, lastAt: of.now - 1000 })).toBe(false);
    expect(shouldExtend({ ...of, deadline, lastAt: of.now - MINUTE })).toBe(true);
    expect(shouldExtend({ ...of, deadline, extendableUntil: deadline })).toBe(false);
    expect(shouldExtend({ ...of, deadline, extendableUntil: deadline + 1 })).toBe(true);
  });
});

describe("the deadline of an order", () => {
  const show = async (leftMs: number, canMs = 20 * MINUTE) => {
    const extended: boolean[] = [];
    const now = currentTime();
    draw(
      <aside aria-label="Order">
        <DeadlineBar
          deadline={now + leftMs}
          heldSince={now - MINUTE}
          extendableUntil={now + canMs}
          units={3}
          onExtend={(auto) => void extended.push(auto)}
        />
        <button type="button">Something</button>
      </aside>,
    );
    return { bar: await screen.findByTestId("deadline-bar"), extended, user: userEvent.setup({ delay: null }) };
  };

  it("counts down quietly, and a click elsewhere in the order changes nothing while there is time", async () => {
    const { bar, extended, user } = await show(4 * MINUTE);
    expect(bar.dataset.state).toBe("held");
    expect(bar.textContent).toContain("3 units held until");
    await user.click(screen.getByText("Something"));
    expect(extended).toEqual([]);
    await expectNothingSerious(bar);
  });

  it("is extended by work in the order, once", async () => {
    const { extended, user } = await show(2 * MINUTE);
    await user.click(screen.getByText("Something"));
    await user.click(screen.getByText("Something"));
    expect(extended).toEqual([true]);
  });

  it("warns with a minute left, and one key extends", async () => {
    const { bar, extended } = await show(40_000);
    expect(bar.dataset.state).toBe("warn");
    expect(screen.getByRole("alert").textContent).toBe("Its 3 units are about to be free again.");
    actionForKeys("e")?.run();
    await waitFor(() => expect(extended).toEqual([false]));
  });

  it("says when it cannot be held longer, and when it lapsed", async () => {
    const { bar } = await show(40_000, 40_000);
    expect(bar.textContent).toContain("cannot be held longer");
    expect(screen.queryByTestId("deadline-extend")).toBeNull();
    expect(actionForKeys("e")).toBeUndefined();
  });

  it("says that it lapsed and what confirming does then", async () => {
    const { bar } = await show(-1000);
    expect(bar.dataset.state).toBe("lapsed");
    expect(bar.textContent).toContain("Confirming takes the stock again");
  });
});
