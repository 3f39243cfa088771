import { describe, expect, it } from "vitest";
import type { CloseRecord } from "../../../lib/protocol/call-record";
import { readAnswer } from "../../../lib/recorder/answer";
import { aCall } from "../../support/a-call";

function read(endpoint: string, body: unknown, changes: Partial<CloseRecord> = {}) {
  const { closing } = aCall({ closing: { format: "json", ...changes } });
  return readAnswer(endpoint, closing, Buffer.from(JSON.stringify(body)));
}

const NO_USAGE = { promptTokens: null, completionTokens: null, totalTokens: null };

describe("usage", () => {
  const upstreamUsage = { promptTokenCount: 10, candidatesTokenCount: 2, thoughtsTokenCount: 3 };

  it("is what the provider counted, in the provider's own convention", () => {
    const silent = { choices: [{ message: { content: "x" }, finish_reason: "stop" }] };
    const closing = {
      upstreamUsage,
      providerKind: "gemini",
      upstreamApi: "chat.completions" as const,
    };
    expect(read("chat.completions", silent, closing).usage).toMatchObject({
      promptTokens: 10,
      completionTokens: 5,
      reasoningTokens: 3,
    });
  });

  it("is what the client was told where a translated answer says more than its provider", () => {
    const told = { usage: { prompt_tokens: 11, completion_tokens: 6, total_tokens: 17 } };
    const closing = { providerKind: "gemini", upstreamApi: "chat.completions" as const };
    const { usage, usageRecord } = read("chat.completions", told, closing);
    expect(usage).toMatchObject({ promptTokens: 11, completionTokens: 6, totalTokens: 17 });
    expect(usageRecord).toMatchObject({ providerKind: "gemini", api: "chat.completions" });
  });

  it("of a bridged call is read as the API the upstream was called with", () => {
    const raw = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
    const closing = { upstreamApi: "chat.completions" as const, providerKind: "openai" };
    const answer = read("messages", {}, { ...closing, upstreamUsage: raw });
    expect(answer.usage).toMatchObject({ promptTokens: 10, completionTokens: 2 });
    expect(answer.usageRecord).toMatchObject({ api: "chat.completions", raw });
  });

  it("is found where Groq's streams and Google's own API have it", () => {
    const counted = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
    const chunk = `data: ${JSON.stringify({ id: "c", choices: [], x_groq: { usage: counted } })}\n\n`;
    const { closing } = aCall({ closing: { format: "sse", providerKind: "groq" } });
    expect(readAnswer("chat.completions", closing, Buffer.from(chunk)).usage.totalTokens).toBe(7);

    const passed = { providerKind: "gemini", upstreamApi: "passthrough" as const };
    const usageMetadata = { promptTokenCount: 5, totalTokenCount: 5 };
    const native = { modelVersion: "gemini-2.5-pro", usageMetadata };
    expect(read("models.generate", native, passed)).toMatchObject({
      model: "gemini-2.5-pro",
      usage: { promptTokens: 5 },
    });
  });

  it("is not counted again when a stored answer is read back", () => {
    const stored = { usage: { input_tokens: 3, output_tokens: 4, total_tokens: 7 } };
    const closing = { providerKind: "openai", upstreamApi: "passthrough" as const };
    expect(read("responses", stored, closing)).toMatchObject({
      usage: NO_USAGE,
      usageRecord: null,
    });
  });

  it("is kept as the provider said it, unless it is too large to be a usage object", () => {
    const small = { prompt_tokens: 3, completion_tokens: 4, queue_time: 0.1 };
    const large = { ...small, padding: "x".repeat(10_000) };
    expect(read("chat.completions", { usage: small }).usageRecord?.raw).toEqual(small);
    expect(read("chat.completions", { usage: large }).usageRecord).toMatchObject({
      raw: null,
      buckets: { text_in: 3, text_out: 4 },
    });
  });

  it("is what a local answer counted where nobody else did", () => {
    const usage = { promptTokens: 3, completionTokens: 4 };
    expect(read("chat.completions", {}, { usage }).usage).toMatchObject({
      promptTokens: 3,
      completionTokens: 4,
      totalTokens: 7,
    });
  });

  it("stays unknown where nobody counted", () => {
    expect(read("chat.completions", {}).usage).toMatchObject(NO_USAGE);
  });
});
