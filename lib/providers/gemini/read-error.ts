import { isObject, type JsonObject } from "../../protocol/json";
import type { UpstreamErrorInfo } from "../provider";
import { errorObject } from "./error-object";

const MAX_MESSAGE_LENGTH = 4_096;

interface ErrorKind {
  httpStatus: number;
  type: string;
  code: string | null;
}

/** Google's canonical status names (google.rpc.Code). */
const KINDS: Readonly<Record<string, ErrorKind>> = {
  INVALID_ARGUMENT: { httpStatus: 400, type: "invalid_request_error", code: null },
  FAILED_PRECONDITION: {
    httpStatus: 400,
    type: "invalid_request_error",
    code: "failed_precondition",
  },
  OUT_OF_RANGE: { httpStatus: 400, type: "invalid_request_error", code: null },
  UNAUTHENTICATED: { httpStatus: 401, type: "authentication_error", code: "invalid_api_key" },
  PERMISSION_DENIED: { httpStatus: 403, type: "permission_error", code: "permission_denied" },
  NOT_FOUND: { httpStatus: 404, type: "not_found_error", code: "not_found" },
  ALREADY_EXISTS: { httpStatus: 409, type: "invalid_request_error", code: "conflict" },
  ABORTED: { httpStatus: 409, type: "server_error", code: "conflict" },
  RESOURCE_EXHAUSTED: { httpStatus: 429, type: "rate_limit_error", code: "rate_limit_exceeded" },
  CANCELLED: { httpStatus: 499, type: "server_error", code: "cancelled" },
  INTERNAL: { httpStatus: 500, type: "server_error", code: "internal_error" },
  UNKNOWN: { httpStatus: 500, type: "server_error", code: "internal_error" },
  UNIMPLEMENTED: { httpStatus: 501, type: "invalid_request_error", code: "unimplemented" },
  UNAVAILABLE: { httpStatus: 503, type: "server_error", code: "overloaded" },
  DEADLINE_EXCEEDED: { httpStatus: 504, type: "timeout_error", code: "timeout" },
};

/** Statuses whose canonical name an answer may leave out. */
const NAMES: ReadonlyMap<number, string> = new Map([
  ...Object.entries(KINDS)
    .reverse()
    .map(([name, { httpStatus }]) => [httpStatus, name] as const),
]);

/** An error body of Google's in the words of the OpenAI API; null for any other body. */
export function readError(status: number, body: unknown): UpstreamErrorInfo | null {
  const error = errorObject(body);
  if (!error) return null;
  const { type, code } = kindOf(error, status);
  const message = typeof error.message === "string" ? error.message.trim() : "";
  return {
    message: message.slice(0, MAX_MESSAGE_LENGTH) || "Gemini reported an error without a message.",
    type,
    code,
    // Google names fields of its own request, which the client did not write.
    param: null,
  };
}

/** The HTTP status that an error in a stream has elsewhere; null where it does not tell. */
export function errorStatus(body: unknown): number | null {
  const error = errorObject(body);
  if (!error) return null;
  const { code, status } = error;
  if (typeof code === "number" && Number.isInteger(code) && code >= 400 && code <= 599) return code;
  return typeof status === "string" ? (KINDS[status]?.httpStatus ?? null) : null;
}

function kindOf(error: JsonObject, status: number): { type: string; code: string | null } {
  const named = typeof error.status === "string" ? error.status : undefined;
  const httpStatus = errorStatus([{ error }]) ?? status;
  const kind = KINDS[named ?? ""] ?? KINDS[NAMES.get(httpStatus) ?? ""] ?? fallback(httpStatus);
  const message =
    typeof error.message === "string" ? error.message.slice(0, MAX_MESSAGE_LENGTH) : "";
  // Google answers 400 to a wrong key; the client must not take it for its own.
  if (hasReason(error, "API_KEY_INVALID")) {
    return { type: "authentication_error", code: "provider_auth_error" };
  }
  if (kind.type === "invalid_request_error" && /token count .*exceeds the maximum/i.test(message)) {
    return { type: kind.type, code: "context_length_exceeded" };
  }
  const isModel = kind.code === "not_found" && /\bmodels?\b/i.test(message);
  return isModel ? { type: kind.type, code: "model_not_found" } : kind;
}

function fallback(status: number): ErrorKind {
  const isClients = status >= 400 && status < 500;
  return {
    httpStatus: status,
    type: isClients ? "invalid_request_error" : "server_error",
    code: null,
  };
}

function hasReason(error: JsonObject, reason: string): boolean {
  const details = Array.isArray(error.details) ? error.details : [];
  return details.some((detail) => isObject(detail) && detail.reason === reason);
}
