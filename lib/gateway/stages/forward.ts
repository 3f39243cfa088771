import type { IncomingHttpHeaders } from "node:http";
import { PrysmError } from "../../errors";
import type { Attempt } from "../../protocol/trace";
import type { LocalAnswer, ProviderCall, UpstreamRequest } from "../../providers/provider";
import { type CallTrace, roundMs } from "../call-trace";
import { decodeBody } from "../decode-body";
import type { GatewayDeps } from "../deps";
import type { GatewayRequest } from "../gateway-message";
import { UpstreamExchange } from "../upstream-exchange";
import { upstreamFailure } from "../upstream-failure";
import type { Target } from "./choose-targets";
import type { ParsedCall } from "./parse-call";

/** An upstream's answer, headers in and body still to come. */
export interface UpstreamAnswer {
  target: Target;
  status: number;
  headers: IncomingHttpHeaders;
  chunks: AsyncIterable<Buffer>;
  /** Reading failed or ended: stops the clocks. Must be called once. */
  release(): void;
}

/** Sends the call to the first target and returns its answer's head. Throws when no answer came. */
export async function forward(
  request: GatewayRequest,
  call: ParsedCall,
  targets: readonly Target[],
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<UpstreamAnswer> {
  const [target] = targets;
  if (!target) throw new PrysmError("unavailable", "No provider is configured for this call.");
  if (trace.isClientGone) {
    throw new PrysmError("client_closed_request", "The client closed the connection.");
  }
  trace.provider = target.upstream.name;
  trace.model = target.model;
  const attempt = openAttempt(target);
  trace.attempts.push(attempt);
  const startedAt = performance.now();
  trace.upstreamStartedAt = startedAt;
  try {
    const answer = await send(request, call, target, trace, deps);
    attempt.httpStatus = answer.status;
    requireAnswer(answer);
    trace.upstreamHeadAt = performance.now();
    return answer;
  } catch (thrown) {
    trace.upstreamEndedAt = performance.now();
    const error = upstreamFailure(thrown, target.upstream.name, trace);
    attempt.error = { type: error.type, code: error.code, message: error.message };
    throw error;
  } finally {
    attempt.latencyMs = roundMs(performance.now() - startedAt);
  }
}

/** Throws for a status that answers no call: a redirect, "not modified", or none that HTTP knows. */
function requireAnswer(answer: UpstreamAnswer): void {
  const { status } = answer;
  const isError = status >= 400 && status <= 599;
  if (isError || (status >= 200 && status < 300 && status !== 204 && status !== 205)) return;
  answer.release();
  void answer.chunks[Symbol.asyncIterator]().return?.();
  const { name } = answer.target.upstream;
  const message = `The provider "${name}" answered ${status}, which answers no call. Check its base URL.`;
  throw new PrysmError("bad_gateway", message);
}

function openAttempt(target: Target): Attempt {
  return {
    provider: target.upstream.name,
    model: target.model,
    startedAt: new Date().toISOString(),
    httpStatus: null,
    error: null,
    latencyMs: 0,
  };
}

function send(
  request: GatewayRequest,
  call: ParsedCall,
  target: Target,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<UpstreamAnswer> | UpstreamAnswer {
  const providerCall: ProviderCall = {
    id: trace.id,
    receivedAtMs: trace.receivedAtMs,
    model: target.model,
    chat: call.chat,
    body: call.body,
  };
  if (target.provider.transport === "local") {
    return sendLocal(request, target.provider.answerChat(providerCall), target, trace);
  }
  const upstreamRequest = target.provider.buildChatRequest(providerCall, target.upstream);
  return sendHttp(request, upstreamRequest, target, trace, deps);
}

async function sendHttp(
  request: GatewayRequest,
  upstreamRequest: UpstreamRequest,
  target: Target,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<UpstreamAnswer> {
  const exchange = new UpstreamExchange();
  const release = watch(request, trace, (reason) => exchange.abort(reason));
  try {
    const { origin, path } = splitUrl(upstreamRequest.url);
    deps.pools.get(origin).dispatch(
      {
        path,
        method: "POST",
        headers: upstreamRequest.headers,
        body: upstreamRequest.body,
        headersTimeout: target.upstream.timeoutMs ?? deps.limits.firstByteTimeoutMs,
        bodyTimeout: deps.limits.idleTimeoutMs,
      },
      exchange,
    );
    const { status, headers } = await exchange.head;
    const chunks = decodeBody(exchange, headers["content-encoding"]);
    return { target, status, headers, chunks, release };
  } catch (error) {
    release();
    exchange.abort(error as Error);
    throw error;
  }
}

function sendLocal(
  request: GatewayRequest,
  answer: LocalAnswer,
  target: Target,
  trace: CallTrace,
): UpstreamAnswer {
  const abort = new AbortController();
  const release = watch(request, trace, (reason) => abort.abort(reason));
  trace.localUsage = answer.usage;
  return {
    target,
    status: answer.status,
    headers: answer.headers,
    chunks: answer.chunks(abort.signal),
    release,
  };
}

/** Aborts the upstream when the client leaves or the call's total time is up. */
function watch(
  request: GatewayRequest,
  trace: CallTrace,
  abort: (reason: Error) => void,
): () => void {
  const remainingMs = Math.max(1, trace.timeoutMs - (performance.now() - trace.startedAt));
  const timer = setTimeout(() => {
    const message = `The call took longer than ${trace.timeoutMs} ms (x-prysm-timeout-ms) and was ended.`;
    abort(new PrysmError("timeout", message));
  }, remainingMs);
  request.onClientGone(() => {
    abort(new PrysmError("client_closed_request", "The client closed the connection."));
  });
  return () => {
    clearTimeout(timer);
    trace.upstreamEndedAt ??= performance.now();
  };
}

const SPLIT_URLS = new Map<string, { origin: string; path: string }>();
const MAX_SPLIT_URLS = 1_000;

// Parsing a URL costs as much as the rest of building the request; a gateway calls few of them.
function splitUrl(url: string): { origin: string; path: string } {
  const known = SPLIT_URLS.get(url);
  if (known) return known;
  const parsed = new URL(url);
  const split = { origin: parsed.origin, path: parsed.pathname + parsed.search };
  if (SPLIT_URLS.size >= MAX_SPLIT_URLS) SPLIT_URLS.clear();
  SPLIT_URLS.set(url, split);
  return split;
}
