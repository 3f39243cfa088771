import { apiKeyPrefix, isApiKey, sha256 } from "../../crypto";
import { PrysmError } from "../../errors";
import type { CallTrace } from "../call-trace";
import type { Caller, GatewayDeps } from "../deps";
import type { GatewayRequest } from "../gateway-message";

const WHERE_TO_GET_ONE = "Create one in the dashboard under API keys.";

/** Recognises the caller by its key, or throws the 401 that says what is wrong with it. */
export async function authenticate(
  request: GatewayRequest,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<Caller> {
  const key = readKey(request);
  if (!isApiKey(key)) throw malformedKey(key);
  trace.keyPrefix = apiKeyPrefix(key);
  const caller = await findCaller(key, deps);
  if (!caller) {
    const message = `Unknown API key "${apiKeyPrefix(key)}…". ${WHERE_TO_GET_ONE}`;
    throw new PrysmError("invalid_api_key", message);
  }
  trace.caller = caller;
  if (caller.revokedAt !== null) {
    const message = `The API key "${apiKeyPrefix(key)}…" was revoked. ${WHERE_TO_GET_ONE}`;
    throw new PrysmError("invalid_api_key", message);
  }
  if (!caller.scopes.includes("gateway")) {
    const message = `The API key "${apiKeyPrefix(key)}…" lacks the scope "gateway", which calls need.`;
    throw new PrysmError("permission_denied", message);
  }
  return caller;
}

function readKey(request: GatewayRequest): string {
  const { headers } = request;
  const authorization = headers.authorization ?? "";
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(authorization);
  const key = bearer?.[1] ?? headers["x-prysm-key"] ?? headers["x-api-key"];
  if (key) return key;
  const message = authorization
    ? 'The Authorization header is not of the form "Bearer sk-prysm-…".'
    : `No API key was sent. Send it as "Authorization: Bearer sk-prysm-…". ${WHERE_TO_GET_ONE}`;
  throw new PrysmError("invalid_api_key", message);
}

function malformedKey(key: string): PrysmError {
  const message = key.startsWith("sk-prysm-")
    ? "This API key is incomplete or altered: a Prysm key is sk-prysm- followed by 64 hex digits."
    : `This is not a Prysm API key: they start with sk-prysm-. ${WHERE_TO_GET_ONE}`;
  return new PrysmError("invalid_api_key", message);
}

async function findCaller(key: string, deps: GatewayDeps): Promise<Caller | null> {
  try {
    return await deps.callers.findCaller(sha256(key));
  } catch (cause) {
    const message =
      "Prysm cannot check API keys at the moment: its database does not answer. Try again.";
    throw new PrysmError("unavailable", message, { cause, headers: { "retry-after": "1" } });
  }
}
