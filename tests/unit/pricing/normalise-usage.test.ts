import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseUsage } from "../../../lib/pricing/normalise-usage";
import { UNITS } from "../../../lib/pricing/usage-buckets";
import { USAGE_CASES } from "../../fixtures/pricing/usage-cases";

const UNKNOWN = {
  ...{ promptTokens: null, completionTokens: null, totalTokens: null, cachedTokens: null },
  ...{ cacheWriteTokens: null, reasoningTokens: null, isEstimated: false },
};

describe("normaliseUsage", () => {
  it.each(USAGE_CASES)("$kind $api: $sentence", ({ kind, api, raw, buckets, usage }) => {
    const normalised = normaliseUsage({ providerKind: kind, api }, raw);
    expect(normalised.buckets).toEqual({ requests: 1, ...buckets });
    expect(normalised.usage).toEqual({ ...UNKNOWN, ...usage });
    expect(normalised.isMismatch).toBe(false);
  });

  it.each(USAGE_CASES.filter(({ usage }) => usage.totalTokens))(
    "$kind $api: the buckets add up to the provider's total ($sentence)",
    ({ kind, api, raw, usage }) => {
      const { buckets } = normaliseUsage({ providerKind: kind, api }, raw);
      const { requests, seconds, web_searches, ...tokens } = buckets ?? {};
      expect(Object.values(tokens).reduce((sum, count) => sum + count, 0)).toBe(usage.totalTokens);
    },
  );

  it("keeps the cost that OpenRouter reports, exactly, and nobody else's", () => {
    const raw = { prompt_tokens: 1, completion_tokens: 1, cost: 0.1 + 0.2 };
    const reported = (providerKind: string) =>
      normaliseUsage({ providerKind, api: "chat.completions" }, raw).reportedCostPicoUsd;
    expect(reported("openrouter")).toBe(300_000_000_000n);
    expect(reported("openai")).toBeNull();
  });

  it.each([
    [
      "more cached than there was",
      { prompt_tokens: 100, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 150 } },
      { cache_read: 150, text_out: 1, requests: 1 },
    ],
    [
      "more reasoning than output",
      {
        prompt_tokens: 1,
        completion_tokens: 10,
        completion_tokens_details: { reasoning_tokens: 30 },
      },
      { text_in: 1, reasoning: 30, requests: 1 },
    ],
    [
      "a total that is not the sum",
      { prompt_tokens: 10, completion_tokens: 5, total_tokens: 99 },
      { text_in: 10, text_out: 5, requests: 1 },
    ],
    ["a negative prompt", { prompt_tokens: -1, completion_tokens: 5 }, null],
    ["half a token", { prompt_tokens: 1, completion_tokens: 1.5 }, null],
    ["a number in quotes", { prompt_tokens: "12", completion_tokens: 1 }, null],
    ["more tokens than there are", { prompt_tokens: 1e18, completion_tokens: 1 }, null],
    ["details that are none", { prompt_tokens: 1, prompt_tokens_details: 7 }, null],
  ])("flags %s instead of mending it", (_, raw, buckets) => {
    const normalised = normaliseUsage({ providerKind: "openai", api: "chat.completions" }, raw);
    expect(normalised).toMatchObject({ isMismatch: true, buckets });
  });

  it("flags cache writes that are not the sum of their parts", () => {
    const raw = {
      ...{ input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 10 },
      cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
    };
    const normalised = normaliseUsage({ providerKind: "anthropic", api: "messages" }, raw);
    expect(normalised.isMismatch).toBe(true);
    expect(normalised.buckets).toMatchObject({ cache_write_5m: 3, cache_write_1h: 4 });
  });

  it("knows nothing of what is no usage object, and prices nothing without a prompt", () => {
    for (const value of [null, undefined, 12, "12", [], {}, { completion_tokens: 3 }]) {
      const normalised = normaliseUsage({ providerKind: "openai", api: "completions" }, value);
      expect(normalised).toMatchObject({ buckets: null, isMismatch: false });
    }
  });

  it("never throws and never makes up a number, whoever counts whatever", () => {
    const names = USAGE_CASES.flatMap(({ raw }) => Object.keys(raw));
    const count = fc.oneof(fc.nat(), fc.constantFrom(-1, 0.5, 1e300, Number.MAX_SAFE_INTEGER));
    const value = fc.oneof(count, fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), count));
    const raw = fc.dictionary(fc.constantFrom(...names, "cached_tokens", "cost"), value);
    const source = fc.constantFrom(...USAGE_CASES);
    fc.assert(
      fc.property(source, raw, ({ kind, api }, garbage) => {
        const { buckets } = normaliseUsage({ providerKind: kind, api }, garbage);
        for (const [unit, quantity] of Object.entries(buckets ?? {})) {
          expect(UNITS).toContain(unit);
          expect(Number.isSafeInteger(quantity) && quantity > 0).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("counts every token once, however an OpenAI answer is composed", () => {
    const part = fc.nat(1_000_000);
    fc.assert(
      fc.property(
        part,
        part,
        part,
        part,
        part,
        part,
        (text, cached, sound, said, thought, spoken) => {
          const raw = {
            prompt_tokens: text + cached + sound,
            completion_tokens: said + thought + spoken,
            total_tokens: text + cached + sound + said + thought + spoken,
            prompt_tokens_details: { cached_tokens: cached, audio_tokens: sound },
            completion_tokens_details: { reasoning_tokens: thought, audio_tokens: spoken },
          };
          const { buckets, isMismatch } = normaliseUsage(
            { providerKind: "openai", api: "chat.completions" },
            raw,
          );
          const { requests, ...tokens } = buckets ?? {};
          expect(isMismatch).toBe(false);
          expect(Object.values(tokens).reduce((sum, count) => sum + count, 0)).toBe(
            raw.total_tokens,
          );
          expect(tokens.cache_read ?? 0).toBe(cached);
        },
      ),
    );
  });
});
