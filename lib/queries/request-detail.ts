import type { Attempt, ToolCall, TraceError } from "../protocol/trace";
import type { Conversation } from "./conversation";
import type { RequestRow } from "./requests";

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

export async function findRequestDetail(
  _projectId: string,
  _traceId: string,
): Promise<RequestDetail | null> {
  return null;
}
