import type { Api } from "./api";
import type { JsonObject } from "./json";
import type { Attempt, TraceError, TraceStatus } from "./trace";

/**
 * What a gateway process hands to the recorder. A call is two records: `open` when it is understood,
 * `close` when it ended. An open record whose writer died before the close is a call the crash cut off.
 */
export interface OpenRecord {
  kind: "open";
  id: string;
  projectId: string;
  keyId: string;
  receivedAtMs: number;
  endpoint: string;
  runId: string;
  spanId: string | null;
  parentSpanId: string | null;
  clientRequestId: string | null;
  endUserId: string | null;
  sessionId: string | null;
  sessionName: string | null;
  metadata: Record<string, unknown> | null;
  tags: string[];
  modelRequested: string | null;
  isStream: boolean;
  requestHeaders: Record<string, string>;
}

export interface CloseRecord {
  kind: "close";
  id: string;
  status: TraceStatus;
  httpStatus: number | null;
  error: TraceError | null;
  provider: string | null;
  /** Id of an entry in lib/providers/index.ts. */
  providerKind: string | null;
  /** What the upstream was called with: the client's own API, or the one it was bridged to. */
  upstreamApi: Api | null;
  /** What the upstream was asked to run. */
  model: string | null;
  latencyMs: number;
  upstreamMs: number | null;
  overheadMs: number;
  attempts: RecordedAttempt[];
  warnings: string[];
  responseHeaders: Record<string, string>;
  /** How the body bytes of this record are to be read. */
  format: "json" | "sse" | "none";
  /** Pairs of (bytes received so far, milliseconds since the call arrived), one per early chunk. */
  chunkTimes: number[];
  /** What the provider counted where the answer itself does not say. */
  usage: { promptTokens: number; completionTokens: number } | null;
  /** The provider's own usage object, where the answer was translated and no longer shows it. */
  upstreamUsage: JsonObject | null;
  isTruncated: boolean;
}

/** An attempt as the gateway notes it; the recorder spells the time. */
export interface RecordedAttempt extends Omit<Attempt, "startedAt"> {
  startedAtMs: number;
}

/** A call that was refused before a project was known. */
export interface RefusedRecord {
  kind: "refused";
  id: string;
  receivedAtMs: number;
  method: string;
  path: string;
  httpStatus: number;
  errorCode: string;
  errorMessage: string;
  keyPrefix: string | null;
  addressHash: string;
  userAgent: string | null;
}

export type CallRecord = OpenRecord | CloseRecord | RefusedRecord;

/** Where records go. Appending never throws and never stalls a call: it settles once the record is safe or given up. */
export interface CallRecordSink {
  append(record: CallRecord, body: readonly Buffer[]): Promise<void>;
}
