import { QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import {
  ask,
  type CommandName,
  call,
  type Kept,
  type NameOfKind,
  NoAnswerError,
  newRequestId,
  onShellEvent,
  type RequestOf,
  type ResponseOf,
} from "../bridge";
import type { RequestId, Topic } from "../generated/commands";

/** Every key starts with the topics that can change it; a `changed` event stales exactly those. */
export type ReadKey = readonly [readonly Topic[], CommandName, unknown];

export function readKey<K extends NameOfKind<"read">>(
  topics: readonly Topic[],
  name: K,
  request: RequestOf<K>,
): ReadKey {
  return [topics, name, request];
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Nothing goes stale by time: the core says what changed.
      queries: {
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

type ChangeListener = (topics: readonly Topic[]) => void;
const changeListeners = new Set<ChangeListener>();

/** Stales what changed in the core, here or in another process. Returns how to stop. */
export function followChanges(client: QueryClient): () => void {
  return onShellEvent("changed", ({ topics }) => {
    void client.invalidateQueries({
      predicate: (query) => {
        const of = query.queryKey[0];
        return Array.isArray(of) && topics.some((topic) => of.includes(topic));
      },
    });
    for (const listener of changeListeners) listener(topics);
  });
}

/** For row sources, which keep their own pages. */
export function useOnChange(topics: readonly Topic[], run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  const wanted = topics.join();
  useEffect(() => {
    const listener: ChangeListener = (changed) => {
      if (changed.some((topic) => wanted.split(",").includes(topic))) latest.current();
    };
    changeListeners.add(listener);
    return () => {
      changeListeners.delete(listener);
    };
  }, [wanted]);
}

export function useRead<K extends NameOfKind<"read">>(
  topics: readonly Topic[],
  name: K,
  request: RequestOf<K>,
  options: { enabled?: boolean; keepPrevious?: boolean } = {},
) {
  return useQuery<ResponseOf<K>>({
    queryKey: readKey(topics, name, request),
    queryFn: () => ask(name, request),
    enabled: options.enabled ?? true,
    placeholderData: options.keepPrevious ? (previous) => previous : undefined,
  });
}

/**
 * A confirmed write. The request id is new whenever the payload changes or an answer came; it is kept only for a
 * blind retry of the same payload, so that the core can say "already done" instead of doing it twice.
 * `slow` turns true after 150 ms: that is when a button shows that it waits.
 */
export function useWrite<K extends NameOfKind<"write" | "bulk">>(name: K) {
  const client = useQueryClient();
  const blind = useRef<{ payload: string; id: RequestId } | null>(null);
  const [slow, setSlow] = useState(false);
  const mutation = useMutation<Kept<ResponseOf<K>>, Error, { request: RequestOf<K>; id: RequestId }>({
    mutationFn: ({ request, id }) => call(name, request, id),
  });
  const { mutateAsync, reset } = mutation;

  const run = useCallback(
    async (request: RequestOf<K>, onStart?: (id: RequestId) => void): Promise<Kept<ResponseOf<K>>> => {
      const payload = JSON.stringify(request);
      const id = blind.current?.payload === payload ? blind.current.id : newRequestId();
      blind.current = null;
      onStart?.(id);
      const timer = setTimeout(() => setSlow(true), 150);
      try {
        return await mutateAsync({ request, id });
      } catch (error) {
        if (error instanceof NoAnswerError) blind.current = { payload, id };
        throw error;
      } finally {
        clearTimeout(timer);
        setSlow(false);
      }
    },
    [mutateAsync],
  );

  return { run, reset, pending: mutation.isPending, slow, error: mutation.error, client };
}
