import { render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type Action, actionForKeys, chordOf, keyLabel, runAction, startsSequence, useActions } from "./actions";

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

function Holder(props: { actions: Action[] }) {
  useActions(props.actions);
  return null;
}
const action = (id: string, keys: string[], run = () => {}): Action => ({ id, label: id, section: "act", keys, run });

describe("keys", () => {
  it("names what was pressed", () => {
    expect(press("Enter", { ctrlKey: true })).toBe("mod+enter");
    expect(press("K", { ctrlKey: true, shiftKey: true })).toBe("mod+shift+k");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("F10", { shiftKey: true })).toBe("shift+f10");
    expect(press(" ")).toBe("space");
    expect(press("ArrowLeft", { altKey: true })).toBe("alt+arrowleft");
  });
  it("writes them as they stand on the keyboard", () => {
    expect(keyLabel("mod+enter")).toBe("Ctrl Enter");
    expect(keyLabel("g o")).toBe("G O");
    expect(keyLabel("f2")).toBe("F2");
    expect(keyLabel("/")).toBe("/");
  });
});

describe("the registry", () => {
  it("runs by id and by key while the screen is there, and not after", () => {
    const run = vi.fn();
    const view = render(<Holder actions={[action("new_order", ["n"], run)]} />);
    expect(runAction("new_order")).toBe(true);
    actionForKeys("n")?.run();
    expect(run).toHaveBeenCalledTimes(2);
    view.unmount();
    expect(runAction("new_order")).toBe(false);
  });
  it("lets the newest take a key", () => {
    render(<Holder actions={[action("a", ["x"])]} />);
    render(<Holder actions={[action("b", ["x"])]} />);
    expect(actionForKeys("x")?.id).toBe("b");
  });
  it("leaves out what is off", () => {
    render(<Holder actions={[{ ...action("off", ["o"]), enabled: false }]} />);
    expect(actionForKeys("o")).toBeUndefined();
    expect(runAction("off")).toBe(false);
  });
  it("always runs what was rendered last", () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const view = render(<Holder actions={[action("same", ["q"], first)]} />);
    view.rerender(<Holder actions={[action("same", ["q"], second)]} />);
    runAction("same");
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });
  it("knows the start of a sequence", () => {
    render(<Holder actions={[action("go_orders", ["g o"])]} />);
    expect(startsSequence("g")).toBe(true);
    expect(startsSequence("h")).toBe(false);
  });
});
