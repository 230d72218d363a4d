import type { ReactNode } from "react";
import type { BatchId } from "../generated/commands";
import { texts } from "./i18n";
import { askFor } from "./intents";
import { toastDone } from "./ui/feedback";

const t = texts({ "undoable.undo": "Undo…" });

/** Names what was done, and offers to take it back. */
export function toastUndoable(message: ReactNode, batchId: BatchId): void {
  toastDone(message, { label: t("undoable.undo"), run: () => askFor("undo", { batchId }) });
}
