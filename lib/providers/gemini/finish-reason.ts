import type { JsonObject } from "../../protocol/json";

const FILTERED = new Set([
  "SAFETY",
  "RECITATION",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
]);
const CUT_SHORT = new Set(["MAX_TOKENS", "CONTINUATION"]);
/** Reasons whose finish reason says all they say. */
const SAME_IN_BOTH = new Set(["STOP", "MAX_TOKENS"]);

export type CallStyle = "tool_calls" | "function_call";

export interface Finish {
  /** Gemini's own word; null where it gave none. */
  reason: string | null;
  /** The prompt was blocked, so that there are no candidates. */
  isPromptBlocked: boolean;
  message: string | null;
}

/** The fields of a choice that say how it ended; `calls` is how it carries its calls, if it has any. */
export function endOfChoice(finish: Finish, calls: CallStyle | null): JsonObject {
  const { reason } = finish;
  const isUsual = reason === null || SAME_IN_BOTH.has(reason);
  return {
    finish_reason: finishReason(finish, calls),
    ...(isUsual ? {} : { native_finish_reason: reason }),
  };
}

function finishReason({ reason, isPromptBlocked }: Finish, calls: CallStyle | null): string {
  if (isPromptBlocked || FILTERED.has(reason ?? "")) return "content_filter";
  if (CUT_SHORT.has(reason ?? "")) return "length";
  // The reason of an answer that ends in calls is STOP, too.
  return calls ?? "stop";
}

/** Why there is no answer, in words; null where nothing was withheld. */
export function refusalOf(finish: Finish): string | null {
  const { reason, isPromptBlocked, message } = finish;
  if (isPromptBlocked) return message ?? `Gemini blocked the prompt (${reason}).`;
  if (!FILTERED.has(reason ?? "")) return null;
  return message ?? `Gemini withheld the answer (${reason}).`;
}
