import type { JsonObject } from "../../protocol/json";

/** What is known about an answer when it ends. */
export interface Ending {
  /** The chat choice, for its finish reason; in a stream the last one that had one. */
  choice: JsonObject;
  hasToolCalls: boolean;
  /** The model's words when it refused; null when it did not. */
  refusal: string | null;
  /** What the client asked to stop at. */
  stopSequences: unknown;
}

/** Anthropic's reasons that have no name in chat and come beside it. */
const OWN_REASONS = new Set(["pause_turn", "model_context_window_exceeded"]);

/** `stop_reason` and what belongs to it: a cut answer and a refused one first, then calls, then a stop. */
export function toStop(ending: Ending): JsonObject {
  const { choice, hasToolCalls, refusal } = ending;
  const native = choice.native_finish_reason;
  const sequence = stopSequenceOf(ending);
  if (typeof native === "string" && OWN_REASONS.has(native)) return stop(native);
  if (choice.finish_reason === "length") return stop("max_tokens");
  if (choice.finish_reason === "content_filter" || refusal !== null) {
    const details = { type: "refusal", category: null, explanation: refusal };
    return { ...stop("refusal"), stop_details: details };
  }
  if (hasToolCalls) return stop("tool_use");
  if (sequence !== null) return { ...stop("stop_sequence"), stop_sequence: sequence };
  return stop("end_turn");
}

function stop(reason: string): JsonObject {
  return { stop_reason: reason, stop_sequence: null, stop_details: null };
}

// vLLM and SGLang name what they stopped at too, under names of their own that may hold a token id.
function stopSequenceOf({ choice, stopSequences }: Ending): string | null {
  const asked = Array.isArray(stopSequences) ? stopSequences : [];
  const named = choice.stop_sequence ?? choice.stop_reason ?? choice.matched_stop;
  return typeof named === "string" && asked.includes(named) ? named : null;
}
