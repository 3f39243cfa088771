import { describe, expect, it } from "vitest";
import { ChatAssembler } from "../../../../lib/protocol/assemble-chat";
import type { JsonObject } from "../../../../lib/protocol/json";
import { UpstreamErrorEvent } from "../../../../lib/providers/upstream-error-event";
import { ANSWERS, answer, CHAT_USAGE, madeId, USAGE } from "../../../fixtures/gemini/answers";
import { readPieces, readStream, sse, streamReader } from "../../../fixtures/gemini/read-stream";

interface Choice {
  index: number;
  delta: JsonObject;
  finish_reason: string | null;
  logprobs: JsonObject | null;
}

const choicesOf = (chunks: JsonObject[]) => chunks.flatMap((chunk) => chunk.choices as Choice[]);
const deltasOf = (chunks: JsonObject[]) => choicesOf(chunks).map(({ delta }) => delta);
const text = (words: string, finishReason: string | null = null) =>
  answer([{ text: words }], finishReason);
const OPENING = { role: "assistant", content: "" };

describe("gemini: streamed answers", () => {
  it("gemini case 70: the role comes once, in front", () => {
    const deltas = deltasOf(readStream([text("Hel"), text("lo", "STOP")]));

    expect(deltas).toEqual([OPENING, { content: "Hel" }, { content: "lo" }, {}]);
  });

  it("gemini case 71: every chunk has the same id, time and model", () => {
    const later = { ...text("b", "STOP"), responseId: "resp-2", modelVersion: "other" };

    const heads = readStream([text("a"), later]).map(({ choices: _, ...head }) => head);

    expect(new Set(heads.map((head) => JSON.stringify(head)))).toEqual(
      new Set([
        JSON.stringify({
          id: "resp-1",
          object: "chat.completion.chunk",
          created: 1_700_000_000,
          model: "gemini-2.5-flash-001",
        }),
      ]),
    );
  });

  it("gemini case 73: text comes through cut anywhere, also within a character", () => {
    const bytes = Buffer.from(sse([text("a🙂é", "STOP")]));
    const pieces = [...bytes].map((byte) => Buffer.of(byte));

    expect(deltasOf(readPieces(pieces))).toEqual([OPENING, { content: "a🙂é" }, {}]);
  });

  it("gemini case 74, 75: a call comes whole, with its own count of calls and valid arguments", () => {
    const parts = [
      { text: "So:" },
      { functionCall: { name: "f", args: { a: 1 } }, thoughtSignature: "c2ln" },
    ];

    const deltas = deltasOf(
      readStream([answer(parts, null), answer([{ functionCall: { name: "g" } }], "STOP")]),
    );

    expect(deltas).toEqual([
      OPENING,
      { content: "So:" },
      {
        tool_calls: [
          {
            index: 0,
            id: madeId(0, 0),
            type: "function",
            function: { name: "f", arguments: '{"a":1}' },
            extra_content: { google: { thought_signature: "c2ln" } },
          },
        ],
      },
      {
        tool_calls: [
          {
            index: 1,
            id: madeId(0, 1),
            type: "function",
            function: { name: "g", arguments: "{}" },
          },
        ],
      },
      {},
    ]);
  });

  it("gemini case 77: thoughts are reasoning, and a late signature comes as it is", () => {
    const events = [
      answer([{ text: "Hm", thought: true }], null),
      text("42"),
      answer([{ text: "", thoughtSignature: "c2ln" }]),
    ];

    expect(deltasOf(readStream(events))).toEqual([
      OPENING,
      { reasoning_content: "Hm" },
      { content: "42" },
      { extra_content: { google: { thought_signature: "c2ln" } } },
      {},
    ]);
  });

  it("gemini case 80: the finish comes once, after all content, though every event claims it", () => {
    const choices = choicesOf(
      readStream([
        text("a", "STOP"),
        text("b", "STOP"),
        text("c", "MAX_TOKENS"),
        { usageMetadata: USAGE },
      ]),
    );

    expect(choices.map(({ finish_reason }) => finish_reason)).toEqual([
      null,
      null,
      null,
      null,
      "length",
    ]);
  });

  it("gemini case 80: counts are cumulative, so that the last ones stand", () => {
    const reader = streamReader({ stream_options: { include_usage: true } });
    const early = {
      ...text("a"),
      usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 1 },
    };
    const late = { ...text("b", "STOP"), usageMetadata: { candidatesTokenCount: 2 } };

    const chunks = readPieces([Buffer.from(sse([early, late]))], reader);

    expect(reader.usage()).toEqual({ promptTokenCount: 100, candidatesTokenCount: 2 });
    expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens: 100, completion_tokens: 2 });
  });

  it("gemini case 81: usage is a last chunk of its own where it was asked for", () => {
    const asked = readStream([text("a", "STOP")], { stream_options: { include_usage: true } });

    expect(asked.at(-1)).toMatchObject({ choices: [], usage: CHAT_USAGE });
    expect(asked.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  it("gemini case 81: usage is nowhere where it was not asked for", () => {
    const chunks = readStream([text("a", "STOP")]);

    expect(chunks).toHaveLength(3);
    expect(chunks.some((chunk) => "usage" in chunk)).toBe(false);
  });

  it("gemini case 82: a closing [DONE] of a proxy changes nothing", () => {
    const done = Buffer.from(`${sse([text("a", "STOP")])}data: [DONE]\n\n`);

    expect(readPieces([done])).toEqual(readStream([text("a", "STOP")]));
  });

  it("gemini case 83: events and parts that nobody knows are left out", () => {
    const events = [{ novelty: true }, answer([{ novelty: 1 }], null), text("a", "STOP"), {}];

    expect(deltasOf(readStream(events))).toEqual([OPENING, { content: "a" }, {}]);
  });

  it.each([
    ["an error", { error: { code: 503, message: "Overloaded", status: "UNAVAILABLE" } }],
    [
      "an error in an array",
      [{ error: { code: 503, message: "Overloaded", status: "UNAVAILABLE" } }],
    ],
  ])("gemini case 85: %s in the stream is reported with its status", (_what, event) => {
    const reader = streamReader();
    const read = () =>
      reader.event({ event: "message", data: JSON.stringify(event), endOffset: 0 });

    expect(read).toThrowError(UpstreamErrorEvent);
    expect(read).toThrowError(
      expect.objectContaining({
        status: 503,
        info: { message: "Overloaded", type: "server_error", code: "overloaded", param: null },
      }),
    );
  });

  it.each([
    ["without any event", []],
    ["in the middle", [text("a")]],
    ["before one of its choices ended", [{ candidates: [{ finishReason: "STOP" }, { index: 1 }] }]],
  ])("gemini case 86: a stream that was cut %s never looks complete", (_where, events) => {
    expect(() => readStream(events)).toThrowError(
      expect.objectContaining({ code: "upstream_died" }),
    );
  });

  it.each(["{broken", "null", "7", '"text"', "<html>"])(
    "gemini case 89: the event %s is a 502",
    (data) => {
      const read = () => streamReader().event({ event: "message", data, endOffset: 0 });

      expect(read).toThrowError(expect.objectContaining({ code: "bad_gateway" }));
    },
  );

  it.each(["\n", "\r", "\r\n"])("gemini case 93: lines may end in %j", (newline) => {
    const stream = sse([text("a"), text("b", "STOP")]).replaceAll("\r\n", newline);

    expect(readPieces([Buffer.from(stream)])).toEqual(readStream([text("a"), text("b", "STOP")]));
  });

  it("gemini case 64: a blocked prompt is a refusal and a finish", () => {
    const choices = choicesOf(
      readStream([{ promptFeedback: { blockReason: "OTHER", blockReasonMessage: "Not that." } }]),
    );

    expect(choices.map(({ delta }) => delta)).toEqual([OPENING, { refusal: "Not that." }, {}]);
    expect(choices.at(-1)).toMatchObject({
      finish_reason: "content_filter",
      native_finish_reason: "OTHER",
    });
  });

  it("gemini case 64: a prompt blocked after text keeps the text", () => {
    const choices = choicesOf(
      readStream([text("So far"), { promptFeedback: { blockReason: "SAFETY" } }]),
    );

    expect(choices.map(({ delta }) => delta)).toEqual([OPENING, { content: "So far" }, {}]);
    expect(choices.at(-1)?.finish_reason).toBe("content_filter");
  });

  it("gemini case 49: candidates keep their index through the stream", () => {
    const event = (index: number, words: string, finishReason?: string) => ({
      candidates: [{ index, content: { parts: [{ text: words }] }, finishReason }],
    });

    const choices = choicesOf(
      readStream([event(1, "b"), event(0, "a"), event(1, "B", "STOP"), event(0, "A", "STOP")]),
    );

    const joined = (index: number) =>
      choices
        .map((choice) => (choice.index === index ? (choice.delta.content ?? "") : ""))
        .join("");
    expect([joined(0), joined(1)]).toEqual(["aA", "bB"]);
    expect(choices.filter(({ delta }) => delta.role).map(({ index }) => index)).toEqual([1, 0]);
    expect(choices.filter(({ finish_reason }) => finish_reason).map(({ index }) => index)).toEqual([
      0, 1,
    ]);
  });

  it("gemini case 50: log probabilities go once, with the text of their event", () => {
    const logprobsResult = { chosenCandidates: [{ token: "a", logProbability: -1 }] };

    const choices = choicesOf(readStream([answer([{ text: "a" }], "STOP", { logprobsResult })]));

    expect(choices.map(({ logprobs }) => logprobs)).toEqual([
      null,
      {
        content: [{ token: "a", logprob: -1, bytes: [97], top_logprobs: [] }],
        refusal: null,
      },
      null,
    ]);
  });

  it("gemini case 42: a call with the deprecated functions streams the deprecated delta", () => {
    const event = answer([{ functionCall: { name: "f" } }, { functionCall: { name: "g" } }]);

    const choices = choicesOf(readStream([event], { functions: [{ name: "f" }] }));

    expect(choices.map(({ delta }) => delta)).toEqual([
      OPENING,
      { function_call: { name: "f", arguments: "{}" } },
      {},
    ]);
    expect(choices.at(-1)?.finish_reason).toBe("function_call");
  });

  it.each(ANSWERS)("the chunks of a stream spell the same message: $title", (fixture) => {
    const assembler = new ChatAssembler();
    for (const chunk of readStream([answer(fixture.parts, fixture.finishReason ?? "STOP")])) {
      assembler.take(JSON.stringify(chunk));
    }

    const { completion, isComplete } = assembler.finish();
    const [choice] = completion!.choices as (Choice & { message: JsonObject })[];
    const { content, refusal, reasoning_content } = fixture.message;
    expect(isComplete).toBe(true);
    expect(choice?.message.content ?? "").toBe(content ?? "");
    expect(choice?.message.refusal).toBe(refusal);
    expect(choice?.message.reasoning_content).toBe(reasoning_content);
    expect(choice?.finish_reason).toBe(fixture.finish.finish_reason);
  });
});
