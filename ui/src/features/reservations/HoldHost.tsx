import { Timer } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Suggestion } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { texts } from "../../shared/i18n";
import { useIntent } from "../../shared/intents";
import { useLapseNotices } from "./useLapseNotices";
import { useAskNotices, useWaitNotices } from "./useWaitNotices";

const t = texts({ "holds.new": "New hold" });
const HoldDialog = lazy(() => import("./HoldDialog"));

/** What holds do on every screen: say that one lapsed, and be made (H, or when another screen asks for one). */
export function HoldHost() {
  const [open, setOpen] = useState<{ product: Suggestion | null } | null>(null);
  useLapseNotices();
  useWaitNotices();
  useAskNotices();
  useIntent("hold", ({ product }) => setOpen({ product: product ?? null }));
  useActions([
    {
      id: "new_hold",
      label: t("holds.new"),
      section: "act",
      keys: ["h"],
      icon: Timer,
      run: () => setOpen({ product: null }),
    },
  ]);
  return (
    open && (
      <Suspense>
        <HoldDialog product={open.product} onClose={() => setOpen(null)} />
      </Suspense>
    )
  );
}
