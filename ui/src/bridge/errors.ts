import type { Refusal, RequestId } from "../generated/commands";

/** The core said no, changed nothing, and says why as data. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  constructor(
    readonly refusal: Refusal,
    message: string,
    readonly requestId: RequestId,
  ) {
    super(message);
  }
}

/** A bug: nothing was changed; the log has the chain under this number. */
export class IncidentError extends Error {
  override readonly name = "IncidentError";
  constructor(
    readonly incident: string,
    readonly requestId: RequestId,
  ) {
    super(`Incident ${incident}`);
  }
}

/** No answer came (the bridge failed, or it was not readable). Whether it was saved is known only to the core: ask again with the same id. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
  constructor(
    readonly requestId: RequestId,
    override readonly cause: unknown,
  ) {
    super("No answer came");
  }
}

export type BridgeError = RefusedError | IncidentError | NoAnswerError;

export function isBridgeError(error: unknown): error is BridgeError {
  return error instanceof RefusedError || error instanceof IncidentError || error instanceof NoAnswerError;
}
