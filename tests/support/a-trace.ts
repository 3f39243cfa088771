import { newId, timeOfId } from "../../lib/ids";
import type { Trace, TraceBodies } from "../../lib/protocol/trace";

/** A plain answered call of a project; `changes` say what matters to the test. */
export function aTrace(projectId: string, changes: Partial<Trace> = {}): Trace {
  const id = changes.id ?? newId();
  return {
    id,
    projectId,
    createdAt: new Date(timeOfId(id)),
    keyId: null,
    endpoint: "chat.completions",
    kind: "llm",
    runId: id,
    spanId: null,
    parentSpanId: null,
    clientRequestId: null,
    status: "success",
    httpStatus: 200,
    error: null,
    provider: "echo",
    modelRequested: "echo",
    model: "echo",
    isStream: false,
    latencyMs: 12.345,
    ttftMs: null,
    upstreamMs: 10,
    overheadMs: 2.345,
    usage: {
      promptTokens: 3,
      completionTokens: 4,
      totalTokens: 7,
      cachedTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: null,
      isEstimated: false,
    },
    usageRecord: null,
    costPicoUsd: null,
    cost: null,
    finishReason: "stop",
    endUserId: null,
    sessionId: null,
    sessionName: null,
    metadata: null,
    tags: [],
    attempts: [],
    toolCalls: [],
    warnings: [],
    promptPreview: "Hello",
    completionPreview: "Hello back",
    ...changes,
  };
}

export function someBodies(changes: Partial<TraceBodies> = {}): TraceBodies {
  return {
    request: Buffer.from('{"model":"echo","messages":[{"role":"user","content":"Hello"}]}'),
    response: Buffer.from('{"choices":[{"message":{"role":"assistant","content":"Hello back"}}]}'),
    rawResponse: null,
    isTruncated: false,
    requestHeaders: {},
    responseHeaders: {},
    ...changes,
  };
}
