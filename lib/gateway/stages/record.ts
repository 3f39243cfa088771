import { createHash } from "node:crypto";
import type { PrysmError } from "../../errors";
import type { CloseRecord, OpenRecord, RefusedRecord } from "../../protocol/call-record";
import type { TraceStatus } from "../../protocol/trace";
import { type CallTrace, elapsedMs, overheadMs, upstreamMs } from "../call-trace";
import type { Caller, GatewayDeps } from "../deps";
import type { GatewayRequest } from "../gateway-message";

export interface Outcome {
  status: TraceStatus;
  /** What the client got; null when it was gone before it got any. */
  httpStatus: number | null;
  error: PrysmError | null;
}

const NO_BODY: readonly Buffer[] = [];
const MAX_USAGE_LENGTH = 64 * 1024;

/** Writes down that a call is under way, so that a crash cannot make it disappear. */
export function recordOpen(trace: CallTrace, caller: Caller, deps: GatewayDeps): void {
  if (trace.isOpenRecorded) return;
  trace.isOpenRecorded = true;
  const { context } = trace;
  const record: OpenRecord = {
    kind: "open",
    id: trace.id,
    projectId: caller.projectId,
    keyId: caller.keyId,
    receivedAtMs: trace.receivedAtMs,
    endpoint: trace.endpoint,
    runId: context.runId ?? trace.id,
    spanId: context.spanId,
    parentSpanId: context.parentSpanId,
    clientRequestId: context.clientRequestId,
    endUserId: trace.endUserId,
    sessionId: context.sessionId,
    sessionName: context.sessionName,
    metadata: context.metadata,
    tags: context.tags,
    modelRequested: trace.modelRequested,
    isStream: trace.isStream,
    requestHeaders: trace.requestHeaders,
  };
  void deps.sink.append(record, trace.requestBody ? [trace.requestBody] : NO_BODY);
}

/** Writes down how a call ended, once. Settles when the record is safe; never throws. */
export async function record(trace: CallTrace, outcome: Outcome, deps: GatewayDeps): Promise<void> {
  if (trace.isClosed || !trace.caller) return;
  trace.isClosed = true;
  recordOpen(trace, trace.caller, deps);
  const { captured } = trace;
  const closing: CloseRecord = {
    kind: "close",
    id: trace.id,
    status: outcome.status,
    httpStatus: outcome.httpStatus,
    error: outcome.error && {
      type: outcome.error.type,
      code: outcome.error.code,
      message: outcome.error.message,
    },
    provider: trace.provider,
    providerKind: trace.providerKind,
    upstreamApi: trace.upstreamApi,
    model: trace.model,
    latencyMs: elapsedMs(trace),
    upstreamMs: upstreamMs(trace),
    overheadMs: overheadMs(trace),
    attempts: trace.attempts,
    warnings: trace.context.warnings,
    responseHeaders: captured.responseHeaders,
    format: captured.format,
    chunkTimes: captured.chunkTimes,
    // A provider's own count covers the whole answer, which a broken-off one is not.
    usage: outcome.status === "success" ? trace.localUsage : null,
    upstreamUsage: isWritable(trace.upstreamUsage) ? trace.upstreamUsage : null,
    isTruncated: captured.isTruncated,
  };
  await deps.sink.append(closing, captured.body.parts());
}

/** An upstream can nest its usage deeper than it can be written, which must not cost the record. */
function isWritable(usage: CallTrace["upstreamUsage"]): boolean {
  try {
    return usage === null || JSON.stringify(usage).length <= MAX_USAGE_LENGTH;
  } catch {
    return false;
  }
}

/** Writes down a call that was refused before its project was known, within the budget for such. */
export function recordRefusal(
  request: GatewayRequest,
  trace: CallTrace,
  error: PrysmError,
  deps: GatewayDeps,
): void {
  if (!deps.refusals.take(trace.receivedAtMs)) return;
  const refused: RefusedRecord = {
    kind: "refused",
    id: trace.id,
    receivedAtMs: trace.receivedAtMs,
    method: request.method,
    path: request.path.slice(0, 256),
    httpStatus: error.status,
    errorCode: error.code,
    errorMessage: error.message,
    keyPrefix: trace.keyPrefix,
    addressHash: createHash("sha256").update(request.clientAddress).digest("hex"),
    userAgent: request.headers["user-agent"]?.slice(0, 256) ?? null,
  };
  void deps.sink.append(refused, NO_BODY);
}
