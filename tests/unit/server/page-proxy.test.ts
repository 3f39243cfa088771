import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { eventually } from "../../support/eventually";
import { type ProxiedBackend, startProxiedBackend } from "../../support/proxied-backend";
import { exchange, head } from "../../support/raw-http";

const SMUGGLED = head("GET /smuggled HTTP/1.1", "Host: s");
const BYTES = SMUGGLED.length;

let running: ProxiedBackend;

afterEach(() => running.close());

function ask(path: string): Promise<string> {
  return exchange(running.port, head(`GET ${path} HTTP/1.1`, "Host: x", "Connection: close"));
}

async function nextText(socket: Socket): Promise<string> {
  const [text] = await once(socket, "data");
  return String(text);
}

test.each([
  ["GET", "content-length"],
  ["DELETE", "Content-Length"],
  ["OPTIONS", "content-length, host, transfer-encoding"],
  ["POST", "content-length"],
])("a %s cannot turn its body into a request with Connection: %s", async (method, named) => {
  running = await startProxiedBackend();

  await exchange(
    running.port,
    head(
      `${method} /mine HTTP/1.1`,
      "Host: x",
      `Connection: close, ${named}`,
      `Content-Length: ${BYTES}`,
    ),
    SMUGGLED,
  );
  const next = await ask("/theirs");

  expect(next).toContain("you asked for /theirs");
  expect(running.seen.map(({ url, body }) => [url, body])).toEqual([
    ["/mine", SMUGGLED],
    ["/theirs", ""],
  ]);
  expect(running.seen[0]?.headers).toMatchObject({ host: "x", "content-length": String(BYTES) });
});

test.each(["GET", "OPTIONS", "POST"])("a %s with a chunked body keeps it", async (method) => {
  running = await startProxiedBackend();

  await exchange(
    running.port,
    head(
      `${method} /mine HTTP/1.1`,
      "Host: x",
      "Connection: close, transfer-encoding",
      "Transfer-Encoding: chunked",
    ),
    `${BYTES.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  );
  await ask("/theirs");

  expect(running.seen.map(({ url, body }) => [url, body])).toEqual([
    ["/mine", SMUGGLED],
    ["/theirs", ""],
  ]);
});

test("a request without a body is sent without framing", async () => {
  running = await startProxiedBackend();

  await ask("/mine");

  expect(running.seen[0]?.headers).not.toHaveProperty("content-length");
  expect(running.seen[0]?.headers).not.toHaveProperty("transfer-encoding");
});

test("a connection whose request was answered before its end is not used again", async () => {
  const sockets: Socket[] = [];
  running = await startProxiedBackend(undefined, (request, response) => {
    sockets.push(request.socket);
    response.writeHead(200, { "content-length": 5 }).end("early");
  });
  const client = connect(running.port, "127.0.0.1").setEncoding("latin1");
  client.write(head("POST /mine HTTP/1.1", "Host: x", `Content-Length: ${BYTES + 1}`) + SMUGGLED);

  expect(await nextText(client)).toContain("early");
  await eventually(() => sockets[0]?.destroyed);
  expect(await ask("/theirs")).toContain("early");
  expect(sockets).toHaveLength(2);
  client.write(`.${head("GET /again HTTP/1.1", "Host: x", "Connection: close")}`);
  expect(await nextText(client)).toContain("early");
  client.destroy();
});

test("a client that leaves while it sends takes the upstream connection with it", async () => {
  const sockets: Socket[] = [];
  running = await startProxiedBackend(undefined, (request) => {
    sockets.push(request.socket);
    request.on("error", () => undefined);
  });
  const client = connect(running.port, "127.0.0.1");
  client.write(head("POST /mine HTTP/1.1", "Host: x", "Content-Length: 99") + SMUGGLED);

  await eventually(() => sockets.length === 1);
  client.destroy();

  await eventually(() => sockets[0]?.destroyed);
});

test("an HTTP/1.0 client gets the body as it is", async () => {
  running = await startProxiedBackend((_request, response) => {
    response.write("one ");
    response.end("two");
  });

  const answer = await exchange(running.port, head("GET /mine HTTP/1.0"));

  expect(answer).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/);
  expect(answer).not.toMatch(/transfer-encoding/i);
  expect(answer.split("\r\n\r\n")[1]).toBe("one two");
});

test("an answer's Connection header cannot take its length away", async () => {
  running = await startProxiedBackend((_request, response) => {
    response
      .writeHead(200, { connection: "close, content-length", "content-length": 3 })
      .end("abc");
  });

  const answer = await ask("/mine");

  expect(answer).toMatch(/content-length: 3\r\n/i);
  expect(answer).not.toMatch(/transfer-encoding/i);
});
