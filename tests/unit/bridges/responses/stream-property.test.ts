import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Chunk, delta, finish, someUsage } from "../../../fixtures/responses/chunks";
import { problemsOf } from "./event-sequence";
import { eventsOf, finalOf } from "./read-events";

const fragment = fc.record(
  {
    index: fc.constantFrom(0, 1, 2),
    id: fc.constantFrom("a", "b", ""),
    function: fc.record(
      { name: fc.constantFrom("f", "g", ""), arguments: fc.string({ unit: "binary" }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const anyDelta = fc.record(
  {
    content: fc.option(fc.string({ unit: "binary" })),
    reasoning_content: fc.string(),
    refusal: fc.string(),
    tool_calls: fc.array(fragment, { maxLength: 3 }),
    reasoning_details: fc.array(
      fc.oneof(
        fc.record({ type: fc.constant("thinking"), thinking: fc.string(), signature: fc.string() }),
        fc.record({ type: fc.constant("redacted_thinking"), data: fc.string() }),
      ),
      { maxLength: 2 },
    ),
    images: fc.array(
      fc.record({
        image_url: fc.record({ url: fc.constantFrom("data:image/png;base64,AA", "https://x") }),
      }),
      { maxLength: 1 },
    ),
    extra_content: fc.constant({}),
    annotations: fc.array(fc.record({ type: fc.string() }), { maxLength: 1 }),
  },
  { requiredKeys: [] },
);

const anyChunk = fc.oneof(
  { weight: 8, arbitrary: anyDelta.map((fields) => delta(fields)) },
  { weight: 1, arbitrary: fc.constantFrom("stop", "length", "tool_calls", "x").map(finish) },
  { weight: 1, arbitrary: fc.constant(someUsage) },
);

describe("any stream of chat chunks", () => {
  it("makes a valid sequence of events", () => {
    fc.assert(
      fc.property(fc.array(anyChunk, { maxLength: 20 }), (chunks) => {
        expect(problemsOf(eventsOf(chunks))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("makes the same response however its texts are cut into deltas", () => {
    const text = fc.string({ unit: "binary", minLength: 1 });
    const cuts = fc.array(fc.nat(), { maxLength: 5 });
    fc.assert(
      fc.property(text, text, text, cuts, (reasoning, content, args, at) => {
        const named = { index: 0, id: "a", function: { name: "f", arguments: "" } };
        const stream = (cut: (text: string) => string[]) => [
          ...cut(reasoning).map((part) => delta({ reasoning_content: part })),
          ...cut(content).map((part) => delta({ content: part })),
          delta({ tool_calls: [named] }),
          ...cut(args).map((part) =>
            delta({ tool_calls: [{ index: 0, function: { arguments: part } }] }),
          ),
          finish("tool_calls"),
        ];
        const cutUp = eventsOf(stream((whole) => pieces(whole, at)));

        expect(problemsOf(cutUp)).toEqual([]);
        expect(finalOf(cutUp)).toEqual(finalOf(eventsOf(stream((whole) => [whole]))));
      }),
    );
  });

  it("never breaks on chunks of any shape", () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))),
        fc.jsonValue({ maxDepth: 2 }),
        anyShape,
      ),
    );
  });
});

function anyShape(chunks: Chunk[], value: unknown): void {
  const shapes = [
    { choices: value },
    { choices: [value] },
    { choices: [{ delta: value, logprobs: value, finish_reason: value }] },
    { choices: [{ delta: { content: value, tool_calls: [value], annotations: [value] } }] },
    { choices: [{ delta: { tool_calls: [{ index: value, id: value, function: value }] } }] },
    { choices: [{ delta: { reasoning_details: [value], refusal: value, images: [value] } }] },
    { choices: [], usage: value, model: value, service_tier: value },
  ];
  expect(problemsOf(eventsOf([...chunks, ...shapes]))).toEqual([]);
}

function pieces(text: string, at: number[]): string[] {
  const cuts = [0, ...at.map((cut) => cut % text.length), text.length].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
}
