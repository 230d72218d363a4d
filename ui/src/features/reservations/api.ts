import { ask } from "../../bridge";
import type {
  LocationId,
  Reservation,
  ReservationId,
  ReservationList,
  Topic,
  VariantId,
  Wait,
} from "../../generated/commands";
import { useCursorRows, useSettled } from "../../shared/grid";
import { useRead } from "../../shared/query";

const HOLDS: readonly Topic[] = ["holds"];
export const WAITS: readonly Topic[] = ["waits"];
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

/** Longer queues are shown by their beginning. */
const QUEUE_MAX = 20;
/** More places than a person looks through; the tab counts up to here. */
export const WAITS_MAX = 200;
const NOBODY: Wait[] = [];

/** Who waits for a variant at a location, the next to be served first. */
export function useQueue(variantId: VariantId, locationId: LocationId) {
  const request = { status: "waiting" as const, variantId, locationId, limit: QUEUE_MAX };
  return useRead(WAITS, "wait_list", request, { keepPrevious: true }).data?.rows ?? NOBODY;
}

export function useWaits() {
  return useRead(WAITS, "wait_list", { status: "waiting", limit: WAITS_MAX }).data?.rows;
}

const waitKey = (row: Wait) => row.id;

export function useWaitRows() {
  const rows = useCursorRows<Wait>(
    WAITS,
    "waiting",
    (cursor, limit) => ask("wait_list", { status: "waiting", cursor, limit }),
    waitKey,
  );
  return useSettled(rows);
}
