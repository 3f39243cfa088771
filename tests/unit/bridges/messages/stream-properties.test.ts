import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messagesBridge } from "../../../../lib/bridges/messages/messages-bridge";
import { PrysmError } from "../../../../lib/errors";
import { MessageAssembler } from "../../../../lib/protocol/assemble-message";
import type { JsonObject } from "../../../../lib/protocol/json";
import type { StreamEvent } from "../../../../lib/protocol/stream-event";
import { CALL, chunkOf, completionOf, usageChunk } from "./chat-stream";
import { grammarErrors } from "./message-grammar";
import { orRefusal } from "./or-refusal";

function play(chunks: JsonObject[], request: JsonObject = {}): StreamEvent[] {
  const bridged = messagesBridge.answer(request, CALL);
  return [...chunks.flatMap((chunk) => bridged.chunk(chunk)), ...bridged.end()];
}

function contentOf(events: StreamEvent[]): unknown {
  const assembler = new MessageAssembler();
  for (const { data } of events) assembler.take(JSON.stringify(data));
  return assembler.finish().message?.content;
}

/** Cuts a text into pieces at the given shares of its length. */
function cut(text: string, shares: number[]): string[] {
  const places = [...new Set(shares.map((share) => Math.floor(share * text.length)))];
  const bounds = [0, ...places.sort((a, b) => a - b), text.length];
  return bounds.slice(1).map((to, index) => text.slice(bounds[index], to));
}

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
const word = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });

describe("any stream of a chat upstream", () => {
  const delta = fc.oneof(
    fc.record({ content: fc.oneof(fc.string(), fc.constant(null)) }),
    fc.record({ reasoning_content: fc.string() }),
    fc.record({ refusal: fc.string() }),
    fc.record({
      reasoning_details: fc.array(
        fc.oneof(
          fc.record({
            type: fc.constant("thinking"),
            thinking: fc.string(),
            signature: fc.string(),
          }),
          fc.record({ type: fc.constant("redacted_thinking"), data: fc.string() }),
        ),
        { maxLength: 2 },
      ),
    }),
    fc.record({
      tool_calls: fc.array(
        fc.record(
          {
            index: fc.integer({ min: 0, max: 3 }),
            id: fc.constantFrom("a", "b", ""),
            function: fc.record(
              {
                name: fc.constantFrom("f", "g", ""),
                arguments: fc.constantFrom("", "{", "}", '"', "\\", "{}", ":1", '{"a":'),
              },
              { requiredKeys: [] },
            ),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 3 },
      ),
    }),
  );
  const chunk = fc.oneof(
    { weight: 8, arbitrary: delta.map((fields) => chunkOf(fields)) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom("stop", "length", "tool_calls", "content_filter", "", "unheard-of")
        .map((finish_reason) => chunkOf({}, { finish_reason })),
    },
    { weight: 1, arbitrary: fc.constant(usageChunk()) },
    { weight: 1, arbitrary: fc.dictionary(fc.string(), fc.jsonValue()) },
  );

  it("case 111: becomes a sequence of events that a strict client accepts", () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 30 }), (chunks) => {
        expect(grammarErrors(play(chunks as JsonObject[]))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("case 111: says the same text however it is cut", () => {
    fc.assert(
      fc.property(word, word, shares, shares, (thought, text, thoughtCuts, textCuts) => {
        const events = play([
          ...cut(thought, thoughtCuts).map((piece) => chunkOf({ reasoning_content: piece })),
          ...cut(text, textCuts).map((piece) => chunkOf({ content: piece })),
          chunkOf({}, { finish_reason: "stop" }),
          usageChunk(),
        ]);

        expect(contentOf(events)).toMatchObject([{ thinking: thought }, { text }]);
      }),
    );
  });

  it("case 111: keeps the input of every call however the calls interleave", () => {
    const input = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
    const pick = fc.infiniteStream(fc.nat());
    const inputs = fc.array(fc.tuple(input, shares), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(inputs, pick, (calls, picks) => {
        const queues = calls.map(([value, cuts], index) =>
          cut(JSON.stringify(value), cuts).map((piece, place) => ({
            index,
            ...(place === 0 ? { id: `call_${index}` } : {}),
            function: { ...(place === 0 ? { name: `f${index}` } : {}), arguments: piece },
          })),
        );
        const events = play(
          interleave(queues, picks).map((call) => chunkOf({ tool_calls: [call] })),
        );
        const content = contentOf(events) as JsonObject[];

        expect(grammarErrors(events)).toEqual([]);
        expect(content).toHaveLength(calls.length);
        for (const [index, [value]] of calls.entries()) {
          const block = content.find(({ id }) => id === `call_${index}`);
          expect(block?.input).toEqual(JSON.parse(JSON.stringify(value)));
        }
      }),
    );
  });

  it("has a whole answer that is a message or a bad gateway", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (message, usage, completion) => {
        for (const body of [completionOf({ message }, { usage }), { choices: completion, usage }]) {
          const whole = orRefusal(() => messagesBridge.answer({}, CALL).whole(body));
          if (!(whole instanceof PrysmError)) expect(whole.type).toBe("message");
        }
      }),
    );
  });
});

/** One list out of several whose own order stays. */
function interleave<T>(queues: T[][], picks: Iterator<number>): T[] {
  const left = queues.map((queue) => [...queue]).filter((queue) => queue.length > 0);
  const mixed: T[] = [];
  while (left.length > 0) {
    const place = Number(picks.next().value) % left.length;
    mixed.push(...(left[place] ?? []).splice(0, 1));
    if (left[place]?.length === 0) left.splice(place, 1);
  }
  return mixed;
}
