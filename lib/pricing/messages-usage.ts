import type { JsonObject } from "../protocol/json";
import {
  CountReader,
  NO_FACTS,
  type NormalisedUsage,
  sumOf,
  toNormalisedUsage,
} from "./usage-tally";

/**
 * Anthropic's Messages: `input_tokens` leaves out what the cache served and took; the output holds the
 * thinking. Without a split, cache writes live for five minutes.
 */
export function messagesUsage(raw: JsonObject): NormalisedUsage {
  const read = new CountReader();
  const cacheRead = read.count(raw.cache_read_input_tokens);
  const written = read.count(raw.cache_creation_input_tokens);
  const split = read.details(raw.cache_creation);
  const oneHour = read.count(split.ephemeral_1h_input_tokens);
  const fiveMinutes = read.count(split.ephemeral_5m_input_tokens);
  const isSplit = oneHour !== null || fiveMinutes !== null;
  const splitSum = (oneHour ?? 0) + (fiveMinutes ?? 0);
  const cacheWrite5m = isSplit ? fiveMinutes : written;
  const input = read.count(raw.input_tokens);
  const facts = {
    ...NO_FACTS,
    input: input === null ? null : sumOf(input, cacheRead, cacheWrite5m, oneHour),
    output: read.count(raw.output_tokens),
    cacheRead,
    cacheWrite5m,
    cacheWrite1h: oneHour,
    reasoning: read.count(read.details(raw.output_tokens_details).thinking_tokens),
    webSearches: read.count(read.details(raw.server_tool_use).web_search_requests),
  };
  const normalised = toNormalisedUsage(facts, read.isBroken);
  const contradicts = isSplit && written !== null && written !== splitSum;
  return contradicts ? { ...normalised, isMismatch: true } : normalised;
}
