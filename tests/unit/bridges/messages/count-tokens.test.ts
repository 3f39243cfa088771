import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateInputTokens } from "../../../../lib/bridges/messages/count-tokens";

const ask = (content: unknown) => ({ messages: [{ role: "user", content }] });
const tokensOf = (content: unknown) => estimateInputTokens(ask(content));
const base64 = (bytes: number) => "A".repeat(Math.ceil((bytes * 4) / 3));
const image = (bytes: number) => ({
  type: "image",
  source: { type: "base64", media_type: "image/png", data: base64(bytes) },
});
const pdf = (bytes: number) => ({
  type: "document",
  source: { type: "base64", media_type: "application/pdf", data: base64(bytes) },
});

describe("case 115: the estimate of input tokens", () => {
  // The counts that tokenizers in use give for these sentences lie between the bounds.
  it.each([
    ["English", "The quick brown fox jumps over the lazy dog near the river bank.", 12, 22],
    ["German", "Die Würde des Menschen ist unantastbar. Sie zu achten ist Pflicht.", 14, 26],
    ["Russian", "Быстрая коричневая лиса перепрыгивает через ленивую собаку.", 14, 38],
    ["Chinese", "敏捷的棕色狐狸跳过了懒狗，然后跑进了森林。", 14, 32],
    ["Japanese", "素早い茶色の狐がのろまな犬を飛び越える。", 13, 30],
    ["code", "for (let i = 0; i < items.length; i++) { total += items[i].price; }", 20, 36],
  ])("is near for %s", (_language, text, least, most) => {
    const tokens = tokensOf(text) - tokensOf("");

    expect(tokens).toBeGreaterThanOrEqual(least);
    expect(tokens).toBeLessThanOrEqual(most);
  });

  it("is near the count in Anthropic's documentation for a short greeting", () => {
    const request = { system: "You are a scientist", ...ask("Hello, Claude") };

    expect(Math.abs(estimateInputTokens(request) - 14)).toBeLessThanOrEqual(4);
  });

  it("counts everything the model reads: system, tools, calls, results, documents", () => {
    const parts = [
      { system: "Be brief and kind to everyone." },
      { system: [{ type: "text", text: "Be brief and kind to everyone." }] },
      { tools: [{ name: "weather", description: "Tells it.", input_schema: { type: "object" } }] },
      { output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
    ];
    const blocks = [
      { type: "tool_use", id: "a", name: "weather", input: { city: "Oslo" } },
      { type: "tool_result", tool_use_id: "a", content: "It is four degrees." },
      { type: "tool_result", tool_use_id: "a", content: [{ type: "text", text: "Four." }] },
      { type: "document", title: "T", source: { type: "text", data: "Some words here." } },
      { type: "document", source: { type: "content", content: "Some words here." } },
      { type: "search_result", title: "T", source: "S", content: [{ type: "text", text: "W" }] },
    ];

    for (const part of parts) {
      expect(estimateInputTokens({ ...ask("x"), ...part })).toBeGreaterThan(tokensOf("x"));
    }
    for (const block of blocks) expect(tokensOf([block])).toBeGreaterThan(tokensOf([]));
  });

  it("does not count thoughts, which are not read again", () => {
    const thought = { type: "thinking", thinking: "a long thought", signature: "s" };

    expect(tokensOf([thought, { type: "redacted_thinking", data: "x" }])).toBe(tokensOf([]));
  });

  it("takes images by their size class, not by the length of their base64", () => {
    const counts = [1_000, 100_000, 3_000_000].map((bytes) => tokensOf([image(bytes)]));

    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBeLessThan(2_000);
    expect(tokensOf([{ type: "image", source: { type: "url", url: "u" } }])).toBe(counts[1]);
  });

  it("takes documents by their pages", () => {
    const onePage = tokensOf([pdf(20_000)]);

    expect(onePage).toBeGreaterThan(1_500);
    expect(tokensOf([pdf(1_000_000)])).toBeGreaterThan(15 * onePage);
  });

  it("judges a very long text by samples, close to its full count", () => {
    const sentence = "The quick brown fox jumps over the lazy dog. ";
    const perSentence = (tokensOf(sentence.repeat(100)) - tokensOf("")) / 100;

    const sampled = tokensOf(sentence.repeat(20_000));

    expect(sampled / (perSentence * 20_000)).toBeCloseTo(1, 1);
  });

  it("takes any JSON, also one nested deeper than a stack is high", () => {
    const deep = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);

    expect(tokensOf([{ type: "tool_use", id: "a", name: "f", input: deep }])).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (messages, block) => {
        const request = { messages, system: block, tools: block, output_config: block };
        for (const json of [request, ask([block]), ask(block), { messages: [messages] }]) {
          expect(estimateInputTokens(json)).toBeGreaterThan(0);
        }
      }),
    );
  });
});
