import { useQuery } from "@tanstack/react-query";
import { ask } from "../../bridge";
import type { AuditFilter, AuditRow, Topic } from "../../generated/commands";
import { useCursorRows, useSettled } from "../../shared/grid";
import { readKey, useRead } from "../../shared/query";

const AUDIT: readonly Topic[] = ["audit"];
const rowKey = (row: AuditRow) => String(row.seq);

export function useAuditRows(filter: AuditFilter) {
  const identity = JSON.stringify(filter);
  const rows = useCursorRows<AuditRow>(
    AUDIT,
    identity,
    (cursor, limit) => ask("audit_list", { filter, cursor, limit }),
    rowKey,
  );
  return { identity, ...useSettled(rows) };
}

export function useAuditCount(filter: AuditFilter) {
  return useRead(AUDIT, "audit_count", { filter }, { keepPrevious: true }).data;
}

export function useAuditFacets() {
  return useRead(AUDIT, "audit_facets", {}).data;
}

/** An entry is never changed, so it is read once. */
export function useAuditEntry(seq: number) {
  return useRead([], "audit_get", { seq });
}

/** Reads the whole chain, only when asked; the verdict stays while the window is open. */
export function useVerdict() {
  return useQuery({
    queryKey: readKey([], "audit_verify", {}),
    queryFn: () => ask("audit_verify", {}),
    enabled: false,
  });
}
