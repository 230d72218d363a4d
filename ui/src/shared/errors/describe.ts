import { IncidentError, NoAnswerError, RefusedError } from "../../bridge";
import type { Formats } from "../formats";
import { texts } from "../i18n";
import { type RefusalText, refusalText } from "./table";

const t = texts({
  "error.incident": "Something went wrong inside Stockroom (incident {incident}).",
  "error.incident.hint": "The log has the details under this number.",
  "error.noAnswer": "No answer came.",
  "error.noAnswer.hint": "Try again: the same request is never done twice.",
  "error.unknown": "The screen ran into a fault: {message}",
  "error.unknown.hint": "Load the window again.",
  "error.openLogs": "Open the log folder",
  "error.retry": "Try again",
  "error.reload": "Load again",
  "error.nothingSaved": "Nothing was saved.",
  "error.saved.unknown": "Whether it was saved is known after trying again.",
});

export type Described = RefusalText & { safe: string; requestId: string | null };

/** Any error as sentence, what is safe, next step, and the number to name when asking for help. */
export function describeError(error: unknown, formats: Formats): Described {
  if (error instanceof RefusedError) {
    return {
      ...refusalText(error.refusal, formats),
      safe: t("error.nothingSaved"),
      requestId: error.requestId,
    };
  }
  if (error instanceof IncidentError) {
    return {
      sentence: t("error.incident", { incident: error.incident }),
      hint: t("error.incident.hint"),
      step: "open_logs",
      stepLabel: t("error.openLogs"),
      safe: t("error.nothingSaved"),
      requestId: error.requestId,
    };
  }
  if (error instanceof NoAnswerError) {
    return {
      sentence: t("error.noAnswer"),
      hint: t("error.noAnswer.hint"),
      step: "retry",
      stepLabel: t("error.retry"),
      safe: t("error.saved.unknown"),
      requestId: error.requestId,
    };
  }
  return {
    sentence: t("error.unknown", { message: error instanceof Error ? error.message : String(error) }),
    hint: t("error.unknown.hint"),
    step: "reload",
    stepLabel: t("error.reload"),
    safe: "",
    requestId: null,
  };
}

/** The messages of a VALIDATION refusal by field; null for any other error. */
export function fieldProblems(error: unknown): Map<string, string> | null {
  if (!(error instanceof RefusedError) || error.refusal.code !== "VALIDATION") return null;
  return new Map(error.refusal.fields.map((f) => [f.field, f.message]));
}
