import { describe, expect, it } from "vitest";
import type { CloseRecord } from "../../../lib/protocol/call-record";
import { readAnswer } from "../../../lib/recorder/answer";
import { aCall } from "../../support/a-call";

function read(endpoint: string, body: unknown, changes: Partial<CloseRecord> = {}) {
  const { closing } = aCall({ closing: { format: "json", ...changes } });
  return readAnswer(endpoint, closing, Buffer.from(JSON.stringify(body)));
}

const NO_USAGE = { promptTokens: null, completionTokens: null, totalTokens: null };

describe("a chat completion", () => {
  const body = (message: object, finishReason = "stop") => ({
    id: "c1",
    object: "chat.completion",
    model: "gpt-x",
    choices: [{ index: 0, message, finish_reason: finishReason }],
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
  });

  it("says its model, its counts, how it ended and its text", () => {
    expect(read("chat.completions", body({ role: "assistant", content: "Hi" }))).toMatchObject({
      model: "gpt-x",
      usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 },
      finishReason: "stop",
      text: "Hi",
      toolCalls: [],
      ttftMs: null,
      error: null,
      assembled: null,
    });
  });

  it("calls functions, custom tools and the function of the old field", () => {
    const { toolCalls } = read(
      "chat.completions",
      body({
        content: null,
        tool_calls: [
          { id: "a", type: "function", function: { name: "f", arguments: '{"x":1}' } },
          { id: "b", type: "custom", custom: { name: "g", input: "raw" } },
          { id: "c", type: "function", function: { name: "h", arguments: { y: 2 } } },
        ],
        function_call: { name: "old", arguments: "{}" },
      }),
    );

    expect(toolCalls).toEqual([
      { id: "a", name: "f", arguments: '{"x":1}' },
      { id: "b", name: "g", arguments: "raw" },
      { id: "c", name: "h", arguments: '{"y":2}' },
      { id: null, name: "old", arguments: "{}" },
    ]);
  });

  it.each([
    ["a refusal", { content: null, refusal: "No." }, "No."],
    ["the transcript of what it spoke", { audio: { transcript: "Spoken" } }, "Spoken"],
    ["its reasoning", { content: "", reasoning_content: "Hm" }, "Hm"],
  ])("without text shows %s", (_, message, text) => {
    expect(read("chat.completions", body(message)).text).toBe(text);
  });
});

describe("a text completion", () => {
  it("says what a chat completion does, of its text", () => {
    const body = {
      object: "text_completion",
      model: "davinci",
      choices: [{ text: " world", index: 0, finish_reason: "length" }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    };
    expect(read("completions", body)).toMatchObject({
      model: "davinci",
      usage: { totalTokens: 3 },
      finishReason: "length",
      text: " world",
      toolCalls: [],
    });
  });
});

describe("embeddings", () => {
  it("have counts and no text", () => {
    const body = {
      object: "list",
      model: "embed-x",
      data: [{ object: "embedding", index: 0, embedding: [0.1, 0.2] }],
      usage: { prompt_tokens: 8, total_tokens: 8 },
    };
    expect(read("embeddings", body)).toMatchObject({
      model: "embed-x",
      usage: { promptTokens: 8, completionTokens: null, totalTokens: 8 },
      finishReason: null,
      text: null,
    });
  });
});

describe("a message of Anthropic's", () => {
  const body = (content: object[], more: object = {}) => ({
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-x",
    content,
    stop_reason: "end_turn",
    usage: { input_tokens: 5, cache_read_input_tokens: 10, output_tokens: 7 },
    ...more,
  });

  it("says its model, its counts with the cache, how it ended and all its text", () => {
    const message = body([
      { type: "thinking", thinking: "Hm", signature: "s" },
      { type: "text", text: "One, " },
      { type: "text", text: "two" },
    ]);
    expect(read("messages", message)).toMatchObject({
      model: "claude-x",
      usage: { promptTokens: 15, completionTokens: 7, totalTokens: 22, cachedTokens: 10 },
      finishReason: "end_turn",
      text: "One, two",
      error: null,
    });
  });

  it("calls the client's tools; those the provider runs itself are not calls", () => {
    const { toolCalls } = read(
      "messages",
      body([
        { type: "server_tool_use", id: "s1", name: "web_search", input: { query: "q" } },
        { type: "web_search_tool_result", tool_use_id: "s1", content: [] },
        { type: "tool_use", id: "t1", name: "add", input: { a: 1 } },
      ]),
    );
    expect(toolCalls).toEqual([{ id: "t1", name: "add", arguments: '{"a":1}' }]);
  });

  it("shows its thinking where it has no text", () => {
    expect(read("messages", body([{ type: "thinking", thinking: "Hm" }])).text).toBe("Hm");
  });

  it("carries an error as its API spells one", () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    expect(read("messages", error).error).toEqual({
      type: "overloaded_error",
      code: "upstream_error",
      message: "Overloaded",
    });
  });

  it("that only counted its tokens used none, whoever counted", () => {
    const counted = {
      usage: { promptTokens: 9, completionTokens: 0 },
      upstreamUsage: { input_tokens: 9 },
    };
    const answer = read("messages.count_tokens", { input_tokens: 2_095 }, counted);
    expect(answer).toMatchObject({ usage: NO_USAGE, text: null, finishReason: null, error: null });
  });
});

describe("a response", () => {
  const body = (output: object[], more: object = {}) => ({
    id: "resp_1",
    object: "response",
    status: "completed",
    model: "gpt-x",
    error: null,
    output,
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 6,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 16,
    },
    ...more,
  });
  const says = (...content: object[]) => ({ type: "message", role: "assistant", content });
  const thinks = { type: "reasoning", summary: [{ type: "summary_text", text: "Thought" }] };

  it("says its model, its counts, how it ended and its text", () => {
    const response = body([thinks, says({ type: "output_text", text: "Hi" })]);
    expect(read("responses", response)).toMatchObject({
      model: "gpt-x",
      usage: {
        promptTokens: 10,
        completionTokens: 6,
        totalTokens: 16,
        cachedTokens: 4,
        reasoningTokens: 5,
      },
      finishReason: "completed",
      text: "Hi",
      error: null,
    });
  });

  it("calls functions and custom tools by their call id", () => {
    const { toolCalls } = read(
      "responses",
      body([
        { type: "function_call", id: "fc_1", call_id: "call_1", name: "f", arguments: "{}" },
        { type: "custom_tool_call", id: "ct_1", call_id: "call_2", name: "g", input: "raw" },
        { type: "web_search_call", id: "ws_1", action: { type: "search", query: "q" } },
      ]),
    );
    expect(toolCalls).toEqual([
      { id: "call_1", name: "f", arguments: "{}" },
      { id: "call_2", name: "g", arguments: "raw" },
    ]);
  });

  it.each([
    ["a refusal", [thinks, says({ type: "refusal", refusal: "No." })], "No."],
    ["a summary of its reasoning", [thinks], "Thought"],
  ])("without text shows %s", (_, output, text) => {
    expect(read("responses", body(output)).text).toBe(text);
  });

  it("that is incomplete says why", () => {
    const incomplete = {
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
    };
    expect(read("responses", body([], incomplete))).toMatchObject({
      finishReason: "max_output_tokens",
      error: null,
    });
  });

  it("that still runs has not ended", () => {
    expect(read("responses", body([], { status: "in_progress" })).finishReason).toBeNull();
  });

  it("that failed carries its error", () => {
    const failed = { status: "failed", error: { code: "server_error", message: "Broke." } };
    expect(read("responses", body([], failed))).toMatchObject({
      finishReason: "failed",
      error: { type: "upstream_error", code: "server_error", message: "Broke." },
    });
  });
});

describe("the answer of a path that is only passed through", () => {
  it("says what most answers say, and nothing of what it cannot know", () => {
    const body = { model: "img", usage: { input_tokens: 3, output_tokens: 4 }, data: [{}] };
    expect(read("images.generations", body)).toMatchObject({
      model: "img",
      usage: { promptTokens: 3, completionTokens: 4 },
      text: null,
      finishReason: null,
    });
  });

  it("can be any bytes", () => {
    const { closing } = aCall({ closing: { format: "none" } });
    const answer = readAnswer("audio.speech", closing, Buffer.from([0xff, 0xfb, 0x90, 0x00]));
    expect(answer).toMatchObject({ model: null, usage: NO_USAGE, error: null, assembled: null });
  });

  it("may have the name of something every object has", () => {
    expect(read("constructor", { model: "m" }).model).toBe("m");
  });
});

describe("an error in an answer", () => {
  it("is cut where an index could not hold it", () => {
    const error = { type: "t".repeat(1_000), code: 429, message: "m".repeat(10_000) };
    const read1 = read("chat.completions", { error }).error;
    expect(read1).toMatchObject({ code: "429" });
    expect([read1?.type.length, read1?.message.length]).toEqual([256, 4_096]);
  });

  it("may be a sentence", () => {
    expect(read("chat.completions", { error: "model not found" }).error?.message).toBe(
      "model not found",
    );
  });
});
