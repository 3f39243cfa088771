import { describe, expect, it } from "vitest";
import { FAKE_KEY } from "../support/fakes/check";
import { FAKES } from "../support/fakes/fakes";
import { readPlay } from "../support/fakes/play";
import { type FakeRequest, Refusal, type Wire } from "../support/fakes/wire";

const user = { role: "user", content: "Hi" };
const said = (text: string, role = "user") => ({ role, parts: [{ text }] });
const openAiCall = { id: "c", type: "function", function: { name: "f", arguments: "{}" } };
const openAiTool = { type: "function", function: { name: "f" } };
const toolUse = { type: "tool_use", id: "t", name: "f", input: {} };
const toolResult = { type: "tool_result", tool_use_id: "t", content: "r" };
const tools = [{ name: "f", input_schema: { type: "object" } }];

/** A request that is right but for what a case changes. */
const RIGHT: Record<
  keyof typeof FAKES,
  Omit<FakeRequest, "json" | "body" | "service" | "query">
> = {
  openai: {
    method: "POST",
    path: "/v1/chat/completions",
    headers: { authorization: `Bearer ${FAKE_KEY}`, "content-type": "application/json" },
  },
  anthropic: {
    method: "POST",
    path: "/v1/messages",
    headers: {
      "x-api-key": FAKE_KEY,
      "anthropic-version": "2023-06-01",
      "content-type": "application/json",
    },
  },
  gemini: {
    method: "POST",
    path: "/v1beta/models/gemini-2.5-flash:generateContent",
    headers: { "x-goog-api-key": FAKE_KEY },
  },
};

function ask(name: keyof typeof FAKES, json: Record<string, unknown>, headers = {}, path?: string) {
  const wire: Wire = FAKES[name];
  const right = RIGHT[name];
  const request = {
    ...right,
    path: path ?? right.path,
    headers: { ...right.headers, ...headers },
    service: name,
    query: new URLSearchParams(),
    body: Buffer.alloc(0),
    json,
  };
  return wire.answer(request, readPlay(wire.lastUserText(json)));
}

// A fake that takes anything would prove nothing about the requests that Prysm sends.
describe("a fake takes what the real server takes", () => {
  it.each([
    ["openai", { model: "m", messages: [user], tools: [openAiTool] }],
    ["anthropic", { model: "claude-x", max_tokens: 9, messages: [user], tools }],
    ["gemini", { contents: [said("Hi")], systemInstruction: { parts: [{ text: "s" }] } }],
  ] as const)("%s", (wire, body) => {
    expect(ask(wire, body).kind).toBe("json");
  });
});

describe("the fake of OpenAI refuses", () => {
  const right = { model: "m", messages: [user] };

  it.each([
    ["an unknown parameter", { ...right, top_k: 1 }],
    ["no message", { ...right, messages: [] }],
    ["an unknown role", { ...right, messages: [{ role: "robot", content: "Hi" }] }],
    ["an unknown field of a message", { ...right, messages: [{ ...user, reasoning_content: "" }] }],
    ["no tools", { ...right, tools: [] }],
    ["a tool choice without tools", { ...right, tool_choice: "auto" }],
    ["options of a stream that is none", { ...right, stream_options: { include_usage: true } }],
    ["the old limit on a reasoning model", { ...right, model: "gpt-5", max_tokens: 1 }],
    ["both limits", { ...right, max_tokens: 1, max_completion_tokens: 1 }],
    [
      "a call without its result",
      { ...right, messages: [user, { role: "assistant", tool_calls: [openAiCall] }, user] },
    ],
    [
      "a result without its call",
      { ...right, messages: [user, { role: "tool", tool_call_id: "c", content: "r" }] },
    ],
  ])("%s", (_case, body) => {
    expect(() => ask("openai", body)).toThrow(Refusal);
  });

  it("a wrong key", () => {
    expect(() => ask("openai", right, { authorization: "Bearer sk-prysm" })).toThrow(Refusal);
  });
});

describe("the fake of Anthropic refuses", () => {
  const right = { model: "claude-x", max_tokens: 9, messages: [user], tools };
  const talk = (...turns: object[]) => ({ ...right, messages: [user, ...turns] });
  const called = { role: "assistant", content: [toolUse] };

  it.each([
    ["an unknown field", { ...right, n: 1 }],
    ["no limit", { ...right, max_tokens: undefined }],
    ["the role system in messages", talk({ role: "system", content: "Hi" })],
    ["no message", { ...right, messages: [] }],
    ["an assistant first", { ...right, messages: [{ role: "assistant", content: "Hi" }] }],
    ["an empty text", talk({ role: "user", content: [{ type: "text", text: "" }] })],
    ["a field of a message", talk({ ...user, name: "Ada" })],
    ["a call without its result", talk(called, user)],
    ["a result without its call", talk({ role: "user", content: [toolResult] })],
    [
      "a result behind a text",
      talk(called, { role: "user", content: [{ type: "text", text: "Hi" }, toolResult] }),
    ],
    [
      "calls without tools",
      { ...talk(called, { role: "user", content: [toolResult] }), tools: undefined },
    ],
    ["both samplers", { ...right, temperature: 0.5, top_p: 0.5 }],
    ["a temperature above 1", { ...right, temperature: 1.5 }],
    ["a blank stop sequence", { ...right, stop_sequences: [" "] }],
    ["a tool without a schema's type", { ...right, tools: [{ name: "f", input_schema: {} }] }],
    ["white space at the end of a prefill", talk({ role: "assistant", content: "So " })],
    [
      "a thought without its signature",
      talk({ role: "assistant", content: [{ type: "thinking", thinking: "Hm" }] }, user),
    ],
    [
      "a call whose thought is forgotten",
      {
        ...talk(called, { role: "user", content: [toolResult] }),
        max_tokens: 4_096,
        thinking: { type: "enabled", budget_tokens: 1_024 },
      },
    ],
    ["a sampler on a model without", { ...right, model: "claude-opus-5-5", top_p: 0.5 }],
    [
      "a forced tool on a model without",
      { ...right, model: "claude-opus-5-5", tool_choice: { type: "any" } },
    ],
    ["a small thinking budget", { ...right, thinking: { type: "enabled", budget_tokens: 1 } }],
  ])("%s", (_case, body) => {
    expect(() => ask("anthropic", body)).toThrow(Refusal);
  });

  it.each([
    ["no version", { "anthropic-version": undefined }],
    ["a wrong key", { "x-api-key": "sk-prysm" }],
    ["two kinds of keys", { authorization: `Bearer ${FAKE_KEY}` }],
  ])("%s", (_case, headers) => {
    expect(() => ask("anthropic", right, headers)).toThrow(Refusal);
  });

  it("a sampler in the API's newest version", () => {
    const headers = { "anthropic-version": "2026-10-21" };

    expect(() => ask("anthropic", { ...right, temperature: 1 }, headers)).toThrow(Refusal);
    expect(() => ask("anthropic", right, headers)).not.toThrow();
  });
});

describe("the fake of Gemini refuses", () => {
  const right = { contents: [said("Hi")] };
  const call = { role: "model", parts: [{ functionCall: { name: "f", args: {} } }] };
  const result = (name: string) => ({
    role: "user",
    parts: [{ functionResponse: { name, response: { output: "r" } } }],
  });

  it.each([
    ["an unknown field", { ...right, model: "m" }],
    ["an unknown setting", { ...right, generationConfig: { max_tokens: 1 } }],
    ["no content", { contents: [] }],
    ["the role assistant", { contents: [said("Hi", "assistant")] }],
    ["an empty turn", { contents: [{ role: "user", parts: [] }] }],
    ["a call without its result", { contents: [said("Hi"), call, said("Hi")] }],
    ["a result without its call", { contents: [said("Hi"), result("f")] }],
    ["a result of another name", { contents: [said("Hi"), call, result("g")] }],
    ["a result without a name", { contents: [said("Hi"), call, result("")] }],
  ])("%s", (_case, body) => {
    expect(() => ask("gemini", body)).toThrow(Refusal);
  });

  it("a call without its thought's signature, from the third generation on", () => {
    const path = "/v1beta/models/gemini-3-pro:generateContent";
    const body = { contents: [said("Hi"), call, result("f")] };

    expect(() => ask("gemini", body)).not.toThrow();
    expect(() => ask("gemini", body, {}, path)).toThrow(Refusal);
  });

  it.each([
    ["a wrong key", { "x-goog-api-key": "sk-prysm" }],
    ["a bearer token", { authorization: `Bearer ${FAKE_KEY}` }],
  ])("%s", (_case, headers) => {
    expect(() => ask("gemini", right, headers)).toThrow(Refusal);
  });
});
