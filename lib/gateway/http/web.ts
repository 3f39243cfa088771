import { PrysmError } from "../../errors";
import { gatewayDeps } from "../deps";
import type { GatewayReply, GatewayRequest } from "../gateway-message";
import { findRoute } from "../routes";
import { SilenceBreaker } from "../silence-breaker";

/** The gateway behind a web-standard server, such as a Next route handler. */
export async function handleWebRequest(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const route = findRoute(request.method, pathname);
  if (!route) return new Response(null, { status: 404 });
  const reply = await route(toGatewayRequest(request, pathname, search), gatewayDeps());
  return toResponse(reply);
}

function toGatewayRequest(request: Request, path: string, query: string): GatewayRequest {
  const headers = Object.fromEntries(request.headers);
  return {
    method: request.method,
    path,
    query,
    headers,
    clientAddress: headers["x-forwarded-for"]?.split(",").at(-1)?.trim() ?? "",
    readBody: (limitBytes) => readBody(request, limitBytes),
    onClientGone: (listener) => {
      if (request.signal.aborted) listener();
      else request.signal.addEventListener("abort", listener, { once: true });
    },
  };
}

async function readBody(request: Request, limitBytes: number): Promise<Buffer> {
  const tooLarge = () => {
    const message = `The body is larger than ${limitBytes} bytes, the most this server takes.`;
    return new PrysmError("request_too_large", message);
  };
  if (Number(request.headers.get("content-length")) > limitBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (!request.body) return Buffer.alloc(0);
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toResponse({ status, headers, body }: GatewayReply): Response {
  if (Buffer.isBuffer(body)) return new Response(new Uint8Array(body), { status, headers });
  const iterator = body[Symbol.asyncIterator]();
  let silence: SilenceBreaker | null = null;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      silence = new SilenceBreaker(headers, (comment) => controller.enqueue(comment));
    },
    async pull(controller) {
      const next = await iterator.next();
      if (!next.done) {
        silence?.passed(next.value);
        return controller.enqueue(next.value);
      }
      silence?.stop();
      controller.close();
    },
    async cancel() {
      silence?.stop();
      await iterator.return?.();
    },
  });
  return new Response(stream, { status, headers });
}
