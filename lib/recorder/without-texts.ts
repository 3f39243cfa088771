import type { TraceBatch } from "../db/trace-store";
import type { Usage } from "../protocol/trace";

type RecordedCall = TraceBatch["traces"][number];

const NO_USAGE: Usage = {
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  isEstimated: false,
};

/** What no database refuses: when the call was, whose, and how it ended. The bodies hold the rest. */
export function withoutTexts({ trace, bodies }: RecordedCall): RecordedCall {
  const { id, projectId, createdAt, keyId, kind, status, error, isStream } = trace;
  return {
    bodies,
    trace: {
      ...{ id, projectId, createdAt, keyId, kind, status, isStream },
      endpoint: trace.endpoint.slice(0, 64),
      runId: id,
      spanId: null,
      parentSpanId: null,
      clientRequestId: null,
      httpStatus: null,
      error: error && { type: "unknown", code: "unknown", message: "See the response body." },
      provider: null,
      modelRequested: null,
      model: null,
      latencyMs: 0,
      ttftMs: null,
      upstreamMs: null,
      overheadMs: null,
      usage: NO_USAGE,
      usageRecord: null,
      costPicoUsd: null,
      cost: null,
      finishReason: null,
      endUserId: null,
      sessionId: null,
      sessionName: null,
      metadata: null,
      tags: [],
      attempts: [],
      toolCalls: [],
      warnings: ["The call's facts could not be stored; its bodies are complete."],
      promptPreview: null,
      completionPreview: null,
    },
  };
}
