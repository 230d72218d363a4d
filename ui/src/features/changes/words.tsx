import {
  ArrowLeftRight,
  ClipboardCheck,
  FileInput,
  type LucideIcon,
  PackageOpen,
  PackagePlus,
  SlidersHorizontal,
  Undo2,
} from "lucide-react";
import type { Batch, BatchKind } from "../../generated/commands";
import { texts } from "../../shared/i18n";

const t = texts({
  "batch.opening": "Opening stock",
  "batch.receive": "Received",
  "batch.adjust": "Adjusted",
  "batch.transfer": "Transferred",
  "batch.count": "Counted",
  "batch.import": "Imported",
  "batch.undo": "Undone",
  "batch.places": "{from} → {to}",
});

const ICONS: Record<BatchKind, LucideIcon> = {
  opening: PackageOpen,
  receive: PackagePlus,
  adjust: SlidersHorizontal,
  transfer: ArrowLeftRight,
  count: ClipboardCheck,
  import: FileInput,
  undo: Undo2,
};

export const kindWord = (kind: BatchKind) => t(`batch.${kind}`);
export const kindIcon = (kind: BatchKind) => ICONS[kind];

/** "Stockroom → Shop floor", or the one place. */
export function placeWords(batch: Pick<Batch, "locationName" | "toLocationName">): string {
  if (batch.locationName === null) return "";
  return batch.toLocationName === null
    ? batch.locationName
    : t("batch.places", { from: batch.locationName, to: batch.toLocationName });
}
