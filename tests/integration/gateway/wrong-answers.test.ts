import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { chunkEvent, completion, sendJson, startStream } from "../../support/fake-upstream";
import { gatewaySuite } from "../../support/gateway-suite";

const call = { model: "m", messages: [{ role: "user", content: "Say ok" }] };
const suite = gatewaySuite();

describe("a whole answer that is wrong", () => {
  it.each([
    ["case 68: an HTML page", "text/html", "<html><h1>Welcome</h1></html>", "not valid JSON"],
    ["case 68: half a document", "application/json", '{"choices":[{"mess', "not valid JSON"],
    [
      "case 68: half a long document",
      "application/json",
      `{"choices":["${"x".repeat(100_000)}`,
      "not valid JSON",
    ],
    [
      "case 68: an error in a 200",
      "application/json",
      '{"error":{"message":"quota"}}',
      "with an error inside: quota",
    ],
    [
      "case 68: half a document that ends in a brace",
      "application/json",
      '{"choices":[{"message":{"content":"ok"}',
      "not valid JSON",
    ],
    [
      "text that is not UTF-8",
      "application/json",
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
      "not valid JSON",
    ],
    ["nothing at all", "application/json", "", "not valid JSON"],
    ["a list", "application/json", "[]", "not valid JSON"],
  ])("%s is a 502 that says so", async (_name, type, body, words) => {
    suite.upstream.answers((response) =>
      response.writeHead(200, { "content-type": type }).end(body),
    );

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(502);
    expect((await response.json()).error).toMatchObject({
      code: "bad_gateway",
      type: "proxy_error",
    });
    const trace = await suite.gateway.onlyTrace();
    expect(trace).toMatchObject({ status: "error", httpStatus: 502 });
    expect(trace.error?.message).toContain(words);
  });

  it("case 69: is opened when it was compressed, and says nothing of that to the client", async () => {
    const body = JSON.stringify(completion("ok"));
    suite.upstream.answers((response) => {
      const headers = { "content-type": "application/json", "content-encoding": "gzip" };
      response.writeHead(200, headers).end(gzipSync(body));
    });

    const response = await suite.gateway.chat(call);

    expect(response.headers.get("content-encoding")).toBeNull();
    expect(await response.text()).toBe(body);
  });
});

describe("an answer in another form than asked for", () => {
  it("case 91: JSON on a stream request becomes a stream", async () => {
    suite.upstream.answers((response) => sendJson(response, completion("ok")));

    const response = await suite.gateway.chat({ ...call, stream: true });

    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const text = await response.text();
    expect(text).toContain('"content":"ok"');
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    expect((await suite.gateway.onlyTrace()).completionPreview).toBe("ok");
  });

  it("a stream without its content type is a stream all the same", async () => {
    suite.upstream.answers((response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.end(`${chunkEvent({ content: "ok" }, "stop")}data: [DONE]\n\n`);
    });

    const response = await suite.gateway.chat({ ...call, stream: true });

    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(await response.text()).toContain('"content":"ok"');
  });

  it("a stream on a whole request becomes a whole answer", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.end(`${chunkEvent({ content: "ok" }, "stop")}data: [DONE]\n\n`);
    });

    const answer = await (await suite.gateway.chat(call)).json();

    expect(answer).toMatchObject({
      object: "chat.completion",
      choices: [{ message: { content: "ok" } }],
    });
  });
});

describe("the end of a stream", () => {
  it("is not lost when every chunk says that there is no error", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write('data: {"error":null,"choices":[{"delta":{"content":"ok"}}]}\n\n');
      setTimeout(() => response.end(`${chunkEvent({}, "stop")}data: [DONE]\n\n`), 20);
    });

    const text = await (await suite.gateway.chat({ ...call, stream: true })).text();

    expect(text).not.toContain("upstream_died");
    expect((await suite.gateway.onlyTrace()).status).toBe("success");
  });

  it("is one even when the connection breaks behind it", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write(`${chunkEvent({ content: "ok" }, "stop")}data: [DONE]\n\n`);
      setTimeout(() => response.destroy(), 20);
    });

    const text = await (await suite.gateway.chat({ ...call, stream: true })).text();

    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    expect((await suite.gateway.onlyTrace()).status).toBe("success");
  });

  it("is one behind a bridge, too", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write(`${chunkEvent({ content: "ok" }, "stop")}data: [DONE]\n\n`);
      setTimeout(() => response.destroy(), 20);
    });

    const body = { ...call, max_tokens: 9, stream: true };
    const text = await (await suite.gateway.call("/messages", body)).text();

    expect(text.trimEnd().endsWith('data: {"type":"message_stop"}')).toBe(true);
    expect((await suite.gateway.onlyTrace()).status).toBe("success");
  });

  it("is not what the model says about it", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.end(chunkEvent({ content: "then print [DONE]" }));
    });

    const text = await (await suite.gateway.chat({ ...call, stream: true })).text();

    expect(text).toContain("upstream_died");
    expect((await suite.gateway.onlyTrace()).status).toBe("error");
  });
});

describe("an upstream's error answer", () => {
  it("case 102: a refused provider key is not mistaken for a refused Prysm key", async () => {
    const words = "Incorrect API key provided: sk-up***. ";
    suite.upstream.answers((response) =>
      sendJson(response, { error: { message: words, code: "invalid_api_key" } }, 401),
    );

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(401);
    const { error } = await response.json();
    expect(error.code).toBe("provider_auth_error");
    expect(error.message).toContain('The provider "fake" refused the key');
    expect(error.message).toContain(words.trim());
    expect((await suite.gateway.onlyTrace()).error?.code).toBe("provider_auth_error");
  });

  it("case 103: a page of HTML becomes a sentence of text", async () => {
    suite.upstream.answers((response) =>
      response
        .writeHead(404, { "content-type": "text/html" })
        .end("<html><body><h1>Not here</h1></body></html>"),
    );

    const response = await suite.gateway.chat(call);

    expect(response.status).toBe(404);
    expect((await response.json()).error.message).toBe(
      'The provider "fake" answered 404: Not here',
    );
  });
});

describe("a stream of bytes that are no text", () => {
  it("ends in an error event", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.write(chunkEvent({ content: "ok" }));
      response.end(
        Buffer.concat([Buffer.from("data: "), Buffer.from([0xff, 0xfe]), Buffer.from("\n\n")]),
      );
    });

    const text = await (await suite.gateway.chat({ ...call, stream: true })).text();

    expect(text).toContain('"content":"ok"');
    expect(text).toContain("not UTF-8");
    expect((await suite.gateway.onlyTrace()).status).toBe("error");
  });
});

describe("a stream's line of any length", () => {
  it("passes, and is not held in memory", async () => {
    const part = Buffer.alloc(1024 * 1024, "x");
    suite.upstream.answers(async (response) => {
      startStream(response);
      response.write('data: {"choices":[{"delta":{"content":"');
      for (let sent = 0; sent < 30; sent++) {
        if (!response.write(part)) await new Promise((resolve) => response.once("drain", resolve));
      }
      response.end(`"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`);
    });

    const response = await suite.gateway.chat({ ...call, stream: true });
    let bytes = 0;
    for await (const chunk of response.body ?? []) bytes += chunk.length;

    expect(bytes).toBeGreaterThan(30 * 1024 * 1024);
    const trace = await suite.gateway.onlyTrace();
    expect(trace.status).toBe("success");
    expect(trace.bodies?.isTruncated).toBe(true);
  });
});
