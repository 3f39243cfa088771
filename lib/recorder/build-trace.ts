import type { PriceBook } from "../pricing/price-book";
import type { CloseRecord, OpenRecord } from "../protocol/call-record";
import { parseJson } from "../protocol/json";
import type { Trace, TraceBodies } from "../protocol/trace";
import { type Answer, readAnswer } from "./answer";
import { priceCall } from "./price-call";
import { lastUserText } from "./prompt-preview";

const PREVIEW_LENGTH = 200;

export interface CallFrames {
  opening: OpenRecord;
  requestBody: Buffer;
  closing: CloseRecord;
  responseBody: Buffer;
}

/** The finished trace of one call from what the gateway wrote down of it. */
export function buildTrace(
  frames: CallFrames,
  prices: PriceBook,
): { trace: Trace; bodies: TraceBodies } {
  const answer = readAnswer(frames.opening.endpoint, frames.closing, frames.responseBody);
  return { trace: toTrace(frames, answer, prices), bodies: toBodies(frames, answer) };
}

function toTrace(frames: CallFrames, answer: Answer, prices: PriceBook): Trace {
  const { opening, closing, requestBody } = frames;
  // An upstream can report an error inside an answer that otherwise went well.
  const carriesError = closing.status === "success" && answer.error !== null;
  const status = carriesError ? "error" : closing.status;
  const { id, projectId, keyId, endpoint, runId, spanId, parentSpanId, clientRequestId } = opening;
  const { endUserId, sessionId, sessionName, metadata, tags, modelRequested, isStream } = opening;
  const { httpStatus, provider, latencyMs, upstreamMs, overheadMs, warnings } = closing;
  return {
    ...{ id, projectId, keyId, endpoint, runId, spanId, parentSpanId, clientRequestId },
    ...{ endUserId, sessionId, sessionName, metadata, tags, modelRequested, isStream },
    ...{ httpStatus, provider, latencyMs, upstreamMs, overheadMs, warnings },
    attempts: closing.attempts.map(({ startedAtMs, ...attempt }) => ({
      ...attempt,
      startedAt: new Date(startedAtMs).toISOString(),
    })),
    createdAt: new Date(opening.receivedAtMs),
    kind: endpoint === "embeddings" ? "embedding" : "llm",
    status,
    error: closing.error ?? answer.error,
    model: answer.model ?? closing.model,
    ttftMs: answer.ttftMs,
    usage: answer.usage,
    usageRecord: answer.usageRecord,
    ...priceCall(frames, answer, status, prices),
    finishReason: answer.finishReason,
    toolCalls: answer.toolCalls,
    promptPreview: preview(promptOf(opening, requestBody)),
    completionPreview: preview(
      answer.text ?? answer.toolCalls.map(({ name }) => `${name}()`).join(" "),
    ),
  };
}

function toBodies(
  { closing, opening, requestBody, responseBody }: CallFrames,
  answer: Answer,
): TraceBodies {
  return {
    request: requestBody.length > 0 ? requestBody : null,
    response: answer.assembled ?? (responseBody.length > 0 ? responseBody : null),
    rawResponse: answer.assembled ? responseBody : null,
    isTruncated: closing.isTruncated,
    requestHeaders: opening.requestHeaders,
    responseHeaders: closing.responseHeaders,
  };
}

/** A body that should have been JSON shows what it was; the bytes of an upload say nothing to a reader. */
function promptOf({ endpoint, requestHeaders }: OpenRecord, requestBody: Buffer): string | null {
  const isUpload = requestHeaders["content-type"]?.toLowerCase().startsWith("multipart/") ?? false;
  if (isUpload) return null;
  const request = parseJson(requestBody.toString("utf8"));
  if (request !== undefined) return lastUserText(endpoint, request);
  return requestBody.toString("utf8", 0, PREVIEW_LENGTH * 4);
}

/** One line of at most 200 characters, whole code points only. */
function preview(text: string | null): string | null {
  if (!text) return null;
  const line = text
    .slice(0, PREVIEW_LENGTH * 4)
    .replace(/\s+/g, " ")
    .trim();
  return [...line].slice(0, PREVIEW_LENGTH).join("") || null;
}
