import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { originFormOf } from "./http-server";

/** Next's hot reload in development is all that speaks WebSocket here. */
const ANSWERED = /^\/_next\/hmr(\/|\?|$)/;

/**
 * Hands over the WebSocket openings that somebody answers. A server without this takes any `Upgrade` for
 * an ordinary request; with a listener Node leaves HTTP at each of them, an offer of h2c by curl or Java
 * included, so all others are handed back to the server as the ordinary requests they are.
 */
export function acceptWebSockets(
  server: Server,
  take: (request: IncomingMessage, socket: Socket, head: Buffer) => void,
): void {
  server.on("upgrade", (request, stream, head) => {
    const socket = stream as Socket;
    request.url = originFormOf(request.url);
    if (isWebSocket(request) && ANSWERED.test(request.url)) take(request, socket, head);
    else handBack(server, request, socket, head);
  });
}

function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && headers.upgrade?.toLowerCase() === "websocket";
}

// Node left the connection behind the request's head: it is put back without the offer and read again.
function handBack(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name.toLowerCase() !== "upgrade") lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}
