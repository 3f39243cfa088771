import { describe, expect, it } from "vitest";
import type { CloseRecord } from "../../../lib/protocol/call-record";
import { readAnswer } from "../../../lib/recorder/answer";
import { aCall } from "../../support/a-call";

/** Every event is a chunk of its own: the n-th arrived n × 10 ms after the call. */
function readStream(
  endpoint: string,
  events: readonly string[],
  changes: Partial<CloseRecord> = {},
) {
  let bytes = 0;
  const chunkTimes = events.flatMap((event, index) => {
    bytes += Buffer.byteLength(event);
    return [bytes, (index + 1) * 10];
  });
  const { closing } = aCall({ closing: { format: "sse", chunkTimes, ...changes } });
  const answer = readAnswer(endpoint, closing, Buffer.from(events.join("")));
  return { ...answer, assembled: answer.assembled && JSON.parse(answer.assembled.toString()) };
}

const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const named = (value: { type: string }) => `event: ${value.type}\n${data(value)}`;

describe("a stream of chat completion chunks", () => {
  const chunk = (delta: object, finish: string | null = null) =>
    data({
      id: "c1",
      object: "chat.completion.chunk",
      created: 1,
      model: "gpt-x",
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const start = chunk({ role: "assistant", content: "" });

  it("reads as the completion it spells out", () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    const answer = readStream("chat.completions", [
      start,
      chunk({ content: "Hel" }),
      chunk({ content: "lo" }),
      chunk({}, "stop"),
      data({ id: "c1", model: "gpt-x", choices: [], usage }),
      "data: [DONE]\n\n",
    ]);
    expect(answer).toMatchObject({
      model: "gpt-x",
      usage: { promptTokens: 1, completionTokens: 2 },
      finishReason: "stop",
      text: "Hello",
      error: null,
      assembled: { object: "chat.completion", choices: [{ message: { content: "Hello" } }], usage },
    });
  });

  it.each([
    ["text", { content: "x" }],
    ["reasoning", { reasoning_content: "hm" }],
    ["a tool call", { tool_calls: [{ index: 0, id: "a", function: { name: "f" } }] }],
  ])("has its first token with %s, not with the role", (_, delta) => {
    expect(readStream("chat.completions", [start, chunk(delta)]).ttftMs).toBe(20);
  });

  it("has the counts of the provider where the client did not ask for any", () => {
    const upstreamUsage = { input_tokens: 5, cache_read_input_tokens: 10, output_tokens: 2 };
    const events = [chunk({ content: "x" }), chunk({}, "stop"), "data: [DONE]\n\n"];
    const closing = { upstreamUsage, providerKind: "anthropic" };
    expect(readStream("chat.completions", events, closing).usage).toMatchObject({
      promptTokens: 15,
      completionTokens: 2,
      cachedTokens: 10,
    });
  });

  it("that breaks off in an error keeps what came before", () => {
    const error = { type: "server_error", code: "overloaded", message: "Too much." };
    const answer = readStream("chat.completions", [chunk({ content: "Hal" }), data({ error })]);
    expect(answer).toMatchObject({ text: "Hal", finishReason: null, error });
  });

  it("keeps what came before a line that is too long", () => {
    const answer = readStream("chat.completions", [
      chunk({ content: "Hello" }, "stop"),
      `data: ${"x".repeat(17 * 1024 * 1024)}\n\n`,
    ]);
    expect(answer).toMatchObject({ text: "Hello", finishReason: "stop" });
  });
});

describe("a stream of text completion chunks", () => {
  const chunk = (text: string, finish: string | null = null) =>
    data({
      id: "cmpl-1",
      object: "text_completion",
      created: 1,
      model: "davinci",
      choices: [{ index: 0, text, finish_reason: finish, logprobs: null }],
    });

  it("reads as the completion it spells out, its first token with the first text", () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    const answer = readStream("completions", [
      chunk(""),
      chunk("Hel"),
      chunk("lo", "length"),
      data({ id: "cmpl-1", model: "davinci", choices: [], usage }),
      "data: [DONE]\n\n",
    ]);
    expect(answer).toMatchObject({
      model: "davinci",
      usage: { promptTokens: 1, completionTokens: 2 },
      finishReason: "length",
      text: "Hello",
      ttftMs: 20,
      assembled: { object: "text_completion", choices: [{ text: "Hello" }], usage },
    });
  });
});

describe("a stream of Anthropic's", () => {
  const event = (type: string, fields: object = {}) => named({ type, ...fields });
  const start = (usage: object = { input_tokens: 25, output_tokens: 1 }) =>
    event("message_start", {
      message: {
        id: "msg_1",
        type: "message",
        role: "assistant",
        model: "claude-x",
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage,
      },
    });
  const block = (index: number, content_block: object) =>
    event("content_block_start", { index, content_block });
  const delta = (index: number, fields: object) =>
    event("content_block_delta", { index, delta: fields });
  const end = (stop_reason: string, usage: object) =>
    event("message_delta", { delta: { stop_reason, stop_sequence: null }, usage }) +
    event("message_stop");

  it("reads as the message it spells out", () => {
    const answer = readStream("messages", [
      start({ input_tokens: 25, cache_read_input_tokens: 100, output_tokens: 1 }),
      event("ping"),
      block(0, { type: "text", text: "" }),
      delta(0, { type: "text_delta", text: "Hel" }),
      delta(0, { type: "text_delta", text: "lo" }),
      event("content_block_stop", { index: 0 }),
      block(1, { type: "tool_use", id: "t1", name: "add", input: {} }),
      delta(1, { type: "input_json_delta", partial_json: '{"a":' }),
      delta(1, { type: "input_json_delta", partial_json: "1}" }),
      event("content_block_stop", { index: 1 }),
      end("tool_use", { output_tokens: 15 }),
    ]);
    expect(answer).toMatchObject({
      model: "claude-x",
      usage: { promptTokens: 125, completionTokens: 15, totalTokens: 140, cachedTokens: 100 },
      finishReason: "tool_use",
      text: "Hello",
      toolCalls: [{ id: "t1", name: "add", arguments: '{"a":1}' }],
      ttftMs: 40,
      error: null,
      assembled: {
        type: "message",
        content: [
          { type: "text", text: "Hello" },
          { type: "tool_use", id: "t1", input: { a: 1 } },
        ],
        stop_reason: "tool_use",
      },
    });
  });

  it("has its first token with the first thought", () => {
    const answer = readStream("messages", [
      start(),
      block(0, { type: "thinking", thinking: "", signature: "" }),
      delta(0, { type: "thinking_delta", thinking: "Hm" }),
    ]);
    expect(answer).toMatchObject({ ttftMs: 30, text: "Hm" });
  });

  it("that breaks off keeps the counts so far and a tool's input as far as it came", () => {
    const answer = readStream("messages", [
      start(),
      block(0, { type: "tool_use", id: "t1", name: "add", input: {} }),
      delta(0, { type: "input_json_delta", partial_json: '{"a":' }),
    ]);
    expect(answer).toMatchObject({
      finishReason: null,
      usage: { promptTokens: 25, completionTokens: 1 },
      toolCalls: [{ name: "add", arguments: '{"a":' }],
    });
  });

  it("that breaks off before anybody counted has unknown counts, not the zeros it opened with", () => {
    const zeros = { input_tokens: 0, output_tokens: 0 };
    expect(readStream("messages", [start(zeros)]).usage).toMatchObject({
      promptTokens: null,
      completionTokens: null,
      totalTokens: null,
    });
  });

  it("that ends in an error carries it", () => {
    const error = { type: "overloaded_error", message: "Overloaded" };
    expect(readStream("messages", [start(), event("error", { error })]).error).toMatchObject(error);
  });
});

describe("a stream of a response", () => {
  const response = (status: string, fields: object = {}) => ({
    id: "resp_1",
    object: "response",
    status,
    model: "gpt-x",
    error: null,
    output: [],
    usage: null,
    ...fields,
  });
  const event = (type: string, fields: object = {}) => named({ type, ...fields });
  const item = {
    type: "message",
    id: "msg_1",
    role: "assistant",
    status: "in_progress",
    content: [],
  };
  const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
  const opening = [
    event("response.created", { response: response("in_progress") }),
    event("response.output_item.added", { output_index: 0, item }),
    event("response.content_part.added", {
      ...at,
      part: { type: "output_text", text: "", annotations: [] },
    }),
  ];
  const text = event("response.output_text.delta", { ...at, delta: "Hello" });

  it("reads as the response it ends with", () => {
    const output = [{ ...item, content: [{ type: "output_text", text: "Hello" }] }];
    const usage = { input_tokens: 3, output_tokens: 4, total_tokens: 7 };
    const answer = readStream("responses", [
      ...opening,
      text,
      event("response.completed", { response: response("completed", { output, usage }) }),
    ]);
    expect(answer).toMatchObject({
      model: "gpt-x",
      usage: { promptTokens: 3, completionTokens: 4, totalTokens: 7 },
      finishReason: "completed",
      text: "Hello",
      ttftMs: 40,
      error: null,
      assembled: { object: "response", status: "completed", output },
    });
  });

  it("that breaks off keeps the text so far", () => {
    expect(readStream("responses", [...opening, text])).toMatchObject({
      model: "gpt-x",
      finishReason: null,
      text: "Hello",
    });
  });

  it("that fails carries its error", () => {
    const error = { code: "server_error", message: "Broke." };
    const failed = event("response.failed", { response: response("failed", { error }) });
    expect(readStream("responses", [...opening, failed]).error).toMatchObject(error);
  });

  it("that ends in an error event carries it", () => {
    const error = { code: "rate_limit_exceeded", message: "Slow down.", param: null };
    expect(readStream("responses", [...opening, event("error", error)]).error).toMatchObject({
      code: "rate_limit_exceeded",
      message: "Slow down.",
    });
  });
});

describe("a stream nobody knows", () => {
  it("is kept as it was, with what it said of model, usage and errors", () => {
    const answer = readStream("audio.transcriptions", [
      data({ type: "transcript.text.delta", delta: "Hi" }),
      data({ type: "transcript.text.done", usage: { input_tokens: 9, output_tokens: 1 } }),
      data({ error: { message: "late" } }),
    ]);
    expect(answer).toMatchObject({
      usage: { promptTokens: 9, completionTokens: 1 },
      ttftMs: null,
      error: { message: "late" },
      assembled: null,
    });
  });
});
