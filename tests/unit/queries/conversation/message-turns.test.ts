import { describe, expect, test } from "vitest";
import { parseConversation } from "../../../../lib/queries/conversation";

const read = (endpoint: string, request: object, response: object = {}) =>
  parseConversation(endpoint, JSON.stringify(request), JSON.stringify(response))?.messages ?? [];

/** Role and text of every message, for what has nothing else. */
const lines = (...call: Parameters<typeof read>) =>
  read(...call).map(({ role, content }) => `${role}: ${content}`);

const bytes = (count: number) => Buffer.alloc(count).toString("base64");

describe("Anthropic's messages", () => {
  const ask = (...content: object[]) => ({ messages: [{ role: "user", content }] });

  test("are the system prompt, the turns and the answer", () => {
    const request = {
      system: [{ type: "text", text: "Be brief." }],
      messages: [
        { role: "user", content: "Hi" },
        { role: "assistant", content: [{ type: "text", text: "Hello" }] },
        { role: "user", content: [{ type: "text", text: "And?" }] },
      ],
    };
    const response = { role: "assistant", content: [{ type: "text", text: "Nothing." }] };
    expect(lines("messages", request, response)).toEqual([
      "system: Be brief.",
      "user: Hi",
      "assistant: Hello",
      "user: And?",
      "assistant: Nothing.",
    ]);
  });

  test("show images and documents as their kind and size", () => {
    const request = ask(
      { type: "image", source: { type: "base64", media_type: "image/png", data: bytes(3_000) } },
      { type: "image", source: { type: "url", url: "https://example.com/cat.png" } },
      {
        type: "document",
        title: "Terms",
        source: { type: "base64", media_type: "application/pdf", data: bytes(300) },
      },
      { type: "document", source: { type: "text", media_type: "text/plain", data: "abc" } },
      { type: "document", source: { type: "file", file_id: "file_1" } },
      { type: "document", source: { type: "content", content: "Its own text" } },
    );
    expect(read("messages", request)[0]?.content.split("\n")).toEqual([
      "[image image/png, 2.9 KiB]",
      "[image https://example.com/cat.png]",
      "[file Terms, application/pdf, 300 B]",
      "[file text/plain, 3 characters]",
      "[file file_1]",
      "Its own text",
    ]);
  });

  test("join a tool's use with its result and put results before the user's words", () => {
    const request = {
      messages: [
        {
          role: "assistant",
          content: [{ type: "tool_use", id: "t1", name: "add", input: { a: 1 } }],
        },
        {
          role: "user",
          content: [
            { type: "text", text: "Go on" },
            { type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "2" }] },
            { type: "tool_result", tool_use_id: "t2", content: "Broke", is_error: true },
          ],
        },
      ],
    };
    expect(read("messages", request)).toEqual([
      {
        role: "assistant",
        content: "",
        toolCalls: [{ id: "t1", name: "add", arguments: '{"a":1}' }],
      },
      { role: "tool", content: "2", toolCalls: [], toolCallId: "t1" },
      { role: "tool", content: "[error] Broke", toolCalls: [], toolCallId: "t2" },
      { role: "user", content: "Go on", toolCalls: [] },
    ]);
  });

  test("tell thinking from text, and say where it is hidden", () => {
    const content = [
      { type: "thinking", thinking: "Hm", signature: "s" },
      { type: "redacted_thinking", data: "xxxx" },
      { type: "text", text: "One, " },
      { type: "text", text: "two" },
    ];
    const [, answer] = read("messages", ask({ type: "text", text: "Count" }), { content });
    expect(answer).toMatchObject({
      role: "assistant",
      content: "One, two",
      reasoning: "Hm\n[redacted by the provider]",
    });
  });

  test("join the tools a provider runs itself with what they found", () => {
    const content = [
      { type: "text", text: "I search." },
      { type: "server_tool_use", id: "s1", name: "web_search", input: { query: "q" } },
      {
        type: "web_search_tool_result",
        tool_use_id: "s1",
        content: [
          {
            type: "web_search_result",
            title: "A page",
            url: "https://example.com",
            page_age: null,
          },
        ],
      },
      { type: "text", text: "Found." },
    ];
    expect(read("messages", { messages: [] }, { content })).toEqual([
      {
        role: "assistant",
        content: "I search.\nFound.",
        toolCalls: [{ id: "s1", name: "web_search", arguments: '{"query":"q"}' }],
      },
      {
        role: "tool",
        content: "A page · https://example.com",
        toolCalls: [],
        toolCallId: "s1",
      },
    ]);
  });

  test("whose tokens are counted end in the count", () => {
    const request = { messages: [{ role: "user", content: "Hi" }] };
    expect(lines("messages.count_tokens", request, { input_tokens: 2_095 })).toEqual([
      "user: Hi",
      "result: 2,095 input tokens",
    ]);
  });

  test("without an answer are what was asked", () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    expect(lines("messages", ask({ type: "text", text: "Hi" }), error)).toEqual(["user: Hi"]);
  });
});
