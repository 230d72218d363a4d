import type { Location, LocationBalance, LocationId, Topic, VariantId } from "../generated/commands";
import { texts } from "./i18n";
import { useRead } from "./query";
import { Select } from "./ui/fields";

const t = texts({
  "location.field": "Location",
  "location.selling": "sold from",
});

const STOCK: readonly Topic[] = ["stock"];

/** The places of the store. While there is one, no screen speaks of it. */
export function useLocations() {
  const rows = useRead(STOCK, "location_list", {}, { keepPrevious: true }).data?.rows ?? NONE;
  return { rows, several: rows.length > 1, selling: rows.find((l) => l.selling) };
}
const NONE: Location[] = [];

/** What is there of a variant, place by place and in all. */
export function useBalances(variantId: VariantId) {
  return useRead(["stock", "holds"], "stock_balances", { variantId }, { keepPrevious: true }).data;
}

/** What is there of a variant at a location; where none is named, at the one that is sold from. */
export function useBalance(variantId: VariantId, locationId?: LocationId): Figures | undefined {
  const rows = useBalances(variantId)?.rows;
  if (rows === undefined) return undefined;
  return rows.find((r) => (locationId === undefined ? r.selling : r.locationId === locationId)) ?? NOTHING;
}
type Figures = Pick<LocationBalance, "onHand" | "reserved" | "available">;
const NOTHING: Figures = { onHand: 0, reserved: 0, available: 0 };

/** Where it happens. Nothing to see while there is one location. */
export function LocationField(props: {
  label?: string;
  value: LocationId | undefined;
  onChange: (id: LocationId) => void;
  error?: string | null;
  /** the other end of a transfer */
  except?: LocationId;
}) {
  const { rows, several, selling } = useLocations();
  if (!several) return null;
  return (
    <Select<LocationId>
      label={props.label ?? t("location.field")}
      value={props.value ?? selling?.id ?? null}
      onChange={props.onChange}
      error={props.error}
      options={rows
        .filter((l) => l.id !== props.except)
        .map((l) => ({ value: l.id, label: l.name, hint: l.selling ? t("location.selling") : undefined }))}
    />
  );
}
