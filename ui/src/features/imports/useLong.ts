import { useCallback, useEffect, useRef, useState } from "react";
import { type NameOfKind, onShellEvent, type RequestOf, type ResponseOf, shell } from "../../bridge";
import type { RequestId } from "../../generated/commands";
import { useWrite } from "../../shared/query";

export type Running = { done: number; total: number } | null;

/** A long command with how far it is and a way to stop it. */
export function useLong<K extends NameOfKind<"bulk">>(name: K) {
  const write = useWrite(name);
  const { run: send } = write;
  const id = useRef<RequestId | null>(null);
  const [progress, setProgress] = useState<Running>(null);

  useEffect(
    () =>
      onShellEvent("progress", (p) => {
        if (p.requestId === id.current && p.total > 0) setProgress({ done: p.done, total: p.total });
      }),
    [],
  );
  const run = useCallback(
    async (request: RequestOf<K>): Promise<ResponseOf<K>> => {
      setProgress(null);
      try {
        return (
          await send(request, (requestId) => {
            id.current = requestId;
          })
        ).value;
      } finally {
        id.current = null;
        setProgress(null);
      }
    },
    [send],
  );
  const stop = useCallback(() => {
    if (id.current) void shell.cancelRequest(id.current);
  }, []);
  return { run, stop, progress, running: write.pending, slow: write.slow };
}
