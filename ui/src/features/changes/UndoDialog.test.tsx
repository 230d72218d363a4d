import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Batch, BatchId, UndoPreview } from "../../generated/commands";
import { cannedCore, draw, expectNothingSerious, ONE_PLACE, refuse } from "../../shared/testing";
import { kindsOf, nameOf, undoable, unitsOf } from "./logic";
import UndoDialog from "./UndoDialog";

const batch = {
  id: "b1",
  seq: 7,
  kind: "receive",
  label: "",
  supplier: "Fjord AS",
  document: "7781",
  note: "",
  locationName: "Shop floor",
  toLocationName: null,
  lineCount: 1,
  units: 24,
  reversesId: null,
  undoneBy: null,
  staffName: "Niamh Doherty",
  at: 0,
} as unknown as Batch;
const line = {
  variantId: "v",
  sku: "TN-BOT75-FOR",
  name: "Tarn Bottle",
  label: "Forest",
  locationId: "shop",
  locationName: "Shop floor",
  delta: -24,
  onHandNow: 47,
  onHandAfter: 23,
} as unknown as UndoPreview["lines"][number];
const preview: UndoPreview = { batch, lines: [line], linesTotal: 1, changes: 0, problems: [] };
const problem = { label: "Tarn Bottle, Forest", sku: "TN-BOT75-FOR", message: "Sold since.", needed: 24, available: 9 };

async function show(answers: Parameters<typeof cannedCore>[0]) {
  const sent = cannedCore({ location_list: ONE_PLACE, ...answers });
  const closed = vi.fn();
  draw(<UndoDialog id={"b1" as BatchId} onClose={closed} />);
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByTestId("undo-lines");
  return { sent, closed, dialog, user: userEvent.setup() };
}

describe("an undo", () => {
  it("shows before and after, line by line, and is done with its reason", async () => {
    const { sent, closed, dialog, user } = await show({
      batch_undo_preview: preview,
      batch_undo: { ...batch, id: "u1", kind: "undo", reversesId: "b1" },
    });
    expect(dialog.textContent).toContain("Undo: Received 7781");
    expect(within(dialog).getByTestId("undo-line").textContent).toBe("Tarn Bottle, Forest TN-BOT75-FOR−2447 → 23");
    expect(dialog.textContent).toContain("24 units leave the shelf");
    expect(dialog.textContent).not.toContain("Shop floor");
    await expectNothingSerious(dialog);
    await user.type(screen.getByTestId("undo-reason"), "typed twice");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(sent("batch_undo")).toEqual([{ id: "b1", reason: "typed twice" }]);
    expect(closed).toHaveBeenCalledOnce();
  });

  it("names what stands against it, and cannot be committed then", async () => {
    const { sent, dialog, user } = await show({ batch_undo_preview: { ...preview, problems: [problem] } });
    const said = within(dialog).getByTestId("undo-problems");
    expect(said.textContent).toContain("needs 24, 9 there");
    expect(said.textContent).toContain("Sold since.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(sent("batch_undo")).toEqual([]);
  });

  it("refused after all, it says why and stays open", async () => {
    const { closed, user } = await show({
      batch_undo_preview: preview,
      batch_undo: () =>
        refuse({ code: "UNDO_NOT_POSSIBLE", batchId: "b1" as BatchId, label: "7781", problems: [problem] }),
    });
    await user.click(screen.getByTestId("undo-commit"));
    expect((await screen.findByTestId("undo-problems")).textContent).toContain("Sold since.");
    expect(closed).not.toHaveBeenCalled();
  });
});

describe("changes", () => {
  it("are called by their name, their paper, or who brought it", () => {
    expect(nameOf(batch)).toBe("7781");
    expect(nameOf({ ...batch, document: "" })).toBe("Fjord AS");
    expect(nameOf({ ...batch, label: "November count" })).toBe("November count");
  });
  it("are undone once, and an undo never", () => {
    expect(undoable(batch)).toBe("yes");
    expect(undoable({ ...batch, undoneBy: "u" as BatchId })).toBe("undone");
    expect(undoable({ ...batch, kind: "undo" })).toBe("is_undo");
  });
  it("sum what comes back and what leaves", () => {
    expect(unitsOf({ lines: [line, { ...line, delta: 3 }] })).toEqual({ in: 3, out: 24 });
  });
  it("opening stock is listed with the receipts", () => {
    expect(kindsOf("receipts")).toEqual(["receive", "opening"]);
    expect(kindsOf("all")).toBeUndefined();
  });
});
