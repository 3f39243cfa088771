import type { CloseRecord, OpenRecord } from "../protocol/call-record";
import { isObject, textOfContent } from "../protocol/chat";
import type { Trace, TraceBodies } from "../protocol/trace";
import { type Answer, readAnswer } from "./answer";

const PREVIEW_LENGTH = 200;

export interface CallFrames {
  opening: OpenRecord;
  requestBody: Buffer;
  closing: CloseRecord;
  responseBody: Buffer;
}

/** The finished trace of one call from what the gateway wrote down of it. */
export function buildTrace(frames: CallFrames): { trace: Trace; bodies: TraceBodies } {
  const answer = readAnswer(frames.closing, frames.responseBody);
  return { trace: toTrace(frames, answer), bodies: toBodies(frames, answer) };
}

function toTrace({ opening, closing, requestBody }: CallFrames, answer: Answer): Trace {
  // An upstream can report an error inside an answer that otherwise went well.
  const carriesError = closing.status === "success" && answer.error !== null;
  const { id, projectId, keyId, endpoint, runId, spanId, parentSpanId, clientRequestId } = opening;
  const { endUserId, sessionId, sessionName, metadata, tags, modelRequested, isStream } = opening;
  const { httpStatus, provider, latencyMs, upstreamMs, overheadMs, attempts, warnings } = closing;
  return {
    ...{ id, projectId, keyId, endpoint, runId, spanId, parentSpanId, clientRequestId },
    ...{ endUserId, sessionId, sessionName, metadata, tags, modelRequested, isStream },
    ...{ httpStatus, provider, latencyMs, upstreamMs, overheadMs, attempts, warnings },
    createdAt: new Date(opening.receivedAtMs),
    kind: "llm",
    status: carriesError ? "error" : closing.status,
    error: closing.error ?? answer.error,
    model: answer.model ?? closing.model,
    ttftMs: answer.ttftMs,
    usage: answer.usage,
    costPicoUsd: null,
    finishReason: answer.finishReason,
    toolCalls: answer.toolCalls,
    promptPreview: preview(lastUserText(requestBody)),
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

function lastUserText(requestBody: Buffer): string | null {
  try {
    const request: unknown = JSON.parse(requestBody.toString("utf8"));
    const messages = isObject(request) && Array.isArray(request.messages) ? request.messages : [];
    const texts = messages.filter(isObject).map((message) => textOfContent(message.content));
    return texts.findLast((text) => text !== "") ?? null;
  } catch {
    return requestBody.length > 0 ? requestBody.toString("utf8", 0, PREVIEW_LENGTH * 4) : null;
  }
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
