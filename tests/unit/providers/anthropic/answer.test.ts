import { describe, expect, it } from "vitest";
import { isObject, type JsonObject } from "../../../../lib/protocol/json";
import { readChatAnswer } from "../../../../lib/providers/anthropic/read-chat-answer";
import { anAnswerCall, CREATED_S } from "../../../fixtures/anthropic/answer-call";
import {
  aMessage,
  STOP_REASONS,
  USAGES,
  WEB_SEARCH_ANNOTATIONS,
  WEB_SEARCH_CONTENT,
  WEB_SEARCH_TEXT,
} from "../../../fixtures/anthropic/answer-messages";

const A_TOOL_USE = {
  type: "tool_use",
  id: "toolu_01A09q90qw90lq917835lq9",
  name: "get_weather",
  input: { city: "Paris", unit: "c" },
  caller: { type: "direct" },
};

function complete(changes: JsonObject, call = anAnswerCall()) {
  return readChatAnswer(call).whole(aMessage(changes));
}

function choiceOf(completion: JsonObject): JsonObject & { message: JsonObject } {
  const choice = (completion.choices as JsonObject[])[0];
  if (!choice || !isObject(choice.message)) throw new Error("The completion has no message.");
  return { ...choice, message: choice.message };
}

const messageOf = (changes: JsonObject, call = anAnswerCall()) =>
  choiceOf(complete(changes, call)).message;

describe("a whole answer of Anthropic", () => {
  it("case 60: joins all text blocks in order without a separator", () => {
    const content = ["One, ", "two", ", three."].map((text) => ({ type: "text", text }));

    expect(messageOf({ content })).toEqual({
      role: "assistant",
      content: "One, two, three.",
      refusal: null,
    });
  });

  it("case 61: an answer of tool calls only has no content and keeps ids and order", () => {
    const content = [A_TOOL_USE, { type: "tool_use", id: "toolu_02", name: "get_time", input: {} }];

    const choice = choiceOf(complete({ content, stop_reason: "tool_use" }));

    expect(choice.finish_reason).toBe("tool_calls");
    expect(choice.message).toEqual({
      role: "assistant",
      content: null,
      refusal: null,
      tool_calls: [
        {
          id: "toolu_01A09q90qw90lq917835lq9",
          type: "function",
          function: { name: "get_weather", arguments: '{"city":"Paris","unit":"c"}' },
        },
        { id: "toolu_02", type: "function", function: { name: "get_time", arguments: "{}" } },
      ],
    });
  });

  it("case 61: text before a tool call stays the content", () => {
    const content = [{ type: "text", text: "Let me see." }, A_TOOL_USE];

    const message = messageOf({ content, stop_reason: "tool_use" });

    expect(message.content).toBe("Let me see.");
    expect(message.tool_calls).toHaveLength(1);
  });

  it("case 61: a tool call without id or input still gets both", () => {
    const content = [{ type: "tool_use", name: "now" }, { type: "tool_use" }];

    expect(messageOf({ content, stop_reason: "tool_use" }).tool_calls).toEqual([
      {
        id: "call_0192a000-0000-7000-8000-000000000001_0",
        type: "function",
        function: { name: "now", arguments: "{}" },
      },
      {
        id: "call_0192a000-0000-7000-8000-000000000001_1",
        type: "function",
        function: { name: "", arguments: "{}" },
      },
    ]);
  });

  it("case 61: a call made with the deprecated functions is answered with function_call", () => {
    const call = anAnswerCall({ functions: [{ name: "get_weather" }] });

    const choice = choiceOf(complete({ content: [A_TOOL_USE], stop_reason: "tool_use" }, call));

    expect(choice).toMatchObject({
      finish_reason: "function_call",
      message: {
        content: null,
        function_call: { name: "get_weather", arguments: '{"city":"Paris","unit":"c"}' },
      },
    });
    expect(choice.message).not.toHaveProperty("tool_calls");
  });

  it("case 62: thinking becomes reasoning with its signature and never content", () => {
    const content = [
      { type: "thinking", thinking: "The user greets. ", signature: "EqQBCgIYAhIM1gbc" },
      { type: "redacted_thinking", data: "EmwKAhgBEgy3va3pzix" },
      { type: "thinking", thinking: "I greet back.", signature: "" },
      { type: "text", text: "Hi!" },
    ];

    expect(messageOf({ content })).toEqual({
      role: "assistant",
      content: "Hi!",
      refusal: null,
      reasoning_content: "The user greets. I greet back.",
      reasoning_details: [
        { type: "thinking", thinking: "The user greets. ", signature: "EqQBCgIYAhIM1gbc" },
        { type: "redacted_thinking", data: "EmwKAhgBEgy3va3pzix" },
      ],
    });
  });

  it("case 62: thinking that is only signed keeps its signature and shows no empty reasoning", () => {
    const content = [{ type: "thinking", thinking: "", signature: "EqQB" }];

    const message = messageOf({ content });

    expect(message).not.toHaveProperty("reasoning_content");
    expect(message.reasoning_details).toEqual([
      { type: "thinking", thinking: "", signature: "EqQB" },
    ]);
  });

  it.each(STOP_REASONS)(
    "case 63: stop_reason %s ends the choice as %o",
    (stop_reason, expected) => {
      const { index, message, logprobs, ...end } = choiceOf(complete({ stop_reason }));

      expect(end).toEqual(expected);
    },
  );

  it("case 63: tool_use with a call to make ends as tool_calls, without one as stop", () => {
    const withCall = complete({ stop_reason: "tool_use", content: [A_TOOL_USE] });
    const without = complete({ stop_reason: "tool_use", content: WEB_SEARCH_CONTENT });

    expect(choiceOf(withCall).finish_reason).toBe("tool_calls");
    expect(choiceOf(without).finish_reason).toBe("stop");
  });

  it("case 63: says which stop sequence matched", () => {
    const choice = choiceOf(complete({ stop_reason: "stop_sequence", stop_sequence: "END" }));

    expect(choice).toMatchObject({ finish_reason: "stop", stop_sequence: "END" });
  });

  it.each([
    [
      "its explanation",
      { type: "refusal", category: "cyber", explanation: "This asks for malware." },
      "This asks for malware.",
    ],
    [
      "its category where there is no explanation",
      { type: "refusal", category: "bio", explanation: null },
      "The model refused this request (category: bio).",
    ],
    ["nothing where Anthropic gives no details", null, null],
    ["nothing where the details are empty", { type: "refusal" }, null],
  ])("case 64: a refusal has no content and says %s", (_what, stop_details, refusal) => {
    const choice = choiceOf(complete({ content: [], stop_reason: "refusal", stop_details }));

    expect(choice).toMatchObject({
      finish_reason: "content_filter",
      message: { role: "assistant", content: null, refusal },
    });
  });

  it("case 64: text that came before a refusal is kept", () => {
    const choice = choiceOf(complete({ stop_reason: "refusal" }));

    expect(choice).toMatchObject({ finish_reason: "content_filter", message: { content: "Hi!" } });
  });

  it.each(USAGES)("case 65: usage: %s", (_title, usage, expected) => {
    const completion = complete({ usage });

    expect(completion.usage).toEqual(expected ?? undefined);
    expect("usage" in completion).toBe(expected !== null);
  });

  it("case 65: hands out the usage as Anthropic said it", () => {
    const reader = readChatAnswer(anAnswerCall());
    const usage = { input_tokens: 3, output_tokens: 2, service_tier: "priority", speed: null };

    expect(reader.usage()).toBeNull();
    reader.whole(aMessage({ usage }));

    expect(reader.usage()).toEqual(usage);
  });

  it("case 66: keeps id and model, is created when the call came, and has one choice", () => {
    expect(complete({})).toEqual({
      id: "msg_01XFDUDYJgAACzvnptvVoYEL",
      object: "chat.completion",
      created: CREATED_S,
      model: "claude-sonnet-4-5-20250929",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "Hi!", refusal: null },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: { prompt_tokens: 12, completion_tokens: 6, total_tokens: 18 },
    });
  });

  it.each([[undefined], [null], [""], [7]])(
    "case 66: an id or model of %s is filled in from the call",
    (missing) => {
      const completion = complete({ id: missing, model: missing });

      expect(completion).toMatchObject({
        id: "chatcmpl-0192a000-0000-7000-8000-000000000001",
        model: "claude-sonnet-4-5",
      });
    },
  );

  it("case 67: tools the provider runs leave the text whole and its links as annotations", () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 5,
      server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 },
    };
    const reader = readChatAnswer(anAnswerCall());

    const { message, finish_reason } = choiceOf(
      reader.whole(aMessage({ content: WEB_SEARCH_CONTENT, usage })),
    );

    expect(finish_reason).toBe("stop");
    expect(message).toEqual({
      role: "assistant",
      content: WEB_SEARCH_TEXT,
      refusal: null,
      annotations: WEB_SEARCH_ANNOTATIONS,
    });
    expect(WEB_SEARCH_TEXT.slice(24, 46)).toBe("born on April 30, 1916");
    expect(reader.usage()).toMatchObject({ server_tool_use: { web_search_requests: 1 } });
  });
});
