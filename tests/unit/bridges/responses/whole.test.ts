import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { responsesBridge } from "../../../../lib/bridges/responses/responses-bridge";
import { PrysmError } from "../../../../lib/errors";
import { call, question } from "./read-events";

type Fields = Record<string, unknown>;

function wholeOf(message: Fields, more: Fields = {}): Fields {
  return responsesBridge.answer(question, call).whole({
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "upstream-model",
    choices: [{ index: 0, message, finish_reason: "stop", ...more }],
  });
}

describe("a whole bridged response", () => {
  it("is one message for a text", () => {
    expect(wholeOf({ role: "assistant", content: "Hello" })).toMatchObject({
      id: "resp_0199",
      object: "response",
      created_at: 1_700_000_000,
      status: "completed",
      model: "upstream-model",
      error: null,
      incomplete_details: null,
      usage: null,
      output: [
        {
          type: "message",
          id: "msg_0199_0",
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: "Hello", annotations: [], logprobs: [] }],
        },
      ],
    });
  });

  it("has reasoning, message and calls in this order", () => {
    const { output } = wholeOf({
      content: "Hello",
      reasoning_content: "Hm.",
      reasoning_details: [{ type: "thinking", thinking: "Hm.", signature: "sig" }],
      tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "{}" } }],
    });

    expect(output).toMatchObject([
      { type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] },
      { type: "message" },
      { type: "function_call", call_id: "a", name: "f", arguments: "{}" },
    ]);
  });

  it("keeps two calls apart that have no ids", () => {
    const f = { type: "function", function: { name: "f", arguments: "{}" } };
    const output = wholeOf({ content: null, tool_calls: [f, f] }).output as Fields[];

    expect(output).toMatchObject([{ name: "f" }, { name: "f" }]);
    expect(output[0]?.call_id).not.toBe(output[1]?.call_id);
  });

  it("is incomplete when the answer was cut", () => {
    expect(wholeOf({ content: "Half" }, { finish_reason: "length" })).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [{ status: "incomplete" }],
    });
  });

  it("says which service tier the upstream used, else the one asked for", () => {
    const asked = { ...question, service_tier: "flex" };
    const choices = [{ message: { content: "x" } }];
    const tierOf = (completion: Fields) =>
      responsesBridge.answer(asked, call).whole({ choices, ...completion }).service_tier;

    expect(tierOf({ service_tier: "default" })).toBe("default");
    expect(tierOf({})).toBe("flex");
  });

  it("is a 502 when the answer holds no choice", () => {
    const whole = () => responsesBridge.answer(question, call).whole({ choices: [] });

    expect(whole).toThrow(expect.objectContaining({ code: "bad_gateway" }));
  });

  it("is a response or a 502 whatever the upstream answered", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 2 }),
        fc.jsonValue({ maxDepth: 2 }),
        (choice, message) => {
          expect(isAnswered({ choices: [choice] })).toBeTypeOf("boolean");
          expect(isAnswered({ choices: [{ message, finish_reason: message }] })).toBe(true);
          expect(isAnswered({ choices: [{ message: { content: message } }], usage: choice })).toBe(
            true,
          );
        },
      ),
    );
  });
});

function isAnswered(completion: Fields): boolean {
  try {
    return responsesBridge.answer(question, call).whole(completion).object === "response";
  } catch (thrown) {
    if (thrown instanceof PrysmError && thrown.code === "bad_gateway") return false;
    throw thrown;
  }
}
