import type { Api } from "../protocol/api";
import type { CallContext } from "../protocol/call-context";
import type { RecordedAttempt } from "../protocol/call-record";
import type { JsonObject } from "../protocol/json";
import type { CapturedBytes } from "./captured-bytes";
import type { Caller } from "./deps";

const MAX_CHUNK_TIMES = 256;

/** What is known of one call while it runs; the stages fill it in, `record` writes it down. */
export interface CallTrace {
  readonly id: string;
  readonly receivedAtMs: number;
  /** Clock of `performance.now`, as all `…At` below. */
  readonly startedAt: number;
  readonly context: CallContext;
  readonly requestHeaders: Record<string, string>;
  /** Some header concerns the upstream; without one, nothing has to be looked for. */
  readonly saysMoreUpstream: boolean;
  /** Whose error shape the client expects. */
  readonly api: Api;
  /** As a trace names it: the API, or the path of a call that passes through. */
  endpoint: string;
  caller: Caller | null;
  /** As sent in the Authorization header, until it is recognised; for the refusal's hint only. */
  keyPrefix: string | null;
  requestBody: Buffer | null;
  bodyReadMs: number;
  modelRequested: string | null;
  isStream: boolean;
  endUserId: string | null;
  timeoutMs: number;
  provider: string | null;
  providerKind: string | null;
  upstreamApi: Api | null;
  /** What the upstream was asked to run. */
  model: string | null;
  attempts: RecordedAttempt[];
  upstreamStartedAt: number | null;
  upstreamHeadAt: number | null;
  upstreamEndedAt: number | null;
  localUsage: { promptTokens: number; completionTokens: number } | null;
  /** The provider's own usage object, where the answer was translated. */
  upstreamUsage: JsonObject | null;
  /** Parameters of the client's that the upstream cannot honour. */
  droppedParams: string[];
  isOpenRecorded: boolean;
  isClosed: boolean;
  isClientGone: boolean;
  captured: Captured;
}

/** The answer's bytes as the upstream sent them. */
export interface Captured {
  body: CapturedBytes;
  /** All that came, also beyond what is kept. */
  bytes: number;
  isTruncated: boolean;
  chunkTimes: number[];
  format: "json" | "sse" | "none";
  responseHeaders: Record<string, string>;
}

/** Keeps a chunk, up to `limitBytes` in all, and the time it came. */
export function captureChunk(trace: CallTrace, chunk: Buffer, limitBytes: number): void {
  const { captured } = trace;
  captured.bytes += chunk.length;
  if (captured.chunkTimes.length < MAX_CHUNK_TIMES * 2) {
    captured.chunkTimes.push(captured.bytes, elapsedMs(trace));
  }
  if (captured.bytes > limitBytes) {
    captured.isTruncated = true;
    return;
  }
  captured.body.append(chunk);
}

export function elapsedMs(trace: CallTrace): number {
  return roundMs(performance.now() - trace.startedAt);
}

/** Time the upstream took so far; null when none was asked. */
export function upstreamMs(trace: CallTrace): number | null {
  if (trace.upstreamStartedAt === null) return null;
  return roundMs((trace.upstreamEndedAt ?? performance.now()) - trace.upstreamStartedAt);
}

/** Our share of the time so far: neither the upstream's nor the client's upload. */
export function overheadMs(trace: CallTrace): number {
  return Math.max(0, roundMs(elapsedMs(trace) - trace.bodyReadMs - (upstreamMs(trace) ?? 0)));
}

/** Milliseconds to the microsecond. */
export function roundMs(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
