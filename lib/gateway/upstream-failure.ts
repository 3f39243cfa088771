import { PrysmError } from "../errors";
import { UpstreamErrorEvent } from "../providers/upstream-error-event";
import type { CallTrace } from "./call-trace";

const TIMEOUTS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: "did not accept a connection in time",
  UND_ERR_HEADERS_TIMEOUT: "sent no answer in time",
  UND_ERR_BODY_TIMEOUT: "fell silent in the middle of its answer",
};

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at its base URL",
  ENOTFOUND: "the host name of its base URL does not exist",
  EAI_AGAIN: "the host name of its base URL could not be looked up",
  ECONNRESET: "it closed the connection",
  UND_ERR_SOCKET: "it closed the connection",
  EPIPE: "it closed the connection",
  CERT_HAS_EXPIRED: "its TLS certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its TLS certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its TLS certificate cannot be verified",
};

/** Why an upstream gave no (whole) answer, as the error the client sees: 504 on a timeout, else 502. */
export function upstreamFailure(thrown: unknown, provider: string, trace: CallTrace): PrysmError {
  if (trace.isClientGone) {
    return new PrysmError("client_closed_request", "The client closed the connection.");
  }
  if (thrown instanceof PrysmError) return thrown;
  if (thrown instanceof UpstreamErrorEvent) {
    return new PrysmError("upstream_error", thrown.message, { cause: thrown });
  }
  const code = codeOf(thrown);
  const silence = TIMEOUTS[code];
  if (silence) {
    return new PrysmError("timeout", `The provider "${provider}" ${silence}.`, { cause: thrown });
  }
  const hasStarted = trace.captured.bytes > 0;
  const reason =
    REASONS[code] ??
    (thrown instanceof RangeError ? thrown.message.replace(/\.$/, "") : "the connection failed");
  const message = hasStarted
    ? `The provider "${provider}" broke off in the middle of its answer: ${reason}.`
    : `The provider "${provider}" gave no answer: ${reason}.`;
  return new PrysmError(hasStarted ? "upstream_died" : "bad_gateway", message, { cause: thrown });
}

/** The system's or undici's code of a failure; empty when it has none. */
export function codeOf(thrown: unknown): string {
  const { code, cause } = (thrown ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  if (typeof code === "string") return code;
  return typeof cause?.code === "string" ? cause.code : "";
}
