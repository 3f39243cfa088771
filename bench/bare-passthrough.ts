import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { Pool } from "undici";

/**
 * The yardstick: the least a gateway in Node can do. Reads the request, parses it, forwards it through
 * one undici pool, parses the answer (or pipes a stream), and records nothing.
 */

const origin = process.argv[2];
if (!origin) throw new Error("Usage: bare-passthrough <upstream origin>");
const pool = new Pool(origin, { connections: 256, pipelining: 1 });

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const isStream = JSON.parse(body.toString()).stream === true;
  const upstream = await pool.request({
    method: "POST",
    path: request.url ?? "/",
    headers: { "content-type": "application/json", authorization: "Bearer upstream" },
    body,
  });
  const headers = { "content-type": upstream.headers["content-type"] ?? "application/json" };
  if (isStream) {
    response.writeHead(upstream.statusCode, headers);
    pipeline(upstream.body, response, () => undefined);
    return;
  }
  const text = await upstream.body.text();
  JSON.parse(text);
  response.writeHead(upstream.statusCode, {
    ...headers,
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

const server = createServer((request, response) => {
  forward(request, response).catch((error) => response.writeHead(502).end(String(error)));
});
process.once("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
