import type { IncomingHttpHeaders } from "node:http";
import { PrysmError } from "../errors";
import type { RecordedAttempt } from "../protocol/call-record";
import { parseJson } from "../protocol/json";
import type { LocalAnswer, UpstreamRequest } from "../providers/provider";
import { type CallTrace, roundMs } from "./call-trace";
import { decodeBody } from "./decode-body";
import type { GatewayDeps } from "./deps";
import type { GatewayRequest } from "./gateway-message";
import { notTooDeep } from "./not-too-deep";
import { noteDropped, type PreparedCall } from "./provider-call";
import { askedDelayMs, isRetryableStatus } from "./retry-policy";
import { isRetryableFailure } from "./retryable-failure";
import { splitUrl } from "./split-url";
import type { Target } from "./stages/choose-targets";
import { mayBeStream, startOfStream } from "./start-of-stream";
import { UpstreamExchange } from "./upstream-exchange";
import { upstreamFailure } from "./upstream-failure";
import { watchCall } from "./watch-call";

/** An upstream's answer, headers in and body still to come. */
export interface UpstreamAnswer {
  target: Target;
  prepared: PreparedCall;
  status: number;
  headers: IncomingHttpHeaders;
  chunks: AsyncIterable<Buffer>;
  /** The body is an event stream, whatever was asked for. */
  isStream: boolean;
  /** Reading failed or ended: stops the clocks. Must be called once. */
  release(): void;
}

/** How one try ended: with an answer, which may be an error's, or without any. */
export type AttemptOutcome = { canRetry: boolean; retryAfterMs: number | null } & (
  | { answer: UpstreamAnswer; error: null }
  | { answer: null; error: PrysmError }
);

/** One try at one target. Never throws; leaves a line in the trace's attempts. */
export async function attemptCall(
  request: GatewayRequest,
  prepared: PreparedCall,
  target: Target,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<AttemptOutcome> {
  const attempt = openAttempt(target);
  trace.attempts.push(attempt);
  const startedAt = performance.now();
  trace.upstreamStartedAt ??= startedAt;
  trace.upstreamEndedAt = null;
  let answer: UpstreamAnswer | null = null;
  try {
    answer = await send(request, prepared, target, trace, deps);
    attempt.httpStatus = answer.status;
    requireAnswer(answer);
    trace.upstreamHeadAt = performance.now();
    const { canRetry, retryAfterMs } = answer.status < 400 ? NO_RETRY : await adviceOf(answer);
    return { answer, error: null, canRetry, retryAfterMs };
  } catch (thrown) {
    answer?.release();
    trace.upstreamEndedAt = performance.now();
    const error = upstreamFailure(thrown, target.upstream.name, trace);
    attempt.error = { type: error.type, code: error.code, message: error.message };
    return { answer: null, error, canRetry: isRetryableFailure(thrown), retryAfterMs: null };
  } finally {
    attempt.latencyMs = roundMs(performance.now() - startedAt);
  }
}

/** Whether another try can help, and what wait the answer asks for in its headers or its body. */
async function adviceOf(
  answer: UpstreamAnswer,
): Promise<{ canRetry: boolean; retryAfterMs: number | null }> {
  const { provider, route } = answer.target;
  if (route.transport === "local" || !isRetryableStatus(answer.status)) return NO_RETRY;
  const retryAfterMs = askedDelayMs(answer.headers, Date.now());
  if (retryAfterMs !== null || provider.transport === "local") {
    return { canRetry: true, retryAfterMs };
  }
  const body = await readBeginning(answer.chunks);
  answer.chunks = bytesOf(body);
  // An account without money has none a second later either.
  if (body.includes("insufficient_quota")) return NO_RETRY;
  const parsed = parseJson(body.toString("utf8"));
  return { canRetry: true, retryAfterMs: provider.readRetryDelayMs?.(parsed) ?? null };
}

const NO_RETRY = { canRetry: false, retryAfterMs: null };
const MAX_ERROR_BYTES = 256 * 1024;

async function readBeginning(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_ERROR_BYTES) break;
  }
  return Buffer.concat(parts, bytes);
}

async function* bytesOf(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}

/** Throws for a status that answers no call: a redirect, "not modified", or none that HTTP knows. */
function requireAnswer(answer: UpstreamAnswer): void {
  const { status, target } = answer;
  const isEmpty = status === 204 || status === 205;
  const isError = status >= 400 && status <= 599;
  const mayBeEmpty = target.route.api === "passthrough";
  if (isError || (status >= 200 && status < 300 && (!isEmpty || mayBeEmpty))) return;
  void answer.chunks[Symbol.asyncIterator]().return?.();
  const message = `The provider "${target.upstream.name}" answered ${status}, which answers no call. Check its base URL.`;
  throw new PrysmError("bad_gateway", message);
}

function openAttempt(target: Target): RecordedAttempt {
  return {
    provider: target.upstream.name,
    model: target.model || null,
    startedAtMs: Date.now(),
    httpStatus: null,
    error: null,
    latencyMs: 0,
  };
}

function send(
  request: GatewayRequest,
  prepared: PreparedCall,
  target: Target,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<UpstreamAnswer> | UpstreamAnswer {
  const { route, upstream } = target;
  const { providerCall } = prepared;
  if (route.transport === "local") {
    return sendLocal(request, route.answer(providerCall), prepared, target, trace);
  }
  const upstreamRequest = notTooDeep(() => route.endpoint.buildRequest(providerCall, upstream));
  noteDropped(trace, upstreamRequest.droppedParams, upstreamRequest.warnings);
  return sendHttp(request, upstreamRequest, prepared, target, trace, deps);
}

async function sendHttp(
  request: GatewayRequest,
  upstreamRequest: UpstreamRequest,
  prepared: PreparedCall,
  target: Target,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<UpstreamAnswer> {
  const exchange = new UpstreamExchange();
  const release = watchCall(request, trace, (reason) => exchange.abort(reason));
  try {
    const { origin, path } = splitUrl(upstreamRequest.url);
    const { upstream } = target;
    const { method, headers, body } = upstreamRequest;
    deps.pools.get(origin, upstream.isTrusted).dispatch(
      {
        path,
        method: method as "POST",
        headers,
        body: body.length > 0 ? body : null,
        headersTimeout: upstream.timeoutMs ?? deps.limits.firstByteTimeoutMs,
        bodyTimeout: deps.limits.idleTimeoutMs,
      },
      exchange,
    );
    const head = await exchange.head;
    const start = mayBeStream(head, prepared)
      ? await startOfStream(head, exchange, target)
      : { status: head.status, isStream: false, chunks: null };
    const { status, isStream } = start;
    const chunks = start.chunks ?? decodeBody(exchange, head.headers["content-encoding"]);
    return { target, prepared, status, headers: head.headers, chunks, isStream, release };
  } catch (error) {
    release();
    exchange.abort(error as Error);
    throw error;
  }
}

function sendLocal(
  request: GatewayRequest,
  answer: LocalAnswer,
  prepared: PreparedCall,
  target: Target,
  trace: CallTrace,
): UpstreamAnswer {
  const abort = new AbortController();
  const release = watchCall(request, trace, (reason) => abort.abort(reason));
  trace.localUsage = answer.usage;
  noteDropped(trace, [], answer.warnings ?? []);
  const { status, headers } = answer;
  const isStream = status < 400 && /^text\/event-stream/.test(headers["content-type"] ?? "");
  const chunks = answer.chunks(abort.signal);
  return { target, prepared, status, headers, chunks, isStream, release };
}
