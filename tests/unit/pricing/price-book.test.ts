import { waitForUpdate } from "@pydantic/genai-prices";
import { beforeAll, describe, expect, it } from "vitest";
import { costOf } from "../../../lib/pricing/cost-of";
import { loadPriceBook } from "../../../lib/pricing/load-price-book";
import type { PriceBook } from "../../../lib/pricing/price-book";

const NOW = new Date("2026-11-20T12:00:00Z");
let book: PriceBook;
beforeAll(async () => {
  book = await loadPriceBook();
});

const priced = (kind: string | null, model: string, at = NOW) => {
  const row = book.find(kind, model, at);
  return row && `${row.source.replace("genai-prices/", "")} ${row.model}`;
};

/** Dollars for a million tokens of each. */
const perMillion = (kind: string, model: string) => {
  const row = book.find(kind, model, NOW);
  const cost = (buckets: object) => row && costOf(buckets, row)?.explanation.lines[0];
  return [
    cost({ text_in: 1 })?.priceUsdPerMillion,
    cost({ text_out: 1 })?.priceUsdPerMillion ?? null,
  ];
};

describe("the built-in price book", () => {
  it.each([
    ["openai", "gpt-4o", "2.5", "10"],
    ["openai", "gpt-4o-mini", "0.15", "0.6"],
    ["openai", "gpt-4-turbo", "10", "30"],
    ["openai", "o1", "15", "60"],
    ["openai", "o3-mini", "1.1", "4.4"],
    ["anthropic", "claude-3-5-sonnet", "3", "15"],
    ["anthropic", "claude-3-5-haiku", "0.8", "4"],
    ["anthropic", "claude-3-opus", "15", "75"],
    ["openai", "text-embedding-3-small", "0.02", null],
    ["openai", "text-embedding-3-large", "0.13", null],
  ])(
    "has the price the product promises for %s %s, whoever serves it",
    (kind, model, input, output) => {
      expect(perMillion(kind, model)).toEqual([input, output]);
      expect(perMillion("custom", model)).toEqual([input, output]);
    },
  );

  it("has hundreds of models, among them at least 30 of OpenAI's and Anthropic's", async () => {
    const lists = (await waitForUpdate()) ?? [];
    const known = (list: string, kind: string) =>
      lists.find(({ id }) => id === list)?.models.filter(({ id }) => priced(kind, id)).length ?? 0;
    expect(known("openai", "openai") + known("anthropic", "anthropic")).toBeGreaterThan(90);
    expect(known("openrouter", "openrouter")).toBeGreaterThan(650);
  });

  it("finds every name that the lists spell out, in its own list", async () => {
    const lists = (await waitForUpdate()) ?? [];
    const kinds = { openai: "openai", anthropic: "anthropic", google: "gemini", groq: "groq" };
    for (const [list, kind] of Object.entries(kinds)) {
      const models = lists.find(({ id }) => id === list)?.models ?? [];
      for (const { id } of models) expect(priced(kind, id)).toMatch(`${list} `);
    }
  });
});

describe("finding a model's price", () => {
  it.each([
    ["openai", "gpt-4o-mini", "openai gpt-4o-mini"],
    ["openai", "gpt-4o-2024-05-13", "openai gpt-4o-2024-05-13"],
    ["openai", "gpt-4o-2031-01-02", "openai gpt-4o"],
    ["openai", "GPT-4o", "openai gpt-4o"],
    ["openai", "ft:gpt-4o-mini-2024-07-18:acme::abc123", "openai ft:gpt-4o-mini"],
    ["azure-openai", "gpt-4o", "openai gpt-4o"],
    ["azure-openai", "gpt-4o-2024-08-06", "openai gpt-4o"],
    ["azure-openai", "o1", "azure o1"],
    ["azure-openai", "gpt-35-turbo", "openai gpt-3.5-turbo"],
    ["anthropic", "claude-sonnet-4-20250514", "anthropic claude-sonnet-4-0"],
    ["anthropic", "claude-3-5-sonnet-20241022", "anthropic claude-3-5-sonnet"],
    ["anthropic", "claude-3-5-haiku-latest", "anthropic claude-3-5-haiku-latest"],
    ["anthropic", "claude-opus-4-1-20250805", "anthropic claude-opus-4-1"],
    ["gemini", "gemini-2.5-pro", "google gemini-2.5-pro"],
    ["gemini", "models/gemini-2.5-pro", "google gemini-2.5-pro"],
    ["gemini", "gemini-2.5-pro-preview-06-05", "google gemini-2.5-pro"],
    ["gemini", "gemini-2.5-pro-preview-tts", "google gemini-2.5-pro-tts"],
    ["xai", "grok-4-0709", "x-ai grok-4-0709"],
    ["deepseek", "deepseek-chat", "deepseek deepseek-chat"],
    ["openrouter", "openai/gpt-4o-mini", "openrouter openai/gpt-4o-mini"],
    ["custom", "openai/gpt-4o-mini", "openai gpt-4o-mini"],
    ["custom", "azure/gpt-4o-mini", "openai gpt-4o-mini"],
    ["custom", "my-router/anthropic/claude-3-opus", "anthropic claude-3-opus-latest"],
    ["custom", "vertex_ai/claude-3-5-sonnet@20240620", "google claude-3-5-sonnet"],
    ["custom", "publishers/google/models/gemini-2.5-pro", "google gemini-2.5-pro"],
    [
      "custom",
      "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "aws regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ],
    [
      "custom",
      "bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0",
      "aws regional.anthropic.claude-3-5-sonnet-20241022-v2:0",
    ],
    [
      "custom",
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
      "aws global.anthropic.claude-haiku-4-5-20251001-v1:0",
    ],
    ["custom", "accounts/fireworks/models/deepseek-v3p2", "fireworks deepseek-v3p2"],
    [null, "gpt-4o", "openai gpt-4o"],
  ])("of %s, %s is %s", (kind, model, expected) => {
    expect(priced(kind, model)).toBe(expected);
  });

  it.each([
    ["openai", "gpt-4o-nano"],
    ["openai", "gpt-4o-mini-turbo"],
    ["openai", "gpt-4oo"],
    ["openai", "my-gpt-4o"],
    ["anthropic", "claude-sonnet-5-pro"],
    ["anthropic", "claude-3-5-sonnetx"],
    ["gemini", "gemini-2.5-pro-ultra"],
    ["groq", "gpt-4o"],
    ["groq", "openai/gpt-4o"],
    ["openrouter", "openai/gpt-4o-mini:nitro"],
    ["vllm", "gpt-4o"],
    ["ollama", "deepseek-r1:7b"],
    ["custom", "deepseek-r1:7b"],
    ["custom", "llama-3.3-70b"],
    ["echo", "echo"],
    ["custom", ""],
    ["custom", "/"],
    ["custom", "x".repeat(10_000)],
  ])("of %s, %s is unknown", (kind, model) => {
    expect(priced(kind, model)).toBeNull();
  });

  it("goes by the hour where a provider does", () => {
    const at = (time: string) =>
      book.find("deepseek", "deepseek-chat", new Date(`2026-01-05T${time}Z`))?.prices.text_in
        ?.picoUsd;
    expect(at("00:29:59")).toBe(135_000_000_000n);
    expect(at("00:30:00")).toBe(270_000_000_000n);
    expect(at("16:29:59")).toBe(270_000_000_000n);
    expect(at("16:30:00")).toBe(135_000_000_000n);
  });

  it("says since when a price holds, where that is known", () => {
    const on = (day: string) => book.find("anthropic", "claude-sonnet-4-6", new Date(day));
    expect(on("2026-03-12T23:59:59.999Z")?.effectiveFrom).toBeNull();
    expect(on("2026-03-13T00:00:00Z")?.effectiveFrom).toBe("2026-03-13");
  });

  it("takes no longer for a hostile name", () => {
    const started = performance.now();
    for (const part of ["-1", "-20", "@v1:", "/a", "-latest", "a."]) {
      book.find("custom", `gpt-4o${part.repeat(40)}`, NOW);
      book.find("gemini", `gemini-2.5-pro${part.repeat(40)}x`, NOW);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
