import {
  Agent,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from "node:http";
import type { Socket } from "node:net";
import { pipeline } from "node:stream";
import type { Log } from "../log";
import { forwardHeaders, framingOf, withoutHopByHop } from "./forward-headers";
import { forwardUpgrade, refuseUpgrade } from "./forward-upgrade";

const LOOPBACK = "127.0.0.1";

export interface PageProxyOptions {
  /** The page server's port; waits while it starts, null when it does not come. */
  findPort(): Promise<number | null>;
  publicUrl: string | undefined;
  log: Log;
}

export interface PageProxy {
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  close(): void;
}

/** Hands requests to the page server on loopback, streaming both ways. */
export function createPageProxy(options: PageProxyOptions): PageProxy {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  return {
    handle(request, response) {
      forward(request, response, agent, options).catch((error) => {
        options.log.warn({ err: error, path: request.url }, "a page could not be fetched");
        answerUnavailable(response);
      });
    },
    upgrade(request, socket, head) {
      socket.on("error", () => socket.destroy());
      const { findPort, publicUrl } = options;
      findPort().then(
        (port) => {
          if (port === null) refuseUpgrade(socket, 502, "Bad Gateway");
          else forwardUpgrade(request, socket, head, { host: LOOPBACK, port, publicUrl });
        },
        () => socket.destroy(),
      );
    },
    close: () => agent.destroy(),
  };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  agent: Agent,
  options: PageProxyOptions,
): Promise<void> {
  const port = await options.findPort();
  if (response.destroyed) return;
  if (port === null) return answerUnavailable(response);
  const framing = framingOf(request);
  const hasBody = Object.keys(framing).length > 0;
  // What nobody took of the body is read and thrown away, so that the client gets to read the answer.
  response.once("close", () => request.unpipe().resume());
  const attempt = (isRetry: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const upstream = sendRequest({
        host: LOOPBACK,
        port,
        agent,
        method: request.method,
        path: request.url,
        headers: { ...forwardHeaders(request, options.publicUrl), ...framing },
      });
      // A connection that still waits for the rest of a body must not carry somebody else's request.
      const onClosed = () => upstream.destroy();
      response.once("close", onClosed);
      upstream.once("response", (answer) => {
        relay(answer, response);
        resolve();
      });
      upstream.once("error", (error: NodeJS.ErrnoException) => {
        response.off("close", onClosed);
        if (response.destroyed || response.headersSent) return resolve();
        // The page server may close an idle connection in the moment we pick it.
        const isStale = upstream.reusedSocket && error.code === "ECONNRESET" && !hasBody;
        if (isStale && !isRetry) attempt(true).then(resolve, reject);
        else reject(error);
      });
      if (hasBody) request.pipe(upstream);
      else upstream.end();
    });
  await attempt(false);
}

function relay(answer: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed) {
    answer.destroy();
    return;
  }
  response.writeHead(
    answer.statusCode ?? 502,
    answer.statusMessage,
    withoutHopByHop(answer.headers),
  );
  response.flushHeaders();
  pipeline(answer, response, () => undefined);
}

function answerUnavailable(response: ServerResponse): void {
  if (response.destroyed) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response
    .writeHead(502, { "content-type": "text/html; charset=utf-8", "retry-after": "2" })
    .end(UNAVAILABLE_PAGE);
}

const UNAVAILABLE_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Prysm is starting</title>
<meta http-equiv="refresh" content="2">
<style>body{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0}
@media(prefers-color-scheme:dark){body{background:#111;color:#eee}}</style></head>
<body><main><h1>The dashboard is not available at the moment</h1>
<p>It is being started again; this page reloads by itself. API calls are not affected.</p></main></body></html>
`;
