import { holdsApiKey } from "../crypto";
import { isObject, parseJson } from "../protocol/json";
import type { CallTrace } from "./call-trace";
import type { GatewayRequest } from "./gateway-message";
import { headerNameTest } from "./header-names";
import { upstreamKeyOf } from "./upstream-key";

/** Headers of a client that say something to the upstream about the call. */
const PASSED = ["anthropic-beta", "anthropic-version", "openai-beta", "idempotency-key"];
/** Account headers belong to the key they come with. */
const PASSED_WITH_OWN_KEY = ["openai-organization", "openai-project"];
const NAME = /^[a-z0-9][a-z0-9_-]{0,127}$/;
const DENIED =
  /^(authorization|proxy-.*|x-api-key|api-key|x-goog-api-key|cookie|set-cookie|host|content-.*|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|accept-encoding|x-pr(?:ysm|ism)-.*|x-forwarded-.*|forwarded)$/;
const NOTHING: Readonly<Record<string, string>> = Object.freeze({});
const SENDABLE = /^[\x20-\x7e]{0,4096}$/;

function isSendable(value: string): boolean {
  return SENDABLE.test(value) && !holdsApiKey(value);
}

/** Whether a header has a part in what `forwardableHeaders` or the upstream's key are made of. */
export const saysMoreUpstream = headerNameTest(
  /^(anthropic-(beta|version)|openai-(beta|organization|project)|idempotency-key|x-pr(ysm|ism)-(forward-headers|upstream-key))$/,
);

/** What of the client's headers goes to the upstream. Never its Prysm key, cookies or `x-prysm-*`. */
export function forwardableHeaders(
  request: GatewayRequest,
  trace: CallTrace,
): Readonly<Record<string, string>> {
  if (!trace.saysMoreUpstream) return NOTHING;
  const passed: Record<string, string> = {};
  take(PASSED, request, passed);
  if (upstreamKeyOf(request) !== null) take(PASSED_WITH_OWN_KEY, request, passed);
  const asked =
    request.headers["x-prysm-forward-headers"] ?? request.headers["x-prism-forward-headers"];
  if (asked) Object.assign(passed, parseForwarded(asked, trace));
  return passed;
}

function take(
  names: readonly string[],
  { headers }: GatewayRequest,
  into: Record<string, string>,
): void {
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined && isSendable(value)) into[name] = value;
  }
}

function parseForwarded(text: string, trace: CallTrace): Record<string, string> {
  const parsed = parseJson(text);
  if (!isObject(parsed)) {
    trace.context.warnings.push("x-prysm-forward-headers: not a JSON object; ignored");
    return {};
  }
  const accepted: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    const lower = name.toLowerCase();
    const isFit = NAME.test(lower) && typeof value === "string" && isSendable(value);
    if (isFit && !DENIED.test(lower)) accepted[lower] = value;
    else trace.context.warnings.push(`x-prysm-forward-headers: ${lower.slice(0, 64)} is not sent`);
  }
  return accepted;
}
