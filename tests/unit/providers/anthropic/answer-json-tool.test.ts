import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { jsonToolName } from "../../../../lib/providers/anthropic/json-output";
import { readChatAnswer } from "../../../../lib/providers/anthropic/read-chat-answer";
import { anAnswerCall } from "../../../fixtures/anthropic/answer-call";
import { aMessage } from "../../../fixtures/anthropic/answer-messages";
import {
  blockStart,
  blockStop,
  ending,
  readStream,
  start,
  text,
  tool,
  toolStart,
} from "../../../fixtures/anthropic/stream-events";
import { foldChunks } from "../../../fixtures/anthropic/stream-fold";

/** A call whose response format the request side plays with a tool. */
const CALL = anAnswerCall({
  stream: true,
  model: "claude-3-5-haiku-20241022",
  response_format: {
    type: "json_schema",
    json_schema: { name: "answer", schema: { type: "object", properties: {} } },
  },
});

const TOOL = jsonToolName(CALL) ?? "the call is not played with a tool";

const choiceOf = (changes: JsonObject) =>
  (readChatAnswer(CALL).whole(aMessage(changes)).choices as JsonObject[])[0];

const read = (...events: JsonObject[]) => {
  const { chunks, thrown } = readStream([start(), ...events], CALL);
  expect(thrown).toBeNull();
  return { chunks, folded: foldChunks(chunks) };
};

const answered = (content: string | null) => ({
  finish_reason: "stop",
  message: { role: "assistant", content, refusal: null },
});

describe("the tool that plays a response format", () => {
  it("case 96: its input is the content of a whole answer", () => {
    const content = [
      { type: "text", text: "Here it is:" },
      { type: "tool_use", id: "toolu_1", name: TOOL, input: { answer: 42 } },
    ];

    expect(choiceOf({ content, stop_reason: "tool_use" })).toEqual({
      index: 0,
      logprobs: null,
      ...answered('{"answer":42}'),
    });
  });

  it("case 96: text stays the content of a whole answer that did not use the tool", () => {
    expect(choiceOf({ stop_reason: "refusal" })).toMatchObject({
      message: { content: "Hi!" },
      finish_reason: "content_filter",
    });
  });

  it("case 96: its input streams as content, fragment by fragment", () => {
    const { chunks, folded } = read(
      ...tool(0, "toolu_1", TOOL, '{"answer"', ":42}"),
      ...ending("tool_use"),
    );

    expect(chunks.map(({ choices }) => (choices as JsonObject[])[0]?.delta)).toEqual([
      { role: "assistant" },
      { content: '{"answer"' },
      { content: ":42}" },
      {},
    ]);
    expect(folded).toEqual(answered('{"answer":42}'));
  });

  it("case 96: input that comes whole or not at all still streams as one JSON object", () => {
    const whole = [toolStart(0, "toolu_1", TOOL, { answer: 42 }), blockStop(0)];

    expect(read(...whole, ...ending("tool_use")).folded).toEqual(answered('{"answer":42}'));
    expect(read(...tool(0, "toolu_1", TOOL), ...ending("tool_use")).folded).toEqual(answered("{}"));
  });

  it("case 96: prose before, between and after is left out, and so is a second call", () => {
    const { folded } = read(
      ...text(0, "Here it is:"),
      ...tool(1, "toolu_1", TOOL, "{}"),
      ...text(2, "Done."),
      ...tool(3, "toolu_2", TOOL, "{}"),
      ...ending("tool_use"),
    );

    expect(folded).toEqual(answered("{}"));
  });

  it("case 96: links of prose that is left out are left out with it", () => {
    const citations = [{ type: "web_search_result_location", url: "https://example.com" }];
    const content = [
      { type: "text", text: "Here it is:", citations },
      { type: "tool_use", id: "toolu_1", name: TOOL, input: {} },
    ];

    const whole = choiceOf({ content, stop_reason: "tool_use" });
    const { folded } = read(
      blockStart(0, content[0] as JsonObject),
      ...tool(1, "toolu_1", TOOL),
      ...ending("tool_use"),
    );

    expect(whole).toMatchObject(answered("{}"));
    expect(whole?.message).not.toHaveProperty("annotations");
    expect(folded).toEqual(answered("{}"));
  });

  it("case 96: a stream that never uses it ends with its text", () => {
    const { folded } = read(...text(0, "I ", "cannot."), ...ending("end_turn"));

    expect(folded).toEqual(answered("I cannot."));
  });

  it("case 96: text too long to be waiting for JSON goes out as it comes", () => {
    const half = "x".repeat(700_000);
    const { chunks } = read(...text(0, half, half, "y"), ...ending("end_turn"));

    const texts = chunks.map(({ choices }) => (choices as JsonObject[])[0]?.delta as JsonObject);
    const lengths = texts.map(({ content }) => `${content ?? ""}`.length);
    expect(lengths).toEqual([0, 2 * half.length, 1, 0]);
  });

  it("case 96: the client's own tools beside it stay tool calls", () => {
    const { folded } = read(...tool(0, "toolu_1", "get_weather", "{}"), ...ending("tool_use"));

    expect(folded).toMatchObject({
      finish_reason: "tool_calls",
      message: { content: null, tool_calls: [{ function: { name: "get_weather" } }] },
    });
  });

  it("case 95, 96: JSON cut by the token limit ends as length", () => {
    const { folded } = read(...tool(0, "toolu_1", TOOL, '{"ans'), ...ending("max_tokens"));

    expect(folded).toMatchObject({ finish_reason: "length", message: { content: '{"ans' } });
  });
});
