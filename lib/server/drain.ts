import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Answers that never end by themselves, so nobody waits for them. */
const ENDLESS = /^\/(api|ws)\/live-feed(\/|\?|$)/;

export interface Drain {
  /** Follows a connection that left HTTP, which nobody waits for. */
  watch(socket: Socket): void;
  /** Stops accepting, waits for running calls up to the time, then cuts what is left. */
  run(timeoutMs: number): Promise<void>;
}

/** Follows a server's calls from the start, so that a stop can tell running ones from idle connections. */
export function prepareDrain(server: Server): Drain {
  const running = new Map<ServerResponse, IncomingMessage>();
  const upgraded = new Set<Socket>();
  let isDraining = false;

  server.prependListener("request", (request, response) => {
    running.set(response, request);
    if (isDraining) response.setHeader("connection", "close");
    response.once("close", () => {
      running.delete(response);
      if (isDraining) setImmediate(() => server.closeIdleConnections());
    });
  });

  return {
    watch(socket) {
      upgraded.add(socket);
      socket.once("close", () => upgraded.delete(socket));
    },
    async run(timeoutMs) {
      isDraining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of upgraded) socket.destroy();
      for (const [response, request] of running) {
        if (ENDLESS.test(request.url ?? "")) response.destroy();
        else if (!response.headersSent) response.setHeader("connection", "close");
      }
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
