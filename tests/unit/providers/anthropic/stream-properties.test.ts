import fc from "fast-check";
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
  toSse,
} from "../../../fixtures/anthropic/stream-events";
import { foldChunks } from "../../../fixtures/anthropic/stream-fold";

const CALL = anAnswerCall({ stream: true, stream_options: { include_usage: true } });

const STREAM = Buffer.from(
  toSse([
    start(),
    ...text(0, "Grüße ", "🙂"),
    ...tool(1, "toolu_1", "get_weather", '{"city":', '"Zürich"}'),
    ...ending("tool_use"),
  ]),
);

/** A whole message block, and the fragments its streamed form comes in. */
const A_BLOCK = fc.oneof(
  fc.record({ type: fc.constant("text"), text: fc.string({ unit: "binary" }) }),
  fc.record({
    type: fc.constant("tool_use"),
    id: fc.string({ minLength: 1 }),
    name: fc.string(),
    input: fc.dictionary(fc.string(), fc.jsonValue()),
  }),
  fc.record({
    type: fc.constant("thinking"),
    thinking: fc.string(),
    signature: fc.string({ minLength: 1 }),
  }),
  fc.record({ type: fc.constant("redacted_thinking"), data: fc.string() }),
  fc.record({ type: fc.constant("server_tool_use"), id: fc.string(), input: fc.object() }),
);

const CUTS = fc.array(fc.nat(), { maxLength: 12 });

function fragmentsOf(whole: string, cuts: readonly number[]): string[] {
  const edges = cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b);
  return [0, ...edges].map((edge, index) => whole.slice(edge, edges[index]));
}

function partsOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...edges].map((edge, index) => bytes.subarray(edge, edges[index]));
}

function toEvents(block: JsonObject, index: number, cuts: readonly number[]): JsonObject[] {
  const emptied: JsonObject = { ...block };
  const deltas: JsonObject[] = [];
  const stream = (field: string, type: string, key: string, whole: string, empty: unknown) => {
    emptied[field] = empty;
    for (const fragment of fragmentsOf(whole, cuts)) deltas.push({ type, [key]: fragment });
  };
  if (block.type === "text") stream("text", "text_delta", "text", `${block.text}`, "");
  if (block.type === "thinking") {
    stream("thinking", "thinking_delta", "thinking", `${block.thinking}`, "");
    stream("signature", "signature_delta", "signature", "", "");
    deltas.push({ type: "signature_delta", signature: block.signature });
  }
  if (block.type === "tool_use") {
    stream("input", "input_json_delta", "partial_json", JSON.stringify(block.input), {});
  }
  return [blockStart(index, emptied), ...deltas.map((d) => blockDelta(index, d)), blockStop(index)];
}

/** Streams say thinking in deltas only, and number their details. */
function asStreamed(completion: JsonObject): JsonObject {
  const { index, logprobs, message, ...end } = (completion.choices as JsonObject[])[0] ?? {};
  const { reasoning_details: details, ...rest } = message as JsonObject;
  if (!Array.isArray(details)) return { ...end, message: rest };
  const numbered = details.map((detail, index) =>
    detail.type === "thinking" ? { ...detail, thinking: "", index } : { ...detail, index },
  );
  return { ...end, message: { ...rest, reasoning_details: numbered } };
}

describe("a streamed answer of Anthropic, whatever comes", () => {
  it("case 73, 93: says the same wherever its bytes are cut in two", () => {
    const whole = readParts([STREAM], CALL);

    expect(whole.thrown).toBeNull();
    for (let cut = 0; cut <= STREAM.length; cut++) {
      expect(readParts(partsOf(STREAM, [cut]), CALL)).toEqual(whole);
    }
  });

  it("case 73, 93: says the same byte by byte and however else it is cut", () => {
    const whole = readParts([STREAM], CALL);
    const bytes = [...STREAM].map((byte) => Buffer.of(byte));

    expect(readParts(bytes, CALL)).toEqual(whole);
    fc.assert(
      fc.property(CUTS, (cuts) => {
        expect(readParts(partsOf(STREAM, cuts), CALL)).toEqual(whole);
      }),
    );
  });

  it("adds up to what the same message says whole", () => {
    const stopReasons = fc.constantFrom("end_turn", "max_tokens", "tool_use", "stop_sequence");
    fc.assert(
      fc.property(
        fc.array(A_BLOCK, { maxLength: 6 }),
        CUTS,
        stopReasons,
        (content, cuts, reason) => {
          const events = content.flatMap((block, index) => toEvents(block, index, cuts));

          const { chunks, thrown } = readStream([start(), ...events, ...ending(reason)], CALL);

          expect(thrown).toBeNull();
          const whole = readChatAnswer(CALL).whole(aMessage({ content, stop_reason: reason }));
          expect(foldChunks(chunks)).toEqual(asStreamed(whole));
          expect(chunks.at(-1)?.usage).toEqual(whole.usage);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("never throws anything but its own errors at events of random shape", () => {
    const types = fc.constantFrom(
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
      "message",
      "error",
    );
    const kinds = fc.constantFrom("text", "tool_use", "thinking", "text_delta", "input_json_delta");
    const inner = fc.oneof(fc.jsonValue(), fc.record({ type: kinds }, { requiredKeys: [] }));
    const event = fc.record(
      {
        type: fc.oneof(types, fc.jsonValue()),
        index: fc.jsonValue(),
        message: inner,
        content_block: inner,
        delta: inner,
        usage: fc.jsonValue(),
        error: fc.jsonValue(),
        content: fc.array(inner),
      },
      { requiredKeys: ["type"] },
    );
    fc.assert(
      fc.property(fc.array(event as fc.Arbitrary<JsonObject>), (events) => {
        const { thrown } = readStream([...events, messageDelta({ stop_reason: "x" }), stop], CALL);

        expect(isOwnError(thrown)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws anything but its own errors at random bytes", () => {
    const noise = fc.oneof(fc.uint8Array(), fc.string().map(Buffer.from));
    fc.assert(
      fc.property(noise, fc.nat(), fc.nat(), (bytes, from, to) => {
        const head = STREAM.subarray(0, from % STREAM.length);
        const tail = STREAM.subarray(to % STREAM.length);

        const { thrown } = readParts([head, Buffer.from(bytes), tail], CALL);

        expect(isOwnError(thrown)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function isOwnError(thrown: unknown): boolean {
  return thrown === null || thrown instanceof PrysmError || thrown instanceof UpstreamErrorEvent;
}
