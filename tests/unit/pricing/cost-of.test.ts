import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { picoUsdToDecimal } from "../../../lib/money";
import { costOf } from "../../../lib/pricing/cost-of";
import { loadPriceBook } from "../../../lib/pricing/load-price-book";
import { normaliseUsage } from "../../../lib/pricing/normalise-usage";
import type { PriceBook } from "../../../lib/pricing/price-book";
import type { PriceRow, UnitPrice } from "../../../lib/pricing/price-row";
import { UNITS, type Unit, type UsageBuckets } from "../../../lib/pricing/usage-buckets";

let book: PriceBook;
beforeAll(async () => {
  book = await loadPriceBook();
});

const AT = new Date("2026-11-20T12:00:00Z");

function dollars(kind: string, model: string, api: string, raw: object, at = AT): string | null {
  const { buckets } = normaliseUsage({ providerKind: kind, api }, raw);
  const row = book.find(kind, model, at);
  const cost = buckets && row && costOf(buckets, row);
  return cost && picoUsdToDecimal(cost.picoUsd);
}

describe("the cost of a call", () => {
  const claude = (split: object) => ({
    ...{ input_tokens: 1_000, cache_read_input_tokens: 10_000, output_tokens: 500 },
    ...{ cache_creation_input_tokens: 2_000, cache_creation: split },
  });

  it.each([
    [
      "five-minute cache writes",
      ...["anthropic", "claude-sonnet-4-5", "messages"],
      claude({ ephemeral_5m_input_tokens: 2_000, ephemeral_1h_input_tokens: 0 }),
      "0.021",
    ],
    [
      "one-hour cache writes",
      ...["anthropic", "claude-sonnet-4-5-20250929", "messages"],
      claude({ ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 2_000 }),
      "0.0255",
    ],
    [
      "a prompt of exactly the threshold",
      ...["gemini", "gemini-2.5-pro", "chat.completions"],
      { promptTokenCount: 200_000, candidatesTokenCount: 1_000 },
      "0.26",
    ],
    [
      "a prompt above the threshold, all of it at the higher tier",
      ...["gemini", "gemini-2.5-pro", "chat.completions"],
      { promptTokenCount: 300_000, candidatesTokenCount: 1_000 },
      "0.765",
    ],
    [
      "a prompt above the threshold that is mostly cached",
      ...["gemini", "gemini-2.5-pro", "chat.completions"],
      { promptTokenCount: 200_001, cachedContentTokenCount: 200_000, candidatesTokenCount: 0 },
      "0.0500025",
    ],
    [
      "a web search",
      ...["anthropic", "claude-sonnet-4-5", "messages"],
      { input_tokens: 100, output_tokens: 0, server_tool_use: { web_search_requests: 1 } },
      "0.0103",
    ],
    ["a minute of sound", "openai", "whisper-1", "audio.transcriptions", { seconds: 60 }, "0.006"],
    [
      "reasoning, at the price of output and once",
      ...["openai", "o3-mini", "chat.completions"],
      {
        ...{ prompt_tokens: 0, completion_tokens: 1_000 },
        completion_tokens_details: { reasoning_tokens: 900 },
      },
      "0.0044",
    ],
    [
      "cached input",
      ...["openai", "gpt-4o", "chat.completions"],
      {
        ...{ prompt_tokens: 2_000, completion_tokens: 0 },
        prompt_tokens_details: { cached_tokens: 1_000 },
      },
      "0.00375",
    ],
    [
      "a single token",
      "openai",
      "text-embedding-3-small",
      "embeddings",
      { prompt_tokens: 1 },
      "0.00000002",
    ],
  ] as [string, string, string, string, object, string][])(
    "of %s is exact",
    (_, kind, model, api, raw, expected) => {
      expect(dollars(kind, model, api, raw)).toBe(expected);
    },
  );

  it("is unknown where something that was used has no price", () => {
    const raw = { prompt_tokens: 10, completion_tokens: 1 };
    expect(dollars("openai", "text-embedding-3-small", "chat.completions", raw)).toBeNull();
    expect(dollars("openai", "gpt-4o", "audio.transcriptions", { seconds: 3 })).toBeNull();
  });

  it("is unknown where it is more than anybody could owe", () => {
    const row = rowOf({ text_in: { picoUsd: 10n ** 30n, per: 1n, tiers: [] } });
    expect(costOf({ text_in: 1 }, row)).toBeNull();
  });
});

function rowOf(prices: PriceRow["prices"]): PriceRow {
  return { source: "test", model: "m", effectiveFrom: null, prices };
}

const anyPrice: fc.Arbitrary<UnitPrice> = fc.record({
  picoUsd: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  per: fc.constantFrom(1_000_000n, 1_000n, 3_600n),
  tiers: fc.constant([]),
});
const anyRow = fc
  .tuple(...UNITS.map(() => anyPrice))
  .map((prices) => rowOf(Object.fromEntries(UNITS.map((unit, index) => [unit, prices[index]]))));
const anyBuckets: fc.Arbitrary<UsageBuckets> = fc
  .tuple(...UNITS.map(() => fc.nat(50_000_000)))
  .map((counts) => Object.fromEntries(UNITS.map((unit, index) => [unit, counts[index] ?? 0])));

describe("arithmetic", () => {
  it("adds its lines up to the cost, exactly", () => {
    fc.assert(
      fc.property(anyBuckets, anyRow, (buckets, row) => {
        const cost = costOf(buckets, row);
        const sum = cost?.explanation.lines.reduce(
          (total, { costUsd }) => total + pico(costUsd),
          0n,
        );
        expect(sum).toBe(cost?.picoUsd);
      }),
    );
  });

  it("is never further than half a pico-dollar a line from the true quotient", () => {
    fc.assert(
      fc.property(anyBuckets, anyRow, (buckets, row) => {
        const cost = costOf(buckets, row);
        for (const { unit, quantity, costUsd } of cost?.explanation.lines ?? []) {
          const { picoUsd, per } = row.prices[unit as Unit] as UnitPrice;
          const rest = 2n * (pico(costUsd) * per - BigInt(quantity) * picoUsd);
          expect(-per <= rest && rest <= per).toBe(true);
        }
      }),
    );
  });

  it("never charges less for more", () => {
    fc.assert(
      fc.property(anyBuckets, anyRow, fc.constantFrom(...UNITS), (buckets, row, unit) => {
        const more = { ...buckets, [unit]: (buckets[unit] ?? 0) + 1 };
        expect((costOf(more, row)?.picoUsd ?? 0n) >= (costOf(buckets, row)?.picoUsd ?? 0n)).toBe(
          true,
        );
      }),
    );
  });
});

function pico(usd: string): bigint {
  const [whole = "0", fraction = ""] = usd.split(".");
  return BigInt(whole + fraction.padEnd(12, "0"));
}
