import { PrysmError } from "../../errors";
import type { UpstreamAnswer } from "../attempt";
import { type CallTrace, captureChunk } from "../call-trace";
import type { GatewayDeps } from "../deps";
import type { GatewayReply } from "../gateway-message";
import { chatTranslation, translationOf } from "../relay-of";
import { requireJsonAnswer } from "../require-json-answer";
import {
  addPrysmHeaders,
  passedHeaders,
  STREAM_HEADERS,
  withRateLimits,
} from "../response-headers";
import { upstreamErrorReply } from "../upstream-error-reply";
import { upstreamFailure } from "../upstream-failure";
import { withoutCredential } from "../without-credential";
import { type Outcome, record } from "./record";

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

interface WholeAnswer {
  body: Buffer;
  outcome: Outcome;
  isEventStream: boolean;
}

/** Reads an answer that is not (or must not become) a stream, records it and passes it on. */
export async function relayWhole(
  answer: UpstreamAnswer,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<GatewayReply> {
  const bytes = await readWhole(answer, trace);
  const received = answer.status >= 400 ? withoutCredential(bytes, answer.target.upstream) : bytes;
  const { body, outcome, isEventStream } = toClient(received, answer, trace);
  const headers = withRateLimits(passedHeaders(answer.headers), answer, trace);
  if (isEventStream) Object.assign(headers, STREAM_HEADERS);
  else if (body !== received || !isWholeType(headers["content-type"])) {
    headers["content-type"] = "application/json";
  }
  headers["content-length"] = String(body.length);
  if (answer.status >= 400 && isRetryPointless(received, trace)) {
    headers["x-should-retry"] = "false";
  }
  addPrysmHeaders(headers, trace);
  // Of an error the upstream's own words are kept, of an answer what the client got.
  captureChunk(trace, answer.status >= 400 ? received : body, MAX_ANSWER_BYTES);
  trace.captured.format = isEventStream ? "sse" : "json";
  trace.captured.responseHeaders = headers;
  await record(trace, outcome, deps);
  return { status: answer.status, headers, body };
}

/** It was tried again already, or would fail the same way. */
function isRetryPointless(error: Buffer, { attempts }: CallTrace): boolean {
  return attempts.length > 1 || error.includes("insufficient_quota");
}

function isWholeType(type: string | undefined): boolean {
  return type !== undefined && !type.startsWith("text/event-stream");
}

function toClient(received: Buffer, answer: UpstreamAnswer, trace: CallTrace): WholeAnswer {
  const { status, target, prepared } = answer;
  if (status >= 400) {
    const { body, error } = upstreamErrorReply(received, answer, trace);
    return { body, outcome: { status: "error", httpStatus: status, error }, isEventStream: false };
  }
  const outcome = { status: "success" as const, httpStatus: status, error: null };
  const { api } = target.route;
  if (api === "passthrough") return { body: received, outcome, isEventStream: false };
  const wantsStream = prepared.providerCall.isStream;
  const mustReshape = api === "chat.completions" && wantsStream !== answer.isStream;
  const translation = mustReshape ? chatTranslation(answer) : translationOf(answer);
  if (!translation) return { body: untouched(received, answer), outcome, isEventStream: false };
  const body = reshape(received, answer, translation, wantsStream);
  trace.upstreamUsage = translation.usage();
  return { body, outcome, isEventStream: wantsStream };
}

function reshape(
  received: Buffer,
  answer: UpstreamAnswer,
  translation: NonNullable<ReturnType<typeof translationOf>>,
  wantsStream: boolean,
): Buffer {
  try {
    if (answer.isStream) return translation.streamAsWhole(received);
    return wantsStream ? translation.wholeAsStream(received) : translation.whole(received);
  } catch (thrown) {
    if (thrown instanceof PrysmError) throw thrown;
    const { name } = answer.target.upstream;
    const words = thrown instanceof Error ? thrown.message : "it makes no sense";
    const message = `The provider "${name}" sent an answer that cannot be used: ${words}`;
    throw new PrysmError("bad_gateway", message, { cause: thrown });
  }
}

function untouched(received: Buffer, answer: UpstreamAnswer): Buffer {
  requireJsonAnswer(received, answer);
  const { route } = answer.target;
  if (route.transport === "local") return received;
  return route.endpoint.repairWhole?.(answer.prepared.providerCall, received) ?? received;
}

async function readWhole(answer: UpstreamAnswer, trace: CallTrace): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer.chunks) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) throw tooLarge(answer);
      parts.push(chunk);
    }
    const [first, ...others] = parts;
    return first && others.length === 0 ? first : Buffer.concat(parts, bytes);
  } catch (thrown) {
    // What came before the break is recorded all the same.
    for (const part of parts) captureChunk(trace, part, MAX_ANSWER_BYTES);
    throw upstreamFailure(thrown, answer.target.upstream.name, trace);
  } finally {
    answer.release();
  }
}

function tooLarge(answer: UpstreamAnswer): PrysmError {
  const message = `The provider "${answer.target.upstream.name}" sent more than ${MAX_ANSWER_BYTES} bytes.`;
  return new PrysmError("bad_gateway", message);
}
