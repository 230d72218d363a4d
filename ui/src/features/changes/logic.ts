import type { Batch, BatchKind, UndoPreview } from "../../generated/commands";
import type { View } from "./search";

/** The kinds behind a view; undefined is all of them. */
export function kindsOf(view: View): BatchKind[] | undefined {
  switch (view) {
    case "all":
      return undefined;
    case "receipts":
      return ["receive", "opening"];
    case "adjustments":
      return ["adjust"];
    case "transfers":
      return ["transfer"];
    case "counts":
      return ["count"];
    case "imports":
      return ["import"];
    case "undos":
      return ["undo"];
  }
}

/** What people call it: its own name, else its paper, else who brought it. */
export function nameOf(batch: Pick<Batch, "label" | "document" | "supplier">): string {
  return batch.label || batch.document || batch.supplier;
}

export type Undoable = "yes" | "undone" | "is_undo";

/** An undo is itself not undone, and nothing is undone twice. */
export function undoable(batch: Pick<Batch, "kind" | "undoneBy">): Undoable {
  if (batch.kind === "undo") return "is_undo";
  return batch.undoneBy === null ? "yes" : "undone";
}

/** Units that an undo puts back or takes away, over the lines that the preview shows. */
export function unitsOf(preview: Pick<UndoPreview, "lines">): { in: number; out: number } {
  const sum = { in: 0, out: 0 };
  for (const l of preview.lines) {
    if (l.delta > 0) sum.in += l.delta;
    else sum.out -= l.delta;
  }
  return sum;
}
