import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { ask, call, RefusedError } from "../../bridge";
import type {
  Delimiter,
  Encoding,
  ImportField,
  ImportFile,
  ImportFix,
  ImportKind,
  ImportOrder,
  ImportOrderFilter,
  ImportRow,
  ImportRowFilter,
  Mapping,
  SavedMapping,
  StockMode,
} from "../../generated/commands";
import { toastError } from "../../shared/ui";
import { type Chosen, canGo, fittingMapping, type How, next, START, type State, type Step } from "./logic";
import { useLong } from "./useLong";

/** How a person says a file is to be read; what is left out is found out. */
export type ReadAs = { encoding?: Encoding; delimiter?: Delimiter; hasHeader?: boolean };

/** Whose columns they are: a kept mapping's, or what the file itself seems to say. */
type Columns = SavedMapping | "as_found" | "find_out";

/** What stopped the import, and where it is said. */
export type Stopped = { at: "open" | "check" | "apply" | "rows"; error: unknown; chosen?: Chosen };

function isCode(error: unknown, code: string): boolean {
  return error instanceof RefusedError && error.refusal.code === code;
}

type Question = { importId: string; mapping: Mapping; fixes: ImportFix[] };

function isAnswered(asked: Question | null, { mapping, fixes, file }: State): boolean {
  return asked !== null && asked.mapping === mapping && asked.fixes === fixes && asked.importId === file?.importId;
}

/**
 * One import from the file to its result. The core holds the file; when it had to put it away, the file is opened
 * again by its token, and columns and mended cells stay as they are.
 */
export function useImport() {
  const [state, send] = useReducer(next, START);
  const latest = useRef<State>(state);
  latest.current = state;
  const opening = useLong("import_open");
  const checking = useLong("import_check");
  const applying = useLong("import_apply");
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const stoppedAt = useRef(stopped);
  stoppedAt.current = stopped;
  const importId = useRef<string | null>(null);
  const open = opening.run;
  const runCheck = checking.run;
  const runApply = applying.run;

  const forget = useCallback((id: string | null) => {
    // The core drops it by itself as well; nothing hangs on this.
    if (id) void call("import_close", { importId: id }).catch(() => {});
  }, []);
  useEffect(() => () => forget(importId.current), [forget]);

  const choose = useCallback(
    async (chosen: Chosen, readAs: ReadAs = {}, columns: Columns = "find_out") => {
      setStopped(null);
      try {
        const kept = typeof columns === "string" ? null : columns;
        const { kind } = latest.current;
        let file = await open({ kind, source: chosen.source, ...readAs, mappingId: kept?.id });
        let savedAs = kept?.name ?? null;
        // A file that says by its layout whose it is needs no kept mapping.
        if (columns === "find_out" && !file.preset) {
          const fitting = fittingMapping((await ask("mapping_list", {})).rows, kind, file.columns);
          if (fitting) {
            forget(file.importId);
            file = await open({ kind, source: chosen.source, ...readAs, mappingId: fitting.id });
            savedAs = fitting.name;
          }
        }
        if (importId.current !== file.importId) forget(importId.current);
        importId.current = file.importId;
        send({ kind: "opened", chosen, file, savedAs });
      } catch (error) {
        setStopped({ at: "open", error, chosen });
      }
    },
    [forget, open],
  );

  /** The same file, read another way. */
  const again = useCallback(
    (change: ReadAs, columns?: Columns) => {
      const { file } = latest.current;
      const chosen = stoppedAt.current?.chosen ?? latest.current.chosen;
      if (!chosen) return Promise.resolve();
      const same = latest.current.chosen?.source === chosen.source ? file : null;
      const now = same ? { encoding: same.encoding, delimiter: same.delimiter, hasHeader: same.hasHeader } : {};
      return choose(chosen, { ...now, ...change }, columns);
    },
    [choose],
  );

  /** Opens the same file as it was read before, after the core put it away. */
  const reopen = useCallback(async (): Promise<string> => {
    const { chosen, file } = latest.current;
    if (!chosen || !file) throw new Error("no file is open");
    const again: ImportFile = await open({
      kind: file.kind,
      source: chosen.source,
      encoding: file.encoding,
      delimiter: file.delimiter,
      hasHeader: file.hasHeader,
    });
    importId.current = again.importId;
    send({ kind: "reopened", importId: again.importId });
    return again.importId;
  }, [open]);

  /** What the running or last finished check was asked; while another question stands, it is asked once more. */
  const asked = useRef<Question | null>(null);
  const busy = useRef(false);

  const checkOnce = useCallback(async () => {
    const check = (id: string) => {
      const { mapping, fixes } = latest.current;
      if (!mapping) throw new Error("no file is open");
      asked.current = { importId: id, mapping, fixes };
      return runCheck(asked.current);
    };
    if (!importId.current) return check(await reopen());
    try {
      return await check(importId.current);
    } catch (error) {
      if (!isCode(error, "HANDLE_GONE")) throw error;
      return check(await reopen());
    }
  }, [reopen, runCheck]);

  const check = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setStopped(null);
    try {
      const result = await checkOnce();
      busy.current = false;
      if (asked.current) send({ kind: "checked", result, of: asked.current });
    } catch (error) {
      busy.current = false;
      asked.current = null;
      setStopped({ at: "check", error });
    }
  }, [checkOnce]);

  // Whatever is mapped or mended at the check is checked again, also what was while a check was running.
  const { step, mapping, fixes } = state;
  const generation = state.check?.generation ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when something to check may have changed
  useEffect(() => {
    if (step !== "check" || !canGo(latest.current, "check")) return;
    if (!isAnswered(asked.current, latest.current)) void check();
  }, [step, mapping, fixes, generation, check]);

  const rows = useCallback(
    async (filter: ImportRowFilter, from: number, limit: number): Promise<ImportRow[]> => {
      if (!importId.current) return [];
      try {
        return (await ask("import_rows", { importId: importId.current, filter, from, limit })).rows;
      } catch (error) {
        if (!isCode(error, "HANDLE_GONE")) throw error;
        // The new check brings its own rows.
        await check();
        return [];
      }
    },
    [check],
  );

  const orderRows = useCallback(
    async (filter: ImportOrderFilter, from: number, limit: number): Promise<ImportOrder[]> => {
      if (!importId.current) return [];
      try {
        return (await ask("import_order_rows", { importId: importId.current, filter, from, limit })).rows;
      } catch (error) {
        if (!isCode(error, "HANDLE_GONE")) throw error;
        await check();
        return [];
      }
    },
    [check],
  );

  const apply = useCallback(async () => {
    const id = importId.current;
    if (!id) return null;
    setStopped(null);
    try {
      const { how, kind } = latest.current;
      const applied = await runApply(kind === "orders" ? { importId: id, ...how } : { importId: id });
      const { keep, keepName, mapping, file } = latest.current;
      importId.current = null;
      send({ kind: "applied", applied });
      if (keep && mapping && file && keepName.trim() !== "") {
        // The goods are in the store whether or not the columns could be kept.
        const columns = file.columns.map((c) => c.name);
        await call("mapping_save", { name: keepName.trim(), mapping, columns }).catch((error) => toastError(error));
      }
      return applied;
    } catch (error) {
      setStopped({ at: "apply", error });
      // What was checked is no longer what would be applied: look again before deciding.
      if (isCode(error, "HANDLE_GONE")) void check();
      return null;
    }
  }, [check, runApply]);

  /** The same file, read as rows of another kind; without one the next file is. */
  const ofKind = useCallback(
    (kind: ImportKind) => {
      const chosen = stoppedAt.current?.chosen ?? latest.current.chosen;
      forget(importId.current);
      importId.current = null;
      asked.current = null;
      setStopped(null);
      const event = { kind: "of_kind", of: kind } as const;
      latest.current = next(latest.current, event);
      send(event);
      if (chosen) void choose(chosen);
    },
    [choose, forget],
  );

  const close = useCallback(() => {
    forget(importId.current);
    importId.current = null;
    asked.current = null;
    setStopped(null);
    send({ kind: "closed" });
  }, [forget]);

  return {
    state,
    stopped,
    opening,
    checking,
    applying,
    choose,
    readAs: (change: ReadAs) => again(change),
    check,
    rows,
    orderRows,
    ofKind,
    how: (how: Partial<How>) => send({ kind: "how", how }),
    apply,
    close,
    dismiss: () => setStopped(null),
    go: (step: Step) => send({ kind: "step", step }),
    map: (mapping: Mapping) => send({ kind: "mapped", mapping }),
    chooseStock: (stock: StockMode) => send({ kind: "stock", stock }),
    /** Null: as the file itself says. */
    columnsOf: (saved: SavedMapping | null) => again({}, saved ?? "as_found"),
    keep: (keep: boolean) => send({ kind: "keep", keep }),
    keepAs: (name: string) => send({ kind: "keep", name }),
    fix: (row: number, field: ImportField, value: string) => send({ kind: "fixed", fix: { row, field, value } }),
  };
}

export type Import = ReturnType<typeof useImport>;
