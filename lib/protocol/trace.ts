import type { JsonObject } from "./json";

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

/** One thing a call is billed for. Money is exact: decimal dollars as text. */
export interface CostLine {
  /** A unit of lib/pricing/usage-buckets.ts. */
  unit: string;
  quantity: number;
  priceUsdPerMillion: string;
  costUsd: string;
}

/** How a cost came about, kept with the call: a later price changes nothing about it. */
export interface TraceCost {
  lines: CostLine[];
  price: {
    source: string;
    model: string;
    /** ISO 8601 date; null where the price list does not say since when. */
    effectiveFrom: string | null;
  };
}

/** What a call is priced from, kept so that it can be priced again. */
export interface UsageRecord {
  providerKind: string | null;
  /** Whose API counted, as lib/pricing/normalise-usage.ts names it. */
  api: string;
  /** At which tier the provider says it served the call (`flex`, `priority`). */
  serviceTier: string | null;
  /** The provider's own usage object; null where it is too large to be one. */
  raw: JsonObject | null;
  /** Disjoint counts by unit; null where too little is known. */
  buckets: Readonly<Record<string, number>> | null;
  /** The provider's numbers contradict each other. */
  isMismatch: boolean;
  /** What the provider itself says the call cost. */
  reportedCostUsd: string | null;
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
  /** Null where no provider counted anything. */
  usageRecord: UsageRecord | null;
  /** Null is unknown: it is never 0 for want of a price. */
  costPicoUsd: bigint | null;
  /** Null where the cost is unknown, or 0 because nothing was used. */
  cost: TraceCost | null;
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
