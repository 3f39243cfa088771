import { isObject, type JsonObject } from "../../protocol/json";

/**
 * Anthropic's usage object for chat's: what was read from or written to a cache is not part of
 * `input_tokens` there. The two totals have no way to say "unknown"; they are 0 where the upstream
 * counted nothing.
 */
export function toMessageUsage(usage: unknown): JsonObject {
  const given = isObject(usage) ? usage : {};
  const prompt = isObject(given.prompt_tokens_details) ? given.prompt_tokens_details : {};
  const completion = isObject(given.completion_tokens_details)
    ? given.completion_tokens_details
    : {};
  const read = countOf(prompt.cached_tokens);
  const written = countOf(prompt.cache_write_tokens);
  const thinking = countOf(completion.reasoning_tokens);
  const fresh = (countOf(given.prompt_tokens) ?? 0) - (read ?? 0) - (written ?? 0);
  return {
    input_tokens: Math.max(fresh, 0),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: countOf(given.completion_tokens) ?? 0,
    output_tokens_details: thinking === null ? null : { thinking_tokens: thinking },
    server_tool_use: null,
  };
}

/** What a message has beside the counts, which no chat upstream tells. */
export const UNTOLD_USAGE = {
  cache_creation: null,
  inference_geo: null,
  service_tier: null,
  speed: null,
} as const;

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}
