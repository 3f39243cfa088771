import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConversation } from "../../../lib/queries/conversation";

function parse(messages: unknown, answer?: unknown) {
  const response = answer === undefined ? null : JSON.stringify({ choices: [{ message: answer }] });
  return parseConversation("chat.completions", JSON.stringify({ messages }), response)?.messages;
}

describe("parseConversation", () => {
  test("puts the answer after the request's messages", () => {
    const messages = parse(
      [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hi" },
      ],
      { role: "assistant", content: "Hello" },
    );
    expect(messages?.map(({ role, content }) => `${role}: ${content}`)).toEqual([
      "system: Be brief.",
      "user: Hi",
      "assistant: Hello",
    ]);
  });

  test("shows an image as its type and size, never as its bytes", () => {
    const data = Buffer.alloc(3_000).toString("base64");
    const messages = parse([
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: `data:image/png;base64,${data}` } },
          { type: "image_url", image_url: { url: "https://example.com/cat.png" } },
        ],
      },
    ]);
    expect(messages?.[0]?.content).toBe(
      "What is this?\n[image image/png, 2.9 KiB]\n[image https://example.com/cat.png]",
    );
  });

  test("keeps tool calls and the results that answer them", () => {
    const call = { id: "c1", type: "function", function: { name: "add", arguments: '{"a":1}' } };
    const messages = parse([
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "c1", content: "2" },
    ]);
    expect(messages?.[0]).toEqual({
      role: "assistant",
      content: "",
      toolCalls: [{ id: "c1", name: "add", arguments: '{"a":1}' }],
    });
    expect(messages?.[1]).toMatchObject({ role: "tool", toolCallId: "c1", content: "2" });
  });

  test("an escaped control character is shown, not obeyed", () => {
    expect(parse([{ role: "user", content: "a\0b" }])?.[0]?.content).toBe("a␀b");
  });

  test("reasoning stands apart from what was said", () => {
    const messages = parse([{ role: "user", content: "Hi" }], {
      role: "assistant",
      reasoning_content: "Hm",
      content: "Hello",
    });
    expect(messages?.[1]).toMatchObject({ content: "Hello", reasoning: "Hm" });
  });

  test("reasoning in details is read where it has no field of its own", () => {
    const details = [
      { type: "thinking", thinking: "Hm", signature: "s" },
      { type: "redacted_thinking", data: "xxxx" },
    ];
    const messages = parse([{ role: "assistant", content: "Hi", reasoning_details: details }]);
    expect(messages?.[0]?.reasoning).toBe("Hm\n[redacted by the provider]");
  });

  test("what was spoken shows as its transcript", () => {
    const answer = { role: "assistant", content: null, audio: { transcript: "Hello" } };
    expect(parse([{ role: "user", content: "Hi" }], answer)?.[1]?.content).toBe("Hello");
  });

  test("tool calls without an object or arguments are shown as far as they go", () => {
    const calls = [null, { id: "c1" }, { id: "c2", custom: { name: "g", input: { a: 1 } } }];
    const messages = parse([{ role: "assistant", tool_calls: calls }]);
    expect(messages?.[0]?.toolCalls).toEqual([
      { id: "c1", name: "", arguments: "" },
      { id: "c2", name: "g", arguments: '{"a":1}' },
    ]);
  });

  test("of very many messages the last are shown, and how many came before", () => {
    const many = Array.from({ length: 1_234 }, (_, index) => ({
      role: "user",
      content: `${index}`,
    }));
    const whole = parseConversation("chat.completions", JSON.stringify({ messages: many }), null);
    expect(whole?.omitted).toBe(734);
    expect(whole?.messages.map(({ content }) => content)).toEqual(
      many.slice(734).map(({ content }) => content),
    );
  });

  test("what is not a chat call has no conversation", () => {
    expect(parseConversation("chat.completions", null, null)).toBeNull();
    expect(parseConversation("chat.completions", "{broken", "{}")).toBeNull();
    expect(parseConversation("chat.completions", '{"input":"text"}', "{}")).toBeNull();
    expect(parse("text")).toBeUndefined();
    expect(parse([null, 1, "x", []])).toBeUndefined();
  });

  test("a path the gateway only passes through has no conversation", () => {
    const request = JSON.stringify({ messages: [{ role: "user", content: "Hi" }] });
    expect(parseConversation("audio.speech", request, null)).toBeNull();
    expect(parseConversation("constructor", request, null)).toBeNull();
  });
});

describe.each([
  "chat.completions",
  "completions",
  "embeddings",
  "messages",
  "messages.count_tokens",
  "responses",
])("a conversation of %s", (endpoint) => {
  const names = fc.constantFrom(
    ...["messages", "choices", "content", "output", "input", "prompt", "system", "instructions"],
    ...["role", "type", "text", "source", "data", "tool_calls", "function", "summary", "embedding"],
  );
  const kinds = fc.constantFrom(
    ...["text", "image", "document", "tool_use", "tool_result", "thinking", "search_result"],
    ...["message", "reasoning", "function_call", "function_call_output", "image_generation_call"],
    ...["content", "base64", "user", "assistant", "tool", "data:,", ""],
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      kinds,
      fc.constantFrom(null, 1, true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(names, tie("value"), { maxKeys: 6 }),
    ),
  }));

  test("is never thrown off by garbage", () => {
    fc.assert(
      fc.property(value, value, fc.string(), (request, response, noise) => {
        parseConversation(endpoint, JSON.stringify(request), JSON.stringify(response));
        parseConversation(endpoint, JSON.stringify(request), noise);
        parseConversation(endpoint, noise, JSON.stringify(response));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["a list", "[", "]"],
    ["an object", '{"input":', "}"],
    ["a search result", '{"type":"search_result","content":', "}"],
    ["a document", '{"type":"document","source":{"type":"content","content":', "}}"],
    ["a tool result", '{"type":"tool_result","content":', "}"],
  ])("is never thrown off by the depth of %s", (_, open, close) => {
    const deep = `${open.repeat(20_000)}1${close.repeat(20_000)}`;
    const parts = `[{"role":"user","content":[${deep}]},{"role":"user","content":${deep}},${deep}]`;
    const request = `{"messages":${parts},"input":${parts},"prompt":${deep},"system":${deep}}`;
    const response = `{"choices":${deep},"output":[${deep}],"content":[${deep}],"data":[${deep}]}`;
    expect(() => parseConversation(endpoint, request, response)).not.toThrow();
  });
});

test("the size of what ends in very many equals signs is told at once", { timeout: 5_000 }, () => {
  const url = `data:image/png;base64,${"=".repeat(1_000_000)}A`;
  const content = [{ type: "image_url", image_url: { url } }];
  expect(parse([{ role: "user", content }])?.[0]?.content).toBe("[image image/png, 732.4 KiB]");
});
