import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PrysmError } from "../../../../lib/errors";
import { isObject } from "../../../../lib/protocol/json";
import { readChatAnswer } from "../../../../lib/providers/anthropic/read-chat-answer";
import { anAnswerCall } from "../../../fixtures/anthropic/answer-call";
import { aMessage } from "../../../fixtures/anthropic/answer-messages";

const read = (body: unknown) => readChatAnswer(anAnswerCall()).whole(body);

const thrownBy = (body: unknown): unknown => {
  try {
    return read(body);
  } catch (thrown) {
    return thrown;
  }
};

describe("a whole answer that is not what Anthropic promises", () => {
  it("case 67: blocks of unknown types and broken ones leave the rest as it is", () => {
    const content = [
      { type: "container_upload", file_id: "file_1" },
      { type: "mcp_tool_use", id: "mcptoolu_1", name: "x", input: {} },
      { type: "compaction", content: "summary" },
      { type: "fallback", from: { model: "a" }, to: { model: "b" } },
      { type: "text" },
      { type: "thinking" },
      { type: "redacted_thinking" },
      { type: "text", text: "Hi!", citations: [null, 1, { url: 3 }] },
      null,
      "text",
      [],
    ];

    expect(read(aMessage({ content }))).toMatchObject({
      choices: [{ message: { role: "assistant", content: "Hi!", refusal: null } }],
    });
  });

  it.each([
    ["nothing", undefined, "no Anthropic message: missing"],
    ["null", null, "no Anthropic message: null"],
    ["a string", "OK", "no Anthropic message: a string"],
    ["an array", [], "no Anthropic message: an array"],
    ["an object of another shape", { choices: [] }, "content is missing"],
    ["content that is a string", { content: "Hi!" }, "content is a string"],
    [
      "an error",
      { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
      "200 with an error inside: Overloaded",
    ],
    ["an error without a message", { error: {} }, "200 with an error inside"],
  ])("case 68: %s is a 502 that says so", (_what, body, words) => {
    const thrown = thrownBy(body);

    expect(thrown).toBeInstanceOf(PrysmError);
    expect(thrown).toMatchObject({ code: "bad_gateway", status: 502 });
    expect((thrown as PrysmError).message).toContain(words);
  });

  it("case 68: a tool call nested too deeply to be written is a 502", () => {
    const depth = 100_000;
    const input = JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);

    expect(
      thrownBy(aMessage({ content: [{ type: "tool_use", id: "toolu_1", name: "f", input }] })),
    ).toMatchObject({
      code: "bad_gateway",
    });
    expect(
      read(aMessage({ usage: { input_tokens: 1, output_tokens: 1, x: input } })),
    ).not.toHaveProperty("usage");
  });

  it("never throws anything but a PrysmError, whatever JSON it is given", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (a, b, c) => {
        for (const body of [a, { content: a }, aMessage({ content: [a, b], usage: c, id: b })]) {
          const result = thrownBy(body);
          const isFine = isObject(result) && result.object === "chat.completion";
          expect(isFine || result instanceof PrysmError).toBe(true);
        }
      }),
    );
  });
});
