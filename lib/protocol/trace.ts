/** The record of one call: what the recorder writes and everything else reads. */

export const TRACE_STATUSES = ["success", "error", "timeout", "cancelled", "blocked"] as const;
export type TraceStatus = (typeof TRACE_STATUSES)[number];

export interface TraceError {
  type: string;
  code: string;
  message: string;
}

/** One try at one target. */
export interface Attempt {
  provider: string;
  model: string | null;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Null when no HTTP answer came. */
  httpStatus: number | null;
  error: TraceError | null;
  latencyMs: number;
}

/** Token counts as shown: prompt includes cached and cache writes, completion includes reasoning. Null is unknown. */
export interface Usage {
  promptTokens: number | null;
  completionTokens: number | null;
  totalTokens: number | null;
  cachedTokens: number | null;
  cacheWriteTokens: number | null;
  reasoningTokens: number | null;
  isEstimated: boolean;
}

export interface ToolCall {
  id: string | null;
  name: string;
  /** As the model wrote them: usually JSON, not always valid. */
  arguments: string;
}

/** The narrow row of a call. Durations are milliseconds with decimals. */
export interface Trace {
  id: string;
  projectId: string;
  createdAt: Date;
  keyId: string | null;
  endpoint: string;
  kind: string;
  runId: string;
  spanId: string | null;
  parentSpanId: string | null;
  clientRequestId: string | null;
  status: TraceStatus;
  /** What the client got; null when it got nothing. */
  httpStatus: number | null;
  error: TraceError | null;
  provider: string | null;
  modelRequested: string | null;
  model: string | null;
  isStream: boolean;
  latencyMs: number;
  ttftMs: number | null;
  upstreamMs: number | null;
  overheadMs: number | null;
  usage: Usage;
  costPicoUsd: bigint | null;
  finishReason: string | null;
  endUserId: string | null;
  sessionId: string | null;
  sessionName: string | null;
  metadata: Record<string, unknown> | null;
  tags: string[];
  attempts: Attempt[];
  toolCalls: ToolCall[];
  warnings: string[];
  promptPreview: string | null;
  completionPreview: string | null;
}

/** The wide part of a call, read only where one call is shown whole. */
export interface TraceBodies {
  /** As it came over the wire. */
  request: Buffer | null;
  /** The answer in its non-streaming shape. */
  response: Buffer | null;
  /** The wire form of a streamed answer; null where `response` already is what was sent. */
  rawResponse: Buffer | null;
  isTruncated: boolean;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
}
