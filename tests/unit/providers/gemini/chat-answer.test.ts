import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { gemini } from "../../../../lib/providers/gemini";
import { ANSWERS, answer, CHAT_USAGE, USAGE } from "../../../fixtures/gemini/answers";
import { CALL_ID, geminiCall } from "../../../fixtures/gemini/gemini-call";

const endpoint = gemini.endpoints["chat.completions"]!;
const reader = (json: JsonObject = {}) => endpoint.readAnswer!(geminiCall(json));
const choicesOf = (body: unknown, json?: JsonObject) =>
  reader(json).whole(body).choices as JsonObject[];

describe("gemini: whole answers", () => {
  it.each(ANSWERS)("gemini $title", ({ parts, finishReason, message, finish }) => {
    const [choice, ...others] = choicesOf(answer(parts, finishReason));

    expect(choice).toEqual({
      index: 0,
      message: { role: "assistant", refusal: null, ...message },
      logprobs: null,
      ...finish,
    });
    expect(others).toEqual([]);
  });

  it("gemini case 63: no finish reason is a stop", () => {
    expect(choicesOf(answer([{ text: "a" }], null))[0]).toMatchObject({ finish_reason: "stop" });
  });

  it("gemini case 64: a blocked prompt is a refusal, not an error", () => {
    const body = {
      promptFeedback: { blockReason: "SAFETY" },
      usageMetadata: { promptTokenCount: 4 },
    };

    const completion = reader().whole(body);

    expect(completion.choices).toEqual([
      {
        index: 0,
        message: {
          role: "assistant",
          content: null,
          refusal: "Gemini blocked the prompt (SAFETY).",
        },
        logprobs: null,
        finish_reason: "content_filter",
        native_finish_reason: "SAFETY",
      },
    ]);
    expect(completion.usage).toMatchObject({
      prompt_tokens: 4,
      completion_tokens: 0,
      total_tokens: 4,
    });
  });

  it("gemini case 65: usage counts cached prompts once and thoughts with the completion", () => {
    const whole = reader();

    expect(whole.whole(answer([{ text: "a" }])).usage).toEqual(CHAT_USAGE);
    expect(whole.usage()).toEqual(USAGE);
  });

  it("gemini case 65: what tools put into the prompt counts, and sound is told apart", () => {
    const usageMetadata = {
      promptTokenCount: 10,
      toolUsePromptTokenCount: 5,
      promptTokensDetails: [
        { modality: "TEXT", tokenCount: 3 },
        { modality: "AUDIO", tokenCount: 7 },
      ],
    };

    expect(reader().whole({ ...answer([]), usageMetadata }).usage).toEqual({
      prompt_tokens: 15,
      completion_tokens: 0,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 7 },
      completion_tokens_details: { reasoning_tokens: 0 },
    });
  });

  it("gemini case 65: without usage there is none", () => {
    const { usageMetadata: _, ...body } = answer([{ text: "a" }]);
    const whole = reader();

    expect(whole.whole(body)).not.toHaveProperty("usage");
    expect(whole.usage()).toBeNull();
  });

  it("gemini case 66: id and model are the upstream's, or the call's where it gives none", () => {
    expect(reader().whole(answer([]))).toMatchObject({
      id: "resp-1",
      object: "chat.completion",
      created: 1_700_000_000,
      model: "gemini-2.5-flash-001",
    });
    expect(reader().whole({ candidates: [{}] })).toMatchObject({
      id: `chatcmpl-${CALL_ID}`,
      model: "gemini-2.5-flash",
    });
  });

  it("gemini case 49: every candidate is a choice", () => {
    const candidates = [
      { content: { parts: [{ text: "one" }] }, finishReason: "STOP" },
      { content: { parts: [{ functionCall: { name: "f" } }] }, finishReason: "STOP", index: 1 },
    ];

    const [first, second] = choicesOf({ candidates });

    expect(first).toMatchObject({ index: 0, message: { content: "one" }, finish_reason: "stop" });
    expect(second).toMatchObject({ index: 1, finish_reason: "tool_calls" });
  });

  it("gemini case 50: log probabilities are in OpenAI's shape", () => {
    const logprobsResult = {
      chosenCandidates: [{ token: "é", tokenId: 1, logProbability: -0.5 }, { token: "!" }],
      topCandidates: [{ candidates: [{ token: "e", logProbability: -0.1 }] }],
    };

    const [choice] = choicesOf(answer([{ text: "é!" }], "STOP", { logprobsResult }));

    expect(choice?.logprobs).toEqual({
      content: [
        {
          token: "é",
          logprob: -0.5,
          bytes: [195, 169],
          top_logprobs: [{ token: "e", logprob: -0.1, bytes: [101] }],
        },
        { token: "!", logprob: 0, bytes: [33], top_logprobs: [] },
      ],
      refusal: null,
    });
  });

  it("gemini case 42: a call with the deprecated functions gets the deprecated answer", () => {
    const parts = [{ functionCall: { name: "f", args: { a: 1 } } }];

    const [choice] = choicesOf(answer(parts), { functions: [{ name: "f" }] });

    expect(choice).toMatchObject({
      message: { content: null, function_call: { name: "f", arguments: '{"a":1}' } },
      finish_reason: "function_call",
    });
  });

  it.each([
    [
      "an error",
      { error: { code: 503, message: "Overloaded", status: "UNAVAILABLE" } },
      "Overloaded",
    ],
    ["an error in an array", [{ error: { code: 500, message: "Broken" } }], "Broken"],
    ["no JSON", undefined, "no JSON object"],
    ["a list", [], "no JSON object"],
    ["text", "<html>", "no JSON object"],
    ["no candidates", { usageMetadata: USAGE }, "without candidates"],
  ])("gemini case 68: a 200 with %s is a 502", (_what, body, words) => {
    expect(() => reader().whole(body)).toThrowError(
      expect.objectContaining({ code: "bad_gateway", message: expect.stringContaining(words) }),
    );
  });

  it("gemini case 91: a stream that came as one array is a whole answer", () => {
    const completion = reader().whole([answer([{ text: "a" }], null), answer([{ text: "b" }])]);

    expect(completion.choices).toMatchObject([
      { message: { content: "ab" }, finish_reason: "stop" },
    ]);
  });

  it("an answer too deep to be written is a 502", () => {
    const depth = 100_000;
    const args = JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);

    expect(() => reader().whole(answer([{ functionCall: { name: "f", args } }]))).toThrowError(
      expect.objectContaining({ code: "bad_gateway" }),
    );
  });

  it("ids made for calls are no longer than OpenAI takes", () => {
    const [choice] = choicesOf(answer([{ functionCall: { name: "f" } }]));
    const [call] = (choice!.message as { tool_calls: { id: string }[] }).tool_calls;

    expect(call?.id.length).toBeLessThanOrEqual(40);
  });
});
