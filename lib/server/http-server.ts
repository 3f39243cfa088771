import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { PrysmError } from "../errors";

/** Longer than the 60 s of common load balancers: the side that reuses connections must not be the one surprised. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** Time to send a whole request; one that is slower gets 408. Answers have no such limit. */
const REQUEST_TIMEOUT_MS = 120_000;
const CHECK_INTERVAL_MS = 5_000;

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server with our time limits, not yet listening; the listener sees targets in origin form only. */
export function createHttpServer(listener: Listener): Server {
  return createServer(
    {
      noDelay: true,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
    },
    (request, response) => {
      request.url = originFormOf(request.url);
      if (request.url.startsWith("/")) listener(request, response);
      else answerWithoutPath(request, response);
    },
  );
}

/** A request's target as path and query: clients that take us for a proxy put scheme and host before it. */
export function originFormOf(target = "/"): string {
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target)?.[0];
  if (origin === undefined) return target;
  const rest = target.slice(origin.length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}

// `OPTIONS *` asks whether the server itself is there; other targets without a path mean nothing.
function answerWithoutPath(request: IncomingMessage, response: ServerResponse): void {
  const isAboutServer = request.method === "OPTIONS" && request.url === "*";
  response.writeHead(isAboutServer ? 204 : 400).end();
}

/** Listens and returns the port; a taken port is one sentence that says which variable chooses another. */
export function listen(
  server: Server,
  where: { port: number; host?: string | undefined; variable: "PORT" | "PRYSM_WEB_PORT" },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, where)));
    server.listen({ port: where.port, host: where.host }, () => {
      const address = server.address();
      resolve(address && typeof address === "object" ? address.port : where.port);
    });
  });
}

function explain(
  error: NodeJS.ErrnoException,
  where: { port: number; host?: string | undefined; variable: string },
): PrysmError {
  const another = `choose another with ${where.variable}=${where.port + 1}`;
  if (error.code === "EADDRINUSE") {
    return new PrysmError(
      "unavailable",
      `Port ${where.port} is taken by another program: stop it, or ${another}.`,
      { cause: error },
    );
  }
  if (error.code === "EACCES") {
    return new PrysmError(
      "unavailable",
      `This user may not listen on port ${where.port}: ${another}.`,
      { cause: error },
    );
  }
  return new PrysmError(
    "unavailable",
    `Prysm cannot listen on ${where.host ?? "any address"}, port ${where.port} (${error.code}): correct HOST or ${where.variable}.`,
    { cause: error },
  );
}
