import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { Cursor, Topic } from "../../generated/commands";
import { useOnChange } from "../query";

/** Rows by their place, read in pages when they come near the window. */
export interface RowSource<T> {
  /** Rows that have a place. A cursor list grows while one scrolls. */
  readonly count: number;
  /** False while a cursor list has more than is known. */
  readonly countIsFinal: boolean;
  /** Nothing has been read yet. */
  readonly loading: boolean;
  readonly error: unknown;
  get(index: number): T | undefined;
  key(row: T): string;
  indexOf(key: string): number;
  /** These places are on screen: have them soon. */
  ensure(first: number, last: number): void;
  /** The rows of a range, whether they were read before or not. */
  read(first: number, last: number): Promise<T[]>;
  /** Something changed: read again what is on screen. Rows keep their places. */
  refresh(): void;
  retry(): void;
  subscribe(listener: () => void): () => void;
  version(): number;
}

export const PAGE_ROWS = 200;
/** Pages kept in memory; the ones used longest ago go first. */
const PAGES_KEPT = 50;
const PAGES_IN_FLIGHT = 2;

abstract class Notifying {
  #listeners = new Set<() => void>();
  #version = 0;
  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
  version = () => this.#version;
  protected changed() {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

type Page<T> = { rows: T[]; stale: boolean };

/** Rows of a frozen view: any place can be read at any time. */
export class PagedRows<T> extends Notifying implements RowSource<T> {
  readonly countIsFinal = true;
  readonly loading = false;
  error: unknown = null;
  #pages = new Map<number, Page<T>>();
  #inFlight = new Set<number>();
  #wanted = { first: 0, last: -1 };

  constructor(
    readonly count: number,
    private readonly fetch: (from: number, limit: number) => Promise<T[]>,
    readonly key: (row: T) => string,
  ) {
    super();
  }

  get(index: number) {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
  }

  indexOf(key: string) {
    for (const [number, page] of this.#pages) {
      const at = page.rows.findIndex((row) => this.key(row) === key);
      if (at !== -1) return number * PAGE_ROWS + at;
    }
    return -1;
  }

  ensure(first: number, last: number) {
    this.#wanted = { first, last };
    this.#pump();
  }

  refresh() {
    for (const page of this.#pages.values()) page.stale = true;
    this.#pump();
  }

  retry() {
    this.error = null;
    this.#pump();
    this.changed();
  }

  async read(first: number, last: number) {
    const rows: T[] = [];
    for (let from = first; from <= last; from += PAGE_ROWS) {
      rows.push(...(await this.fetch(from, Math.min(PAGE_ROWS, last - from + 1))));
    }
    return rows;
  }

  /** Only what is wanted now is asked for, so that a flung thumb does not read every page it passes. */
  #pump() {
    if (this.error !== null) return;
    const from = Math.floor(this.#wanted.first / PAGE_ROWS);
    const to = Math.floor(this.#wanted.last / PAGE_ROWS);
    for (let number = from; number <= to; number++) {
      if (this.#inFlight.size >= PAGES_IN_FLIGHT) return;
      const page = this.#pages.get(number);
      if (this.#inFlight.has(number) || (page && !page.stale)) continue;
      if (page) page.stale = false;
      this.#load(number);
    }
  }

  #load(number: number) {
    this.#inFlight.add(number);
    this.fetch(number * PAGE_ROWS, PAGE_ROWS).then(
      (rows) => {
        this.#inFlight.delete(number);
        const stale = this.#pages.get(number)?.stale ?? false;
        this.#pages.delete(number);
        this.#pages.set(number, { rows, stale });
        for (const old of this.#pages.keys()) {
          if (this.#pages.size <= PAGES_KEPT) break;
          this.#pages.delete(old);
        }
        this.#pump();
        this.changed();
      },
      (error: unknown) => {
        this.#inFlight.delete(number);
        this.error = error;
        this.changed();
      },
    );
  }
}

export type FetchPage<T> = (cursor: Cursor | undefined, limit: number) => Promise<{ rows: T[]; next: Cursor | null }>;

/** Rows of a cursor list: pages are appended as one scrolls; a refresh reads what is known again and swaps it whole. */
export class AppendedRows<T> extends Notifying implements RowSource<T> {
  error: unknown = null;
  loading = true;
  #rows: T[] = [];
  #next: Cursor | null | undefined;
  #busy = false;
  #dirty = false;
  #wantedLast = 0;

  constructor(
    private readonly fetchPage: FetchPage<T>,
    readonly key: (row: T) => string,
  ) {
    super();
  }

  get count() {
    return this.#rows.length;
  }
  get countIsFinal() {
    return this.#next === null;
  }
  get(index: number) {
    return this.#rows[index];
  }
  indexOf(key: string) {
    return this.#rows.findIndex((row) => this.key(row) === key);
  }
  get rows(): readonly T[] {
    return this.#rows;
  }

  ensure(_first: number, last: number) {
    this.#wantedLast = last;
    if (this.error !== null || this.#busy || this.#next === null) return;
    if (this.#rows.length === 0 || last > this.#rows.length - PAGE_ROWS / 2) void this.#append();
  }

  async read(first: number, last: number) {
    return this.#rows.slice(first, last + 1);
  }

  refresh() {
    if (this.#busy) this.#dirty = true;
    else void this.#again();
  }

  retry() {
    this.error = null;
    void this.#append();
    this.changed();
  }

  async #append() {
    this.#busy = true;
    try {
      const page = await this.fetchPage(this.#next ?? undefined, PAGE_ROWS);
      this.#rows = [...this.#rows, ...page.rows];
      this.#next = page.next;
      this.loading = false;
    } catch (error) {
      this.error = error;
      this.loading = false;
    }
    this.#done();
  }

  async #again() {
    this.#busy = true;
    try {
      const wanted = Math.max(PAGE_ROWS, this.#rows.length);
      const rows: T[] = [];
      let next: Cursor | null | undefined;
      do {
        const page = await this.fetchPage(next ?? undefined, PAGE_ROWS);
        rows.push(...page.rows);
        next = page.next;
      } while (next !== null && rows.length < wanted);
      this.#rows = rows;
      this.#next = next;
      this.error = null;
      this.loading = false;
    } catch (error) {
      this.error = error;
    }
    this.#done();
  }

  #done() {
    this.#busy = false;
    this.changed();
    if (this.#dirty) {
      this.#dirty = false;
      void this.#again();
    } else this.ensure(0, this.#wantedLast);
  }
}

/**
 * A cursor list as a source. `identity` names filter and sort: when it changes, the list starts anew. The list is
 * read again, in place, when one of its topics changes.
 */
export function useCursorRows<T>(
  topics: readonly Topic[],
  identity: string,
  fetchPage: FetchPage<T>,
  key: (row: T) => string,
): AppendedRows<T> {
  const latest = useRef(fetchPage);
  latest.current = fetchPage;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a source lives as long as its identity
  const source = useMemo(() => {
    const fetch = latest.current;
    return new AppendedRows<T>(fetch, key);
  }, [identity]);
  useEffect(() => source.ensure(0, 0), [source]);
  useOnChange(topics, () => source.refresh());
  return source;
}

/** The list that was read last, until the new one has its first rows: the old rows stay, dimmed. */
export function useSettled<T>(source: AppendedRows<T>): { source: AppendedRows<T>; busy: boolean } {
  useSyncExternalStore(source.subscribe, source.version);
  const settled = useRef(source);
  if (!source.loading) settled.current = source;
  return { source: settled.current, busy: settled.current !== source };
}
