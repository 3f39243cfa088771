import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { eventually } from "../../support/eventually";
import { chunkEvent, FakeUpstream, startStream } from "../../support/fake-upstream";
import { TEST_KEY, TestGateway } from "../../support/gateway";
import { gatewaySuite } from "../../support/gateway-suite";
import { head } from "../../support/raw-http";

const messages = [{ role: "user", content: "Say ok" }];
const HELLO = [chunkEvent({ role: "assistant", content: "" }), chunkEvent({ content: "Hel" })].join(
  "",
);
const suite = gatewaySuite();

describe("an upstream that gives no answer", () => {
  it("case 104: is a 502 when nothing listens", async () => {
    await suite.upstream.stop();

    const response = await suite.gateway.chat({ model: "m", messages });

    expect(response.status).toBe(502);
    expect((await response.json()).error).toMatchObject({
      type: "proxy_error",
      code: "bad_gateway",
    });
    expect(await suite.gateway.onlyTrace()).toMatchObject({ status: "error", httpStatus: 502 });
    suite.upstream = await FakeUpstream.start();
  });

  it("is a 502 when it hangs up before answering", async () => {
    suite.upstream.answers((response) => void response.destroy());

    const response = await suite.gateway.chat({ model: "m", messages });

    expect(response.status).toBe(502);
    const failed = { httpStatus: null, error: { code: "bad_gateway" } };
    expect((await suite.gateway.onlyTrace()).attempts).toMatchObject([failed, failed, failed]);
  });

  it("case 104: is a 504 when it stays silent", async () => {
    suite.upstream.answers(() => undefined);

    const response = await suite.gateway.chat({ model: "m", messages });

    expect(response.status).toBe(504);
    expect((await response.json()).error.code).toBe("timeout");
    expect(await suite.gateway.onlyTrace()).toMatchObject({ status: "timeout", httpStatus: 504 });
  });

  it("is a 504 when the caller's own deadline passes first", async () => {
    suite.upstream.answers(() => undefined);

    const response = await suite.gateway.chat(
      { model: "m", messages },
      { headers: { "x-prysm-request-timeout": "120" } },
    );

    expect(response.status).toBe(504);
    expect(response.headers.get("x-prysm-timeout-ms")).toBe("120");
    expect((await suite.gateway.onlyTrace()).error?.message).toContain("120 ms");
  });
});

describe("an upstream that dies in the middle", () => {
  it("case 86: ends a stream with an error event, never with [DONE], and keeps what came", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write(`${HELLO}data: {"half`);
      response.socket?.destroySoon();
    });

    const response = await suite.gateway.chat({ model: "m", messages, stream: true });
    const text = await response.text();

    expect(text.startsWith(HELLO)).toBe(true);
    expect(text).not.toContain("[DONE]");
    expect(text).not.toContain("half");
    const last = text.trim().split("\n").at(-1) ?? "";
    expect(JSON.parse(last.slice("data: ".length)).error.code).toBe("upstream_died");
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      status: "error",
      httpStatus: 200,
      error: { code: "upstream_died" },
      completionPreview: "Hel",
      finishReason: null,
    });
  });

  it("ends a stream with an error event when it closed politely but unfinished", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.end(HELLO);
    });

    const text = await (await suite.gateway.chat({ model: "m", messages, stream: true })).text();

    expect(text).toContain("upstream_died");
    expect((await suite.gateway.onlyTrace()).status).toBe("error");
  });

  it("case 88: ends a stream that fell silent, as a timeout", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write(HELLO);
    });

    const text = await (await suite.gateway.chat({ model: "m", messages, stream: true })).text();

    expect(text).toContain('"code":"timeout"');
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      status: "timeout",
      completionPreview: "Hel",
    });
  });

  it("records the upstream's own error event and adds none", async () => {
    const event =
      'data: {"error":{"message":"overloaded","type":"server_error","code":"over"}}\n\n';
    suite.upstream.answers((response) => {
      startStream(response);
      response.end(HELLO + event);
    });

    const text = await (await suite.gateway.chat({ model: "m", messages, stream: true })).text();

    expect(text).toBe(HELLO + event);
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      status: "error",
      error: { message: "overloaded", code: "over" },
    });
  });

  it("is a 502 for a call that is not streamed", async () => {
    suite.upstream.answers((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"id":"x"');
      response.socket?.destroySoon();
    });

    const response = await suite.gateway.chat({ model: "m", messages });

    expect(response.status).toBe(502);
    expect((await response.json()).error.code).toBe("upstream_died");
    expect((await suite.gateway.onlyTrace()).status).toBe("error");
  });
});

describe("a client that leaves", () => {
  it("case 87: stops the upstream and is recorded once, with what it had been sent", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write(HELLO);
    });
    const abort = new AbortController();

    const response = await suite.gateway.chat(
      { model: "m", messages, stream: true },
      { signal: abort.signal },
    );
    await response.body?.getReader().read();
    abort.abort();

    await eventually(() => suite.upstream.calls[0]?.isAborted);
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      status: "cancelled",
      completionPreview: "Hel",
      error: { code: "client_closed_request" },
    });
  });

  it("stops the upstream also before any answer came", async () => {
    suite.upstream.answers(() => undefined);
    const abort = new AbortController();

    const call = suite.gateway.chat({ model: "m", messages }, { signal: abort.signal });
    await suite.upstream.nextCall();
    abort.abort();

    await expect(call).rejects.toThrow();
    await eventually(() => suite.upstream.calls[0]?.isAborted);
    expect(await suite.gateway.onlyTrace()).toMatchObject({ status: "cancelled", httpStatus: 499 });
  });
});

describe("a slow reader", () => {
  it("case 94: slows the upstream down instead of filling memory", async () => {
    const line = chunkEvent({ content: "x".repeat(60_000) });
    let written = 0;
    let isStalled = false;
    suite.upstream.answers(async (response, call) => {
      startStream(response);
      for (; written < 2_000 && !call.isAborted; written++) {
        if (!response.write(line)) {
          await Promise.race([new Promise((go) => response.once("drain", go)), pause(1_000)]);
          if (response.writableNeedDrain) {
            isStalled = true;
            break;
          }
        }
      }
    });
    const abort = new AbortController();

    const response = await suite.gateway.chat(
      { model: "m", messages, stream: true },
      { signal: abort.signal },
    );
    await eventually(() => isStalled);

    expect(response.status).toBe(200);
    expect(written).toBeLessThan(500);
    abort.abort();
  });

  it("that takes nothing any more is cut off, and its call recorded", async () => {
    const line = chunkEvent({ content: "x".repeat(60_000) });
    suite.upstream.answers(async (response, call) => {
      startStream(response);
      while (!call.isAborted) {
        if (!response.write(line)) await pause(5);
      }
    });
    const body = JSON.stringify({ model: "m", messages, stream: true });
    const lines = [
      "POST /v1/chat/completions HTTP/1.1",
      "host: x",
      `content-length: ${body.length}`,
    ];
    const gateway = await TestGateway.start({
      pool: suite.pool,
      upstreamUrl: suite.upstream.baseUrl,
      limits: { requestTimeoutMs: 500 },
    });
    const { port } = new URL(gateway.baseUrl);

    const socket = connect(Number(port), "127.0.0.1").pause();
    socket.on("error", () => undefined);
    socket.write(head(...lines, `authorization: Bearer ${TEST_KEY}`) + body);

    expect((await gateway.onlyTrace()).status).toBe("cancelled");
    socket.destroy();
    await gateway.stop();
  });
});
