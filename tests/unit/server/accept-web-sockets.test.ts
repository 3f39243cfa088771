import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acceptWebSockets } from "../../../lib/server/accept-web-sockets";
import { prepareDrain } from "../../../lib/server/drain";
import { type ProxiedBackend, startProxiedBackend } from "../../support/proxied-backend";
import { exchange, head } from "../../support/raw-http";

const OPENING = ["Host: x", "Connection: Upgrade", "Upgrade: websocket"];

let running: ProxiedBackend;
let clients: Socket[];

beforeEach(async () => {
  clients = [];
  running = await startProxiedBackend();
  const drain = prepareDrain(running.front);
  acceptWebSockets(running.front, (request, socket, first) => {
    drain.watch(socket);
    running.pages.upgrade(request, socket, first);
  });
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await running.close();
});

async function open(path: string): Promise<Socket> {
  const client = connect(running.port, "127.0.0.1").setEncoding("latin1");
  clients.push(client);
  client.write(head(`GET ${path} HTTP/1.1`, ...OPENING));
  return client;
}

async function nextText(socket: Socket): Promise<string> {
  const [text] = await once(socket, "data");
  return String(text);
}

test("hot reload's WebSocket reaches the page server and speaks both ways", async () => {
  running.backend.on("upgrade", (request, socket: Socket) => {
    socket.write(
      head(
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "X-Key: of-backend",
      ),
    );
    socket.on("data", (bytes) => socket.write(`${request.url} heard ${bytes}`));
    socket.on("end", () => socket.end()).on("error", () => undefined);
  });

  const client = await open("/_next/hmr?id=1");
  expect(await nextText(client)).toMatch(
    /^HTTP\/1.1 101 Switching Protocols\r\n(.+\r\n)*X-Key: of-backend/,
  );
  client.write("hello");

  expect(await nextText(client)).toBe("/_next/hmr?id=1 heard hello");
});

test("a WebSocket that the page server declines gets its status, and no way behind the proxy", async () => {
  const client = await open("/_next/hmr");
  client.write(head("GET /behind HTTP/1.1", "Host: x", "X-Forwarded-For: 1.2.3.4"));

  expect(await nextText(client)).toMatch(/^HTTP\/1.1 200 OK\r\nconnection: close\r\n/);
  await once(client, "close");
  expect(running.seen.map(({ url }) => url)).toEqual(["/_next/hmr"]);
});

test.each([
  ["h2c", "/_next/hmr"],
  ["h2c", "/v1/chat/completions"],
  ["websocket", "/ws/nowhere"],
])("an offer of %s on %s is an ordinary request, with its body", async (protocol, path) => {
  const answer = await exchange(
    running.port,
    head(
      `POST ${path} HTTP/1.1`,
      "Host: x",
      "Connection: Upgrade, HTTP2-Settings",
      `Upgrade: ${protocol}`,
      "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
      "Content-Length: 5",
    ),
    "hello",
    head("GET /next HTTP/1.1", "Host: x", "Connection: close"),
  );

  expect(answer).toContain(`you asked for ${path}`);
  expect(answer).toContain("you asked for /next");
  expect(running.seen).toMatchObject([
    { method: "POST", url: path, body: "hello" },
    { method: "GET", url: "/next" },
  ]);
  expect(running.seen[0]?.headers).not.toHaveProperty("upgrade");
});
