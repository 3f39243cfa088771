import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastUserText } from "../../../lib/recorder/prompt-preview";

const image = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };

const CASES: readonly [sentence: string, endpoint: string, body: object, text: string | null][] = [
  [
    "a chat's last user message",
    "chat.completions",
    {
      messages: [
        { role: "user", content: "First" },
        { role: "user", content: "Second" },
        { role: "assistant", content: "Answer" },
        { role: "tool", tool_call_id: "c", content: "42" },
      ],
    },
    "Second",
  ],
  [
    "a stand-in for what is no text",
    "chat.completions",
    {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "Compare" },
            image,
            { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
            { type: "file", file: { file_data: "AAAA" } },
          ],
        },
      ],
    },
    "Compare [image] [audio] [file]",
  ],
  [
    "the stand-in alone of a message without a text",
    "chat.completions",
    { messages: [{ role: "user", content: [image] }] },
    "[image]",
  ],
  [
    "what else there is of a chat without a user",
    "chat.completions",
    { messages: [{ role: "system", content: "Begin." }] },
    "Begin.",
  ],
  [
    "the question before the results of tools, of Anthropic's messages",
    "messages",
    {
      system: "Be brief.",
      messages: [
        {
          role: "user",
          content: [
            { type: "image", source: { type: "base64", data: "AAAA" } },
            { type: "document", source: { type: "base64", data: "AAAA" } },
            { type: "text", text: "What are these?" },
          ],
        },
        { role: "assistant", content: [{ type: "tool_use", id: "t", name: "look", input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "Cats" }] },
      ],
    },
    "[image] [file] What are these?",
  ],
  [
    "the question whose tokens are counted",
    "messages.count_tokens",
    { messages: [{ role: "user", content: "How long?" }] },
    "How long?",
  ],
  ["a response's input", "responses", { instructions: "Be brief.", input: "Hi" }, "Hi"],
  [
    "the last user item of a response's input",
    "responses",
    {
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Read" },
            { type: "input_image", image_url: "https://example.com/a.png" },
            { type: "input_file", file_id: "f" },
          ],
        },
        { type: "function_call", call_id: "c", name: "f", arguments: "{}" },
        { type: "function_call_output", call_id: "c", output: "42" },
      ],
    },
    "Read [image] [file]",
  ],
  ["a completion's prompt", "completions", { prompt: "Once upon" }, "Once upon"],
  ["all prompts of a completion", "completions", { prompt: ["One", "Two"] }, "One Two"],
  ["nothing of a prompt in tokens", "completions", { prompt: [1, 2, 3] }, null],
  ["an embedding's input", "embeddings", { input: "A sentence" }, "A sentence"],
  ["all inputs of an embedding", "embeddings", { input: ["A", "B"] }, "A B"],
  ["the input of a path nobody knows", "audio.speech", { input: "Say this" }, "Say this"],
  ["the prompt of a path nobody knows", "images.generations", { prompt: "A cat" }, "A cat"],
  ["nothing of a body without any", "chat.completions", { model: "m" }, null],
];

describe("the preview of a prompt", () => {
  it.each(CASES)("is %s", (_, endpoint, body, text) => {
    expect(lastUserText(endpoint, body)).toBe(text);
  });

  it("never throws", () => {
    const endpoint = fc.constantFrom(...CASES.map(([, name]) => name));
    const field = fc.constantFrom("messages", "input", "prompt");
    fc.assert(
      fc.property(endpoint, field, fc.jsonValue(), (of, name, value) => {
        lastUserText(of, { [name]: value });
        lastUserText(of, { [name]: [value, { role: "user", content: value }] });
        lastUserText(of, value);
      }),
    );
  });
});
