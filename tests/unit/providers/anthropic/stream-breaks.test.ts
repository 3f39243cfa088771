import { describe, expect, it } from "vitest";
import { PrysmError } from "../../../../lib/errors";
import type { JsonObject } from "../../../../lib/protocol/json";
import { readChatAnswer } from "../../../../lib/providers/anthropic/read-chat-answer";
import { UpstreamErrorEvent } from "../../../../lib/providers/upstream-error-event";
import { anAnswerCall } from "../../../fixtures/anthropic/answer-call";
import { aMessage } from "../../../fixtures/anthropic/answer-messages";
import {
  blockDelta,
  blockStart,
  blockStop,
  ending,
  messageDelta,
  readParts,
  readStream,
  start,
  stop,
  text,
  tool,
  toolInput,
  toolStart,
  toSse,
} from "../../../fixtures/anthropic/stream-events";
import { foldChunks } from "../../../fixtures/anthropic/stream-fold";

const CALL = anAnswerCall({ stream: true, stream_options: { include_usage: true } });
const ANSWER = [start(), ...text(0, "Hel", "lo"), ...ending("end_turn")];

const read = (events: readonly JsonObject[]) => readStream(events, CALL);
const readText = (stream: string) => readParts([Buffer.from(stream)], CALL);
const finishes = (chunks: readonly JsonObject[]) =>
  chunks
    .flatMap(({ choices }) => choices as JsonObject[])
    .filter(({ finish_reason }) => finish_reason !== null);

describe("a stream of Anthropic that breaks", () => {
  it("case 82, 86: one that ends without a reason to stop is an error and never finishes", () => {
    for (let length = 0; length < ANSWER.length - 2; length++) {
      const { chunks, thrown } = read(ANSWER.slice(0, length));

      expect(thrown).toBeInstanceOf(PrysmError);
      expect(thrown).toMatchObject({ code: "upstream_died", status: 502 });
      expect(finishes(chunks)).toEqual([]);
    }
  });

  it("case 86: the error says whether the answer had begun, and the usage so far is kept", () => {
    const nothing = read([]);
    const half = read(ANSWER.slice(0, 3));

    expect((nothing.thrown as PrysmError).message).toContain("before its answer began");
    expect((half.thrown as PrysmError).message).toContain("before its answer was complete");
    expect(half.usage).toEqual({ input_tokens: 12, output_tokens: 1 });
  });

  it("case 82: a message_stop that nothing came before is no answer", () => {
    expect(read([stop]).thrown).toMatchObject({ code: "upstream_died" });
    expect(read([messageDelta({ stop_reason: "end_turn" }), stop])).toMatchObject({
      chunks: [],
      thrown: { code: "upstream_died" },
    });
  });

  it("case 84: a message_start that comes twice changes nothing", () => {
    const twice = [start(), start(), ...text(0, "Hel"), start({ usage: {} }), ...text(1, "lo")];

    const { chunks, usage } = read([...twice, ...ending("end_turn")]);

    expect(chunks).toEqual(read(ANSWER).chunks);
    expect(usage).toEqual(read(ANSWER).usage);
  });

  it("case 84: a second answer takes the place of one that said nothing yet", () => {
    const { chunks, thrown, usage } = read([
      start({ id: "msg_first" }),
      blockStart(0, { type: "thinking", thinking: "", signature: "" }),
      messageDelta({ stop_reason: "refusal" }),
      start({ id: "msg_second", usage: { input_tokens: 40, output_tokens: 2 } }),
      ...tool(0, "toolu_2", "get_weather", '{"city":"Paris"}'),
      ...ending("tool_use"),
    ]);

    expect(thrown).toBeNull();
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(["msg_first"]));
    expect(foldChunks(chunks)).toMatchObject({
      finish_reason: "tool_calls",
      message: { tool_calls: [{ id: "toolu_2", function: { arguments: '{"city":"Paris"}' } }] },
    });
    expect(usage).toEqual({ input_tokens: 40, output_tokens: 6 });
  });

  it("case 84: the second answer is read from its own beginning", () => {
    const signed = [
      blockStart(0, { type: "thinking", thinking: "", signature: "" }),
      blockDelta(0, { type: "signature_delta", signature: "EqQB" }),
    ];
    const first = [start({ id: "msg_1" }), signed[0] as JsonObject];
    const second = [start({ id: "msg_2" }), ...signed, ...text(1, "Hi!")];

    const { chunks } = read([...first, ...second, ...ending("end_turn")]);
    expect(foldChunks(chunks)).toMatchObject({
      message: { reasoning_details: [{ signature: "EqQB", index: 0 }] },
    });
    const stopped = [...first, messageDelta({ stop_reason: "end_turn" }), ...second];
    expect(read(stopped).thrown).toMatchObject({ code: "upstream_died" });
  });

  it.each([
    ["half a tool call", [toolStart(0, "toolu_1", "get_weather"), toolInput(0, '{"ci')]],
    ["a whole tool call", tool(0, "toolu_1", "get_weather", "{}")],
    ["text", text(0, "Hel")],
    ["reasoning", [blockDelta(0, { type: "thinking_delta", thinking: "Hm." })]],
  ])(
    "case 84: after %s a second answer is an error, and no part of it is told",
    (_what, events) => {
      const before = read([start(), ...events]).chunks;
      const second = [start({ id: "msg_second" }), ...tool(0, "toolu_2", "get_weather", "{}")];

      const { chunks, thrown } = read([start(), ...events, ...second, ...ending("tool_use")]);

      expect(thrown).toMatchObject({ code: "upstream_died" });
      expect((thrown as PrysmError).message).toContain("began another one");
      expect(chunks).toEqual(before);
    },
  );

  it.each([
    ["invalid_request_error", 400],
    ["authentication_error", 401],
    ["billing_error", 402],
    ["permission_error", 403],
    ["not_found_error", 404],
    ["request_too_large", 413],
    ["rate_limit_error", 429],
    ["api_error", 500],
    ["timeout_error", 504],
    ["overloaded_error", 529],
    ["a_future_error", null],
  ])("case 85, 97: an error event %s is thrown with the status %s", (type, status) => {
    const error = { type: "error", error: { type, message: "Something happened." } };

    for (const events of [[error], [start(), error], [...ANSWER.slice(0, 3), error, stop]]) {
      const { chunks, thrown } = read(events);

      expect(thrown).toBeInstanceOf(UpstreamErrorEvent);
      expect(thrown).toMatchObject({ status, info: { message: "Something happened." } });
      expect(finishes(chunks)).toEqual([]);
    }
  });

  it.each([
    ["without a type of its own", 'event: error\ndata: {"error":{"message":"Overloaded"}}\n\n'],
    ["without any type", 'data: {"error":{"message":"Overloaded"}}\n\n'],
    ["that says nothing", "event: error\ndata: {}\n\n"],
  ])("case 85: an error event %s is an error too", (_what, event) => {
    const { thrown } = readText(toSse(ANSWER.slice(0, 3)) + event);

    expect(thrown).toBeInstanceOf(UpstreamErrorEvent);
    expect(thrown).toMatchObject({ status: null });
  });

  it.each([
    ["an error", { type: "error", error: {} }],
    ["a second answer", start({ id: "msg_second" })],
  ])(
    "case 84, 85: nothing that follows %s is told, and the stream stays broken",
    (_what, event) => {
      const reader = readChatAnswer(CALL);
      const take = (event: JsonObject) =>
        reader.event({ event: `${event.type}`, data: JSON.stringify(event), endOffset: 0 });
      [start(), ...text(0, "Hel")].map(take);
      expect(() => take(event)).toThrow();

      expect([...text(0, "Hi!"), ...ending("end_turn")].flatMap(take)).toEqual([]);
      expect(() => reader.end()).toThrow(PrysmError);
    },
  );

  it.each([
    ["no JSON", 'event: content_block_delta\ndata: {"type":"conte\n\n'],
    ["no object", "data: null\n\ndata: 1\n\ndata: []\n\n"],
    ["an object without a type", "data: {}\n\n"],
    ["a known type without its fields", toSse([{ type: "content_block_delta", index: 0 }])],
    ["a block that is none", toSse([blockStart(0, null as unknown as JsonObject)])],
    ["a delta without its text", toSse([blockDelta(0, { type: "text_delta" })])],
    ["input that is no text", toSse([blockDelta(0, { type: "input_json_delta" })])],
    ["thinking that is no text", toSse([blockDelta(0, { type: "thinking_delta", thinking: 1 })])],
    ["a signature that is none", toSse([blockDelta(0, { type: "signature_delta" })])],
    ["a citation that is none", toSse([blockDelta(0, { type: "citations_delta" })])],
    ["redacted thinking without data", toSse([blockStart(9, { type: "redacted_thinking" })])],
    ["a message_start without a message", toSse([{ type: "message_start" }])],
  ])("case 89: an event with %s is skipped", (_what, events) => {
    const [opening, ...others] = ANSWER;

    const { chunks, thrown } = readText(toSse([opening as JsonObject]) + events + toSse(others));

    expect(thrown).toBeNull();
    expect(chunks).toEqual(read(ANSWER).chunks);
  });

  it("case 89: a stream with dozens of malformed events ends as an error, not as complete", () => {
    const [opening, ...others] = ANSWER.map((event) => toSse([event]));
    const withMalformed = (count: number) =>
      readText(opening + "data: {\n\n".repeat(count) + others.join(""));

    expect(withMalformed(36).thrown).toBeNull();
    const { chunks, thrown } = withMalformed(37);
    expect(thrown).toMatchObject({ code: "upstream_died" });
    expect((thrown as PrysmError).message).toContain("37 of its events are malformed");
    expect(finishes(chunks)).toEqual([]);
  });

  it("case 89: tools that open without end are malformed, not memory", () => {
    const opened = Array.from({ length: 1_100 }, (_, index) =>
      toolStart(index, `toolu_${index}`, "f"),
    );

    expect(read([start(), ...opened, ...ending("tool_use")]).thrown).toMatchObject({
      code: "upstream_died",
    });
  });

  it("case 91: a whole message inside the stream is told in chunks", () => {
    const message = aMessage({
      content: [
        { type: "thinking", thinking: "Hm.", signature: "EqQB" },
        { type: "text", text: "Let me see." },
        { type: "tool_use", id: "toolu_1", name: "get_weather", input: { city: "Paris" } },
        { type: "tool_use", id: "toolu_2", name: "now", input: {} },
      ],
      stop_reason: "tool_use",
    });

    const { chunks, thrown } = readText(`data: ${JSON.stringify(message)}\n\n`);

    expect(thrown).toBeNull();
    expect(foldChunks(chunks)).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        role: "assistant",
        content: "Let me see.",
        reasoning_content: "Hm.",
        tool_calls: [
          { id: "toolu_1", function: { name: "get_weather", arguments: '{"city":"Paris"}' } },
          { id: "toolu_2", function: { name: "now", arguments: "{}" } },
        ],
      },
    });
    expect(chunks.at(-1)?.usage).toEqual({
      prompt_tokens: 12,
      completion_tokens: 6,
      total_tokens: 18,
    });
  });

  it("case 91: a whole message in a stream that has begun is malformed", () => {
    const { chunks } = read([start(), aMessage(), ...ANSWER.slice(1)]);

    expect(chunks).toEqual(read(ANSWER).chunks);
  });

  it("case 93: what follows message_stop is ignored, and [DONE] in its place ends nothing", () => {
    const after = `data: [DONE]\n\n${toSse([start({ id: "msg_2" }), ...text(0, "x")])}data: {"error":{}}\n\n`;

    const { chunks, thrown } = readText(toSse(ANSWER) + after);

    expect(thrown).toBeNull();
    expect(chunks).toEqual(read(ANSWER).chunks);
    expect(readText(`${toSse(ANSWER.slice(0, 3))}data: [DONE]\n\n`).thrown).toMatchObject({
      code: "upstream_died",
    });
  });

  it("case 79: pings without data are no malformed events", () => {
    const [opening, ...others] = ANSWER.map((event) => toSse([event]));

    const { chunks } = readText(opening + "event: ping\ndata:\n\n".repeat(100) + others.join(""));

    expect(chunks).toEqual(read(ANSWER).chunks);
  });

  it("case 83: the stop of a block that never started is nothing", () => {
    const { chunks } = read([start(), blockStop(3), ...ANSWER.slice(1)]);

    expect(chunks).toEqual(read(ANSWER).chunks);
  });
});
