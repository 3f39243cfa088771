import { PrysmError } from "../errors";
import { dialectOf, errorBody } from "../protocol/error-body";
import { isObject, parseJson } from "../protocol/json";
import type { UpstreamErrorInfo } from "../providers/provider";
import type { UpstreamAnswer } from "./attempt";
import type { CallTrace } from "./call-trace";
import { errorInfoOf } from "./error-info";

const MAX_ERROR_TEXT = 500;
const MAX_MESSAGE_LENGTH = 4_096;

export interface UpstreamErrorReply {
  body: Buffer;
  /** As the trace keeps it. */
  error: PrysmError;
}

/**
 * An upstream's error answer as the client gets it: untouched where the shape is the client's own, else
 * in the client's shape. The HTTP status is the upstream's either way.
 */
export function upstreamErrorReply(
  body: Buffer,
  answer: UpstreamAnswer,
  trace: CallTrace,
): UpstreamErrorReply {
  const parsed = parseJson(body.toString("utf8"));
  const info = infoOf(parsed, answer);
  if (answer.status === 401 && answer.target.upstream.credential !== null) {
    return ownKeyRefused(info, answer, trace);
  }
  const isForeign = answer.target.route.api === "passthrough";
  if (info && (isForeign || isInClientsShape(parsed, trace))) {
    return { body, error: new PrysmError("upstream_error", cut(info.message)) };
  }
  const facts = info ?? { ...errorInfoOf(null), message: messageOfText(body, answer) };
  return {
    body: render({ ...facts, code: facts.code ?? "upstream_error" }, answer, trace),
    error: new PrysmError("upstream_error", cut(facts.message)),
  };
}

function infoOf(parsed: unknown, { target, status }: UpstreamAnswer): UpstreamErrorInfo | null {
  const { provider } = target;
  if (provider.transport === "http") return provider.readError(status, parsed);
  return isObject(parsed) && parsed.error !== undefined ? errorInfoOf(parsed) : null;
}

// Whoever reads "401" looks at their own key first; this one is the provider's.
function ownKeyRefused(
  info: UpstreamErrorInfo | null,
  answer: UpstreamAnswer,
  trace: CallTrace,
): UpstreamErrorReply {
  const words = info ? ` It said: ${info.message}` : "";
  const message = `The provider "${answer.target.upstream.name}" refused the key that was sent to it, which is not the Prysm key.${words}`;
  const facts = { message: cut(message), type: "upstream_error", param: null };
  return {
    body: render({ ...facts, code: "provider_auth_error" }, answer, trace),
    error: new PrysmError("provider_auth_error", facts.message),
  };
}

function render(info: UpstreamErrorInfo, { status }: UpstreamAnswer, trace: CallTrace): Buffer {
  const facts = { ...info, message: cut(info.message), status };
  return Buffer.from(errorBody(facts, trace.id, dialectOf(trace.api)));
}

function isInClientsShape(parsed: unknown, trace: CallTrace): boolean {
  if (!isObject(parsed) || !isObject(parsed.error)) return false;
  if (typeof parsed.error.message !== "string") return false;
  const isAnthropic = parsed.type === "error";
  return dialectOf(trace.api) === "anthropic"
    ? isAnthropic
    : !isAnthropic && !isGoogle(parsed.error);
}

function isGoogle(error: Record<string, unknown>): boolean {
  return typeof error.code === "number" && typeof error.status === "string";
}

// A proxy's HTML page becomes a sentence: a client that parses JSON would report a syntax error
// instead of the status.
function messageOfText(body: Buffer, { status, target }: UpstreamAnswer): string {
  const text = body.subarray(0, 16 * 1024).toString("utf8");
  const words = text.replace(/<(script|style)[\s\S]*?<\/\1>|<[^<>]*>/gi, " ").replace(/\s+/g, " ");
  const said = words.trim().slice(0, MAX_ERROR_TEXT) || `HTTP ${status}`;
  return `The provider "${target.upstream.name}" answered ${status}: ${said}`;
}

function cut(message: string): string {
  return message.slice(0, MAX_MESSAGE_LENGTH);
}
