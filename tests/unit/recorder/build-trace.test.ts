import { describe, expect, it } from "vitest";
import type { CloseRecord, OpenRecord } from "../../../lib/protocol/call-record";
import { buildTrace } from "../../../lib/recorder/build-trace";
import { aCall } from "../../support/a-call";

interface Call {
  opening?: Partial<OpenRecord>;
  closing?: Partial<CloseRecord>;
  request?: unknown;
  response?: unknown;
}

function build({ opening = {}, closing = {}, request = {}, response = {} }: Call) {
  const bytes = (body: unknown) =>
    Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return buildTrace({
    ...aCall({ opening, closing: { format: "json", ...closing } }),
    requestBody: bytes(request),
    responseBody: bytes(response),
  });
}

describe("buildTrace", () => {
  it("reads request and answer as the API of the call spells them", () => {
    const { trace } = build({
      opening: { endpoint: "messages" },
      request: { messages: [{ role: "user", content: "Hi\n there" }] },
      response: {
        model: "claude-x",
        content: [{ type: "text", text: "Hello" }],
        stop_reason: "end_turn",
        usage: { input_tokens: 2, cache_creation_input_tokens: 3, output_tokens: 4 },
      },
    });
    expect(trace).toMatchObject({
      kind: "llm",
      model: "claude-x",
      finishReason: "end_turn",
      promptPreview: "Hi there",
      completionPreview: "Hello",
      usage: { promptTokens: 5, completionTokens: 4, totalTokens: 9, cacheWriteTokens: 3 },
    });
  });

  it("calls embeddings an embedding", () => {
    expect(build({ opening: { endpoint: "embeddings" } }).trace.kind).toBe("embedding");
  });

  it("spells the time of every attempt", () => {
    const attempt = {
      provider: "openai",
      model: "m",
      startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      httpStatus: 503,
      error: null,
      latencyMs: 5,
    };
    const { attempts } = build({ closing: { attempts: [attempt] } }).trace;
    expect(attempts).toEqual([
      {
        provider: "openai",
        model: "m",
        startedAt: "2026-01-02T03:04:05.678Z",
        httpStatus: 503,
        error: null,
        latencyMs: 5,
      },
    ]);
  });

  it("is an error where a successful answer carries one, and keeps the gateway's own", () => {
    const response = { error: { type: "server_error", code: "x", message: "Broke." } };
    const timedOut = { type: "timeout_error", code: "timeout", message: "Took too long." };

    const carried = build({ response }).trace;
    const own = build({ response, closing: { status: "timeout", error: timedOut } }).trace;

    expect([carried.status, carried.error?.message]).toEqual(["error", "Broke."]);
    expect([own.status, own.error?.message]).toEqual(["timeout", "Took too long."]);
  });

  it("keeps a stream in both forms, and bytes nobody knows in one", () => {
    const sse = 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n';
    const chat = build({ closing: { format: "sse" }, response: sse }).bodies;
    const speech = build({
      opening: { endpoint: "audio.speech" },
      closing: { format: "sse" },
      response: sse,
    }).bodies;

    expect(JSON.parse(String(chat.response))).toMatchObject({ object: "chat.completion" });
    expect(String(chat.rawResponse)).toBe(sse);
    expect([String(speech.response), speech.rawResponse]).toEqual([sse, null]);
  });

  it("shows a request that is no JSON as it was, but not the bytes of an upload", () => {
    const upload = { "content-type": "multipart/form-data; boundary=x" };
    const broken = build({ request: '{"messages": [' }).trace;
    const uploaded = build({
      opening: { endpoint: "audio.transcriptions", requestHeaders: upload },
      request: "--x\r\n...",
    }).trace;

    expect(broken.promptPreview).toBe('{"messages": [');
    expect(uploaded.promptPreview).toBeNull();
  });

  it("names the tools a call without text calls, and cuts a preview between code points", () => {
    const calls = [{ id: "a", function: { name: "f", arguments: "{}" } }];
    const tools = build({ response: { choices: [{ message: { tool_calls: calls } }] } }).trace;
    const long = build({
      response: { choices: [{ message: { content: "🙂".repeat(300) } }] },
    }).trace;

    expect(tools.completionPreview).toBe("f()");
    expect(long.completionPreview).toBe("🙂".repeat(200));
  });
});
