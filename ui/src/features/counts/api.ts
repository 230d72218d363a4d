import { ask } from "../../bridge";
import type { CountId, CountLine, CountLineFilter, CountSheet, Topic, UnknownCode } from "../../generated/commands";
import { type FetchPage, useCursorRows, useSettled } from "../../shared/grid";
import { useRead } from "../../shared/query";
import type { View } from "./search";

const COUNTS: readonly Topic[] = ["counts", "products"];
/** While the store trades, what is expected moves with its stock. */
const LINES: readonly Topic[] = ["counts", "products", "stock"];

const sheetKey = (sheet: CountSheet) => sheet.id;
const lineKey = (line: CountLine) => line.variantId;
const codeKey = (code: UnknownCode) => code.code;

export function useSheets(view: View) {
  return useCursorRows<CountSheet>(
    COUNTS,
    view,
    async (cursor, limit) => {
      const page = await ask("count_list", { status: view === "open" ? "open" : undefined, cursor, limit });
      return { rows: view === "open" ? page.rows : page.rows.filter((s) => s.status !== "open"), next: page.next };
    },
    sheetKey,
  );
}

/** How many are open: few, on one page. Those that ended are not counted. */
export function useOpenSheets() {
  return useRead(COUNTS, "count_list", { status: "open" }, { keepPrevious: true }).data?.rows.length;
}

export function useSheet(id: CountId) {
  return useRead(LINES, "count_get", { id }, { keepPrevious: true });
}

/** `readable` false: the core does not tell (what differs in a blind count), and is not asked. */
export function useCountLines(id: CountId, filter: CountLineFilter, text: string | undefined, readable = true) {
  const identity = JSON.stringify([id, filter, text, readable]);
  const fetch: FetchPage<CountLine> = async (cursor, limit) =>
    readable ? ask("count_lines", { id, filter, text, cursor, limit }) : { rows: [], next: null };
  const rows = useCursorRows<CountLine>(LINES, identity, fetch, lineKey);
  return { identity, ...useSettled(rows) };
}

export function useUnknownCodes(id: CountId) {
  return useCursorRows<UnknownCode>(
    COUNTS,
    id,
    async () => ({ rows: (await ask("count_unknown_list", { id })).rows, next: null }),
    codeKey,
  );
}

/** Where there is one location, the word does not appear. */
export function useLocations() {
  return useRead(["stock", "settings"], "location_list", {}).data?.rows ?? [];
}

export function useCategories() {
  return useRead(["products"], "category_list", {}).data?.rows ?? [];
}
