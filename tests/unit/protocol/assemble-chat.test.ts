import { describe, expect, it } from "vitest";
import { ChatAssembler } from "../../../lib/protocol/assemble-chat";

const head = { id: "c1", object: "chat.completion.chunk", created: 1, model: "m" };
const chunk = (delta: object, finish: string | null = null) =>
  JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] });

function assemble(events: string[]) {
  const assembler = new ChatAssembler();
  const hasContent = events.map((event) => assembler.take(event));
  return { ...assembler.finish(), hasContent };
}

describe("ChatAssembler", () => {
  it("spells out the completion a stream stands for", () => {
    const { completion, isComplete } = assemble([
      chunk({ role: "assistant", content: "" }),
      chunk({ content: "Hel" }),
      chunk({ content: "lo" }),
      chunk({}, "stop"),
      JSON.stringify({ ...head, choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }),
      "[DONE]",
    ]);

    expect(isComplete).toBe(true);
    expect(completion).toMatchObject({
      object: "chat.completion",
      choices: [{ message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    });
  });

  it("puts the fragments of parallel tool calls together", () => {
    const call = (index: number, part: object) => chunk({ tool_calls: [{ index, ...part }] });
    const { completion } = assemble([
      call(0, { id: "a", type: "function", function: { name: "f", arguments: "" } }),
      call(1, { id: "b", type: "function", function: { name: "g", arguments: "{" } }),
      call(0, { function: { arguments: '{"x":1}' } }),
      call(1, { function: { arguments: "}" } }),
      chunk({}, "tool_calls"),
    ]);

    expect(completion).toMatchObject({
      choices: [
        {
          message: {
            tool_calls: [
              { id: "a", function: { name: "f", arguments: '{"x":1}' } },
              { id: "b", function: { name: "g", arguments: "{}" } },
            ],
          },
        },
      ],
    });
  });

  it("counts text, reasoning and tool calls as content, a role alone not", () => {
    const { hasContent } = assemble([
      chunk({ role: "assistant", content: "" }),
      chunk({ reasoning_content: "hm" }),
      chunk({ content: "x" }),
      chunk({ tool_calls: [{ index: 0, id: "a", function: { name: "f" } }] }),
      chunk({}, "stop"),
    ]);

    expect(hasContent).toEqual([false, true, true, true, false]);
  });

  it("is complete with a finish reason even where [DONE] is missing", () => {
    expect(assemble([chunk({ content: "x" }, "stop")]).isComplete).toBe(true);
  });

  it("is not complete when the stream just stops", () => {
    expect(assemble([chunk({ content: "x" })]).isComplete).toBe(false);
  });

  it("keeps an error that came mid-stream and is not complete", () => {
    const { error, isComplete } = assemble([
      chunk({ content: "x" }),
      JSON.stringify({ error: { message: "overloaded" } }),
      "[DONE]",
    ]);

    expect({ error, isComplete }).toEqual({ error: { message: "overloaded" }, isComplete: false });
  });

  it("passes over chunks that are not JSON or of an unknown shape", () => {
    const { completion } = assemble(["{", "null", "[]", '"x"', chunk({ content: "ok" }, "stop")]);

    expect(completion).toMatchObject({ choices: [{ message: { content: "ok" } }] });
  });
});

describe("what providers add to a delta", () => {
  it("is in the assembled message: reasoning details, images, sound, extra content", () => {
    const assembler = new ChatAssembler();
    const deltas = [
      { reasoning_details: [{ type: "thinking", index: 0, thinking: "Let " }] },
      { reasoning_details: [{ type: "thinking", index: 0, thinking: "me see", signature: "s1" }] },
      { reasoning_details: [{ type: "redacted_thinking", data: "x" }] },
      { images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }] },
      { audio: { id: "a1", data: "AA", transcript: "Hel" } },
      { audio: { data: "BB", transcript: "lo" } },
      { extra_content: { google: { thought_signature: "t" } } },
    ];
    for (const delta of deltas) assembler.takeChunk({ choices: [{ index: 0, delta }] });

    const { completion } = assembler.finish();

    expect(completion?.choices).toMatchObject([
      {
        message: {
          reasoning_details: [
            { type: "thinking", thinking: "Let me see", signature: "s1" },
            { type: "redacted_thinking", data: "x" },
          ],
          images: [{ type: "image_url" }],
          audio: { id: "a1", data: "AABB", transcript: "Hello" },
          extra_content: { google: { thought_signature: "t" } },
        },
      },
    ]);
  });

  it("stays with the tool call it came with, and custom tools keep their text", () => {
    const assembler = new ChatAssembler();
    const calls = [
      { index: 0, id: "c1", function: { name: "f", arguments: "{}" }, extra_content: { a: 1 } },
      { index: 1, id: "c2", type: "custom", custom: { name: "shell", input: "ls " } },
      { index: 1, custom: { input: "-l" } },
    ];
    for (const call of calls) {
      assembler.takeChunk({ choices: [{ index: 0, delta: { tool_calls: [call] } }] });
    }

    expect(assembler.finish().completion?.choices).toMatchObject([
      {
        message: {
          tool_calls: [
            { id: "c1", extra_content: { a: 1 } },
            { id: "c2", type: "custom", custom: { name: "shell", input: "ls -l" } },
          ],
        },
      },
    ]);
  });
});
