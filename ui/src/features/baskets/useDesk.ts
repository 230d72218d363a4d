import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ask, RefusedError } from "../../bridge";
import type {
  Basket,
  BasketCreate,
  BasketId,
  BasketLineSet,
  BasketUpdate,
  ReservationId,
  VariantId,
} from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useWrite } from "../../shared/query";
import { basketKey, useBasket } from "./api";
import { newer } from "./logic";

type LineChange = Pick<BasketLineSet, "quantity" | "locationId">;
type Fields = Omit<BasketUpdate, "id" | "rowVersion">;

export type Desk = ReturnType<typeof useDesk>;

/**
 * One basket as it is worked on. Everything that changes it goes through one queue, so that scans count in the order in
 * which they came and each change knows the version that the one before it made. A new basket is made by the first
 * thing that goes into it; one that is parked is resumed by it.
 */
export function useDesk(props: { id: BasketId | null; onMade: (id: BasketId) => void }) {
  const client = useQueryClient();
  const read = useBasket(props.id);
  const [kept, setKept] = useState<Basket | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [working, setWorking] = useState(0);
  const state = useRef({ id: props.id, kept: null as Basket | null, onMade: props.onMade });
  state.current.onMade = props.onMade;
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const typed = useRef(new Set<() => void>());

  const create = useWrite("basket_create").run;
  const add = useWrite("basket_add").run;
  const lineSet = useWrite("basket_line_set").run;
  const lineRemove = useWrite("basket_line_remove").run;
  const requote = useWrite("basket_requote").run;
  const update = useWrite("basket_update").run;
  const park = useWrite("basket_park").run;
  const resume = useWrite("basket_resume").run;

  const keep = useCallback(
    (basket: Basket) => {
      state.current.kept = basket;
      setKept(basket);
      client.setQueryData(basketKey(basket.id), basket);
      return basket;
    },
    [client],
  );

  /** The basket as it is now, and open; null while there is none. */
  const now = useCallback(async (): Promise<Basket | null> => {
    const { id } = state.current;
    if (id === null) return null;
    const cached = newer(client.getQueryData<Basket>(basketKey(id)), state.current.kept);
    const basket = cached ?? keep(await ask("basket_get", { id }));
    if (basket.status !== "parked") return basket;
    return keep((await resume({ id, rowVersion: basket.rowVersion })).value);
  }, [client, keep, resume]);

  const make = useCallback(
    async (request: BasketCreate): Promise<Basket> => {
      const { value } = await create(request);
      state.current.id = value.id;
      keep(value);
      state.current.onMade(value.id);
      return value;
    },
    [create, keep],
  );

  /** One change after the other. What fails leaves the basket as it was, and those behind it go on. */
  const queued = useCallback(
    <T>(work: () => Promise<T>): Promise<T> => {
      setWorking((n) => n + 1);
      const done = queue.current
        .then(work)
        .then(
          (value) => {
            setError(null);
            return value;
          },
          async (cause: unknown) => {
            const { id } = state.current;
            // Somebody else was here, or the basket is gone: look again before anything else is decided.
            if (cause instanceof RefusedError && id !== null) {
              state.current.kept = null;
              setKept(null);
              await client.invalidateQueries({ queryKey: basketKey(id) });
            }
            throw cause;
          },
        )
        .finally(() => setWorking((n) => n - 1));
      queue.current = done.catch(() => undefined);
      return done;
    },
    [client],
  );

  const change = useCallback(
    (work: (basket: Basket) => Promise<{ value: Basket }>, first?: () => BasketCreate) =>
      queued(async () => {
        const basket = await now();
        if (basket !== null) return keep((await work(basket)).value);
        if (first) return make(first());
        return keep((await work(await make({}))).value);
      }),
    [queued, now, keep, make],
  );
  /** For changes that are made by a key or a click: what goes wrong is said where the lines are. */
  const said = useCallback((done: Promise<unknown>) => void done.catch(setError), []);

  const acts = useMemo(
    () => ({
      add: (variantId: VariantId, quantity: number) =>
        change(
          (b) => add({ id: b.id, variantId, quantity }),
          () => ({ lines: [{ variantId, quantity }] }),
        ),
      bringHolds: (reservationIds: ReservationId[]) => queued(() => make({ reservationIds })),
      setLine: (lineNo: number, to: LineChange) =>
        change((b) => lineSet({ id: b.id, rowVersion: b.rowVersion, lineNo, ...to })),
      removeLine: (lineNo: number) => change((b) => lineRemove({ id: b.id, rowVersion: b.rowVersion, lineNo })),
      /** The lines that a refusal named as the same become the first of them, with the units of all. */
      merge: (cause: unknown) =>
        queued(async () => {
          const lines =
            cause instanceof RefusedError && cause.refusal.code === "DUPLICATE_LINES" ? cause.refusal.lines : [];
          let basket = await now();
          for (const { lineNos, quantity } of lines) {
            const [first, ...others] = lineNos;
            for (const lineNo of others) {
              if (basket === null) return;
              basket = keep((await lineRemove({ id: basket.id, rowVersion: basket.rowVersion, lineNo })).value);
            }
            if (basket === null || first === undefined) return;
            const to = { id: basket.id, rowVersion: basket.rowVersion, lineNo: first, quantity };
            basket = keep((await lineSet(to)).value);
          }
        }),
      takeOffers: (lineNos?: number[]) => change((b) => requote({ id: b.id, rowVersion: b.rowVersion, lineNos })),
      update: (fields: Fields) => change((b) => update({ id: b.id, rowVersion: b.rowVersion, ...fields })),
      resume: () => change(async (b) => ({ value: b })),
      park: () =>
        queued(async () => {
          const { id } = state.current;
          const basket = id === null ? null : await now();
          return basket && (await park({ id: basket.id, rowVersion: basket.rowVersion })).value;
        }),
      /** Anything else that needs the version of now, like placing it. */
      withBasket: <T>(work: (basket: Basket) => Promise<T>) =>
        queued(async () => {
          const basket = await now();
          if (basket === null) throw new Error("nothing is in the basket");
          return work(basket);
        }),
    }),
    [change, queued, now, make, keep, add, lineSet, lineRemove, requote, update, park],
  );

  return {
    id: state.current.id ?? props.id,
    basket: newer(read.data, kept),
    read,
    error,
    setError,
    said,
    keep,
    /** something is on its way to the core */
    working: working > 0,
    /** saves at once what is still being typed */
    flush: useCallback(() => {
      for (const save of typed.current) save();
    }, []),
    typed: typed.current,
    ...acts,
  };
}

/**
 * What a person types, shown at once and saved when they pause or leave the field. `keep`: what was refused stays as it
 * was typed, to be mended; a figure goes back to what is saved.
 */
export function useTyped<T>(
  desk: Desk,
  of: { saved: T; save: (value: T) => Promise<unknown>; pauseMs: number; keep: boolean },
) {
  const [shown, setShown] = useState<{ value: T } | null>(null);
  const waiting = useRef<{ value: T } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(of);
  latest.current = of;
  const [error, setError] = useState<unknown>(null);
  const { setError: setDeskError } = desk;

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const now = waiting.current;
    if (now === null) return;
    waiting.current = null;
    if (Object.is(now.value, latest.current.saved)) {
      setShown(null);
      return;
    }
    latest.current.save(now.value).then(
      () => {
        setError(null);
        setShown((s) => (s === now ? null : s));
      },
      (cause: unknown) => {
        if (!latest.current.keep) setShown((s) => (s === now ? null : s));
        if (latest.current.keep && fieldProblems(cause) !== null) setError(cause);
        else setDeskError(cause);
      },
    );
  }, [setDeskError]);

  const { typed } = desk;
  useEffect(() => {
    typed.add(flush);
    return () => {
      typed.delete(flush);
      flush();
    };
  }, [typed, flush]);

  const set = (value: T) => {
    const now = { value };
    waiting.current = now;
    setShown(now);
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, latest.current.pauseMs);
  };
  /** what was typed is of no use any more */
  const drop = () => {
    clearTimeout(timer.current);
    waiting.current = null;
    setShown(null);
    setError(null);
  };
  return { value: shown === null ? of.saved : shown.value, set, flush, drop, pending: shown !== null, error };
}
