import { PrysmError } from "../errors";
import { codeOf } from "./upstream-failure";

/**
 * Connections that broke before an answer began. A timeout after the request was sent is not among them:
 * the upstream may be working, and billing, still. Nor is what a second try cannot change.
 */
const RETRYABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
]);

export function isRetryableFailure(thrown: unknown): boolean {
  // At this point it means: the stream closed before its first byte.
  if (thrown instanceof PrysmError) return thrown.code === "upstream_died";
  return RETRYABLE.has(codeOf(thrown));
}
