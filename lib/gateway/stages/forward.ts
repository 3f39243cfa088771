import { setTimeout as pause } from "node:timers/promises";
import { PrysmError } from "../../errors";
import { type AttemptOutcome, attemptCall, type UpstreamAnswer } from "../attempt";
import type { CallTrace } from "../call-trace";
import type { GatewayDeps } from "../deps";
import type { GatewayRequest } from "../gateway-message";
import { notTooDeep } from "../not-too-deep";
import { prepareCall } from "../provider-call";
import { retryDelayMs } from "../retry-policy";
import { clientGone, watchCall } from "../watch-call";
import type { Target } from "./choose-targets";
import type { ParsedCall } from "./parse-call";

/**
 * Sends the call until a target answers it: each target a few times, then the next. The one retry loop
 * there is, and only before the client got its first byte. Throws when no answer came.
 */
export async function forward(
  request: GatewayRequest,
  call: ParsedCall,
  targets: readonly Target[],
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<UpstreamAnswer> {
  let last: AttemptOutcome | null = null;
  for (const target of targets) {
    if (last) discard(last);
    last = await tryTarget(request, call, target, trace, deps);
    if (!last.canRetry) break;
  }
  if (!last) throw new PrysmError("unavailable", "No provider is configured for this call.");
  if (last.error) throw last.error;
  return last.answer;
}

/** One target until it answers, or until another try is pointless or not worth the wait. */
async function tryTarget(
  request: GatewayRequest,
  call: ParsedCall,
  target: Target,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<AttemptOutcome> {
  trace.provider = target.upstream.name;
  trace.providerKind = target.upstream.kind;
  trace.upstreamApi = target.route.api;
  trace.model = target.model || null;
  const prepared = notTooDeep(() => prepareCall(request, call, target, trace));
  for (let retry = 1; ; retry++) {
    if (trace.isClientGone) throw clientGone();
    const outcome = await attemptCall(request, prepared, target, trace, deps);
    if (!outcome.canRetry) return outcome;
    const waitMs = retryDelayMs(deps.retries, retry, outcome.retryAfterMs);
    if (waitMs === null || !hasTime(trace, waitMs)) return outcome;
    discard(outcome);
    await waitUnlessGone(waitMs, request, trace);
  }
}

/** A wait that would outlast the call's time is not begun: the answer at hand says more than a timeout. */
function hasTime(trace: CallTrace, waitMs: number): boolean {
  return performance.now() - trace.startedAt + waitMs < trace.timeoutMs;
}

// What is left of a short body is read, so that its connection can serve the next try.
function discard({ answer }: AttemptOutcome): void {
  if (!answer) return;
  answer.release();
  void drain(answer.chunks).catch(() => undefined);
}

const MAX_DRAINED_BYTES = 64 * 1024;

async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_DRAINED_BYTES) break;
  }
}

async function waitUnlessGone(
  waitMs: number,
  request: GatewayRequest,
  trace: CallTrace,
): Promise<void> {
  const waiting = new AbortController();
  const release = watchCall(request, trace, (reason) => waiting.abort(reason));
  try {
    await pause(waitMs, undefined, { signal: waiting.signal });
  } catch {
    throw waiting.signal.reason;
  } finally {
    release();
  }
}
