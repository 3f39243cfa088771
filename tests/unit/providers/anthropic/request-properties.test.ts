import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PrysmError } from "../../../../lib/errors";
import { parseChatRequest } from "../../../../lib/protocol/chat";
import type { JsonObject } from "../../../../lib/protocol/json";
import { buildChatRequest } from "../../../../lib/providers/anthropic/build-chat-request";
import { chatCall, upstream } from "../../../fixtures/anthropic/request";

interface SentBlock {
  type: string;
  id?: string;
  tool_use_id?: string;
  text?: string;
  thinking?: string;
}

interface SentMessage {
  role: string;
  content: SentBlock[];
}

/** The body sent, or null for a 4xx; anything else is thrown. */
function send(request: JsonObject): { messages: SentMessage[]; system?: SentBlock[] } | null {
  try {
    parseChatRequest(request);
    const { body } = buildChatRequest(chatCall(request), upstream);
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    if (error instanceof PrysmError && error.status >= 400 && error.status < 500) return null;
    throw error;
  }
}

function expectAnthropicRules({
  messages,
  system,
}: {
  messages: SentMessage[];
  system?: SentBlock[];
}) {
  expect(messages.length).toBeGreaterThan(0);
  const roles = messages.map(({ role }) => role);
  expect(roles).toEqual(roles.map((_, index) => (index % 2 === 0 ? "user" : "assistant")));
  const blocks = [...(system ?? []), ...messages.flatMap(({ content }) => content)];
  expect(blocks.filter(({ type, text }) => type === "text" && !text?.trim())).toEqual([]);
  const ids = blocks.flatMap(({ id }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-zA-Z0-9_-]+$/.test(id))).toEqual([]);
  messages.forEach(expectMessageRules);
}

function expectMessageRules({ content }: SentMessage, index: number, all: SentMessage[]) {
  expect(content.length).toBeGreaterThan(0);
  const results = content.filter(({ type }) => type === "tool_result");
  expect(content.slice(0, results.length)).toEqual(results);
  const calls = all[index - 1]?.content.filter(({ type }) => type === "tool_use") ?? [];
  expect(results.map((block) => block.tool_use_id).sort()).toEqual(
    calls.map(({ id }) => id).sort(),
  );
  const firstThought = content.findIndex(({ type }) => type.endsWith("thinking"));
  expect(firstThought).toBeLessThanOrEqual(0);
  expect(content.at(-1)?.type).not.toMatch(/thinking/);
}

const ids = fc.constantFrom("a", "b", "a.b", "", "ü");
const texts = fc.oneof(fc.constantFrom("", " ", "Hello "), fc.string({ unit: "binary" }));
const textPart = texts.map((text) => ({ type: "text", text }));
const userPart = fc.oneof(
  textPart,
  fc
    .constantFrom("data:image/png;base64,AAAA", "https://x.y/z")
    .map((url) => ({ type: "image_url", image_url: { url } })),
  fc.constant({ type: "file", file: { file_data: "JVBERi0x" } }),
);
const contentOf = (part: fc.Arbitrary<object>) =>
  fc.oneof(texts, fc.constant(null), fc.array(part, { maxLength: 3 }));
const called = fc.record({
  id: ids,
  type: fc.constant("function"),
  function: fc.record({
    name: fc.constantFrom("f", "g"),
    arguments: fc.oneof({ weight: 20, arbitrary: fc.constantFrom("", '{"a":[1]}') }, fc.json()),
  }),
});
const message = fc.oneof(
  fc.record({ role: fc.constantFrom("system", "developer"), content: contentOf(textPart) }),
  fc.record({ role: fc.constant("user"), content: contentOf(userPart) }),
  fc.record(
    {
      role: fc.constant("assistant"),
      content: contentOf(textPart),
      refusal: texts,
      tool_calls: fc.array(called, { maxLength: 3 }),
      function_call: fc.constant({ name: "f", arguments: "{}" }),
      reasoning_details: fc.constant([{ type: "thinking", thinking: "t", signature: "s" }]),
    },
    { requiredKeys: ["role"] },
  ),
  fc.record({ role: fc.constant("tool"), tool_call_id: ids, content: contentOf(userPart) }),
  fc.record({
    role: fc.constant("function"),
    name: fc.constantFrom("f", "g"),
    content: contentOf(userPart),
  }),
);
const likely = fc.record(
  {
    model: fc.constantFrom("claude-sonnet-4-5", "claude-3-haiku-20240307", "claude-opus-5-5", "x"),
    messages: fc.array(message, { minLength: 1, maxLength: 12 }),
    tools: fc.constant([{ type: "function", function: { name: "f" } }]),
    tool_choice: fc.constantFrom("auto", "required", "none"),
    reasoning_effort: fc.constantFrom("none", "low", "high"),
    response_format: fc.constantFrom({ type: "text" }, { type: "json_object" }),
    max_tokens: fc.integer({ min: 1, max: 100_000 }),
  },
  { requiredKeys: ["messages"] },
);

describe("any chat request", () => {
  it("of plausible messages keeps Anthropic's rules, or is a 4xx", () => {
    let sent = 0;
    fc.assert(
      fc.property(likely, (request) => {
        const body = send(request);
        if (body === null) return;
        sent += 1;
        expectAnthropicRules(body);
      }),
      { numRuns: 1_000 },
    );
    expect(sent).toBeGreaterThan(150);
  });

  const field = fc.constantFrom(
    ..."messages model tools tool_choice functions function_call response_format stop user n thinking".split(
      " ",
    ),
    ..."temperature top_p top_k max_tokens reasoning_effort service_tier parallel_tool_calls".split(
      " ",
    ),
  );

  it("of any JSON in any field is sent or is a 4xx, and is not changed", () => {
    fc.assert(
      fc.property(
        fc.dictionary(field, fc.jsonValue({ maxDepth: 2 })),
        fc.jsonValue(),
        (fields, odd) => {
          const messages = [{ role: "user", content: "Hi" }, odd];
          const request = { messages, ...fields } as JsonObject;
          const before = JSON.stringify(request);
          const body = send(request);
          if (body !== null) expectAnthropicRules(body);
          expect(JSON.stringify(request)).toBe(before);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  const anyJson = fc.jsonValue({ maxDepth: 2 });
  const oddPart = fc.dictionary(
    fc.constantFrom("type", "text", "id", "function", "image_url", "file"),
    anyJson,
  );
  const oddFields = fc.dictionary(
    fc.constantFrom(
      "content",
      "tool_calls",
      "function_call",
      "reasoning_details",
      "refusal",
      "cache_control",
    ),
    fc.oneof(anyJson, fc.array(oddPart, { maxLength: 3 })),
  );
  const role = fc.constantFrom("system", "user", "assistant", "tool", "function");

  it("with any JSON in a message's fields is sent or is a 4xx", () => {
    const oddMessages = fc.array(fc.tuple(role, oddFields), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(oddMessages, (entries) => {
        const messages = entries.map(([name, fields]) => ({
          tool_call_id: "a",
          ...fields,
          role: name,
        }));
        const body = send({ messages: [{ role: "user", content: "Hi" }, ...messages] });
        if (body !== null) expectAnthropicRules(body);
      }),
      { numRuns: 300 },
    );
  });

  it("nested deeper than the stack is refused", () => {
    const depth = 50_000;
    const text = `${'{"properties":{"a":'.repeat(depth)}{}${"}}".repeat(depth)}`;
    const tool = { type: "function", function: { name: "f", parameters: JSON.parse(text) } };
    const request = { messages: [{ role: "user", content: "Hi" }], tools: [tool] };
    const call = chatCall(request, { body: Buffer.from(text) });

    expect(() => buildChatRequest(call, upstream)).toThrow("The body is nested too deeply.");
  });
});
