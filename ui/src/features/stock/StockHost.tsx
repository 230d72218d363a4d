import { ArrowLeftRight, PackageOpen, PackagePlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { StockRow, Suggestion } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { texts } from "../../shared/i18n";
import { askFor, useIntent } from "../../shared/intents";
import { useLocations } from "../../shared/locations";
import { useLowNotices } from "./useLowNotices";

const t = texts({
  "stockhost.receive": "Receive goods",
  "stockhost.transfer": "Transfer",
  "stockhost.opening": "Enter opening stock",
});

const ReceiveDialog = lazy(() => import("./ReceiveDialog").then((m) => ({ default: m.ReceiveDialog })));
const OpeningDialog = lazy(() => import("./ReceiveDialog").then((m) => ({ default: m.OpeningDialog })));
const TransferDialog = lazy(() => import("./TransferDialog").then((m) => ({ default: m.TransferDialog })));
const AdjustDialog = lazy(() => import("./AdjustDialog").then((m) => ({ default: m.AdjustDialog })));

type Wish =
  | { kind: "receive" | "transfer" | "opening"; product: Suggestion | null }
  | { kind: "adjust"; row: StockRow };

/** What stock does on every screen: goods come, move and are corrected, and a low mark that is crossed is told. */
export function StockHost() {
  const [wish, setWish] = useState<Wish | null>(null);
  const { several } = useLocations();
  useLowNotices();
  useIntent("receive", ({ product }) => setWish({ kind: "receive", product: product ?? null }));
  useIntent("transfer", ({ product }) => setWish({ kind: "transfer", product: product ?? null }));
  useIntent("opening", ({ product }) => setWish({ kind: "opening", product: product ?? null }));
  useIntent("adjust", ({ row }) => setWish({ kind: "adjust", row }));
  useActions([
    {
      id: "receive",
      label: t("stockhost.receive"),
      section: "act",
      icon: PackagePlus,
      run: () => askFor("receive", {}),
    },
    {
      id: "transfer",
      label: t("stockhost.transfer"),
      section: "act",
      icon: ArrowLeftRight,
      enabled: several,
      run: () => askFor("transfer", {}),
    },
    {
      id: "opening_stock",
      label: t("stockhost.opening"),
      section: "act",
      icon: PackageOpen,
      run: () => askFor("opening", {}),
    },
  ]);
  if (wish === null) return null;
  const close = () => setWish(null);
  return (
    <Suspense>
      {wish.kind === "receive" && <ReceiveDialog product={wish.product} onClose={close} onDone={close} />}
      {wish.kind === "transfer" && <TransferDialog product={wish.product} onClose={close} onDone={close} />}
      {wish.kind === "opening" && <OpeningDialog product={wish.product} onClose={close} onDone={close} />}
      {wish.kind === "adjust" && <AdjustDialog row={wish.row} onClose={close} />}
    </Suspense>
  );
}
