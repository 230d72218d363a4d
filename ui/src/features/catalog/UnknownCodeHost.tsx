import { lazy, Suspense, useState } from "react";
import { type Intents, useIntent } from "../../shared/intents";

const UnknownCodeDialog = lazy(() => import("./UnknownCodeDialog"));

/** Waits for codes that name nothing and asks what they are. */
export function UnknownCodeHost() {
  const [asked, setAsked] = useState<Intents["unknown_code"] | null>(null);
  useIntent("unknown_code", setAsked);
  if (asked === null) return null;
  return (
    <Suspense>
      <UnknownCodeDialog key={asked.code} {...asked} onClose={() => setAsked(null)} />
    </Suspense>
  );
}
