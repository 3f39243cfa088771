import { calcPrice, type MatchLogic, type ModelInfo, waitForUpdate } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import { costOf } from "../../../lib/pricing/cost-of";
import { loadPriceBook } from "../../../lib/pricing/load-price-book";

const KINDS = {
  ...{ openai: "openai", anthropic: "anthropic", google: "gemini", mistral: "mistral" },
  ...{ deepseek: "deepseek", "x-ai": "xai", groq: "groq", together: "together" },
  ...{ fireworks: "fireworks", cerebras: "cerebras", openrouter: "openrouter" },
};

const USES = [
  { text_in: 1_000, cache_read: 300, text_out: 77 },
  { text_in: 250_001, cache_read: 40_000, text_out: 9_999 },
  { text_in: 600_000, cache_read: 0, text_out: 1 },
];

const TIMES = ["2025-06-01T02:00:00Z", "2026-03-13T00:00:00Z", "2026-11-20T12:00:00Z"];

function callsOf(models: readonly ModelInfo[]) {
  return models
    .flatMap(({ match }) => namesIn(match))
    .flatMap((name) => TIMES.map((time) => ({ name, at: new Date(time) })))
    .flatMap((call) => USES.map((use) => ({ ...call, use })));
}

/** The names a list spells out. */
function namesIn(match: MatchLogic): string[] {
  if ("or" in match) return match.or.flatMap(namesIn);
  return "equals" in match ? [match.equals] : [];
}

test.each(Object.entries(KINDS))(
  "every name in the list of %s costs what the package's own arithmetic says, to the float",
  async (list, kind) => {
    const book = await loadPriceBook();
    const models = (await waitForUpdate())?.find(({ id }) => id === list)?.models ?? [];
    let compared = 0;
    for (const { name, at, use } of callsOf(models)) {
      const row = book.find(kind, name, at);
      const cost = row && costOf(use, row);
      const usage = {
        input_tokens: use.text_in + use.cache_read,
        cache_read_tokens: use.cache_read,
        output_tokens: use.text_out,
      };
      const theirs = calcPrice(usage, name, { providerId: list, timestamp: at });
      if (!cost || !theirs) continue;
      const ours = Number(cost.picoUsd) / 1e12;
      expect([name, ours]).toEqual([name, expect.closeTo(theirs.total_price, 9)]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(models.length);
  },
);
