import { connect, createServer as createTcp } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, it } from "vitest";
import type { Pool } from "pg";
import { FakeUpstream, sendJson, startStream, completion, chunkEvent } from "../../support/fake-upstream";
import { TEST_KEY, TestGateway, type TestGatewayOptions } from "../../support/gateway";
import { createTestDatabase, type TestDatabase } from "../../support/test-database";
const call = { model: "m", messages: [{ role: "user", content: "Say ok" }] };
let database: TestDatabase; let pool: Pool; let upstream: FakeUpstream; let gateway: TestGateway | undefined;
beforeAll(async () => { database = await createTestDatabase(); pool = database.pool; });
afterAll(() => database.drop());
beforeEach(async () => { upstream = await FakeUpstream.start(); });
afterEach(async () => { await gateway?.stop(); await upstream.stop(); });
async function start(o: Partial<TestGatewayOptions> = {}) { gateway = await TestGateway.start({ pool, upstreamUrl: upstream.baseUrl, limits: { firstByteTimeoutMs: 1000, idleTimeoutMs: 1000, requestTimeoutMs: 8000 }, ...o }); return gateway; }
const out = (...a: unknown[]) => process.stderr.write(a.map((x) => typeof x === "string" ? x : JSON.stringify(x)).join(" ") + "\n");
process.on("unhandledRejection", (e) => out("!!UNHANDLED", String(e), (e as Error)?.stack ?? ""));
const auth = { authorization: `Bearer ${TEST_KEY}` };
async function traceLine(g: TestGateway, n = 1) { try { const t = await g.traces(n); return t.map((x) => `${x.status}/${x.httpStatus}/${x.error?.code}/${x.error?.message?.slice(0, 100)}`).join(" || "); } catch (e) { return `NO TRACE ${String(e).slice(0, 80)}`; } }

it("two connection headers", async () => {
  const server = createTcp((s) => { s.on("error", () => 0); s.once("data", () => { const b = JSON.stringify(completion("ok")); s.end(`HTTP/1.1 200 OK\r\nconnection: close\r\nconnection: x-hop\r\ncontent-type: application/json\r\ncontent-type: application/json\r\ncontent-length: ${b.length}\r\n\r\n${b}`); }); });
  await new Promise<void>((r) => server.listen(0, "127.0.0.1", r));
  const g = await start({ upstreamUrl: `http://127.0.0.1:${(server.address() as any).port}/v1` });
  const r = await g.chat(call); out("H-dup-connection:", r.status, (await r.text()).slice(0, 200), await traceLine(g)); server.close();
});
it("error null first chunk", async () => {
  upstream.answers((res) => { startStream(res); res.write(`data: {"error":null,"id":"1","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":null}]}\n\n`); setTimeout(() => res.end(`data: {"error":null,"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`), 30); });
  const g = await start(); const r = await g.chat({ ...call, stream: true }); out("error-null:", r.status, (await r.text()), await traceLine(g));
});
it("DONE in content then cut", async () => {
  upstream.answers((res) => { startStream(res); res.end(chunkEvent({ content: "print [DONE] and then" })); });
  const g = await start(); const r = await g.chat({ ...call, stream: true }); out("done-in-content:", r.status, (await r.text()), await traceLine(g));
});
it("n=2 cut", async () => {
  upstream.answers((res) => { startStream(res); res.write(chunkEvent({ content: "a" }, "stop")); res.end(`data: {"id":"1","choices":[{"index":1,"delta":{"content":"half"},"finish_reason":null}]}\n\n`); });
  const g = await start(); const r = await g.chat({ ...call, n: 2, stream: true }); out("n2-cut:", r.status, (await r.text()), await traceLine(g));
});
it("complete then reset", async () => {
  upstream.answers((res) => { startStream(res); res.write(`${chunkEvent({ content: "a" }, "stop")}data: [DONE]\n\n`); setTimeout(() => res.destroy(), 30); });
  const g = await start(); const r = await g.chat({ ...call, stream: true }); out("done-then-reset:", r.status, (await r.text().catch(String)), await traceLine(g));
});
it("models concurrent failing", async () => {
  upstream.answers((res) => setTimeout(() => sendJson(res, { error: 1 }, 500), 100));
  const g = await start(); const rs = await Promise.all([1, 2, 3].map(() => fetch(`${g.baseUrl}/models`, { headers: auth }))); out("models-concurrent:", rs.map((r) => r.status));
});
it("models cross-tenant", async () => {
  upstream.answers((res) => sendJson(res, { data: [{ id: "private-model" }] }));
  const g = await start({ allowsPrivate: false, upstreams: [{ name: "op", kind: "ollama", baseUrl: upstream.baseUrl, isTrusted: true }, { name: "spy", kind: "ollama", baseUrl: upstream.baseUrl, isTrusted: false }] });
  out("models-cross:", await (await fetch(`${g.baseUrl}/models`, { headers: auth })).text(), await (await fetch(`${g.baseUrl}/models`, { headers: auth })).text(), "calls", upstream.calls.length);
});
it("deep usage", async () => {
  const deep = `${"[".repeat(20000)}${"]".repeat(20000)}`;
  upstream.answers((res) => res.writeHead(200, { "content-type": "application/json" }).end(`{"id":"m","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2,"x":${deep}}}`));
  const g = await start({ upstreams: [{ name: "fake", kind: "anthropic", baseUrl: upstream.baseUrl, credential: "sk-up" }] });
  const r = await g.chat(call); out("deep-usage:", r.status, (await r.text()).slice(0, 300), await traceLine(g));
});
it("deep usage gemini + stream", async () => {
  const deep = `${"[".repeat(20000)}${"]".repeat(20000)}`;
  upstream.answers((res) => { startStream(res); res.end(`data: {"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"z":${deep}}}\n\n`); });
  const g = await start({ upstreams: [{ name: "fake", kind: "gemini", baseUrl: upstream.baseUrl, credential: "sk-up" }] });
  const r = await g.chat({ ...call, stream: true }); out("deep-usage-gemini:", r.status, (await r.text().catch(String)).slice(0, 600), await traceLine(g));
});
it("deep metadata", async () => {
  const g = await start();
  const r = await g.chat(call, { headers: { "x-prysm-metadata": `{"a":${"[".repeat(4000)}${"]".repeat(4000)}}` } }); out("deep-metadata:", r.status, (await r.text()).slice(0, 200), await traceLine(g));
});
it("own key echoed", async () => {
  upstream.answers((res, c) => sendJson(res, { error: { message: `bad key ${c.headers.authorization}`, type: "x" } }, 403));
  const g = await start();
  const r = await g.chat(call, { headers: { "x-prysm-upstream-key": "sk-mine-secret-123456", "x-goog-api-key": "AIzaSECRET", "x-auth-token": "tok-SECRET" } }); out("own-key-echo:", r.status, (await r.text()).slice(0, 200), JSON.stringify(await g.onlyTrace()).includes("sk-mine-secret-123456"), "hdrs", JSON.stringify((await g.onlyTrace()).bodies?.requestHeaders));
  const r2 = await g.chat(call); out("project-key-echo:", await r2.text());
});
it("openai-organization by forward-headers", async () => {
  const g = await start();
  await g.chat(call, { headers: { "x-prysm-forward-headers": JSON.stringify({ "openai-organization": "org-x", "x-original-url": "/admin", "Authorization ": "x", "__proto__": "a", "constructor": "c" }) } }); out("fwd:", upstream.calls[0]?.headers, await traceLine(g));
});
it("passthrough default model bypass", async () => {
  const g = await start({ upstreams: [{ name: "fake", baseUrl: upstream.baseUrl, credential: "sk-up", defaultModel: "allowed" }], caller: { allowedModels: ["allowed"] } });
  const r = await g.call("/audio/speech", '{"model":"forbidden"}', { headers: { "content-type": "text/plain" } }); out("pass-default:", r.status, upstream.calls.map((c) => c.body), await traceLine(g));
  const r2 = await g.call("/batches", { input_file_id: "f" }); out("pass-batches:", r2.status);
  const g2body = '--b\r\ncontent-disposition: form-data; name="x"; filename="f"\r\n\r\nname="model"\r\n\r\nallowed\r\n--b\r\ncontent-disposition: form-data; name=model\r\n\r\nforbidden\r\n--b--\r\n';
  const r3 = await g.call("/audio/transcriptions", g2body, { headers: { "content-type": "multipart/form-data; boundary=b" } }); out("pass-multipart-decoy:", r3.status);
  const r4 = await g.chat('{"model":"allowed","MODEL":"forbidden","messages":[{"role":"user","content":"x"}]}'); out("case-variant:", r4.status, upstream.calls.at(-1)?.body);
  const r5 = await g.chat('{"model":"forbidden","model":"allowed","messages":[{"role":"user","content":"x"}]}'); out("duplicate:", r5.status, upstream.calls.at(-1)?.body);
});
it("multipart prefix", async () => {
  const g = await start({ upstreams: [{ name: "other", baseUrl: "http://127.0.0.1:1/v1" }, { name: "fake", baseUrl: upstream.baseUrl, credential: "sk-up" }] });
  const form = new FormData(); form.set("model", "fake/whisper-1"); form.set("file", new Blob(["abc"]), "a.wav");
  const r = await fetch(`${g.baseUrl}/audio/transcriptions`, { method: "POST", body: form, headers: auth }); out("multipart-prefix:", r.status, upstream.calls.at(-1)?.body.match(/fake\/whisper-1|whisper-1/)?.[0], await traceLine(g));
});
