import { describe, expect, it } from "vitest";
import { PrysmError } from "../../../lib/errors";
import { parseMessagesRequest } from "../../../lib/protocol/messages";

const messages = [{ role: "user", content: "Hello" }];
const ok = { model: "m", max_tokens: 10, messages };
const say = (...content: unknown[]) => ({ ...ok, messages: [{ role: "user", content }] });

function refusalOf(body: unknown): PrysmError {
  try {
    parseMessagesRequest(body);
  } catch (error) {
    if (error instanceof PrysmError) return error;
    throw error;
  }
  throw new Error("The body was accepted.");
}

describe("parseMessagesRequest", () => {
  it("accepts text, blocks of every kind, and fields and blocks of the future", () => {
    const call = parseMessagesRequest({
      model: "claude-x",
      max_tokens: 1_024,
      stream: true,
      system: [{ type: "text", text: "s", cache_control: { type: "ephemeral" } }],
      metadata: { user_id: "u-1" },
      some_future_field: { x: 1 },
      messages: [
        { role: "user", content: "Hi" },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hm", signature: "s" },
            { type: "redacted_thinking", data: "d" },
            { type: "tool_use", id: "a", name: "f", input: {} },
            { type: "server_tool_use", id: "b", name: "web_search", input: {} },
          ],
        },
        { role: "system", content: "now in French" },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "a", content: "r" },
            { type: "image", source: { type: "file", file_id: "f" } },
            { type: "a_future_block", x: 1 },
          ],
        },
      ],
    });

    expect(call).toEqual({ model: "claude-x", stream: true, user: "u-1" });
  });

  it("leaves a missing model to the provider's default, and takes null for nothing", () => {
    const body = { ...ok, model: null, stream: null, system: null, metadata: { user_id: null } };

    expect(parseMessagesRequest(body)).toEqual({ model: null, stream: false, user: null });
  });

  it("takes max_tokens 0, which only fills a prompt cache", () => {
    expect(() => parseMessagesRequest({ ...ok, max_tokens: 0 })).not.toThrow();
  });

  it.each([
    [null, "invalid_request", null],
    [[], "invalid_request", null],
    ["text", "invalid_request", null],
    [{ ...ok, model: 7 }, "invalid_request", "model"],
    [{ ...ok, model: "m".repeat(257) }, "invalid_request", "model"],
    [{ ...ok, max_tokens: undefined }, "invalid_request", "max_tokens"],
    [{ ...ok, max_tokens: -1 }, "invalid_request", "max_tokens"],
    [{ ...ok, max_tokens: 1.5 }, "invalid_request", "max_tokens"],
    [{ ...ok, max_tokens: "10" }, "invalid_request", "max_tokens"],
    [{ ...ok, messages: undefined }, "missing_messages", "messages"],
    [{ ...ok, messages: [] }, "missing_messages", "messages"],
    [{ ...ok, messages: {} }, "invalid_request", "messages"],
    [{ ...ok, messages: ["x"] }, "invalid_request", "messages[0]"],
    [{ ...ok, messages: [{ content: "x" }] }, "invalid_request", "messages[0].role"],
    [
      { ...ok, messages: [...messages, { role: "tool", content: "x" }] },
      "invalid_request",
      "messages[1].role",
    ],
    [{ ...ok, messages: [{ role: "user" }] }, "invalid_request", "messages[0].content"],
    [
      { ...ok, messages: [{ role: "user", content: null }] },
      "invalid_request",
      "messages[0].content",
    ],
    [say("x"), "invalid_request", "messages[0].content[0]"],
    [say({ text: "x" }), "invalid_request", "messages[0].content[0].type"],
    [
      say({ type: "text", text: "x" }, { type: "text" }),
      "invalid_request",
      "messages[0].content[1].text",
    ],
    [say({ type: "image" }), "invalid_request", "messages[0].content[0].source"],
    [say({ type: "document", source: "x" }), "invalid_request", "messages[0].content[0].source"],
    [say({ type: "tool_result" }), "invalid_request", "messages[0].content[0].tool_use_id"],
    [
      say({ type: "tool_use", id: "a", name: "f", input: "{}" }),
      "invalid_request",
      "messages[0].content[0].input",
    ],
    [
      say({ type: "tool_use", name: "f", input: {} }),
      "invalid_request",
      "messages[0].content[0].id",
    ],
    [{ ...ok, system: 5 }, "invalid_request", "system"],
    [{ ...ok, system: ["s"] }, "invalid_request", "system[0]"],
    [{ ...ok, system: [{ type: "image" }] }, "invalid_request", "system[0].type"],
    [{ ...ok, system: [{ type: "text" }] }, "invalid_request", "system[0].text"],
    [{ ...ok, stream: "yes" }, "invalid_request", "stream"],
    [{ ...ok, temperature: "hot" }, "invalid_request", "temperature"],
    [{ ...ok, top_k: 1.5 }, "invalid_request", "top_k"],
    [{ ...ok, stop_sequences: "END" }, "invalid_request", "stop_sequences"],
    [{ ...ok, stop_sequences: [1] }, "invalid_request", "stop_sequences"],
    [{ ...ok, tools: {} }, "invalid_request", "tools"],
    [{ ...ok, tool_choice: "auto" }, "invalid_request", "tool_choice"],
    [{ ...ok, thinking: true }, "invalid_request", "thinking"],
    [{ ...ok, metadata: { user_id: 5 } }, "invalid_request", "metadata.user_id"],
  ])("case 106 mirrored: refuses %j with %s at %s", (body, code, param) => {
    expect(refusalOf(body)).toMatchObject({ status: 400, code, param });
  });

  it("says what was expected and what came", () => {
    expect(refusalOf({ ...ok, max_tokens: 1.5 }).message).toBe(
      "max_tokens must be a whole number above 0, not 1.5.",
    );
    expect(refusalOf(say({ type: "text", text: 5 })).message).toBe(
      "messages[0].content[0].text must be a string, not a number.",
    );
    expect(refusalOf({ ...ok, messages: [{ role: "developer", content: "" }] }).message).toBe(
      'messages[0].role must be user or assistant, not "developer". Instructions go into the top-level system.',
    );
  });
});
