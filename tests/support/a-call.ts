import { newId, timeOfId } from "../../lib/ids";
import type { CloseRecord, OpenRecord } from "../../lib/protocol/call-record";

/** The records of a plain answered call, as the gateway writes them; `changes` say what matters to the test. */
export function aCall(
  changes: { opening?: Partial<OpenRecord>; closing?: Partial<CloseRecord> } = {},
): { opening: OpenRecord; closing: CloseRecord } {
  const id = changes.opening?.id ?? newId();
  const opening: OpenRecord = {
    kind: "open",
    id,
    projectId: newId(),
    keyId: newId(),
    receivedAtMs: timeOfId(id),
    endpoint: "chat.completions",
    runId: id,
    spanId: null,
    parentSpanId: null,
    clientRequestId: null,
    endUserId: null,
    sessionId: null,
    sessionName: null,
    metadata: null,
    tags: [],
    modelRequested: "m",
    isStream: false,
    requestHeaders: {},
    ...changes.opening,
  };
  const closing: CloseRecord = {
    kind: "close",
    id,
    status: "success",
    httpStatus: 200,
    error: null,
    provider: "echo",
    providerKind: null,
    upstreamApi: null,
    model: "m",
    latencyMs: 12.345,
    upstreamMs: 10,
    overheadMs: 0.5,
    attempts: [],
    warnings: [],
    responseHeaders: {},
    format: "none",
    chunkTimes: [],
    usage: null,
    upstreamUsage: null,
    isTruncated: false,
    ...changes.closing,
  };
  return { opening, closing };
}
