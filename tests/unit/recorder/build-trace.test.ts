import { beforeAll, describe, expect, it } from "vitest";
import { loadPriceBook } from "../../../lib/pricing/load-price-book";
import type { PriceBook } from "../../../lib/pricing/price-book";
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
  const records = aCall({ opening, closing: { format: "json", ...closing } });
  const frames = { ...records, requestBody: bytes(request), responseBody: bytes(response) };
  return buildTrace(frames, prices);
}

let prices: PriceBook;
beforeAll(async () => {
  prices = await loadPriceBook();
});

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

describe("the cost of a call", () => {
  const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };
  const attempt = {
    ...{ provider: "openai", model: "gpt-4o", startedAtMs: 0 },
    ...{ httpStatus: null, error: null, latencyMs: 1 },
  };
  const openai = {
    providerKind: "openai",
    upstreamApi: "chat.completions" as const,
    model: "gpt-4o",
  };
  const error = { type: "server_error", code: "upstream_died", message: "It died." };

  it("is usage times the price, and explains itself", () => {
    const { trace } = build({ closing: openai, response: { model: "gpt-4o-2024-08-06", usage } });
    expect([trace.costPicoUsd, trace.cost]).toEqual([
      3_500_000_000n,
      {
        lines: [
          { unit: "text_in", quantity: 1_000, priceUsdPerMillion: "2.5", costUsd: "0.0025" },
          { unit: "text_out", quantity: 100, priceUsdPerMillion: "10", costUsd: "0.001" },
        ],
        price: { source: "genai-prices/openai", model: "gpt-4o", effectiveFrom: null },
      },
    ]);
    expect(trace.usageRecord).toEqual({
      ...{ providerKind: "openai", api: "chat.completions", raw: usage },
      ...{ buckets: { text_in: 1_000, text_out: 100, requests: 1 }, isMismatch: false },
      ...{ reportedCostUsd: null, serviceTier: null },
    });
  });

  it.each([
    ["openai", "default", 3_500_000_000n],
    ["openai", "flex", null],
    ["openai", "priority", null],
    ["groq", "flex", 669_000_000n],
  ])(
    "at %s's service tier %s is what the list says, where it says anything",
    (kind, tier, cost) => {
      const model = kind === "groq" ? "llama-3.3-70b-versatile" : "gpt-4o";
      const closing = { ...openai, providerKind: kind, model };
      const { trace } = build({ closing, response: { usage, service_tier: tier } });
      expect(trace).toMatchObject({ costPicoUsd: cost, usageRecord: { serviceTier: tier } });
    },
  );

  it("of a message made in a batch is not the list's", () => {
    const counted = { input_tokens: 1_000, output_tokens: 1, service_tier: "batch" };
    const closing = { ...openai, providerKind: "anthropic", model: "claude-sonnet-4-5" };
    const { trace } = build({
      opening: { endpoint: "messages" },
      closing,
      response: { usage: counted },
    });
    expect([trace.costPicoUsd, trace.usageRecord?.serviceTier]).toEqual([null, "batch"]);
  });

  it("goes by the model that was asked for where the one that answered has no price", () => {
    const { trace } = build({ closing: openai, response: { model: "our-alias", usage } });
    expect(trace.cost?.price.model).toBe("gpt-4o");
  });

  it("goes by the prices of the time of the call", () => {
    const closing = { ...openai, providerKind: "anthropic", model: "claude-sonnet-4-6" };
    const response = { usage: { input_tokens: 300_000, output_tokens: 0 } };
    const at = (time: string) => {
      const opening = { endpoint: "messages", receivedAtMs: Date.parse(time) };
      return build({ opening, closing: { ...closing, upstreamApi: "messages" }, response }).trace;
    };
    expect(at("2026-03-12T23:59:59Z").costPicoUsd).toBe(1_800_000_000_000n);
    expect(at("2026-03-13T00:00:00Z")).toMatchObject({
      costPicoUsd: 900_000_000_000n,
      cost: { price: { effectiveFrom: "2026-03-13" } },
    });
  });

  it("is unknown, not nothing, where no price is known or nobody counted", () => {
    const closing = { ...openai, model: "house-model" };
    const unpriced = build({ closing, response: { usage } }).trace;
    const uncounted = build({ closing: openai, response: { choices: [] } }).trace;
    const contradicting = { prompt_tokens: -5, completion_tokens: 2 };
    const broken = build({ closing: openai, response: { usage: contradicting } }).trace;

    expect([unpriced, uncounted, broken].map(({ costPicoUsd }) => costPicoUsd)).toEqual([
      ...[null, null, null],
    ]);
    expect(broken.usageRecord).toMatchObject({ isMismatch: true, raw: contradicting });
  });

  it("keeps what the provider says it cost beside ours", () => {
    const closing = { ...openai, providerKind: "openrouter", model: "some/new-model" };
    const { trace } = build({ closing, response: { usage: { ...usage, cost: 0.00014 } } });
    expect([trace.costPicoUsd, trace.usageRecord?.reportedCostUsd]).toEqual([null, "0.00014"]);
  });

  it.each([
    ["an error before anything was made", { status: "error", error }, 0n],
    ["a refusal by Prysm", { status: "blocked", error }, 0n],
    ["a call nobody was asked for in time", { status: "timeout", error }, 0n],
    [
      "a call given up while an upstream worked",
      { status: "cancelled", attempts: [attempt] },
      null,
    ],
    ["a timeout while an upstream worked", { status: "timeout", attempts: [attempt] }, null],
    ["a crash", { status: "error", error: { ...error, code: "gateway_crashed" } }, null],
  ] as const)("of %s is %s", (_, closing, expected) => {
    const { trace } = build({
      closing: {
        ...openai,
        ...closing,
        attempts: [...("attempts" in closing ? closing.attempts : [])],
      },
    });
    expect([trace.costPicoUsd, trace.cost]).toEqual([expected, null]);
  });

  it("of an error that came after usage was reported is that usage's", () => {
    const { trace } = build({
      closing: { ...openai, status: "error", error },
      response: { usage },
    });
    expect(trace.costPicoUsd).toBe(3_500_000_000n);
  });

  it("of an error after text came, but no usage, is unknown", () => {
    const response = { choices: [{ message: { content: "Hal" } }] };
    const { trace } = build({ closing: { ...openai, status: "error", error }, response });
    expect(trace.costPicoUsd).toBeNull();
  });

  it("of counting tokens is nothing", () => {
    const opening = { endpoint: "messages.count_tokens" };
    expect(build({ opening, response: { input_tokens: 9 } }).trace.costPicoUsd).toBe(0n);
  });
});
