import { PrysmError } from "../errors";

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ECONNRESET: "it closed the connection",
  EPIPE: "it closed the connection",
  UND_ERR_SOCKET: "it closed the connection",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "its answer is too long",
  EPROTO: "it does not speak TLS, or not a version that Prysm knows",
  ERR_SSL_WRONG_VERSION_NUMBER:
    "it does not speak TLS: the base URL may have to begin with http://",
  ERR_TLS_CERT_ALTNAME_INVALID: "its TLS certificate is for another host name",
  CERT_HAS_EXPIRED: "its TLS certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its TLS certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its TLS certificate comes from an authority that Prysm does not know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its TLS certificate cannot be verified",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its TLS certificate cannot be verified",
};

/** Why `host` gave no whole answer, in words for the person who configured it. */
export function connectionProblem(thrown: unknown, host: string, timeoutMs: number): PrysmError {
  const { name, code } = (thrown ?? {}) as { name?: unknown; code?: unknown };
  if (name === "TimeoutError" || String(code).endsWith("_TIMEOUT") || code === "ETIMEDOUT") {
    const message = `${host} gave no answer within ${timeoutMs / 1_000} s.`;
    return new PrysmError("timeout", message, { cause: thrown });
  }
  const reason = REASONS[String(code)] ?? "the connection failed";
  return new PrysmError("bad_gateway", `${host} gave no answer: ${reason}.`, { cause: thrown });
}
