import { describe, expect, it } from "vitest";
import { chunkEvent, completion, sendJson, startStream } from "../../support/fake-upstream";
import { gatewaySuite } from "../../support/gateway-suite";

const messages = [{ role: "user", content: "Say ok" }];
const HELLO = [chunkEvent({ role: "assistant", content: "" }), chunkEvent({ content: "Hel" })].join(
  "",
);
const suite = gatewaySuite();

describe("an answered call", () => {
  it("passes request and response bytes untouched and is recorded with its tokens", async () => {
    const request =
      '{ "model":"gpt-x",  "messages":[{"role":"user","content":"Say ok"}], "seed":7 }';
    const answer = ` ${JSON.stringify(completion("ok"))}\n`;
    suite.upstream.answers((response) => {
      response.writeHead(200, { "content-type": "application/json", "openai-version": "v9" });
      response.end(answer);
    });

    const response = await suite.gateway.chat(request, { headers: { "x-prysm-user-id": "u1" } });

    expect(await response.text()).toBe(answer);
    expect(response.headers.get("openai-version")).toBe("v9");
    expect(suite.upstream.calls[0]).toMatchObject({ path: "/v1/chat/completions", body: request });
    expect(suite.upstream.calls[0]?.headers.authorization).toBe("Bearer sk-upstream");
    const trace = await suite.gateway.onlyTrace();
    expect(trace.id).toBe(response.headers.get("x-prysm-request-id"));
    expect(trace).toMatchObject({
      status: "success",
      httpStatus: 200,
      provider: "fake",
      modelRequested: "gpt-x",
      model: "fake-2026",
      endUserId: "u1",
      finishReason: "stop",
      ttftMs: null,
      usage: {
        promptTokens: 11,
        completionTokens: 7,
        totalTokens: 18,
        cachedTokens: 4,
        reasoningTokens: 2,
      },
      promptPreview: "Say ok",
      completionPreview: "ok",
    });
    expect(trace.bodies?.request?.toString()).toBe(request);
    expect(trace.bodies?.response?.toString()).toBe(answer);
  });

  it("does not let the gateway's key or the caller's headers reach the upstream or the record", async () => {
    await suite.gateway.chat(
      { model: "m", messages },
      { headers: { cookie: "a=b", "x-api-key": "sk-other", "x-prysm-metadata": '{"a":1}' } },
    );

    const sent = JSON.stringify(suite.upstream.calls[0]?.headers);
    const { bodies } = await suite.gateway.onlyTrace();
    for (const secret of ["sk-prysm-", "sk-other", "a=b"]) {
      expect(sent).not.toContain(secret);
      expect(JSON.stringify(bodies?.requestHeaders)).not.toContain(secret);
    }
    expect(sent).not.toContain("x-prysm");
  });
});

describe("a streamed call", () => {
  it("case 90: passes the bytes as they come and is recorded in its non-streaming shape, with TTFT", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const rest = `${chunkEvent({ content: "lo" })}${chunkEvent({}, "stop")}data: [DONE]\n\n`;
    suite.upstream.answers(async (response) => {
      startStream(response);
      response.write(HELLO);
      await gate;
      response.end(rest);
    });

    const response = await suite.gateway.chat({ model: "m", messages, stream: true });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    open();
    let text = first?.value ?? "";
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += part.value;
    }

    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    expect(response.headers.has("content-length")).toBe(false);
    expect(HELLO.startsWith(first?.value ?? "-")).toBe(true);
    expect(text).toBe(HELLO + rest);
    const trace = await suite.gateway.onlyTrace();
    expect(trace).toMatchObject({ status: "success", isStream: true, completionPreview: "Hello" });
    expect(trace.ttftMs).toBeGreaterThan(0);
    expect(trace.ttftMs).toBeLessThanOrEqual(trace.latencyMs);
    expect(JSON.parse(trace.bodies?.response?.toString() ?? "")).toMatchObject({
      object: "chat.completion",
      choices: [{ message: { content: "Hello" }, finish_reason: "stop" }],
    });
    expect(trace.bodies?.rawResponse?.toString()).toBe(HELLO + rest);
  });

  it("case 52, 81: tells its usage to the trace, not to a client that did not ask", async () => {
    const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
    suite.upstream.answers((response, { body }) => {
      startStream(response);
      const isAsked = JSON.parse(body).stream_options?.include_usage === true;
      const told = isAsked ? `data: ${JSON.stringify({ choices: [], usage })}\n\n` : "";
      response.end(`${HELLO}${chunkEvent({}, "stop")}${told}data: [DONE]\n\n`);
    });

    const response = await suite.gateway.chat({ model: "m", messages, stream: true });

    expect(await response.text()).toBe(`${HELLO}${chunkEvent({}, "stop")}data: [DONE]\n\n`);
    expect((await suite.gateway.onlyTrace()).usage).toMatchObject({
      promptTokens: 9,
      completionTokens: 2,
      totalTokens: 11,
    });
  });

  it("case 82: counts a finish reason as the end where an upstream never sends [DONE], and sends it", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.end(HELLO + chunkEvent({}, "stop"));
    });

    const response = await suite.gateway.chat({ model: "m", messages, stream: true });

    expect(await response.text()).toBe(`${HELLO + chunkEvent({}, "stop")}data: [DONE]\n\n`);
    expect((await suite.gateway.onlyTrace()).status).toBe("success");
  });
});

describe("an upstream error", () => {
  it.each([400, 404, 429, 500, 529])(
    "passes %i through with body and retry-after",
    async (status) => {
      const error = { error: { message: "upstream says no", type: "x", code: "y", param: null } };
      suite.upstream.answers((response) => {
        response.setHeader("retry-after", "7");
        sendJson(response, error, status);
      });

      const response = await suite.gateway.chat({ model: "m", messages });

      expect(response.status).toBe(status);
      expect(response.headers.get("retry-after")).toBe("7");
      expect(await response.json()).toEqual(error);
      expect(await suite.gateway.onlyTrace()).toMatchObject({
        status: "error",
        httpStatus: status,
        error: { code: "upstream_error", message: "upstream says no" },
        attempts: [{ provider: "fake", httpStatus: status }],
      });
    },
  );

  it("turns a proxy's HTML page into an error object with the same status", async () => {
    suite.upstream.answers((response) => {
      response.writeHead(503, { "content-type": "text/html" });
      response.end("<html><style>p{}</style><h1>Service   Unavailable</h1></html>");
    });

    const response = await suite.gateway.chat({ model: "m", messages });

    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toBe("application/json");
    const { error } = await response.json();
    expect(error.message).toContain("503: Service Unavailable");
    expect(error.message).not.toContain("<");
    expect((await suite.gateway.onlyTrace()).bodies?.response?.toString()).toContain("<h1>");
  });

  it("is an error status too when the upstream refuses a stream with JSON", async () => {
    suite.upstream.answers((response) => sendJson(response, { error: { message: "no" } }, 429));

    const response = await suite.gateway.chat({ model: "m", messages, stream: true });

    expect(response.status).toBe(429);
    expect((await suite.gateway.onlyTrace()).status).toBe("error");
  });
});

describe("choosing the provider", () => {
  it.each([
    ["the model's prefix", { model: "echo/hi" }, {}, "echo"],
    ["the header before the prefix", { model: "echo/hi" }, { "x-prysm-provider": "fake" }, "fake"],
    ["the echo family", { model: "echo-v1" }, {}, "echo"],
    ["the project's default", { model: "anything/else" }, {}, "fake"],
  ])("goes by %s", async (_rule, body, headers, provider) => {
    const response = await suite.gateway.chat({ ...body, messages }, { headers });

    expect(response.headers.get("x-prysm-provider")).toBe(provider);
    expect((await suite.gateway.onlyTrace()).provider).toBe(provider);
  });

  it("takes the prefix off before the upstream sees the model", async () => {
    await suite.gateway.chat(
      '{"messages":[{"role":"user","content":"x"}],"model":"fake/gpt-x","n":1}',
    );

    expect(suite.upstream.calls[0]?.body).toBe(
      '{"messages":[{"role":"user","content":"x"}],"model":"gpt-x","n":1}',
    );
  });
});
