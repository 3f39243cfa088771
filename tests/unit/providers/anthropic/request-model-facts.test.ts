import { describe, expect, it } from "vitest";
import { findModelFacts } from "../../../../lib/providers/anthropic/model-facts";

describe("findModelFacts", () => {
  it.each([
    ["claude-3-haiku-20240307", 4_096, "none"],
    ["claude-3-5-sonnet-latest", 8_192, "none"],
    ["claude-3-7-sonnet-20250219", 64_000, "budget"],
    ["claude-sonnet-4-20250514", 64_000, "budget"],
    ["claude-sonnet-4-0", 64_000, "budget"],
    ["claude-sonnet-4@20250514", 64_000, "budget"],
    ["claude-opus-4-20250514", 32_000, "budget"],
    ["claude-opus-4-0", 32_000, "budget"],
    ["claude-opus-4-1-20250805", 32_000, "budget"],
    ["claude-opus-4-5-20251101", 64_000, "budget"],
    ["claude-haiku-4-5", 64_000, "budget"],
    ["anthropic.claude-sonnet-4-5-20250929-v1:0", 64_000, "budget"],
    ["claude-sonnet-4.5", 64_000, "budget"],
    ["claude-opus-4-6", 128_000, "adaptive"],
    ["claude-opus-4-8", 128_000, "adaptive"],
    ["CLAUDE-OPUS-5", 128_000, "adaptive"],
    ["claude-unheard-of-12", 128_000, "adaptive"],
  ])("%s gives %i tokens and its thinking is %s", (model, maxOutputTokens, thinking) => {
    expect(findModelFacts(model)).toMatchObject({ maxOutputTokens, thinking });
  });

  it.each([
    ["claude-sonnet-4-5-20250929", true],
    ["claude-haiku-4-5-20251001", true],
    ["claude-opus-4-5", true],
    ["claude-opus-4-1", false],
    ["claude-opus-4-20250514", false],
    ["claude-3-7-sonnet-20250219", false],
    ["claude-fable-5", true],
    ["claude-new", true],
  ])("%s has structured output: %s", (model, hasStructuredOutput) => {
    expect(findModelFacts(model).hasStructuredOutput).toBe(hasStructuredOutput);
  });

  it.each([
    ["claude-opus-5", true],
    ["claude-opus-5-20261231", true],
    ["claude-opus-5-5", false],
    ["claude-sonnet-5", true],
    ["claude-sonnet-5-5-20261231", false],
    ["claude-haiku-5-5", true],
    ["claude-fable-5", true],
    ["claude-fable-5-1", false],
    ["claude-mythos-5-2", false],
  ])("%s can be forced to call a tool: %s", (model, hasForcedTools) => {
    expect(findModelFacts(model).hasForcedTools).toBe(hasForcedTools);
  });

  it("takes the model of another maker for one that knows only what is old", () => {
    expect(findModelFacts("kimi-k2")).toMatchObject({
      maxOutputTokens: null,
      samplers: "both",
      hasPrefill: true,
      hasForcedTools: true,
      hasStructuredOutput: false,
    });
  });
});
