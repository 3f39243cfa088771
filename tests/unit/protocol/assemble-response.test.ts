import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ResponseAssembler } from "../../../lib/protocol/assemble-response";
import { reasoningStream, toolStream } from "../../fixtures/responses/chunks";
import { eventsOf, finalOf } from "../bridges/responses/read-events";

type Fields = Record<string, unknown>;

function assemble(events: (Fields | string)[]) {
  const assembler = new ResponseAssembler();
  const hasContent = events.map((event) =>
    assembler.take(typeof event === "string" ? event : JSON.stringify(event)),
  );
  return { ...assembler.finish(), hasContent };
}

const created = {
  type: "response.created",
  response: { id: "resp_1", object: "response", status: "in_progress", output: [] },
};
const streamed = (chunks: Fields[]) => eventsOf(chunks).map(({ data }) => data);

describe("ResponseAssembler", () => {
  it("gives the response that the stream ended with", () => {
    const events = eventsOf(toolStream);
    const { response, error, isComplete } = assemble(events.map(({ data }) => data));

    expect(response).toEqual(finalOf(events));
    expect({ error, isComplete }).toEqual({ error: null, isComplete: true });
  });

  it.each([
    ["reasoning and text", reasoningStream],
    ["interleaved function calls", toolStream],
  ])("folds the output from what came before a cut, for %s", (_, chunks) => {
    const events = streamed(chunks);
    const { response, isComplete } = assemble(events.slice(0, -1));

    expect(isComplete).toBe(false);
    expect(response).toMatchObject({ id: "resp_0199", status: "in_progress" });
    expect(events.at(-1)).toHaveProperty("response.output", response?.output);
  });

  it("folds from deltas alone where nothing was announced", () => {
    const part = { output_index: 0, content_index: 0 };
    const { response } = assemble([
      created,
      { type: "response.output_text.delta", ...part, delta: "Hel" },
      { type: "response.output_text.delta", ...part, delta: "lo" },
      { type: "response.function_call_arguments.delta", output_index: 1, delta: "{" },
    ]);

    expect(response?.output).toEqual([
      { content: [{ type: "output_text", text: "Hello" }] },
      { type: "function_call", arguments: "{" },
    ]);
  });

  it("counts text, reasoning, refusals and calls as content, announcements not", () => {
    const at = { output_index: 0 };
    const { hasContent } = assemble([
      created,
      { type: "response.output_item.added", ...at, item: { type: "message", content: [] } },
      { type: "response.output_text.delta", ...at, content_index: 0, delta: "" },
      { type: "response.output_text.delta", ...at, content_index: 0, delta: "x" },
      { type: "response.reasoning_summary_text.delta", ...at, summary_index: 0, delta: "x" },
      { type: "response.refusal.delta", ...at, content_index: 1, delta: "x" },
      { type: "response.output_item.added", output_index: 1, item: { type: "function_call" } },
      { type: "response.output_item.done", output_index: 1, item: { type: "function_call" } },
    ]);

    expect(hasContent).toEqual([false, false, false, true, true, true, true, false]);
  });

  it("is complete when the response ended incomplete, since it says so", () => {
    const { isComplete, response } = assemble([
      created,
      { type: "response.incomplete", response: { status: "incomplete", output: [] } },
    ]);

    expect({ isComplete, response }).toEqual({
      isComplete: true,
      response: { status: "incomplete", output: [] },
    });
  });

  it.each([
    [
      "a failed response",
      { type: "response.failed", response: { error: { code: "server_error", message: "m" } } },
    ],
    ["an error event", { type: "error", code: "server_error", message: "m", param: null }],
    ["an error object", { error: { code: "server_error", message: "m" } }],
  ])("keeps the error of %s and is not complete", (_, event) => {
    const { error, isComplete } = assemble([created, event]);

    expect(error).toMatchObject({ code: "server_error", message: "m" });
    expect(isComplete).toBe(false);
  });

  it("has no response where the stream held none", () => {
    expect(assemble(["[DONE]", "{", "null", "[]", '"x"']).response).toBeNull();
  });

  it("never breaks on events of any shape", () => {
    const type = fc.constantFrom(
      "response.created",
      "response.completed",
      "response.output_item.added",
      "response.output_item.done",
      "response.content_part.added",
      "response.reasoning_summary_part.done",
      "response.output_text.delta",
      "response.function_call_arguments.delta",
      "response.reasoning_summary_text.delta",
      "constructor.delta",
    );
    const index = fc.oneof(fc.constantFrom(0, 1, -1, 1e9), fc.jsonValue({ maxDepth: 2 }));
    const event = fc.record(
      {
        type: fc.oneof(type, fc.jsonValue({ maxDepth: 2 })),
        output_index: index,
        content_index: index,
        summary_index: index,
        delta: fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 2 })),
        item: fc.oneof(
          fc.record({ content: fc.jsonValue({ maxDepth: 2 }) }),
          fc.jsonValue({ maxDepth: 2 }),
        ),
        part: fc.jsonValue({ maxDepth: 2 }),
        response: fc.jsonValue({ maxDepth: 2 }),
        error: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const { response } = assemble(events as Fields[]);
        expect(() => JSON.stringify(response)).not.toThrow();
      }),
    );
  });
});
