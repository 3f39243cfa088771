import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { upstreamUsage } from "../../../lib/recorder/upstream-usage";

const UNKNOWN = {
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  isEstimated: false,
};

const CASES: readonly [sentence: string, raw: object, expected: object][] = [
  [
    "an OpenAI chat completion's prompt holds its cached part, its completion the reasoning",
    {
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_tokens_details: { cached_tokens: 80 },
      completion_tokens_details: { reasoning_tokens: 30 },
    },
    {
      promptTokens: 100,
      completionTokens: 50,
      totalTokens: 150,
      cachedTokens: 80,
      reasoningTokens: 30,
    },
  ],
  [
    "a translated chat completion names what was written to the cache",
    {
      prompt_tokens: 13,
      completion_tokens: 5,
      prompt_tokens_details: { cached_tokens: 2, cache_write_tokens: 1 },
    },
    {
      promptTokens: 13,
      completionTokens: 5,
      totalTokens: 18,
      cachedTokens: 2,
      cacheWriteTokens: 1,
    },
  ],
  [
    "xAI counts reasoning beside the completion: it is added",
    {
      prompt_tokens: 12,
      completion_tokens: 1,
      total_tokens: 399,
      completion_tokens_details: { reasoning_tokens: 386 },
    },
    { promptTokens: 12, completionTokens: 387, totalTokens: 399, reasoningTokens: 386 },
  ],
  [
    "DeepSeek's cache hits are part of the prompt",
    {
      prompt_tokens: 10,
      completion_tokens: 2,
      total_tokens: 12,
      prompt_cache_hit_tokens: 8,
      prompt_cache_miss_tokens: 2,
    },
    { promptTokens: 10, completionTokens: 2, totalTokens: 12, cachedTokens: 8 },
  ],
  [
    "embeddings use a prompt and complete nothing",
    { prompt_tokens: 7, total_tokens: 7 },
    { promptTokens: 7, totalTokens: 7 },
  ],
  [
    "Anthropic's input leaves the cache out: reads and writes are added",
    {
      input_tokens: 1_000,
      cache_read_input_tokens: 10_000,
      cache_creation_input_tokens: 2_000,
      cache_creation: { ephemeral_5m_input_tokens: 2_000, ephemeral_1h_input_tokens: 0 },
      output_tokens: 500,
      output_tokens_details: { thinking_tokens: 200 },
    },
    {
      promptTokens: 13_000,
      completionTokens: 500,
      totalTokens: 13_500,
      cachedTokens: 10_000,
      cacheWriteTokens: 2_000,
      reasoningTokens: 200,
    },
  ],
  [
    "Anthropic's nulls are unknown and its zeros are zeros",
    {
      input_tokens: 3,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: null,
      output_tokens: 0,
      output_tokens_details: null,
    },
    { promptTokens: 3, completionTokens: 0, totalTokens: 3, cachedTokens: 0 },
  ],
  [
    "OpenAI's Responses count everything in their input",
    {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 60 },
      output_tokens: 40,
      output_tokens_details: { reasoning_tokens: 25 },
      total_tokens: 140,
    },
    {
      promptTokens: 100,
      completionTokens: 40,
      totalTokens: 140,
      cachedTokens: 60,
      reasoningTokens: 25,
    },
  ],
  [
    "Gemini's prompt holds its cached part, its candidates leave the thoughts out",
    {
      promptTokenCount: 100,
      cachedContentTokenCount: 90,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 200,
      totalTokenCount: 310,
    },
    {
      promptTokens: 100,
      completionTokens: 210,
      totalTokens: 310,
      cachedTokens: 90,
      reasoningTokens: 200,
    },
  ],
  [
    "Gemini's tools add to the prompt",
    { promptTokenCount: 10, toolUsePromptTokenCount: 5, candidatesTokenCount: 1 },
    { promptTokens: 15, completionTokens: 1, totalTokens: 16 },
  ],
  [
    "counts that are no counts are unknown",
    { prompt_tokens: -1, completion_tokens: 1.5, total_tokens: "12" },
    {},
  ],
];

describe("upstreamUsage", () => {
  it.each(CASES)("%s", (_, raw, expected) => {
    expect(upstreamUsage(raw)).toEqual({ ...UNKNOWN, ...expected });
  });

  it("knows nothing of what is no usage object", () => {
    for (const value of [null, undefined, 12, "12", [], {}]) {
      expect(upstreamUsage(value)).toEqual(UNKNOWN);
    }
  });

  it("never throws and never makes up a number", () => {
    const fields = CASES.flatMap(([, raw]) => Object.keys(raw));
    const garbage = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(garbage, (raw) => {
        const { isEstimated: _, ...counts } = upstreamUsage(raw);
        for (const count of Object.values(counts)) {
          expect(count === null || (Number.isInteger(count) && count >= 0)).toBe(true);
        }
      }),
    );
  });
});
