import { connect } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { eventually } from "../../support/eventually";
import { chunkEvent, completion, sendJson, startStream } from "../../support/fake-upstream";
import { TEST_KEY } from "../../support/gateway";
import { gatewaySuite } from "../../support/gateway-suite";

const messages = [{ role: "user", content: "Say ok" }];
const suite = gatewaySuite();

describe("an upstream that answers strangely", () => {
  it.each([
    ["a quarter of a million logprobs in one chunk", { logprobs: manyLogprobs(), nested: 0 }],
    ["an id nested twenty thousand deep", { logprobs: "null", nested: 20_000 }],
  ])("is recorded and holds up nobody: %s", async (_case, { logprobs, nested }) => {
    const id = nested ? `${"[".repeat(nested)}${"]".repeat(nested)}` : '"c1"';
    const choice = `{"index":0,"delta":{"content":"hi"},"logprobs":${logprobs},"finish_reason":"stop"}`;
    suite.upstream.answers((response) => {
      startStream(response);
      response.end(`data: {"id":${id},"choices":[${choice}]}\n\ndata: [DONE]\n\n`);
    });
    await (await suite.gateway.chat({ model: "m", messages, stream: true })).text();
    suite.upstream.answers((response) => sendJson(response, completion("after")));

    await suite.gateway.chat({ model: "m", messages });

    const [strange, after] = await suite.gateway.traces(2);
    expect(strange?.status).toBe("success");
    expect(after?.completionPreview).toBe("after");
  });

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])(
    "reaches the client readable when it compressed unasked with %s",
    async (encoding, compress) => {
      suite.upstream.answers((response) => {
        const body = compress(JSON.stringify(completion("plain")));
        response.writeHead(200, {
          "content-type": "application/json",
          "content-encoding": encoding,
        });
        response.end(body);
      });

      const response = await suite.gateway.chat({ model: "m", messages });

      expect(suite.upstream.calls[0]?.headers["accept-encoding"]).toBe("identity");
      expect(response.headers.get("content-encoding")).toBeNull();
      expect((await response.json()).choices[0].message.content).toBe("plain");
      expect((await suite.gateway.onlyTrace()).completionPreview).toBe("plain");
    },
  );

  it("is a 502 when what it sends is not what it says it is", async () => {
    suite.upstream.answers((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end("this was never compressed");
    });

    const response = await suite.gateway.chat({ model: "m", messages });

    expect(response.status).toBe(502);
    expect((await suite.gateway.onlyTrace()).status).toBe("error");
  });

  it.each([204, 302, 304])("is a 502 when it answers %i, which answers no call", async (status) => {
    suite.upstream.answers((response) => {
      response.writeHead(status, { location: "http://127.0.0.1:1/elsewhere" }).end();
    });

    const response = await suite.gateway.chat({ model: "m", messages });

    expect(response.status).toBe(502);
    expect(response.headers.get("location")).toBeNull();
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      status: "error",
      attempts: [{ httpStatus: status }],
    });
  });

  it("may say twice what its connection is", async () => {
    suite.upstream.answers((response) => {
      response.setHeader("connection", ["close", "x-hop"]);
      sendJson(response, completion("ok"));
    });

    expect((await suite.gateway.chat({ model: "m", messages })).status).toBe(200);
    await suite.gateway.onlyTrace();
  });

  it("does not pass on headers that it calls its connection's own", async () => {
    suite.upstream.answers((response) => {
      response.setHeader("connection", "close, x-hop");
      response.setHeader("x-hop", "mine");
      sendJson(response, completion("ok"));
    });

    const response = await suite.gateway.chat({ model: "m", messages });

    expect(response.headers.get("x-hop")).toBeNull();
    await suite.gateway.onlyTrace();
  });
});

describe("what is nested without end", () => {
  const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;

  it("costs neither the answer nor the trace: an upstream's usage", async () => {
    const answer = JSON.stringify({ ...completion("ok"), usage: { prompt_tokens: 1, x: "deep" } });
    suite.upstream.answers((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(answer.replace('"deep"', deep));
    });

    const response = await suite.gateway.call("/messages", { model: "m", max_tokens: 9, messages });

    expect(response.status).toBe(200);
    expect((await suite.gateway.onlyTrace()).status).toBe("success");
  });

  it.each([
    ["/responses", `{"model":"m","input":"x","metadata":{"a":${deep}}}`],
    ["/messages", `{"model":"m","max_tokens":9,"messages":[{"role":"user","content":${deep}}]}`],
  ])("is the client's mistake in a body of %s", async (path, body) => {
    const response = await suite.gateway.call(path, body);

    expect(response.status).toBe(400);
    expect(suite.upstream.calls).toHaveLength(0);
  });
});

describe("names without end", () => {
  const long = Array.from({ length: 20_000 }, (_, index) => index.toString(36)).join("");

  it("cost neither the call nor the trace: user", async () => {
    const response = await suite.gateway.chat({ model: "m", messages, user: long });

    expect(response.status).toBe(200);
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      status: "success",
      endUserId: null,
      warnings: [expect.stringContaining("user")],
    });
  });

  it("are refused as a model", async () => {
    const response = await suite.gateway.chat({ model: long, messages });

    expect(response.status).toBe(400);
    expect((await suite.gateway.onlyTrace()).error?.code).toBe("invalid_request");
  });

  it("cost nothing as the model an upstream says it ran", async () => {
    suite.upstream.answers((response) => sendJson(response, { ...completion("ok"), model: long }));

    await suite.gateway.chat({ model: "m", messages });

    expect((await suite.gateway.onlyTrace()).model).toHaveLength(256);
  });
});

describe("a client that is gone before its key is known", () => {
  it.each([
    ["whole", false],
    ["streamed", true],
  ])("costs the upstream nothing and is recorded once: %s", async (_case, stream) => {
    const release = suite.gateway.holdLookups();
    const body = JSON.stringify({ model: "m", messages, stream });
    const { port } = new URL(suite.gateway.baseUrl);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TEST_KEY}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await eventually(() => suite.gateway.heldLookups > 0);
    socket.destroy();
    await eventually(() => suite.gateway.openConnections().then((count) => count === 0));
    release();

    expect((await suite.gateway.onlyTrace()).status).toBe("cancelled");
    expect(suite.upstream.calls).toEqual([]);
  });

  it("does not keep the record of a stream open that it never read", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write(chunkEvent({ content: "x" }));
    });
    const abort = new AbortController();

    const call = suite.gateway.chat(
      { model: "m", messages, stream: true },
      { signal: abort.signal },
    );
    await suite.upstream.nextCall();
    abort.abort();

    await call.catch(() => undefined);
    expect((await suite.gateway.onlyTrace()).status).toBe("cancelled");
  });
});

function manyLogprobs(): string {
  return `{"content":[${Array.from({ length: 250_000 }, () => "0").join(",")}]}`;
}
