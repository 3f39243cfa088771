import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CloseRecord } from "../../../lib/protocol/call-record";
import { readAnswer } from "../../../lib/recorder/answer";
import { aCall } from "../../support/a-call";

const ENDPOINTS = [
  "chat.completions",
  "completions",
  "embeddings",
  "responses",
  "messages",
  "messages.count_tokens",
  "audio.speech",
];

const STREAM_TYPES = [
  "message_start",
  "content_block_start",
  "content_block_delta",
  "message_delta",
  "message_stop",
  "error",
  "response.created",
  "response.output_item.added",
  "response.content_part.added",
  "response.output_text.delta",
  "response.function_call_arguments.delta",
  "response.reasoning_summary_text.delta",
  "response.output_item.done",
  "response.completed",
  "response.failed",
];

const FIELDS = [
  ...["choices", "delta", "message", "content", "tool_calls", "function", "text", "usage", "error"],
  ...["output", "response", "item", "part", "summary", "index", "output_index", "content_index"],
  ...["content_block", "type", "id", "name", "input", "arguments", "partial_json", "stop_reason"],
];

/** JSON that is shaped nearly like an answer, where garbage gets furthest. */
const { value: nearlyAnAnswer } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(null, 0, -1, 1e308, "", "x", true, "text", "tool_use", "function_call"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie("value"), { maxKeys: 6 }),
    fc.constantFrom(...STREAM_TYPES).map((type) => ({ type, index: 0, output_index: 0 })),
  ),
}));

function read(endpoint: string, format: CloseRecord["format"], bytes: Buffer) {
  const { closing } = aCall({ closing: { format, chunkTimes: [1, 2, bytes.length, 3] } });
  return readAnswer(endpoint, closing, bytes);
}

const deep = (depth: number) => `${'{"input":'.repeat(depth)}1${"}".repeat(depth)}`;

describe.each(ENDPOINTS)("an answer of %s", (endpoint) => {
  it("may be any bytes", () => {
    const format = fc.constantFrom("json", "sse", "none");
    fc.assert(
      fc.property(format, fc.uint8Array({ maxLength: 300 }), (of, bytes) => {
        read(endpoint, of, Buffer.from(bytes));
      }),
    );
  });

  it("may be any JSON", () => {
    fc.assert(
      fc.property(nearlyAnAnswer, (body) => {
        read(endpoint, "json", Buffer.from(JSON.stringify(body)));
      }),
      { numRuns: 300 },
    );
  });

  it("may be any stream of JSON", () => {
    const event = fc
      .tuple(fc.constantFrom(...STREAM_TYPES), nearlyAnAnswer)
      .map(([type, body]) => `data: ${JSON.stringify({ type, ...Object(body) })}\n\n`);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        read(endpoint, "sse", Buffer.from(events.join("")));
      }),
      { numRuns: 300 },
    );
  });

  it("may be nested deeper than it can be written", () => {
    const bottomless = deep(20_000);
    const block = { type: "tool_use", id: "t", name: "f", input: "HERE" };
    const body = JSON.stringify({
      content: [block],
      usage: "HERE",
      choices: "HERE",
      output: "HERE",
    });
    const bytes = Buffer.from(body.replaceAll('"HERE"', bottomless));

    expect(read(endpoint, "json", bytes).error).toBeNull();
    expect(read(endpoint, "sse", Buffer.concat([Buffer.from("data: "), bytes])).error).toBeNull();
  });
});
