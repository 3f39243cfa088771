import type { JsonObject } from "../protocol/json";
import { asCount, asObject } from "../protocol/lenient-json";
import type { Usage } from "../protocol/trace";

type Counts = Omit<Usage, "isEstimated">;

/**
 * The counts of a provider's usage object in a trace's terms. Which provider's it is shows in its fields;
 * what is no usage object counts nothing.
 */
export function upstreamUsage(value: unknown): Usage {
  return { ...countsOf(asObject(value)), isEstimated: false };
}

function countsOf(raw: JsonObject): Counts {
  if ("promptTokenCount" in raw || "candidatesTokenCount" in raw) return geminiCounts(raw);
  if ("input_tokens" in raw || "output_tokens" in raw) return inputOutputCounts(raw);
  return chatCounts(raw);
}

/** OpenAI's Chat Completions, Completions and Embeddings, and everything that copies them. */
function chatCounts(raw: JsonObject): Counts {
  const prompt = asObject(raw.prompt_tokens_details);
  const promptTokens = asCount(raw.prompt_tokens);
  const totalTokens = asCount(raw.total_tokens);
  const reasoningTokens = asCount(asObject(raw.completion_tokens_details).reasoning_tokens);
  const shown = asCount(raw.completion_tokens);
  // xAI counts reasoning beside the completion, which shows in its total.
  const isBeside =
    totalTokens !== null && totalTokens === sum(promptTokens, shown, reasoningTokens);
  const completionTokens = isBeside && shown !== null ? sum(shown, reasoningTokens) : shown;
  return {
    promptTokens,
    completionTokens,
    totalTokens: totalTokens ?? sum(promptTokens, completionTokens),
    // DeepSeek has a field of its own for the cached part.
    cachedTokens: asCount(prompt.cached_tokens) ?? asCount(raw.prompt_cache_hit_tokens),
    cacheWriteTokens: asCount(prompt.cache_write_tokens),
    reasoningTokens,
  };
}

/**
 * Anthropic's Messages, whose `input_tokens` leave out what the cache served or took, and OpenAI's
 * Responses, whose `input_tokens` hold everything. Only Anthropic has the cache counts outside of details.
 */
function inputOutputCounts(raw: JsonObject): Counts {
  const input = asObject(raw.input_tokens_details);
  const output = asObject(raw.output_tokens_details);
  const cacheRead = asCount(raw.cache_read_input_tokens);
  const cacheWrite = asCount(raw.cache_creation_input_tokens);
  const promptTokens = sum(asCount(raw.input_tokens), cacheRead, cacheWrite);
  const completionTokens = asCount(raw.output_tokens);
  return {
    promptTokens,
    completionTokens,
    totalTokens: asCount(raw.total_tokens) ?? sum(promptTokens, completionTokens),
    cachedTokens: cacheRead ?? asCount(input.cached_tokens),
    cacheWriteTokens: cacheWrite ?? asCount(input.cache_write_tokens),
    reasoningTokens: asCount(output.thinking_tokens) ?? asCount(output.reasoning_tokens),
  };
}

/** Gemini: the prompt holds its cached part, but neither what tools added to it nor thoughts are counted in. */
function geminiCounts(raw: JsonObject): Counts {
  const reasoningTokens = asCount(raw.thoughtsTokenCount);
  const promptTokens = sum(asCount(raw.promptTokenCount), asCount(raw.toolUsePromptTokenCount));
  const completionTokens = sum(asCount(raw.candidatesTokenCount), reasoningTokens);
  return {
    promptTokens,
    completionTokens,
    totalTokens: asCount(raw.totalTokenCount) ?? sum(promptTokens, completionTokens),
    cachedTokens: asCount(raw.cachedContentTokenCount),
    cacheWriteTokens: null,
    reasoningTokens,
  };
}

/** Null when nothing is known of any part. */
function sum(...counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
}
