import { findApiKey } from "../db/api-keys";
import { openTraceStore } from "../db/open-trace-store";
import { prisma } from "../db/prisma";
import type {
  Attempt,
  ToolCall,
  Trace,
  TraceBodies,
  TraceCost,
  TraceError,
} from "../protocol/trace";
import { visibleText } from "../visible-text";
import { type Conversation, parseConversation } from "./conversation";
import { type RequestRow, toRequestRow } from "./requests";

/** One call shown whole. */
export interface RequestDetail extends RequestRow {
  endpoint: string;
  error: TraceError | null;
  upstreamMs: number | null;
  overheadMs: number | null;
  cachedTokens: number | null;
  cacheWriteTokens: number | null;
  reasoningTokens: number | null;
  isEstimated: boolean;
  /** The provider's counts contradict each other. */
  isUsageMismatch: boolean;
  cost: TraceCost | null;
  serviceTier: string | null;
  /** What the provider itself says the call cost, in exact dollars. */
  reportedCostUsd: string | null;
  finishReason: string | null;
  metadata: Record<string, unknown> | null;
  tags: string[];
  attempts: Attempt[];
  toolCalls: ToolCall[];
  warnings: string[];
  spanId: string | null;
  parentSpanId: string | null;
  clientRequestId: string | null;
  sessionName: string | null;
  keyName: string | null;
  /** Bodies as text; control characters are shown as their Unicode pictures. */
  request: string | null;
  response: string | null;
  /** The wire form of a streamed answer. */
  rawResponse: string | null;
  isTruncated: boolean;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
  conversation: Conversation | null;
}

/** Null when the project has no such request, also when another project has. */
export async function findRequestDetail(
  projectId: string,
  traceId: string,
): Promise<RequestDetail | null> {
  const trace = await openTraceStore().find(projectId, traceId);
  if (!trace) return null;
  const key = trace.keyId === null ? null : await findApiKey(prisma(), projectId, trace.keyId);
  return {
    ...toRequestRow(trace),
    ...toFacts(trace),
    ...toBodyViews(trace.endpoint, trace.bodies),
    keyName: key?.name ?? null,
  };
}

function toFacts(trace: Trace) {
  return {
    endpoint: trace.endpoint,
    error: trace.error,
    upstreamMs: trace.upstreamMs,
    overheadMs: trace.overheadMs,
    cachedTokens: trace.usage.cachedTokens,
    cacheWriteTokens: trace.usage.cacheWriteTokens,
    reasoningTokens: trace.usage.reasoningTokens,
    isEstimated: trace.usage.isEstimated,
    isUsageMismatch: trace.usageRecord?.isMismatch ?? false,
    cost: trace.cost,
    serviceTier: trace.usageRecord?.serviceTier ?? null,
    reportedCostUsd: trace.usageRecord?.reportedCostUsd ?? null,
    finishReason: trace.finishReason,
    metadata: trace.metadata,
    tags: trace.tags,
    attempts: trace.attempts,
    toolCalls: trace.toolCalls,
    warnings: trace.warnings,
    spanId: trace.spanId,
    parentSpanId: trace.parentSpanId,
    clientRequestId: trace.clientRequestId,
    sessionName: trace.sessionName,
  };
}

function toBodyViews(endpoint: string, bodies: TraceBodies | null) {
  const request = decode(bodies?.request ?? null);
  const response = decode(bodies?.response ?? null);
  const rawResponse = decode(bodies?.rawResponse ?? null);
  return {
    request: request && visibleText(request),
    response: response && visibleText(response),
    rawResponse: rawResponse && visibleText(rawResponse),
    isTruncated: bodies?.isTruncated ?? false,
    requestHeaders: bodies?.requestHeaders ?? {},
    responseHeaders: bodies?.responseHeaders ?? {},
    conversation: parseConversation(endpoint, request, response),
  };
}

// Bytes that are not UTF-8 become replacement characters: whatever was sent can be shown.
function decode(body: Buffer | null): string | null {
  return body && new TextDecoder().decode(body);
}
