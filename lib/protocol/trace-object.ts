import { picoUsdToDecimal } from "../money";
import type { Attempt, Trace, TraceBodies, TraceCost, Usage } from "./trace";

/** A call as the read API shows it (CONTRACT.md section 2b). */
export function toTraceObject(trace: Trace) {
  return {
    id: trace.id,
    object: "trace" as const,
    run_id: trace.runId,
    span_id: trace.spanId,
    parent_span_id: trace.parentSpanId,
    kind: trace.kind,
    created_at: trace.createdAt.toISOString(),
    endpoint: trace.endpoint,
    status: trace.status,
    http_status: trace.httpStatus,
    error: trace.error,
    provider: trace.provider,
    model_requested: trace.modelRequested,
    model: trace.model,
    stream: trace.isStream,
    latency_ms: trace.latencyMs,
    ttft_ms: trace.ttftMs,
    upstream_ms: trace.upstreamMs,
    overhead_ms: trace.overheadMs,
    usage: toUsage(trace.usage),
    cost_usd: trace.costPicoUsd === null ? null : picoUsdToDecimal(trace.costPicoUsd),
    cost: trace.cost && toCost(trace.cost),
    user_id: trace.endUserId,
    session_id: trace.sessionId,
    metadata: trace.metadata,
    tags: trace.tags,
    key_id: trace.keyId,
    attempts: trace.attempts.map(toAttempt),
    finish_reason: trace.finishReason,
    tool_calls: trace.toolCalls,
    preview: trace.completionPreview,
  };
}

/** The same with both bodies: parsed where they are JSON, else as text; null when nothing was kept. */
export function toWholeTraceObject(trace: Trace & { bodies: TraceBodies | null }) {
  return {
    ...toTraceObject(trace),
    request: parseBody(trace.bodies?.request ?? null),
    response: parseBody(trace.bodies?.response ?? null),
  };
}

function toUsage(usage: Usage) {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.totalTokens,
    cached_tokens: usage.cachedTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    reasoning_tokens: usage.reasoningTokens,
    estimated: usage.isEstimated,
  };
}

function toCost({ lines, price }: TraceCost) {
  return {
    lines: lines.map(({ unit, quantity, priceUsdPerMillion, costUsd }) => ({
      unit,
      quantity,
      price_usd_per_million: priceUsdPerMillion,
      cost_usd: costUsd,
    })),
    price: { source: price.source, model: price.model, effective_from: price.effectiveFrom },
  };
}

function toAttempt(attempt: Attempt) {
  return {
    provider: attempt.provider,
    model: attempt.model,
    started_at: attempt.startedAt,
    http_status: attempt.httpStatus,
    error: attempt.error,
    latency_ms: attempt.latencyMs,
  };
}

function parseBody(body: Buffer | null): unknown {
  if (body === null) return null;
  const text = new TextDecoder().decode(body);
  try {
    const parsed: unknown = JSON.parse(text);
    // What is nested deeper than it can be written again stays text.
    JSON.stringify(parsed);
    return parsed;
  } catch {
    return text;
  }
}
