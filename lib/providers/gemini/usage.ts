import { isObject, type JsonObject } from "../../protocol/json";

/**
 * Gemini's usageMetadata in the words of the OpenAI API: the prompt includes what was cached and what
 * tools put into it, the completion includes thoughts. Null while there was none.
 */
export function chatUsage(usage: JsonObject | null): JsonObject | null {
  if (usage === null) return null;
  // Zero is left out of Google's JSON.
  const prompt = count(usage.promptTokenCount) + count(usage.toolUsePromptTokenCount);
  const thoughts = count(usage.thoughtsTokenCount);
  const completion = count(usage.candidatesTokenCount) + thoughts;
  const audioIn = audioTokens(usage.promptTokensDetails);
  const audioOut = audioTokens(usage.candidatesTokensDetails);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: count(usage.cachedContentTokenCount),
      ...(audioIn === null ? {} : { audio_tokens: audioIn }),
    },
    completion_tokens_details: {
      reasoning_tokens: thoughts,
      ...(audioOut === null ? {} : { audio_tokens: audioOut }),
    },
  };
}

/** Every event of a stream repeats the counts so far: a later one replaces. */
export function mergeUsage(before: JsonObject | null, usage: unknown): JsonObject | null {
  return isObject(usage) ? { ...before, ...usage } : before;
}

function audioTokens(details: unknown): number | null {
  if (!Array.isArray(details)) return null;
  const audio = details.find((detail) => isObject(detail) && detail.modality === "AUDIO");
  return isObject(audio) ? count(audio.tokenCount) : null;
}

function count(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
