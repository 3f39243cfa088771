import { describe, expect, it } from "vitest";
import { chunkEvent, completion, sendJson, startStream } from "../../support/fake-upstream";
import { TestGateway } from "../../support/gateway";
import { gatewaySuite } from "../../support/gateway-suite";

const call = { model: "m", messages: [{ role: "user", content: "Say ok" }] };
const suite = gatewaySuite();

/** Answers the first calls with these scripts, then with a good one. */
function answersInTurn(...scripts: Parameters<typeof suite.upstream.answers>[0][]): void {
  suite.upstream.answers((response, seen) => {
    const script = scripts[suite.upstream.calls.length - 1];
    return script ? script(response, seen) : sendJson(response, completion("ok"));
  });
}

describe("a call whose upstream fails at first", () => {
  it.each([408, 409, 429, 500, 502, 503, 504, 529])("is tried again after a %i", async (status) => {
    answersInTurn((response) => sendJson(response, { error: { message: "not now" } }, status));

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(200);
    const trace = await suite.gateway.onlyTrace();
    expect(trace.status).toBe("success");
    expect(trace.attempts.map((attempt) => attempt.httpStatus)).toEqual([status, 200]);
  });

  it.each([400, 401, 402, 403, 404, 413, 422])("is not tried again after a %i", async (status) => {
    answersInTurn((response) => sendJson(response, { error: { message: "no" } }, status));

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(status);
    expect(suite.upstream.calls).toHaveLength(1);
  });

  it("is not tried again when the provider's account is empty", async () => {
    const error = { message: "You exceeded your current quota", code: "insufficient_quota" };
    suite.upstream.answers((response) => sendJson(response, { error }, 429));

    const response = await suite.gateway.chat(call);

    expect(await response.json()).toEqual({ error });
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(suite.upstream.calls).toHaveLength(1);
  });

  it("is tried again when the connection breaks before an answer", async () => {
    answersInTurn((response) => void response.destroy());

    expect((await suite.gateway.chat(call)).status).toBe(200);
    expect((await suite.gateway.onlyTrace()).attempts).toMatchObject([
      { httpStatus: null, error: { code: "bad_gateway" } },
      { httpStatus: 200, error: null },
    ]);
  });

  it("case 100: gives up after the retries there are, and tells the client not to start over", async () => {
    suite.upstream.answers((response) => sendJson(response, { error: { message: "down" } }, 503));

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ error: { message: "down" } });
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(suite.upstream.calls).toHaveLength(3);
    expect((await suite.gateway.onlyTrace()).attempts).toHaveLength(3);
  });

  it("tells the client not to start over after connections that broke, too", async () => {
    suite.upstream.answers((response) => void response.destroy());

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(502);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(suite.upstream.calls).toHaveLength(3);
  });

  it("waits as long as the upstream asks, within reason", async () => {
    const sentAtMs: number[] = [];
    answersInTurn((response) => {
      sentAtMs.push(performance.now());
      response.writeHead(429, { "retry-after": "0.2" }).end("{}");
    });

    await suite.gateway.chat(call);

    expect(performance.now() - (sentAtMs[0] ?? 0)).toBeGreaterThan(190);
    expect(suite.upstream.calls).toHaveLength(2);
  });

  it("waits as long as a Gemini error's body asks", async () => {
    await suite.gateway.stop();
    suite.gateway = await TestGateway.start({
      pool: suite.pool,
      upstreamUrl: "",
      upstreams: [
        { name: "google", kind: "gemini", baseUrl: new URL(suite.upstream.baseUrl).origin },
      ],
    });
    const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "0.2s" };
    const error = {
      code: 429,
      message: "slow down",
      status: "RESOURCE_EXHAUSTED",
      details: [retry],
    };
    let firstAtMs = 0;
    suite.upstream.answers((response) => {
      if (firstAtMs > 0)
        return sendJson(response, {
          candidates: [{ content: { parts: [{ text: "ok" }] }, finishReason: "STOP" }],
        });
      firstAtMs = performance.now();
      sendJson(response, { error }, 429);
    });

    const response = await suite.gateway.chat({ ...call, model: "gemini-2.5-flash" });

    expect(response.status).toBe(200);
    expect(performance.now() - firstAtMs).toBeGreaterThan(190);
  });

  it("is told at once when the upstream asks for a longer wait than is sensible", async () => {
    answersInTurn((response) => response.writeHead(429, { "retry-after": "3600" }).end("{}"));

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("3600");
    expect(suite.upstream.calls).toHaveLength(1);
  });

  it("is not sent twice when the upstream is merely slow, since it may be billing", async () => {
    answersInTurn(() => new Promise(() => undefined));

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(504);
    expect(suite.upstream.calls).toHaveLength(1);
  });

  it("is not tried again for a client that leaves during the wait", async () => {
    const abort = new AbortController();
    suite.upstream.answers((response) => response.writeHead(503, { "retry-after": "1" }).end("{}"));

    const asking = suite.gateway.chat(call, { signal: abort.signal });
    await suite.upstream.nextCall();
    abort.abort();

    await expect(asking).rejects.toThrow();
    expect((await suite.gateway.onlyTrace()).status).toBe("cancelled");
    expect(suite.upstream.calls).toHaveLength(1);
  });
});

describe("a stream that fails before its first byte", () => {
  const stream = { ...call, stream: true };
  const error = (status: number) =>
    `data: ${JSON.stringify({ error: { message: "overloaded", type: "overloaded_error", code: status } })}\n\n`;

  it("case 85: is tried again when its first event is an error", async () => {
    answersInTurn(
      (response) => {
        startStream(response);
        response.end(error(529));
      },
      (response) => {
        startStream(response);
        response.end(`${chunkEvent({ content: "ok" }, "stop")}data: [DONE]\n\n`);
      },
    );

    const response = await suite.gateway.chat(stream);

    expect(response.status).toBe(200);
    expect(await response.text()).toContain('"content":"ok"');
    expect((await suite.gateway.onlyTrace()).attempts.map(({ httpStatus }) => httpStatus)).toEqual([
      529, 200,
    ]);
  });

  it("case 85: is an HTTP error when it stays so", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.end(error(529));
    });

    const response = await suite.gateway.chat(stream);

    expect(response.status).toBe(529);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect((await response.json()).error.message).toBe("overloaded");
  });

  it("case 86: is tried again when it ends before it began", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      if (suite.upstream.calls.length === 1) response.end();
      else response.end(`${chunkEvent({ content: "ok" }, "stop")}data: [DONE]\n\n`);
    });

    const response = await suite.gateway.chat(stream);

    expect(await response.text()).toContain('"content":"ok"');
    expect(suite.upstream.calls).toHaveLength(2);
  });

  it("is not tried again once the client has seen a byte", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write(chunkEvent({ content: "hal" }), () => response.destroy());
    });

    const text = await (await suite.gateway.chat(stream)).text();

    expect(text).toContain('"content":"hal"');
    expect(text).toContain('"error"');
    expect(text).not.toContain("[DONE]");
    expect(suite.upstream.calls).toHaveLength(1);
  });
});
