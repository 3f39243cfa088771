import type { IncomingMessage, ServerResponse } from "node:http";
import { PrysmError, toPrysmError } from "../../errors";
import type { HeaderMap } from "../../protocol/call-context";
import { errorBody } from "../../protocol/error-body";
import { type GatewayDeps, gatewayDeps } from "../deps";
import type { GatewayReply, GatewayRequest } from "../gateway-message";
import { findRoute } from "../routes";
import { SilenceBreaker } from "../silence-breaker";

const MAX_JOINED_BYTES = 16 * 1024;

/** Takes a request of the gateway's and answers it; false leaves any other request untouched. */
export type GatewayHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The gateway on a plain `node:http` server. */
export function createGatewayHandler(deps: GatewayDeps = gatewayDeps()): GatewayHandler {
  return (incoming, response) => {
    const path = pathOf(incoming.url ?? "/");
    const route = findRoute(incoming.method ?? "GET", path);
    if (!route) return false;
    const request = toGatewayRequest(incoming, response, path);
    const patienceMs = deps.limits.requestTimeoutMs;
    answer(() => route(request, deps), response, patienceMs).catch((error) => {
      deps.log.error({ err: error }, "A gateway answer could not be sent.");
      response.destroy();
    });
    return true;
  };
}

async function answer(
  handle: () => Promise<GatewayReply> | GatewayReply,
  response: ServerResponse,
  patienceMs: number,
): Promise<void> {
  const reply = await handle();
  if (response.destroyed) return drop(reply);
  try {
    response.writeHead(reply.status, reply.headers);
  } catch (thrown) {
    await drop(reply);
    const error = toPrysmError(thrown);
    response.writeHead(error.status, { "content-type": "application/json" }).end(errorBody(error));
    return;
  }
  if (Buffer.isBuffer(reply.body)) sendWhole(reply.body, response);
  else await stream(reply, reply.body, response, patienceMs);
}

// As a latin1 string the same bytes go out together with the headers in one write.
function sendWhole(body: Buffer, response: ServerResponse): void {
  if (body.length > MAX_JOINED_BYTES) response.end(body);
  else response.end(body.toString("latin1"), "latin1");
}

async function stream(
  { headers }: GatewayReply,
  chunks: AsyncIterable<Buffer>,
  response: ServerResponse,
  patienceMs: number,
): Promise<void> {
  response.socket?.setNoDelay(true);
  response.flushHeaders();
  const silence = new SilenceBreaker(headers, (comment) => response.write(comment));
  try {
    for await (const chunk of chunks) {
      silence.passed(chunk);
      if (response.destroyed) break;
      if (!response.write(chunk)) await drained(response, patienceMs);
    }
  } finally {
    silence.stop();
  }
  response.end();
}

// A stream that nobody reads must still be ended: its end is what records the call. It has to be started
// for that, since a generator that never ran has nothing to clean up.
async function drop(reply: GatewayReply): Promise<void> {
  if (Buffer.isBuffer(reply.body)) return;
  const chunks = reply.body[Symbol.asyncIterator]();
  await chunks.next();
  await chunks.return?.();
}

/** A client that takes nothing for `patienceMs` is cut off: nothing else would ever end its call. */
function drained(response: ServerResponse, patienceMs: number): Promise<void> {
  const { socket } = response;
  socket?.setTimeout(patienceMs);
  return new Promise((resolve) => {
    const settle = () => {
      socket?.setTimeout(0);
      response.off("drain", settle);
      response.off("close", settle);
      resolve();
    };
    response.once("drain", settle);
    response.once("close", settle);
  });
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

function toGatewayRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  path: string,
): GatewayRequest {
  const listeners: (() => void)[] = [];
  let isGone = false;
  response.once("close", () => {
    isGone = !response.writableFinished;
    if (isGone) for (const listener of listeners) listener();
  });
  return {
    method: incoming.method ?? "GET",
    path,
    query: (incoming.url ?? "").slice(path.length),
    // Node joins repeated headers, save set-cookie, which no request has.
    headers: incoming.headers as HeaderMap,
    clientAddress: incoming.socket.remoteAddress ?? "",
    readBody: (limitBytes) => readBody(incoming, limitBytes),
    onClientGone: (listener) => {
      if (isGone) listener();
      else listeners.push(listener);
    },
  };
}

function readBody(incoming: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const refuse = () => {
      // The rest is read and thrown away, so that the client gets to read the answer.
      incoming.removeAllListeners("data").resume();
      const message = `The body is larger than ${limitBytes} bytes, the most this server takes.`;
      reject(new PrysmError("request_too_large", message));
    };
    const gone = () => {
      if (incoming.readableEnded) return;
      reject(new PrysmError("client_closed_request", "The client left while sending."));
    };
    if (incoming.destroyed) return gone();
    if (Number(incoming.headers["content-length"]) > limitBytes) return refuse();
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limitBytes) refuse();
      else chunks.push(chunk);
    });
    incoming.on("end", () =>
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
    );
    incoming.on("close", gone);
    incoming.on("error", gone);
  });
}
