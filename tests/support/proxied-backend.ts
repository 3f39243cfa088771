import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { createLog } from "../../lib/log";
import { createHttpServer } from "../../lib/server/http-server";
import { createPageProxy, type PageProxy } from "../../lib/server/page-proxy";

export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface ProxiedBackend {
  port: number;
  backend: Server;
  front: Server;
  pages: PageProxy;
  /** What reached the backend as a whole request, in order. */
  seen: SeenRequest[];
  close(): Promise<void>;
}

/** Our public server and page proxy before a backend that stands for the page server. */
export async function startProxiedBackend(
  answer: (request: SeenRequest, response: ServerResponse) => void = (request, response) =>
    response.end(`you asked for ${request.url}`),
  backendListener?: RequestListener,
): Promise<ProxiedBackend> {
  const seen: SeenRequest[] = [];
  const remember: RequestListener = async (incoming, response) => {
    let body = "";
    for await (const chunk of incoming.setEncoding("latin1")) body += chunk;
    const { method = "", url = "", headers } = incoming;
    const request = { method, url, headers, body };
    seen.push(request);
    answer(request, response);
  };
  const backend = createServer(backendListener ?? remember);
  const backendPort = await startListening(backend);
  const pages = createPageProxy({
    findPort: () => Promise.resolve(backendPort),
    publicUrl: undefined,
    log: createLog("test", "silent"),
  });
  const front = createHttpServer(pages.handle);
  const port = await startListening(front);
  return {
    port,
    backend,
    front,
    pages,
    seen,
    async close() {
      pages.close();
      for (const server of [front, backend]) {
        const closed = new Promise<void>((settle) => server.close(() => settle()));
        server.closeAllConnections();
        await closed;
      }
    },
  };
}

async function startListening(server: Server): Promise<number> {
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  return (server.address() as AddressInfo).port;
}
