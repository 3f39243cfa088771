import { type IncomingMessage, Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import next from "next";
import { isForeignAction } from "./is-foreign-action";

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Opens a WebSocket of hot reload, in development. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  close(): Promise<void>;
}

/** Loads Next for a server that already listens. */
export async function preparePages(options: {
  directory: string;
  isDevelopment: boolean;
  port: number;
}): Promise<Pages> {
  // Next listens for upgrades on the server it is given, in production too, and leaves most without an
  // answer: it gets one that never listens.
  const upgrades = new Server();
  const app = next({
    dev: options.isDevelopment,
    dir: options.directory,
    hostname: "127.0.0.1",
    port: options.port,
    httpServer: upgrades,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle(request, response) {
      if (isForeignAction(request.method, request.headers)) return refuseForeignAction(response);
      handle(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
    // Next listens from its first request on; until then hot reload tries again.
    upgrade(request, socket, head) {
      if (!upgrades.emit("upgrade", request, socket, head)) socket.destroy();
    },
    close: () => app.close(),
  };
}

// As plain text: Next's client shows it as the action's error.
function refuseForeignAction(response: ServerResponse): void {
  response
    .writeHead(403, { "content-type": "text/plain; charset=utf-8" })
    .end("This was asked for by a page of another site. Open Prysm itself and try again.\n");
}
