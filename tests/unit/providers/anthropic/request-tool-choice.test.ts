import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { aTool, refusalOf, translate } from "../../../fixtures/anthropic/request";

const tools = [aTool("a"), aTool("b"), aTool("c")];
const choose = (toolChoice: unknown, over: JsonObject = {}) =>
  translate({ tools, tool_choice: toolChoice, ...over });
const nameAll = (body: JsonObject) => (body.tools as { name: string }[]).map(({ name }) => name);
const fn = (name: string) => ({ type: "function", function: { name } });

describe("tool_choice", () => {
  it.each([
    ["auto", { type: "auto" }],
    ["required", { type: "any" }],
    ["none", { type: "none" }],
    [fn("b"), { type: "tool", name: "b" }],
  ])("case 36: %j, and the tools stay", (toolChoice, expected) => {
    const { body } = choose(toolChoice);

    expect(body.tool_choice).toEqual(expected);
    expect(nameAll(body)).toEqual(["a", "b", "c"]);
  });

  it.each([[undefined], [null]])("case 36: %j is left to the upstream", (toolChoice) => {
    expect(choose(toolChoice).body).not.toHaveProperty("tool_choice");
  });

  it.each([
    ["auto", { type: "auto" }],
    ["required", { type: "any" }],
  ])("case 36: allowed_tools in mode %s declares those only", (mode, expected) => {
    const allowed = { mode, tools: [fn("c"), fn("a")] };
    const { body } = choose({ type: "allowed_tools", allowed_tools: allowed });

    expect(nameAll(body)).toEqual(["a", "c"]);
    expect(body.tool_choice).toEqual(expected);
  });

  it("case 36: custom becomes auto and is noted", () => {
    const { body, dropped } = choose({ type: "custom", custom: { name: "x" } });

    expect(body.tool_choice).toEqual({ type: "auto" });
    expect(dropped).toEqual(["tool_choice"]);
  });

  it.each([
    ["always", "tool_choice"],
    [5, "tool_choice"],
    [[], "tool_choice"],
    [{ type: "maybe" }, "tool_choice.type"],
    [{ type: "function" }, "tool_choice.function.name"],
    [fn("nobody"), "tool_choice.function.name"],
    [
      { type: "allowed_tools", allowed_tools: { tools: [fn("a")] } },
      "tool_choice.allowed_tools.mode",
    ],
    [{ type: "allowed_tools", allowed_tools: { mode: "auto" } }, "tool_choice.allowed_tools.tools"],
    [
      { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [fn("a"), fn("x")] } },
      "tool_choice.allowed_tools.tools[1].function.name",
    ],
  ])("case 36: %j is refused at %s", (toolChoice, param) => {
    expect(refusalOf({ tools, tool_choice: toolChoice }).param).toBe(param);
  });

  it.each([
    [undefined, { type: "auto", disable_parallel_tool_use: true }],
    ["auto", { type: "auto", disable_parallel_tool_use: true }],
    ["required", { type: "any", disable_parallel_tool_use: true }],
    [fn("a"), { type: "tool", name: "a", disable_parallel_tool_use: true }],
    ["none", { type: "none" }],
  ])("case 37: one call at a time with tool_choice %j", (toolChoice, expected) => {
    expect(choose(toolChoice, { parallel_tool_calls: false }).body.tool_choice).toEqual(expected);
  });

  it("case 37: parallel_tool_calls true says nothing, and false without tools is ignored", () => {
    expect(choose(undefined, { parallel_tool_calls: true }).body).not.toHaveProperty("tool_choice");

    const { body, dropped } = translate({ parallel_tool_calls: false });
    expect(body).not.toHaveProperty("tool_choice");
    expect(dropped).toEqual([]);
  });

  it("case 37: anything but a flag is refused", () => {
    expect(refusalOf({ tools, parallel_tool_calls: "no" }).param).toBe("parallel_tool_calls");
  });

  it.each([["required"], [fn("a")]])(
    "case 38: the forced choice %j becomes auto while the model thinks",
    (toolChoice) => {
      for (const model of ["claude-sonnet-4-5", "claude-opus-4-6", "claude-opus-4-8"]) {
        const { body, dropped, warnings } = choose(toolChoice, { model, reasoning_effort: "high" });

        expect(body.tool_choice).toEqual({ type: "auto" });
        expect(body.thinking).toMatchObject({ type: expect.stringMatching(/enabled|adaptive/) });
        expect(dropped).toEqual(["tool_choice"]);
        expect(warnings).toEqual(["tool_choice: auto, as the model thinks"]);
      }
    },
  );

  it.each(["claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1", "claude-fable-5-2"])(
    "case 38: %s cannot be forced, so the choice becomes auto",
    (model) => {
      const { body, warnings } = choose("required", { model, parallel_tool_calls: false });

      expect(body.tool_choice).toEqual({ type: "auto", disable_parallel_tool_use: true });
      expect(warnings).toEqual(["tool_choice: auto, as this model cannot be forced"]);
    },
  );

  it.each(["claude-opus-5", "claude-haiku-5-5"])(
    "case 38: %s takes a forced choice and thinks as far as that lets it",
    (model) => {
      const { body, dropped } = choose("required", { model, reasoning_effort: "low" });

      expect(body.tool_choice).toEqual({ type: "any" });
      expect(body).not.toHaveProperty("thinking");
      expect(body.output_config).toEqual({ effort: "low" });
      expect(dropped).toEqual([]);
    },
  );

  it("case 38: Anthropic's own thinking parameter gives way to a forced choice there, and is named", () => {
    const { body, dropped } = choose("required", {
      model: "claude-opus-5",
      thinking: { type: "adaptive" },
    });

    expect(body.tool_choice).toEqual({ type: "any" });
    expect(body).not.toHaveProperty("thinking");
    expect(dropped).toEqual(["thinking"]);
  });

  it("case 38: without thinking a forced choice stays", () => {
    expect(choose("required", { model: "claude-opus-4-6" }).body.tool_choice).toEqual({
      type: "any",
    });
  });
});
