import type {
  Attempt,
  ToolCall,
  Trace,
  TraceCost,
  TraceStatus,
  UsageRecord,
} from "../protocol/trace";

/** The columns of `traces` in the order of the migration, with the type each has in Postgres. */
export const TRACE_COLUMNS = {
  project_id: "uuid",
  id: "uuid",
  created_at: "timestamptz",
  key_id: "uuid",
  endpoint: "text",
  kind: "text",
  run_id: "text",
  span_id: "text",
  parent_span_id: "text",
  client_request_id: "text",
  status: "text",
  http_status: "smallint",
  error_type: "text",
  error_code: "text",
  error_message: "text",
  provider: "text",
  model_requested: "text",
  model: "text",
  is_stream: "boolean",
  latency_us: "bigint",
  ttft_us: "bigint",
  upstream_us: "bigint",
  overhead_us: "bigint",
  prompt_tokens: "bigint",
  completion_tokens: "bigint",
  total_tokens: "bigint",
  cached_tokens: "bigint",
  cache_write_tokens: "bigint",
  reasoning_tokens: "bigint",
  usage_estimated: "boolean",
  cost_pico_usd: "bigint",
  finish_reason: "text",
  end_user_id: "text",
  session_id: "text",
  session_name: "text",
  metadata: "jsonb",
  tags: "text[]",
  attempts: "jsonb",
  tool_calls: "jsonb",
  warnings: "text[]",
  prompt_preview: "text",
  completion_preview: "text",
  usage_record: "jsonb",
  usage_mismatch: "boolean",
  cost: "jsonb",
} as const;

type Column = keyof typeof TRACE_COLUMNS;

export function toTraceRow(trace: Trace): Record<Column, unknown> {
  const { error, usage } = trace;
  return {
    project_id: trace.projectId,
    id: trace.id,
    created_at: trace.createdAt.toISOString(),
    key_id: trace.keyId,
    endpoint: trace.endpoint,
    kind: trace.kind,
    run_id: trace.runId,
    span_id: trace.spanId,
    parent_span_id: trace.parentSpanId,
    client_request_id: trace.clientRequestId,
    status: trace.status,
    http_status: trace.httpStatus,
    error_type: error?.type ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    provider: trace.provider,
    model_requested: trace.modelRequested,
    model: trace.model,
    is_stream: trace.isStream,
    latency_us: toMicros(trace.latencyMs),
    ttft_us: toMicros(trace.ttftMs),
    upstream_us: toMicros(trace.upstreamMs),
    overhead_us: toMicros(trace.overheadMs),
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.totalTokens,
    cached_tokens: usage.cachedTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    reasoning_tokens: usage.reasoningTokens,
    usage_estimated: usage.isEstimated,
    cost_pico_usd: trace.costPicoUsd?.toString() ?? null,
    finish_reason: trace.finishReason,
    end_user_id: trace.endUserId,
    session_id: trace.sessionId,
    session_name: trace.sessionName,
    metadata: trace.metadata,
    tags: trace.tags,
    attempts: trace.attempts,
    tool_calls: trace.toolCalls.length > 0 ? trace.toolCalls : null,
    warnings: trace.warnings,
    prompt_preview: trace.promptPreview,
    completion_preview: trace.completionPreview,
    usage_record: trace.usageRecord,
    usage_mismatch: trace.usageRecord?.isMismatch ?? false,
    cost: trace.cost,
  };
}

/** A row of `traces` as pg returns it: bigint columns are strings. */
export interface TraceRow {
  [column: string]: unknown;
}

export function fromTraceRow(row: TraceRow): Trace {
  const text = (column: Column) => row[column] as string | null;
  const error = text("error_code");
  return {
    id: row.id as string,
    projectId: row.project_id as string,
    createdAt: row.created_at as Date,
    keyId: text("key_id"),
    endpoint: row.endpoint as string,
    kind: row.kind as string,
    runId: row.run_id as string,
    spanId: text("span_id"),
    parentSpanId: text("parent_span_id"),
    clientRequestId: text("client_request_id"),
    status: row.status as TraceStatus,
    httpStatus: row.http_status as number | null,
    error:
      error === null
        ? null
        : { type: text("error_type") ?? "", code: error, message: text("error_message") ?? "" },
    provider: text("provider"),
    modelRequested: text("model_requested"),
    model: text("model"),
    isStream: row.is_stream as boolean,
    latencyMs: fromMicros(row.latency_us) ?? 0,
    ttftMs: fromMicros(row.ttft_us),
    upstreamMs: fromMicros(row.upstream_us),
    overheadMs: fromMicros(row.overhead_us),
    usage: {
      promptTokens: toCount(row.prompt_tokens),
      completionTokens: toCount(row.completion_tokens),
      totalTokens: toCount(row.total_tokens),
      cachedTokens: toCount(row.cached_tokens),
      cacheWriteTokens: toCount(row.cache_write_tokens),
      reasoningTokens: toCount(row.reasoning_tokens),
      isEstimated: row.usage_estimated as boolean,
    },
    usageRecord: row.usage_record as UsageRecord | null,
    costPicoUsd: row.cost_pico_usd === null ? null : BigInt(row.cost_pico_usd as string),
    cost: row.cost as TraceCost | null,
    finishReason: text("finish_reason"),
    endUserId: text("end_user_id"),
    sessionId: text("session_id"),
    sessionName: text("session_name"),
    metadata: row.metadata as Record<string, unknown> | null,
    tags: row.tags as string[],
    attempts: row.attempts as Attempt[],
    toolCalls: (row.tool_calls as ToolCall[] | null) ?? [],
    warnings: row.warnings as string[],
    promptPreview: text("prompt_preview"),
    completionPreview: text("completion_preview"),
  };
}

function toMicros(valueMs: number | null): number | null {
  return valueMs === null ? null : Math.round(valueMs * 1_000);
}

function fromMicros(value: unknown): number | null {
  return value === null ? null : Number(value) / 1_000;
}

function toCount(value: unknown): number | null {
  return value === null ? null : Number(value);
}
