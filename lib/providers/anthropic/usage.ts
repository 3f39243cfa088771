import { isObject, type JsonObject } from "../../protocol/json";
import { compactJson } from "./compact-json";

/**
 * Anthropic's usage in the words of the OpenAI API, where the prompt includes what was read from and
 * written to the cache. Null when it does not say both input and output.
 */
export function chatUsage(usage: JsonObject | null): JsonObject | null {
  const input = countOf(usage?.input_tokens);
  const output = countOf(usage?.output_tokens);
  if (usage === null || input === null || output === null) return null;
  const cacheRead = countOf(usage.cache_read_input_tokens);
  const cacheWrite = cacheWriteOf(usage);
  const thinking = thinkingOf(usage);
  const prompt = input + (cacheRead ?? 0) + (cacheWrite ?? 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    ...(cacheRead === null && cacheWrite === null
      ? {}
      : {
          prompt_tokens_details: {
            ...(cacheRead === null ? {} : { cached_tokens: cacheRead }),
            ...(cacheWrite === null ? {} : { cache_write_tokens: cacheWrite }),
          },
        }),
    ...(thinking === null ? {} : { completion_tokens_details: { reasoning_tokens: thinking } }),
  };
}

/** The counts of a stream are cumulative: a later one replaces, and one that is left out says nothing. */
export function mergeUsage(before: JsonObject | null, usage: unknown): JsonObject | null {
  if (!isObject(usage) || compactJson(usage) === null) return before;
  if (before === null) return usage;
  const said = Object.entries(usage).filter(([, value]) => value !== null);
  return { ...before, ...Object.fromEntries(said) };
}

function cacheWriteOf(usage: JsonObject): number | null {
  const total = countOf(usage.cache_creation_input_tokens);
  if (total !== null || !isObject(usage.cache_creation)) return total;
  const fiveMinutes = countOf(usage.cache_creation.ephemeral_5m_input_tokens);
  const oneHour = countOf(usage.cache_creation.ephemeral_1h_input_tokens);
  return fiveMinutes === null && oneHour === null ? null : (fiveMinutes ?? 0) + (oneHour ?? 0);
}

function thinkingOf(usage: JsonObject): number | null {
  const details = usage.output_tokens_details;
  return isObject(details) ? countOf(details.thinking_tokens) : null;
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
