import { isObject, type JsonObject } from "../../protocol/json";

/** `stop_reason` and what Anthropic says beside it; null where it has not said anything yet. */
export interface Stop {
  reason: string | null;
  sequence: string | null;
  details: unknown;
}

export type CallStyle = "tool_calls" | "function_call";

const FINISH_REASONS: ReadonlyMap<string, string> = new Map([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["pause_turn", "stop"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["refusal", "content_filter"],
]);

/** Reasons whose finish reason says all they say. */
const SAME_IN_BOTH = new Set(["end_turn", "max_tokens", "tool_use", "refusal"]);

export function readStop(message: JsonObject): Stop {
  const { stop_reason, stop_sequence, stop_details } = message;
  return {
    reason: typeof stop_reason === "string" ? stop_reason : null,
    sequence: typeof stop_sequence === "string" ? stop_sequence : null,
    details: stop_details,
  };
}

/** The fields of a choice that say how it ended; `calls` is how the answer carries its calls, if it has any. */
export function endOfChoice(stop: Stop, calls: CallStyle | null): JsonObject {
  const { reason, sequence } = stop;
  return {
    finish_reason: finishReasonOf(reason, calls),
    ...(reason === null || SAME_IN_BOTH.has(reason) ? {} : { native_finish_reason: reason }),
    ...(sequence === null ? {} : { stop_sequence: sequence }),
  };
}

function finishReasonOf(reason: string | null, calls: CallStyle | null): string {
  // Without a call left to make, the tool was one that plays a response format.
  if (reason === "tool_use") return calls ?? "stop";
  return FINISH_REASONS.get(reason ?? "") ?? "stop";
}

/** Why the model refused, in words; null where it did not refuse or gave no reason. */
export function refusalOf(stop: Stop): string | null {
  if (stop.reason !== "refusal" || !isObject(stop.details)) return null;
  const { explanation, category } = stop.details;
  if (typeof explanation === "string" && explanation !== "") return explanation;
  if (typeof category !== "string") return null;
  return `The model refused this request (category: ${category}).`;
}
