import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useActions } from "../shared/actions";
import { SCAN_AS_TEXT } from "../shared/scan";
import { useScanTarget } from "../shared/scanTargets";
import { Button, Dialog } from "../shared/ui";
import { KeyboardLayer } from "./Keyboard";

const CODE = "5390121004417";
const GAP_MS = 40;

// Keys are as far apart as the test says: `performance.now` and the time of an event are its own clock.
let now = 1000;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function key(target: Element, name: string) {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
  Object.defineProperty(event, "timeStamp", { value: now });
  let allowed = true;
  act(() => {
    allowed = target.dispatchEvent(event);
  });
  // What the browser does with a key that nobody took.
  if (allowed && name.length === 1 && target instanceof HTMLInputElement) {
    fireEvent.input(target, { target: { value: target.value + name } });
  }
}
function keys(target: Element, names: Iterable<string>, gapMs: number) {
  for (const name of names) {
    key(target, name);
    now += gapMs;
    act(() => {
      vi.advanceTimersByTime(gapMs);
    });
  }
  now += 100;
  act(() => {
    vi.advanceTimersByTime(100);
  });
}
const scan = (target: Element, code = CODE) => keys(target, [...code, "Enter"], 5);

function Target(props: { take: (code: string) => void }) {
  useScanTarget(props.take);
  return null;
}
function Shortcut(props: { run: () => void }) {
  useActions([{ id: "five", label: "Five", section: "act", keys: ["5"], run: props.run }]);
  return null;
}
function Box(props: { label: string; scanned?: boolean; onEnter?: () => void }) {
  const [value, setValue] = useState("Maja");
  return (
    <input
      aria-label={props.label}
      value={value}
      onChange={(e) => setValue(e.target.value)}
      onKeyDown={(e) => e.key === "Enter" && props.onEnter?.()}
      {...(props.scanned ? SCAN_AS_TEXT : {})}
    />
  );
}

describe("a scan anywhere in the window", () => {
  it("is one code, and never the shortcut of its first figure", () => {
    const [take, run] = [vi.fn(), vi.fn()];
    render(
      <>
        <KeyboardLayer scanGapMs={GAP_MS} />
        <Target take={take} />
        <Shortcut run={run} />
      </>,
    );
    scan(document.body);
    expect(take).toHaveBeenCalledExactlyOnceWith(CODE);
    expect(run).not.toHaveBeenCalled();
  });

  it("leaves a person's single key its shortcut", () => {
    const run = vi.fn();
    render(
      <>
        <KeyboardLayer scanGapMs={GAP_MS} />
        <Shortcut run={run} />
      </>,
    );
    keys(document.body, ["5"], 5);
    expect(run).toHaveBeenCalledOnce();
  });

  it("does not press the button that has the focus", () => {
    const [take, press] = [vi.fn(), vi.fn()];
    render(
      <>
        <KeyboardLayer scanGapMs={GAP_MS} />
        <Target take={take} />
        <Button onPress={press}>Cancel order</Button>
      </>,
    );
    scan(screen.getByRole("button"));
    expect(take).toHaveBeenCalledOnce();
    expect(press).not.toHaveBeenCalled();
  });

  it("is taken back from a field that is not meant for it, with what stood there", () => {
    const [take, enter] = [vi.fn(), vi.fn()];
    render(
      <>
        <KeyboardLayer scanGapMs={GAP_MS} />
        <Target take={take} />
        <Box label="Name" onEnter={enter} />
      </>,
    );
    const box = screen.getByLabelText<HTMLInputElement>("Name");
    scan(box);
    expect(box.value).toBe("Maja");
    expect(enter).not.toHaveBeenCalled();
    expect(take).toHaveBeenCalledExactlyOnceWith(CODE);
  });

  it("leaves alone what a person types, however much it looks like a code", () => {
    const [take, enter] = [vi.fn(), vi.fn()];
    render(
      <>
        <KeyboardLayer scanGapMs={GAP_MS} />
        <Target take={take} />
        <Box label="Name" onEnter={enter} />
      </>,
    );
    const box = screen.getByLabelText<HTMLInputElement>("Name");
    keys(box, [..."1234", "Enter"], 90);
    expect(box.value).toBe("Maja1234");
    expect(enter).toHaveBeenCalledOnce();
    expect(take).not.toHaveBeenCalled();
  });

  it("goes as text into a field that wants it", () => {
    const take = vi.fn();
    render(
      <>
        <KeyboardLayer scanGapMs={GAP_MS} />
        <Target take={take} />
        <Box label="SKU" scanned />
      </>,
    );
    const box = screen.getByLabelText<HTMLInputElement>("SKU");
    scan(box);
    expect(box.value).toBe(`Maja${CODE}`);
    expect(take).not.toHaveBeenCalled();
  });

  it("holds letters back from a menu, and gives a person's own to it", () => {
    const [take, typed] = [vi.fn(), vi.fn()];
    render(
      <>
        <KeyboardLayer scanGapMs={GAP_MS} />
        <Target take={take} />
        <div role="menu" onKeyDown={(e) => typed(e.key)} />
      </>,
    );
    scan(screen.getByRole("menu"));
    expect(typed).not.toHaveBeenCalled();
    expect(take).toHaveBeenCalledOnce();
    keys(screen.getByRole("menu"), ["m"], 5);
    expect(typed).toHaveBeenCalledExactlyOnceWith("m");
  });

  it("with a gap of 0 there is no scanner: keys act at once", () => {
    const [take, run] = [vi.fn(), vi.fn()];
    render(
      <>
        <KeyboardLayer scanGapMs={0} />
        <Target take={take} />
        <Shortcut run={run} />
      </>,
    );
    key(document.body, "5");
    expect(run).toHaveBeenCalledOnce();
    scan(document.body);
    expect(take).not.toHaveBeenCalled();
  });
});

describe("who takes it", () => {
  it("the newest on top: a dialog's own target, not the screen's beneath", () => {
    const [screenTake, dialogTake] = [vi.fn(), vi.fn()];
    const view = (inside: boolean, open: boolean) => (
      <>
        <KeyboardLayer scanGapMs={GAP_MS} />
        {open && (
          <Dialog open title="Receive" onClose={() => {}} footer={null}>
            {inside && <Target take={dialogTake} />}
          </Dialog>
        )}
        <Target take={screenTake} />
      </>
    );
    const { rerender } = render(view(true, true));
    scan(document.body);
    expect(dialogTake).toHaveBeenCalledOnce();

    rerender(view(false, true));
    scan(document.body);
    expect(screenTake).not.toHaveBeenCalled();

    rerender(view(false, false));
    scan(document.body);
    expect(screenTake).toHaveBeenCalledExactlyOnceWith(CODE);
    expect(dialogTake).toHaveBeenCalledOnce();
  });
});
