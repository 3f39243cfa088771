/**
 * The one error family. A code decides type, HTTP status and whether a retry can help; every edge
 * (gateway, route handler, server action, page) renders the same object in its own shape.
 */

const CODES = {
  invalid_request: { status: 400, type: "invalid_request_error" },
  invalid_json: { status: 400, type: "invalid_request_error" },
  missing_model: { status: 400, type: "invalid_request_error" },
  missing_messages: { status: 400, type: "invalid_request_error" },
  invalid_header: { status: 400, type: "invalid_request_error" },
  unknown_provider: { status: 400, type: "invalid_request_error" },
  unsupported_endpoint: { status: 400, type: "invalid_request_error" },
  blocked_address: { status: 400, type: "invalid_request_error" },
  invalid_api_key: { status: 401, type: "authentication_error" },
  not_signed_in: { status: 401, type: "authentication_error" },
  permission_denied: { status: 403, type: "permission_error" },
  model_not_allowed: { status: 403, type: "permission_error" },
  not_found: { status: 404, type: "not_found_error" },
  model_not_found: { status: 404, type: "not_found_error" },
  method_not_allowed: { status: 405, type: "invalid_request_error" },
  request_timeout: { status: 408, type: "timeout_error" },
  conflict: { status: 409, type: "invalid_request_error" },
  request_too_large: { status: 413, type: "invalid_request_error" },
  too_many_attempts: { status: 429, type: "rate_limit_error" },
  client_closed_request: { status: 499, type: "cancelled" },
  internal_error: { status: 500, type: "server_error" },
  upstream_error: { status: 502, type: "upstream_error" },
  provider_auth_error: { status: 502, type: "upstream_error" },
  bad_gateway: { status: 502, type: "proxy_error" },
  upstream_died: { status: 502, type: "proxy_error" },
  gateway_crashed: { status: 502, type: "server_error" },
  unavailable: { status: 503, type: "server_error" },
  timeout: { status: 504, type: "timeout_error" },
} as const;

export type ErrorCode = keyof typeof CODES;

export interface PrysmErrorOptions {
  /** The request field or header at fault, in the client's own words (`messages[0].role`). */
  param?: string;
  cause?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** Something went wrong that a person can be told about: `message` says what happened and what to do. */
export class PrysmError extends Error {
  override readonly name = "PrysmError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, options: PrysmErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = CODES[code].status;
    this.type = CODES[code].type;
    this.param = options.param ?? null;
    this.headers = options.headers ?? {};
  }
}

/** Any thrown value as a PrysmError; what we did not foresee becomes `internal_error` without its message. */
export function toPrysmError(thrown: unknown): PrysmError {
  if (thrown instanceof PrysmError) return thrown;
  return new PrysmError(
    "internal_error",
    "Prysm failed to handle this request. The details are in the server's log under the request id.",
    { cause: thrown },
  );
}
