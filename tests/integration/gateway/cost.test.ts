import { afterEach, describe, expect, it } from "vitest";
import type { Upstream } from "../../../lib/providers/provider";
import { chunkEvent, sendJson, startStream } from "../../support/fake-upstream";
import { TestGateway } from "../../support/gateway";
import { gatewaySuite } from "../../support/gateway-suite";

const suite = gatewaySuite();
const messages = [{ role: "user", content: "Say ok" }];
let gateway: TestGateway | null = null;
afterEach(async () => {
  await gateway?.stop();
  gateway = null;
});

/** One call to a gateway whose only upstream is of this kind, and its trace. */
async function traceOf(kind: string, path: string, body: object) {
  const upstream: Partial<Upstream> = {
    ...{ name: "theirs", kind, baseUrl: suite.upstream.baseUrl, credential: "sk-theirs" },
  };
  const { pool } = suite;
  gateway = await TestGateway.start({ pool, upstreamUrl: "", upstreams: [upstream] });
  const response = await gateway.call(path, { messages, ...body });
  await response.text();
  return gateway.onlyTrace();
}

const MESSAGE = {
  ...{ id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5-20250929" },
  ...{ content: [{ type: "text", text: "ok" }], stop_reason: "end_turn", stop_sequence: null },
  usage: {
    ...{ input_tokens: 1_000, cache_read_input_tokens: 10_000, output_tokens: 500 },
    cache_creation_input_tokens: 2_000,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 2_000 },
  },
};

describe("the cost of a call", () => {
  it.each([
    ["/messages", { max_tokens: 9 }],
    ["/chat/completions", {}],
    ["/responses", { input: "Say ok", messages: undefined }],
  ])("of Anthropic by %s is what Anthropic counted", async (path, body) => {
    suite.upstream.answers((response) => sendJson(response, MESSAGE));
    const trace = await traceOf("anthropic", path, { model: "claude-sonnet-4-5", ...body });
    expect(trace).toMatchObject({
      costPicoUsd: 25_500_000_000n,
      usage: { promptTokens: 13_000, cachedTokens: 10_000, cacheWriteTokens: 2_000 },
      cost: { price: { model: "claude-sonnet-4-5" } },
      usageRecord: { providerKind: "anthropic", raw: MESSAGE.usage, isMismatch: false },
    });
  });

  it("of a streamed message is what its last event counted", async () => {
    const { usage, ...start } = MESSAGE;
    const opening = { ...start, content: [], stop_reason: null };
    const events = [
      { type: "message_start", message: { ...opening, usage: { ...usage, output_tokens: 1 } } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "ok" } },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 500 } },
      { type: "message_stop" },
    ];
    suite.upstream.answers((response) => {
      startStream(response);
      const frame = (event: { type: string }) =>
        `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
      response.end(events.map(frame).join(""));
    });
    const body = { model: "claude-sonnet-4-5", max_tokens: 9, stream: true };
    const trace = await traceOf("anthropic", "/messages", body);
    expect(trace.costPicoUsd).toBe(25_500_000_000n);
  });

  it("of a stream is known though the client did not ask for its usage", async () => {
    const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };
    suite.upstream.answers((response) => {
      startStream(response);
      const told = `data: ${JSON.stringify({ choices: [], usage })}\n\n`;
      const text = chunkEvent({ content: "ok" }) + chunkEvent({}, "stop");
      response.end(`${text}${told}data: [DONE]\n\n`);
    });
    const trace = await traceOf("openai", "/chat/completions", { model: "gpt-4o", stream: true });
    expect(trace.costPicoUsd).toBe(3_500_000_000n);
  });

  it("of a bridged call is what the upstream counted in its own API", async () => {
    suite.upstream.answers((response) =>
      sendJson(response, {
        ...{ id: "c", object: "chat.completion", model: "grok-4-0709" },
        choices: [
          { index: 0, message: { role: "assistant", content: "ok" }, finish_reason: "stop" },
        ],
        usage: {
          ...{ prompt_tokens: 32, completion_tokens: 9, total_tokens: 135 },
          completion_tokens_details: { reasoning_tokens: 94 },
        },
      }),
    );
    const trace = await traceOf("xai", "/messages", { model: "grok-4", max_tokens: 9 });
    // 32 × $3 + 103 × $15, per million.
    expect(trace).toMatchObject({ costPicoUsd: 1_641_000_000n, usage: { completionTokens: 103 } });
  });

  it("of an upstream's refusal is nothing, of an unknown model unknown", async () => {
    suite.upstream.answers((response) => sendJson(response, { error: { message: "no" } }, 400));
    const refused = await traceOf("openai", "/chat/completions", { model: "gpt-4o" });
    await gateway?.stop();
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    suite.upstream.answers((response) => sendJson(response, { choices: [], usage }));
    const unknown = await traceOf("custom", "/chat/completions", { model: "house-model" });
    expect([refused.costPicoUsd, unknown.costPicoUsd]).toEqual([0n, null]);
  });
});
