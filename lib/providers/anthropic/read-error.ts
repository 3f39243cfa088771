import { isObject, type JsonObject } from "../../protocol/json";
import type { UpstreamErrorInfo } from "../provider";
import { UpstreamErrorEvent } from "../upstream-error-event";

interface ErrorKind {
  status: number;
  /** The same in the words of the OpenAI API. */
  type: string;
  code: string | null;
}

const KINDS: ReadonlyMap<string, ErrorKind> = new Map([
  ["invalid_request_error", { status: 400, type: "invalid_request_error", code: null }],
  ["authentication_error", { status: 401, type: "authentication_error", code: "invalid_api_key" }],
  ["billing_error", { status: 402, type: "insufficient_quota", code: "insufficient_quota" }],
  ["permission_error", { status: 403, type: "permission_error", code: "permission_denied" }],
  ["not_found_error", { status: 404, type: "not_found_error", code: "model_not_found" }],
  ["conflict_error", { status: 409, type: "invalid_request_error", code: "conflict" }],
  ["request_too_large", { status: 413, type: "invalid_request_error", code: "request_too_large" }],
  ["rate_limit_error", { status: 429, type: "rate_limit_error", code: "rate_limit_exceeded" }],
  ["api_error", { status: 500, type: "server_error", code: "api_error" }],
  ["timeout_error", { status: 504, type: "timeout_error", code: "timeout" }],
  ["overloaded_error", { status: 529, type: "overloaded_error", code: "overloaded" }],
]);

const KIND_BY_STATUS: ReadonlyMap<number, ErrorKind> = new Map(
  [...KINDS.values()].map((kind) => [kind.status, kind]),
);

/** Anthropic says these only in words, all of them as invalid_request_error. */
const CODES_BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/prompt is too long|exceed context limit/i, "context_length_exceeded"],
  [/credit balance is too low|reached your specified .*usage limits/i, "insufficient_quota"],
];

const SPENT = /spend_limit_reached$|^linked_organization_billing_unavailable$/;

/** Top-level parameters that are surely the client's own; every other path is one of our translation. */
const SHARED_PARAM = /^(model|messages|temperature|top_p|tools|tool_choice|stream)(?=:)/;

const MAX_MESSAGE_LENGTH = 2_000;

/** Reads Anthropic's error body; null when it is not one. */
export function readError(status: number, body: unknown): UpstreamErrorInfo | null {
  if (!isObject(body) || !isObject(body.error)) return null;
  return toInfo(body.error, KIND_BY_STATUS.get(status));
}

/** An `error` event of a stream, with the status that the same error has as an answer. */
export function toErrorEvent(error: unknown): UpstreamErrorEvent {
  const fields = isObject(error) ? error : {};
  const kind = typeof fields.type === "string" ? KINDS.get(fields.type) : undefined;
  return new UpstreamErrorEvent(toInfo(fields, undefined), kind?.status ?? null);
}

function toInfo(error: JsonObject, fallback: ErrorKind | undefined): UpstreamErrorInfo {
  const message = messageOf(error);
  const nativeType = typeof error.type === "string" && error.type !== "" ? error.type : null;
  const kind = nativeType === null ? fallback : KINDS.get(nativeType);
  const code = codeOf(error, message) ?? kind?.code ?? null;
  return {
    message,
    type: code === "insufficient_quota" ? code : (kind?.type ?? nativeType ?? "upstream_error"),
    code,
    param: SHARED_PARAM.exec(message)?.[1] ?? null,
  };
}

function messageOf({ message }: JsonObject): string {
  const text = typeof message === "string" ? message.trim() : "";
  if (text === "") return "The provider reported an error without saying what happened.";
  return text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)}…` : text;
}

/** What an error says beyond its type. */
function codeOf(error: JsonObject, message: string): string | null {
  const byMessage = CODES_BY_MESSAGE.find(([pattern]) => pattern.test(message));
  if (byMessage) return byMessage[1];
  const detail = isObject(error.details) ? error.details.error_code : error.code;
  if (typeof detail !== "string" || detail === "") return notFoundCode(error, message);
  return SPENT.test(detail) ? "insufficient_quota" : detail;
}

function notFoundCode(error: JsonObject, message: string): string | null {
  const isOtherThanModel = error.type === "not_found_error" && /\bfile/i.test(message);
  return isOtherThanModel ? "not_found" : null;
}
