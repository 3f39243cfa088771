import { describe, expect, it } from "vitest";
import { chunkEvent, completion, sendJson, startStream } from "../../support/fake-upstream";
import { TEST_KEY } from "../../support/gateway";
import { gatewaySuite } from "../../support/gateway-suite";
import { exchange, head } from "../../support/raw-http";

const suite = gatewaySuite();
const message = { model: "m", max_tokens: 64, messages: [{ role: "user", content: "Say ok" }] };

describe("an Anthropic call on an upstream that speaks OpenAI's API", () => {
  it("is answered and recorded in Anthropic's shape", async () => {
    suite.upstream.answers((response) => sendJson(response, completion("ok")));

    const response = await suite.gateway.call("/messages", message);

    expect(await response.json()).toMatchObject({
      type: "message",
      role: "assistant",
      content: [{ type: "text", text: "ok" }],
      stop_reason: "end_turn",
      usage: { input_tokens: 7, cache_read_input_tokens: 4, output_tokens: 7 },
    });
    expect(suite.upstream.calls[0]?.path).toBe("/v1/chat/completions");
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      endpoint: "messages",
      completionPreview: "ok",
      promptPreview: "Say ok",
      usage: { promptTokens: 11, completionTokens: 7, cachedTokens: 4 },
    });
  });

  it("is streamed in Anthropic's events", async () => {
    suite.upstream.answers((response) => {
      startStream(response);
      response.end(`${chunkEvent({ content: "ok" })}${chunkEvent({}, "stop")}data: [DONE]\n\n`);
    });

    const text = await (await suite.gateway.call("/messages", { ...message, stream: true })).text();

    const names = [...text.matchAll(/^event: (\S+)$/gm)].map(([, name]) => name);
    expect(names[0]).toBe("message_start");
    expect(names.slice(-2)).toEqual(["message_delta", "message_stop"]);
    expect((await suite.gateway.onlyTrace()).completionPreview).toBe("ok");
  });

  it("case 106: is refused in Anthropic's shape when its JSON is broken", async () => {
    const response = await suite.gateway.call("/messages", "{");

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: "error",
      error: { type: "invalid_request_error" },
      request_id: response.headers.get("x-request-id"),
    });
  });

  it("case 113: gets an upstream's error, and the break of a stream, in Anthropic's shape", async () => {
    suite.upstream.answers((response) =>
      sendJson(response, { error: { message: "slow down" } }, 400),
    );
    expect(await (await suite.gateway.call("/messages", message)).json()).toMatchObject({
      type: "error",
      error: { type: "invalid_request_error", message: "slow down" },
    });

    suite.upstream.answers((response) => {
      startStream(response);
      response.write(chunkEvent({ content: "hal" }), () => response.destroy());
    });
    const text = await (await suite.gateway.call("/messages", { ...message, stream: true })).text();
    expect(text).toContain("event: error\ndata: ");
    expect(text).not.toContain("message_stop");
  });

  it("case 115: has its tokens counted by estimate, which is said", async () => {
    const { max_tokens: _limit, ...question } = message;

    const response = await suite.gateway.call("/messages/count_tokens", question);

    expect((await response.json()).input_tokens).toBeGreaterThan(0);
    expect(response.headers.get("x-prysm-warnings")).toContain("estimate");
    expect(suite.upstream.calls).toHaveLength(0);
  });

  it("takes the key as Anthropic's clients send it", async () => {
    const response = await fetch(`${suite.gateway.baseUrl}/messages`, {
      method: "POST",
      headers: { "x-api-key": TEST_KEY, "content-type": "application/json" },
      body: JSON.stringify(message),
    });

    expect(response.status).toBe(200);
  });
});

describe("a stream request", () => {
  it("case 92: that is refused is an HTTP error, never an event stream that looks like success", async () => {
    const response = await suite.gateway.chat({ model: "nope/x", messages: [], stream: true });

    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/json");
  });
});

describe("a body of any size", () => {
  it("case 105: is refused before more of it is held than is allowed", async () => {
    const response = await suite.gateway.call("/messages", `"${"x".repeat(2 * 1024 * 1024)}"`);

    expect(response.status).toBe(413);
    expect((await response.json()).error.type).toBe("request_too_large");
  });
});

describe("a call that passes through", () => {
  it("reaches the upstream as it is and is recorded under its path", async () => {
    suite.upstream.answers((response) => sendJson(response, { results: [{ flagged: false }] }));

    const response = await suite.gateway.call("/moderations", { model: "m", input: "hello" });

    expect(await response.json()).toEqual({ results: [{ flagged: false }] });
    expect(suite.upstream.calls[0]).toMatchObject({ path: "/v1/moderations" });
    expect(JSON.parse(suite.upstream.calls[0]?.body ?? "")).toEqual({ model: "m", input: "hello" });
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      endpoint: "moderations",
      status: "success",
    });
  });

  it.each(["/files/../../admin", "/files/%2E%2e/x", "/files/./x"])(
    "cannot leave the upstream's base URL: %s",
    async (path) => {
      const { port } = new URL(suite.gateway.baseUrl);

      // Written by hand: fetch would resolve the dots itself.
      const request = [`GET /v1${path} HTTP/1.1`, "host: x", "connection: close"];
      const answer = await exchange(
        Number(port),
        head(...request, `authorization: Bearer ${TEST_KEY}`),
      );

      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
      expect(suite.upstream.calls).toHaveLength(0);
    },
  );

  it("may be answered with bytes of any kind, which are not recorded", async () => {
    const sound = Buffer.from([0xff, 0xfb, 0, 1, 2, 3, 0x80]);
    suite.upstream.answers((response) => {
      response.writeHead(200, { "content-type": "audio/mpeg" }).end(sound);
    });

    const response = await suite.gateway.call("/audio/speech", { model: "tts", input: "hi" });

    expect(response.headers.get("content-type")).toBe("audio/mpeg");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(sound);
    expect(await suite.gateway.onlyTrace()).toMatchObject({ endpoint: "audio.speech" });
  });

  it("may be a GET with a query, or a form", async () => {
    suite.upstream.answers((response) => sendJson(response, { object: "list", data: [] }));
    const headers = { authorization: `Bearer ${TEST_KEY}` };

    await fetch(`${suite.gateway.baseUrl}/files?limit=3`, { headers });
    const form = new FormData();
    form.set("model", "whisper-1");
    form.set("file", new Blob(["abc"]), "a.wav");
    await fetch(`${suite.gateway.baseUrl}/audio/transcriptions`, {
      method: "POST",
      headers,
      body: form,
    });

    expect(suite.upstream.calls[0]).toMatchObject({ path: "/v1/files?limit=3", body: "" });
    expect(suite.upstream.calls[1]?.headers["content-type"]).toContain("multipart/form-data");
    expect(suite.upstream.calls[1]?.body).toContain('filename="a.wav"');
    const traces = await suite.gateway.traces(2);
    expect(traces.map(({ modelRequested }) => modelRequested)).toEqual([null, "whisper-1"]);
  });

  it("is a form that names its provider before the model, which the upstream does not see", async () => {
    const form = new FormData();
    form.set("model", "fake/whisper-1");
    form.set("file", new Blob(["abc"]), "a.wav");
    const init = { method: "POST", headers: { authorization: `Bearer ${TEST_KEY}` }, body: form };

    await fetch(`${suite.gateway.baseUrl}/audio/transcriptions`, init);

    expect(suite.upstream.calls[0]?.body).toContain("whisper-1");
    expect(suite.upstream.calls[0]?.body).not.toContain("fake/whisper-1");
  });

  it("is refused compressed, since its encoding would not go along", async () => {
    const headers = { "content-type": "text/plain", "content-encoding": "gzip" };

    const response = await suite.gateway.call("/files", "abc", { headers });

    expect(response.status).toBe(400);
    expect((await response.json()).error.param).toBe("content-encoding");
  });

  it("gets an error word for word, in the upstream's own shape", async () => {
    const error = { type: "error", error: { type: "not_found_error", message: "No such batch" } };
    suite.upstream.answers((response) => sendJson(response, error, 404));
    const headers = { authorization: `Bearer ${TEST_KEY}` };

    const response = await fetch(`${suite.gateway.baseUrl}/messages/batches/b1`, { headers });

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual(error);
  });
});
