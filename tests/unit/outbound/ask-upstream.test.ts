import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askUpstream } from "../../../lib/outbound/ask-upstream";

const OPTIONS = { timeoutMs: 5_000, isGuarded: false };

let server: Server;
let answer: (response: ServerResponse) => void;
beforeAll(async () => {
  server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function request(url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/models`) {
  const nothing = { headers: {}, body: Buffer.alloc(0), droppedParams: [], warnings: [] };
  return { method: "GET", url, ...nothing };
}

test("a whole answer comes with its status, its text and the time it took", async () => {
  answer = (response) => response.writeHead(418).end('{"a":1}');
  const reply = await askUpstream(request(), OPTIONS);
  expect(reply).toMatchObject({ status: 418, json: { a: 1 }, text: '{"a":1}', location: null });
  expect(reply.latencyMs).toBeGreaterThan(0);
});

test("a body that is no JSON is text only", async () => {
  answer = (response) => response.end("hello");
  expect(await askUpstream(request(), OPTIONS)).toMatchObject({ json: undefined, text: "hello" });
});

test("a compressed answer is opened", async () => {
  answer = (response) => {
    response.setHeader("content-encoding", "gzip").end(gzipSync('{"a":1}'));
  };
  expect(await askUpstream(request(), OPTIONS)).toMatchObject({ json: { a: 1 } });
});

test.each([
  ["broken", Buffer.from("not gzip at all")],
  ["a bomb", gzipSync(Buffer.alloc(64 * 1024 * 1024))],
])("a compressed answer that is %s is refused", async (_what, bytes) => {
  answer = (response) => {
    response.setHeader("content-encoding", "gzip").end(bytes);
  };
  await expect(askUpstream(request(), OPTIONS)).rejects.toMatchObject({ code: "bad_gateway" });
});

test("an upstream that does not answer is given up after the time it has", async () => {
  answer = () => undefined;
  const asked = askUpstream(request(), { ...OPTIONS, timeoutMs: 50 });
  await expect(asked).rejects.toMatchObject({
    code: "timeout",
    message: expect.stringMatching(/^127\.0\.0\.1:\d+ gave no answer within 0\.05 s\.$/),
  });
});

test("an upstream that stops in the middle is given up as well", async () => {
  answer = (response) => response.write("{");
  const asked = askUpstream(request(), { ...OPTIONS, timeoutMs: 50 });
  await expect(asked).rejects.toMatchObject({ code: "timeout" });
});

test("an endless answer is cut off", async () => {
  answer = (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(256 * 1024)));
    };
    response.on("drain", more);
    more();
  };
  await expect(askUpstream(request(), OPTIONS)).rejects.toMatchObject({
    code: "bad_gateway",
    message: expect.stringContaining("its answer is too long"),
  });
});

test("a closed connection is told in words", async () => {
  answer = (response) => response.destroy();
  await expect(askUpstream(request(), OPTIONS)).rejects.toMatchObject({
    code: "bad_gateway",
    message: expect.stringContaining("it closed the connection"),
  });
});

test("plain HTTP behind https:// is told in words", async () => {
  const url = request().url.replace("http:", "https:");
  await expect(askUpstream(request(url), OPTIONS)).rejects.toMatchObject({
    code: "bad_gateway",
    message: expect.stringContaining("it does not speak TLS"),
  });
});

test("a guarded request goes to no private address, by number or by name", async () => {
  let hits = 0;
  answer = (response) => {
    hits += 1;
    response.end();
  };
  const guarded = { ...OPTIONS, isGuarded: true };
  const blocked = { code: "blocked_address" };
  await expect(askUpstream(request(), guarded)).rejects.toMatchObject(blocked);
  const byName = request().url.replace("127.0.0.1", "localhost");
  await expect(askUpstream(request(byName), guarded)).rejects.toMatchObject(blocked);
  expect(hits).toBe(0);
});
