import { ask } from "../../bridge";
import type { Reservation, ReservationId, ReservationList, Topic } from "../../generated/commands";
import { useCursorRows, useSettled } from "../../shared/grid";
import { useRead } from "../../shared/query";

const HOLDS: readonly Topic[] = ["holds"];
/** The soonest holds are watched; what lapses is among them. */
export const WATCHED_HOLDS = 200;

const rowKey = (row: Reservation) => row.id;

export function useHoldRows(request: Omit<ReservationList, "cursor" | "limit">) {
  const identity = JSON.stringify(request);
  const rows = useCursorRows<Reservation>(
    HOLDS,
    identity,
    (cursor, limit) => ask("reservation_list", { ...request, cursor, limit }),
    rowKey,
  );
  return { identity, newest: rows, ...useSettled(rows) };
}

export function useWatchedHolds() {
  return useRead(HOLDS, "reservation_list", { status: ["active"], sort: "soonest", limit: WATCHED_HOLDS });
}

export function useHoldSummary() {
  return useRead(HOLDS, "reservation_summary", {}).data;
}

export function useHold(id: ReservationId) {
  return useRead(["holds", "stock", "orders"], "reservation_get", { id });
}

export function useSettings() {
  return useRead(["settings"], "settings_get", {}).data;
}
