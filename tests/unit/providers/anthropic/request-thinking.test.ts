import { describe, expect, it } from "vitest";
import { refusalOf, toolCall, translate } from "../../../fixtures/anthropic/request";
import { calling, tool, user } from "../../../fixtures/anthropic/request-messages";

const summarized = { type: "adaptive", display: "summarized" };

describe("reasoning_effort", () => {
  it.each([
    ["claude-opus-5-5", "low", summarized, "low"],
    ["claude-opus-4-8", "high", summarized, "high"],
    ["claude-sonnet-5", "xhigh", summarized, "xhigh"],
    ["claude-fable-5-1", "max", summarized, "max"],
    ["claude-future-7", "medium", summarized, "medium"],
    ["claude-opus-4-6", "medium", { type: "adaptive" }, "medium"],
    ["claude-sonnet-4-6", "max", { type: "adaptive" }, "max"],
  ])(
    "case 54: on %s %s is adaptive thinking with an effort",
    (model, effort, thinking, expected) => {
      const { body, warnings } = translate({ model, reasoning_effort: effort });

      expect(body.thinking).toEqual(thinking);
      expect(body.output_config).toEqual({ effort: expected });
      expect(warnings).toEqual([]);
    },
  );

  it.each([
    ["minimal", 1_024],
    ["low", 2_048],
    ["medium", 8_192],
    ["high", 16_384],
    ["xhigh", 32_768],
  ])("case 54: on an older model %s is a budget of %i tokens", (effort, budgetTokens) => {
    const { body } = translate({ model: "claude-haiku-4-5", reasoning_effort: effort });

    expect(body.thinking).toEqual({ type: "enabled", budget_tokens: budgetTokens });
    expect(body).not.toHaveProperty("output_config");
  });

  it.each([
    ["claude-opus-5-5", "minimal", "low"],
    ["claude-opus-4-6", "xhigh", "high"],
  ])("case 54: %s does not know %s and gets %s, with a warning", (model, effort, expected) => {
    const { body, warnings } = translate({ model, reasoning_effort: effort });

    expect(body.output_config).toEqual({ effort: expected });
    expect(warnings).toEqual([`reasoning_effort: ${expected} instead of ${effort}`]);
  });

  it.each([
    ["claude-sonnet-4-5", undefined],
    ["claude-opus-4-8", undefined],
    ["claude-3-5-haiku-20241022", undefined],
    ["claude-opus-5", { type: "disabled" }],
    ["claude-haiku-5-5", { type: "disabled" }],
    ["claude-sonnet-5-5", { type: "between_tools" }],
  ])("case 54: none turns thinking off on %s: %j", (model, expected) => {
    const { body, dropped, warnings } = translate({ model, reasoning_effort: "none" });

    expect(body.thinking).toEqual(expected);
    expect([...dropped, ...warnings]).toEqual([]);
  });

  it.each(["claude-opus-5-5", "claude-fable-5", "claude-future-7"])(
    "case 54: %s always thinks, so none is the lowest effort, with a warning",
    (model) => {
      const { body, warnings } = translate({ model, reasoning_effort: "none" });

      expect(body).not.toHaveProperty("thinking");
      expect(body.output_config).toEqual({ effort: "low" });
      expect(warnings).toEqual([
        "reasoning_effort: low instead of none, as this model always thinks",
      ]);
    },
  );

  it("case 54: a model that does not think drops it with a warning", () => {
    const { body, dropped, warnings } = translate({
      model: "claude-3-5-haiku-20241022",
      reasoning_effort: "high",
    });

    expect(body).not.toHaveProperty("thinking");
    expect(dropped).toEqual(["reasoning_effort"]);
    expect(warnings).toEqual(["reasoning_effort: left out, as this model does not think"]);
  });

  it.each(["extreme", "", 5, {}, "constructor"])("case 54: %j is refused", (effort) => {
    expect(refusalOf({ reasoning_effort: effort }).param).toBe("reasoning_effort");
  });

  it("case 47: the budget leaves room for the answer within max_tokens", () => {
    const { body } = translate({ reasoning_effort: "high", max_tokens: 4_000 });

    expect(body.max_tokens).toBe(4_000);
    expect(body.thinking).toEqual({ type: "enabled", budget_tokens: 3_200 });
  });

  it("case 47: where max_tokens leaves no room, thinking is dropped", () => {
    const { body, dropped } = translate({
      reasoning_effort: "high",
      max_tokens: 1_200,
      temperature: 0,
    });

    expect(body).not.toHaveProperty("thinking");
    expect(body.temperature).toBe(0);
    expect(dropped).toEqual(["reasoning_effort"]);
  });
});

describe("thinking against the history", () => {
  const signed = { type: "thinking", thinking: "Hm.", signature: "c2ln" };
  const loop = [user("go"), calling("a"), tool("a")];
  const explained = [
    user("go"),
    { role: "assistant", tool_calls: [toolCall("a")], reasoning_details: [signed] },
    tool("a"),
  ];

  it("case 22: with a budget, a tool loop without its signed thinking goes on without thinking", () => {
    const { body, dropped, warnings } = translate({ messages: loop, reasoning_effort: "low" });

    expect(body).not.toHaveProperty("thinking");
    expect(dropped).toEqual(["reasoning_effort"]);
    expect(warnings).toEqual([
      "reasoning_effort: left out, as the last tool calls came without their reasoning_details",
    ]);
  });

  it("case 22: with its signed thinking, or on an adaptive model, it thinks on", () => {
    expect(translate({ messages: explained, reasoning_effort: "low" }).body.thinking).toMatchObject(
      {
        type: "enabled",
      },
    );
    expect(
      translate({ model: "claude-opus-5", messages: loop, reasoning_effort: "low" }).body.thinking,
    ).toEqual(summarized);
  });

  it("case 15: a model that continues an answer does not think", () => {
    const messages = [user("go"), { role: "assistant", content: "It is" }];

    expect(translate({ messages, reasoning_effort: "low" }).dropped).toEqual(["reasoning_effort"]);
  });
});

describe("Anthropic's own thinking parameter", () => {
  it("case 56: is passed on as it is, and an effort beside it where the model has one", () => {
    const thinking = { type: "adaptive", display: "omitted" };

    expect(
      translate({ model: "claude-opus-5", thinking, reasoning_effort: "high" }).body,
    ).toMatchObject({ thinking, output_config: { effort: "high" } });
    expect(
      translate({ thinking: { type: "enabled", budget_tokens: 2_000 } }).body.thinking,
    ).toEqual({
      type: "enabled",
      budget_tokens: 2_000,
    });
  });

  it.each([
    [{ thinking: { type: "enabled" } }, "thinking.budget_tokens"],
    [{ thinking: { type: "enabled", budget_tokens: 1_023 } }, "thinking.budget_tokens"],
    [
      { thinking: { type: "enabled", budget_tokens: 2_000 }, max_tokens: 2_000 },
      "thinking.budget_tokens",
    ],
    [{ thinking: "on" }, "thinking"],
  ])("case 47: %j is refused at %s", (request, param) => {
    expect(refusalOf(request).param).toBe(param);
  });

  it("case 56: is dropped where the model does not think", () => {
    const thinking = { type: "enabled", budget_tokens: 2_000 };

    expect(translate({ model: "claude-3-haiku-20240307", thinking }).dropped).toEqual(["thinking"]);
  });
});
