import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConversation } from "../../../lib/queries/conversation";

function parse(messages: unknown, answer?: unknown) {
  const response = answer === undefined ? null : JSON.stringify({ choices: [{ message: answer }] });
  return parseConversation(JSON.stringify({ messages }), response)?.messages;
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

  test("what is not a chat call has no conversation", () => {
    expect(parseConversation(null, null)).toBeNull();
    expect(parseConversation("{broken", "{}")).toBeNull();
    expect(parseConversation('{"input":"text"}', "{}")).toBeNull();
    expect(parse("text")).toBeUndefined();
    expect(parse([null, 1, "x", []])).toBeUndefined();
  });

  test("no garbage makes it throw", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (messages, choices, noise) => {
        parseConversation(JSON.stringify({ messages }), JSON.stringify({ choices }));
        parseConversation(JSON.stringify({ messages: [messages] }), noise);
        parseConversation(noise, JSON.stringify({ choices: [{ message: choices }] }));
      }),
    );
  });
});
