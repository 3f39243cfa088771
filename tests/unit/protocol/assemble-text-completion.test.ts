import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextCompletionAssembler } from "../../../lib/protocol/assemble-text-completion";

type Fields = Record<string, unknown>;

const head = { id: "cmpl-1", object: "text_completion", created: 1, model: "m" };
const chunk = (text: string, more: Fields = {}) =>
  JSON.stringify({ ...head, choices: [{ text, index: 0, finish_reason: null, ...more }] });

function assemble(events: string[]) {
  const assembler = new TextCompletionAssembler();
  const hasContent = events.map((event) => assembler.take(event));
  return { ...assembler.finish(), hasContent };
}

describe("TextCompletionAssembler", () => {
  it("spells out the completion a stream stands for", () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2 };
    const assembled = assemble([
      chunk("Hel"),
      chunk("lo"),
      chunk("", { finish_reason: "stop" }),
      JSON.stringify({ ...head, choices: [], usage }),
      "[DONE]",
    ]);

    expect(assembled).toEqual({
      completion: {
        ...head,
        choices: [{ text: "Hello", index: 0, logprobs: null, finish_reason: "stop" }],
        usage,
      },
      error: null,
      isComplete: true,
      hasContent: [true, true, false, false, false],
    });
  });

  it("keeps several answers apart and in order", () => {
    const { completion } = assemble([
      chunk("b", { index: 1 }),
      chunk("a"),
      chunk("b", { index: 1 }),
    ]);

    expect(completion?.choices).toMatchObject([
      { index: 0, text: "a" },
      { index: 1, text: "bb" },
    ]);
  });

  it("joins log probabilities", () => {
    const logprobs = (token: string) => ({
      logprobs: { tokens: [token], token_logprobs: [-1], top_logprobs: null },
    });
    const { completion } = assemble([chunk("a", logprobs("a")), chunk("b", logprobs("b"))]);

    expect(completion?.choices).toMatchObject([
      { logprobs: { tokens: ["a", "b"], token_logprobs: [-1, -1] } },
    ]);
  });

  it("is complete with a finish reason even where [DONE] is missing", () => {
    expect(assemble([chunk("x", { finish_reason: "length" })]).isComplete).toBe(true);
  });

  it("is not complete when the stream just stops", () => {
    expect(assemble([chunk("x")]).isComplete).toBe(false);
  });

  it("keeps an error that came mid-stream and is not complete", () => {
    const error = { message: "overloaded" };

    expect(assemble([chunk("x"), JSON.stringify({ error }), "[DONE]"])).toMatchObject({
      error,
      isComplete: false,
    });
  });

  it("never breaks on chunks of any shape", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 2 })), (values) => {
        const events = values.flatMap((value) => [
          JSON.stringify(value),
          JSON.stringify({ choices: value, usage: value }),
          JSON.stringify({ choices: [{ text: value, logprobs: { tokens: value } }] }),
        ]);
        expect(assemble([...events, chunk("x")]).completion).not.toBeNull();
      }),
    );
  });
});
