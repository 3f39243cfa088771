import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MessageAssembler } from "../../../lib/protocol/assemble-message";

type Fields = Record<string, unknown>;

const start = (fields: Fields = {}) => ({
  type: "message_start",
  message: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-x",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 43, cache_read_input_tokens: 7, output_tokens: 1 },
    ...fields,
  },
});
const opens = (index: number, content_block: Fields) => ({
  type: "content_block_start",
  index,
  content_block,
});
const grows = (index: number, delta: Fields) => ({ type: "content_block_delta", index, delta });
const says = (index: number, text: string) => grows(index, { type: "text_delta", text });
const writes = (index: number, partial_json: string) =>
  grows(index, { type: "input_json_delta", partial_json });
const ends = (stop_reason: string, usage: Fields = { output_tokens: 9 }) => ({
  type: "message_delta",
  delta: { stop_reason, stop_sequence: null },
  usage,
});
const stop = { type: "message_stop" };
const text = { type: "text", text: "" };
const tool = { type: "tool_use", id: "toolu_1", name: "f", input: {} };

function assemble(...events: unknown[]) {
  const assembler = new MessageAssembler();
  const hasContent = events.map((event) =>
    assembler.take(typeof event === "string" ? event : JSON.stringify(event)),
  );
  return { ...assembler.finish(), hasContent };
}

describe("MessageAssembler", () => {
  it("spells out the message a stream stands for", () => {
    const { message, error, isComplete } = assemble(
      start(),
      opens(0, text),
      { type: "ping" },
      says(0, "Hel"),
      says(0, "lo"),
      { type: "content_block_stop", index: 0 },
      ends("end_turn"),
      stop,
    );

    expect({ error, isComplete }).toEqual({ error: null, isComplete: true });
    expect(message).toEqual({
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-x",
      content: [{ type: "text", text: "Hello" }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: { input_tokens: 43, cache_read_input_tokens: 7, output_tokens: 9 },
    });
  });

  it("puts tool inputs, thoughts, signatures and citations where they belong, also interleaved", () => {
    const { message } = assemble(
      start(),
      opens(0, { type: "thinking", thinking: "", signature: "" }),
      opens(1, tool),
      opens(2, text),
      grows(0, { type: "thinking_delta", thinking: "hm" }),
      writes(1, '{"city":'),
      says(2, "Oslo"),
      writes(1, '"Oslo"}'),
      grows(0, { type: "signature_delta", signature: "sig" }),
      grows(2, { type: "citations_delta", citation: { cited_text: "a" } }),
      grows(2, { type: "citations_delta", citation: { cited_text: "b" } }),
      grows(2, { type: "a_future_delta", x: 1 }),
      stop,
    );

    expect(message?.content).toEqual([
      { type: "thinking", thinking: "hm", signature: "sig" },
      { ...tool, input: { city: "Oslo" } },
      { type: "text", text: "Oslo", citations: [{ cited_text: "a" }, { cited_text: "b" }] },
    ]);
  });

  it("case 76 mirrored: keeps the input of a start without deltas, and the text of one cut off", () => {
    const { message } = assemble(
      start(),
      opens(0, { ...tool, input: { a: 1 } }),
      writes(0, ""),
      opens(1, tool),
      writes(1, '{"city":"Os'),
    );

    expect(message?.content).toEqual([
      { ...tool, input: { a: 1 } },
      { ...tool, input: '{"city":"Os' },
    ]);
  });

  it("case 80 mirrored: sets counts instead of adding, absent and null ones change nothing", () => {
    const { message } = assemble(
      start(),
      ends("tool_use", { output_tokens: 5, input_tokens: 61 }),
      ends("end_turn", { output_tokens: 9, cache_read_input_tokens: null }),
      stop,
    );

    expect(message).toMatchObject({
      stop_reason: "end_turn",
      usage: { input_tokens: 61, cache_read_input_tokens: 7, output_tokens: 9 },
    });
  });

  it("case 84 mirrored: starts over with another message", () => {
    const { message } = assemble(
      start(),
      opens(0, text),
      says(0, "first"),
      opens(1, text),
      says(1, "more"),
      start({ id: "msg_2", model: "claude-y" }),
      opens(0, text),
      says(0, "second"),
      stop,
    );

    expect(message).toMatchObject({
      id: "msg_2",
      model: "claude-y",
      content: [{ text: "second" }],
    });
  });

  it("case 84 mirrored: goes on where the same message starts a second time", () => {
    const { message } = assemble(
      start(),
      opens(0, text),
      says(0, "a"),
      start(),
      says(0, "b"),
      stop,
    );

    expect(message?.content).toEqual([{ type: "text", text: "ab" }]);
  });

  it("counts text, thinking, tool calls and their input as content, empty beginnings not", () => {
    const { hasContent } = assemble(
      start(),
      opens(0, text),
      says(0, ""),
      says(0, "x"),
      opens(1, { type: "thinking", thinking: "" }),
      grows(1, { type: "thinking_delta", thinking: "hm" }),
      grows(1, { type: "signature_delta", signature: "s" }),
      opens(2, tool),
      writes(2, ""),
      writes(2, "{}"),
      opens(3, { type: "redacted_thinking", data: "x" }),
      opens(4, { type: "text", text: "at once" }),
      ends("end_turn"),
      stop,
    );

    expect(hasContent).toEqual([
      false,
      false,
      false,
      true,
      false,
      true,
      false,
      true,
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("is complete with a stop reason even where message_stop is missing", () => {
    expect(assemble(start(), opens(0, text), says(0, "x"), ends("end_turn")).isComplete).toBe(true);
  });

  it("is not complete when the stream just stops, or never started", () => {
    expect(assemble(start(), opens(0, text), says(0, "x")).isComplete).toBe(false);
    expect(assemble(stop)).toMatchObject({ message: null, isComplete: false });
  });

  it("case 113: keeps an error that came mid-stream and is not complete", () => {
    const error = { type: "overloaded_error", message: "Overloaded" };

    const assembled = assemble(
      start(),
      opens(0, text),
      says(0, "x"),
      { type: "error", error },
      stop,
    );

    expect(assembled).toMatchObject({
      error,
      isComplete: false,
      message: { content: [{ text: "x" }] },
    });
  });

  it("passes over events that are not JSON or of an unknown shape", () => {
    const { message } = assemble(
      "{",
      "null",
      "[]",
      { type: "message_start" },
      start(),
      opens(0, text),
      { type: "content_block_start", index: "0", content_block: {} },
      grows(7, { type: "text_delta", text: "lost" }),
      { type: "content_block_delta", index: 0 },
      grows(0, { type: "text_delta", text: 5 }),
      says(0, "ok"),
      { type: "message_delta" },
      { type: "a_future_event" },
    );

    expect(message).toMatchObject({ content: [{ type: "text", text: "ok" }] });
  });

  it("throws nothing, whatever comes", () => {
    const event = fc.oneof(
      fc.jsonValue(),
      fc.record({
        type: fc.constantFrom(
          "message_start",
          "content_block_start",
          "content_block_delta",
          "message_delta",
          "error",
        ),
        index: fc.oneof(fc.integer({ min: -1, max: 2 }), fc.jsonValue()),
        message: fc.jsonValue(),
        content_block: fc.oneof(fc.constant(tool), fc.constant(text), fc.jsonValue()),
        delta: fc.oneof(
          fc.record({ type: fc.constant("input_json_delta"), partial_json: fc.string() }),
          fc.record({ type: fc.constant("text_delta"), text: fc.jsonValue() }),
          fc.jsonValue(),
        ),
        usage: fc.jsonValue(),
        error: fc.jsonValue(),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        expect(() => assemble(start(), ...events)).not.toThrow();
      }),
    );
  });
});
