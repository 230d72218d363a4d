import { lazy, Suspense, useState } from "react";
import type { BatchId } from "../../generated/commands";
import { useIntent } from "../../shared/intents";

const UndoDialog = lazy(() => import("./UndoDialog"));

/** Takes a change back on every screen: toasts and panels ask for it. */
export function ChangesHost() {
  const [id, setId] = useState<BatchId | null>(null);
  useIntent("undo", ({ batchId }) => setId(batchId));
  return (
    id !== null && (
      <Suspense>
        <UndoDialog key={id} id={id} onClose={() => setId(null)} />
      </Suspense>
    )
  );
}
