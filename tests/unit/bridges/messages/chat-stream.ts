import type { JsonObject } from "../../../../lib/protocol/json";

export const CALL = { id: "01990000-0000-7abc-8def-0123456789ab", receivedAtMs: 0, model: "asked" };

export const USAGE = {
  prompt_tokens: 30,
  completion_tokens: 12,
  total_tokens: 42,
  prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 5 },
  completion_tokens_details: { reasoning_tokens: 4 },
};

const HEAD = { id: "chatcmpl-1", created: 1, model: "gpt-x" };

export function completionOf(choice: JsonObject, usage: JsonObject = USAGE): JsonObject {
  return { ...HEAD, object: "chat.completion", choices: [{ index: 0, ...choice }], usage };
}

/** A chunk with one choice. */
export function chunkOf(delta: JsonObject, ending: JsonObject = {}): JsonObject {
  const choice = { index: 0, delta, finish_reason: null, ...ending };
  return { ...HEAD, object: "chat.completion.chunk", choices: [choice], usage: null };
}

/** The chunk that only counts. */
export function usageChunk(usage: JsonObject = USAGE): JsonObject {
  return { ...HEAD, object: "chat.completion.chunk", choices: [], usage };
}
