import { describe, expect, it } from "vitest";
import { PrysmError } from "../../../lib/errors";
import { parseChatRequest, textOfContent } from "../../../lib/protocol/chat";

const messages = [{ role: "user", content: "Hello" }];

function refusalOf(body: unknown): { code: string; param: string | null } {
  try {
    parseChatRequest(body);
  } catch (error) {
    if (error instanceof PrysmError) return { code: error.code, param: error.param };
  }
  throw new Error("The body was accepted.");
}

describe("parseChatRequest", () => {
  it("accepts text, parts, null content with tool calls, and unknown fields", () => {
    const call = parseChatRequest({
      model: "m",
      messages: [
        { role: "system", content: "s" },
        { role: "user", content: [{ type: "text", text: "t" }] },
        { role: "assistant", content: null, tool_calls: [] },
        { role: "tool", content: "r", tool_call_id: "1" },
      ],
      stream: true,
      some_future_field: { x: 1 },
    });

    expect(call).toMatchObject({ model: "m", stream: true });
    expect(call.messages).toHaveLength(4);
  });

  it.each([
    [null, "invalid_request", null],
    [[], "invalid_request", null],
    ["text", "invalid_request", null],
    [{ model: "m" }, "missing_messages", "messages"],
    [{ model: "m", messages: [] }, "missing_messages", "messages"],
    [{ model: "m", messages: {} }, "invalid_request", "messages"],
    [{ model: 7, messages }, "invalid_request", "model"],
    [{ model: "m", messages: ["x"] }, "invalid_request", "messages[0]"],
    [{ model: "m", messages: [{ content: "x" }] }, "invalid_request", "messages[0].role"],
    [{ model: "m", messages: [{ role: "robot" }] }, "invalid_request", "messages[0].role"],
    [
      { model: "m", messages: [{ role: "user", content: 5 }] },
      "invalid_request",
      "messages[0].content",
    ],
    [{ model: "m", messages, stream: "yes" }, "invalid_request", "stream"],
    [{ model: "m", messages, temperature: "hot" }, "invalid_request", "temperature"],
    [{ model: "m", messages, max_tokens: 1.5 }, "invalid_request", "max_tokens"],
    [{ model: "m", messages, stop: [1] }, "invalid_request", "stop"],
  ])("refuses %j with %s at %s", (body, code, param) => {
    expect(refusalOf(body)).toEqual({ code, param });
  });

  it("leaves a missing model to the provider's default", () => {
    expect(parseChatRequest({ messages }).model).toBeNull();
  });
});

describe("textOfContent", () => {
  it("joins the text of parts and skips the rest", () => {
    const content = [
      { type: "text", text: "a" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AA" } },
      { type: "text", text: "b" },
      null,
    ];

    expect(textOfContent(content)).toBe("ab");
  });
});

describe("tool calls in the history", () => {
  const asking = (tool_calls: unknown) => () =>
    parseChatRequest({ model: "m", messages: [{ role: "assistant", content: null, tool_calls }] });

  it.each([
    [5, "messages[0].tool_calls"],
    [[5], "messages[0].tool_calls[0]"],
    [[{ function: { name: "f", arguments: 5 } }], "messages[0].tool_calls[0].function.arguments"],
    [[{ function: { name: "f", arguments: {} } }], "messages[0].tool_calls[0].function.arguments"],
  ])("case 21: %j is refused at %s", (calls, param) => {
    expect(asking(calls)).toThrow(expect.objectContaining({ code: "invalid_request", param }));
  });

  it("may have any text for arguments, valid JSON or not", () => {
    expect(asking([{ id: "c", function: { name: "f", arguments: "{" } }])).not.toThrow();
  });
});
