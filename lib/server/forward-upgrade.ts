import { type IncomingMessage, request as sendRequest } from "node:http";
import type { Socket } from "node:net";
import { pipeline } from "node:stream";
import { forwardHeaders } from "./forward-headers";

/**
 * Opens the same WebSocket at the page server. The two connections are joined only once it has agreed:
 * bytes sent before would reach it as requests that nobody looked at.
 */
export function forwardUpgrade(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  to: { host: string; port: number; publicUrl: string | undefined },
): void {
  const upstream = sendRequest({
    host: to.host,
    port: to.port,
    agent: false,
    method: request.method,
    path: request.url,
    headers: {
      ...forwardHeaders(request, to.publicUrl),
      connection: "upgrade",
      upgrade: "websocket",
    },
  });
  socket.once("close", () => upstream.destroy());
  upstream.once("error", () => socket.destroy());
  upstream.once("response", (answer) => {
    answer.resume();
    refuseUpgrade(socket, answer.statusCode ?? 502, answer.statusMessage ?? "");
  });
  upstream.once("upgrade", (answer, stream, firstBytes) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headerLinesOf(answer)}\r\n`, "latin1");
    socket.write(firstBytes);
    stream.write(head);
    pipeline(stream, socket, () => stream.destroy());
    pipeline(socket, stream, () => socket.destroy());
  });
  upstream.end();
}

/** Ends a connection that asked to leave HTTP with an answer of HTTP. */
export function refuseUpgrade(socket: Socket, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function headerLinesOf({ rawHeaders }: IncomingMessage): string {
  let lines = "";
  for (let index = 0; index < rawHeaders.length; index += 2) {
    lines += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  }
  return lines;
}
