import { invoke } from "@tauri-apps/api/core";
import type { Answer, Commands, RequestId } from "../generated/commands";
import { IncidentError, NoAnswerError, RefusedError } from "./errors";
import { newRequestId } from "./uuid";

export type CommandName = keyof Commands;
export type RequestOf<K extends CommandName> = Commands[K]["request"];
export type ResponseOf<K extends CommandName> = Commands[K]["response"];
export type NameOfKind<Kind extends "read" | "write" | "bulk"> = {
  [K in CommandName]: Commands[K]["kind"] extends Kind ? K : never;
}[CommandName];

/** What was kept. `declined`: kept, but not what was asked for (an order kept as rejected). */
export type Kept<T> = { value: T; declined: boolean; requestId: RequestId };

/**
 * Asks the core. The payload crosses as one JSON string and the answer comes back as one, so that neither
 * side serialises twice. Refusals and incidents are thrown.
 */
export async function call<K extends CommandName>(
  name: K,
  request: RequestOf<K>,
  requestId: RequestId = newRequestId(),
): Promise<Kept<ResponseOf<K>>> {
  let answer: Answer<ResponseOf<K>>;
  try {
    const raw = await invoke<string | ArrayBuffer>("call", { name, requestId, payload: JSON.stringify(request) });
    answer = JSON.parse(typeof raw === "string" ? raw : new TextDecoder().decode(raw)) as Answer<ResponseOf<K>>;
  } catch (cause) {
    throw new NoAnswerError(requestId, cause);
  }
  switch (answer.outcome) {
    case "done":
      return { value: answer.value, declined: false, requestId: answer.requestId };
    case "declined":
      return { value: answer.value, declined: true, requestId: answer.requestId };
    case "refused":
      throw new RefusedError(answer.refusal, answer.message, answer.requestId);
    case "incident":
      throw new IncidentError(answer.incident, answer.requestId);
  }
}

/** A question: only the value matters. */
export async function ask<K extends NameOfKind<"read">>(name: K, request: RequestOf<K>): Promise<ResponseOf<K>> {
  return (await call(name, request)).value;
}
