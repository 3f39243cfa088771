import { PrysmError } from "../../errors";
import { errorBody } from "../../protocol/error-body";
import { type CallTrace, captureChunk } from "../call-trace";
import type { GatewayDeps } from "../deps";
import type { GatewayReply } from "../gateway-message";
import { addPrysmHeaders, passedHeaders } from "../response-headers";
import { upstreamFailure } from "../upstream-failure";
import type { UpstreamAnswer } from "./forward";
import { record } from "./record";

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_ERROR_TEXT = 500;
const MAX_MESSAGE_LENGTH = 4_096;

/** Reads an answer that is not a stream, records it and passes it on. */
export async function relayWhole(
  answer: UpstreamAnswer,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<GatewayReply> {
  const body = await readWhole(answer, trace);
  trace.captured.format = "json";
  const { status } = answer;
  const headers = passedHeaders(answer.headers);
  const sent = status >= 400 ? asErrorBody(body, answer, trace, headers) : body;
  headers["content-length"] = String(sent.length);
  addPrysmHeaders(headers, trace);
  trace.captured.responseHeaders = headers;
  const outcome =
    status < 400
      ? { status: "success" as const, httpStatus: status, error: null }
      : { status: "error" as const, httpStatus: status, error: upstreamError(sent, answer) };
  await record(trace, outcome, deps);
  return { status, headers, body: sent };
}

async function readWhole(answer: UpstreamAnswer, trace: CallTrace): Promise<Buffer> {
  try {
    for await (const chunk of answer.chunks) {
      captureChunk(trace, chunk, MAX_ANSWER_BYTES);
      if (trace.captured.isTruncated) throw tooLarge(answer);
    }
    const [first, ...others] = trace.captured.body.parts();
    return first && others.length === 0 ? first : Buffer.concat(first ? [first, ...others] : []);
  } catch (thrown) {
    throw upstreamFailure(thrown, answer.target.upstream.name, trace);
  } finally {
    answer.release();
  }
}

function tooLarge(answer: UpstreamAnswer): PrysmError {
  const message = `The provider "${answer.target.upstream.name}" sent more than ${MAX_ANSWER_BYTES} bytes.`;
  return new PrysmError("bad_gateway", message);
}

// An upstream's own error passes as it is. A proxy's HTML page in its place becomes an error object,
// because a client that parses JSON would report a syntax error instead of the status.
function asErrorBody(
  body: Buffer,
  answer: UpstreamAnswer,
  trace: CallTrace,
  headers: Record<string, string>,
): Buffer {
  if (messageOf(body) !== null) return body;
  headers["content-type"] = "application/json";
  const text = textOf(body) || `HTTP ${answer.status}`;
  const message = `The provider "${answer.target.upstream.name}" answered ${answer.status}: ${text}`;
  return Buffer.from(errorBody(new PrysmError("upstream_error", message), trace.id));
}

function upstreamError(body: Buffer, answer: UpstreamAnswer): PrysmError {
  return new PrysmError(
    "upstream_error",
    (messageOf(body) ?? `HTTP ${answer.status}`).slice(0, MAX_MESSAGE_LENGTH),
  );
}

function messageOf(body: Buffer): string | null {
  try {
    const { error } = JSON.parse(body.toString("utf8")) as { error?: unknown };
    if (typeof error === "string") return error;
    const message = (error as { message?: unknown } | undefined)?.message;
    return typeof message === "string" ? message : null;
  } catch {
    return null;
  }
}

function textOf(body: Buffer): string {
  const text = body.subarray(0, 16 * 1024).toString("utf8");
  const words = text.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, " ").replace(/\s+/g, " ");
  return words.trim().slice(0, MAX_ERROR_TEXT);
}
