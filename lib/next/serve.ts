import type { IncomingMessage, Server, ServerResponse } from "node:http";
import next from "next";

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** Loads Next for a server that already listens; its WebSocket upgrades (reload in development) go through it. */
export async function preparePages(options: {
  directory: string;
  isDevelopment: boolean;
  server: Server;
  port: number;
}): Promise<Pages> {
  const app = next({
    dev: options.isDevelopment,
    dir: options.directory,
    hostname: "127.0.0.1",
    port: options.port,
    httpServer: options.server,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle(request, response) {
      handle(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
    close: () => app.close(),
  };
}
