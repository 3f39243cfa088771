import { type PrysmError, toPrysmError } from "../errors";
import type { UpstreamAnswer } from "./attempt";
import type { CallTrace } from "./call-trace";
import { type ClientApi, PASSTHROUGH } from "./client-api";
import type { GatewayDeps } from "./deps";
import { errorReply } from "./error-reply";
import type { GatewayReply, GatewayRequest } from "./gateway-message";
import { streamRelayOf } from "./relay-of";
import { addPrysmHeaders, passedHeaders, STREAM_HEADERS, withRateLimits } from "./response-headers";
import { authenticate } from "./stages/authenticate";
import { chooseTargets } from "./stages/choose-targets";
import { forward } from "./stages/forward";
import { openTrace } from "./stages/open-trace";
import { type ParsedCall, parseCall } from "./stages/parse-call";
import { record, recordOpen, recordRefusal } from "./stages/record";
import { relayStream } from "./stages/relay-stream";
import { relayWhole } from "./stages/relay-whole";

/** One call, from its arrival to its one trace. Never throws: whatever goes wrong is the reply. */
export async function handleCall(
  request: GatewayRequest,
  clientApi: ClientApi,
  deps: GatewayDeps,
): Promise<GatewayReply> {
  const trace = openTrace(request, clientApi.api, deps);
  try {
    const caller = await authenticate(request, trace, deps);
    const call = await parseCall(request, clientApi, trace, deps);
    recordOpen(trace, caller, deps);
    const targets = await chooseTargets(request, call, trace, caller, deps);
    const answer = await forward(request, call, targets, trace, deps);
    return passesAsStream(answer, call)
      ? startStream(answer, trace, deps)
      : await relayWhole(answer, trace, deps);
  } catch (thrown) {
    return await refuse(thrown, request, trace, deps);
  }
}

/** Refuses a call that has no endpoint here; a caller that is known still finds a trace of it. */
export async function handleUnknown(
  request: GatewayRequest,
  error: PrysmError,
  deps: GatewayDeps,
): Promise<GatewayReply> {
  const trace = openTrace(request, PASSTHROUGH.api, deps);
  await authenticate(request, trace, deps).catch(() => undefined);
  return await refuse(error, request, trace, deps);
}

// A stream nobody asked for becomes a whole answer, where the gateway can make one of it.
function passesAsStream(answer: UpstreamAnswer, call: ParsedCall): boolean {
  if (answer.status >= 400) return false;
  if (answer.target.route.api === "passthrough") return !isJson(answer);
  return answer.isStream && (call.isStream || answer.target.route.api !== "chat.completions");
}

function isJson({ headers, isStream }: UpstreamAnswer): boolean {
  return !isStream && /\bjson\b/i.test(headers["content-type"] ?? "application/json");
}

function startStream(answer: UpstreamAnswer, trace: CallTrace, deps: GatewayDeps): GatewayReply {
  const headers = withRateLimits(passedHeaders(answer.headers), answer, trace);
  if (answer.isStream) Object.assign(headers, STREAM_HEADERS);
  addPrysmHeaders(headers, trace);
  trace.captured.format = answer.isStream ? "sse" : "none";
  trace.captured.responseHeaders = headers;
  const relay = streamRelayOf(answer);
  return { status: answer.status, headers, body: relayStream(answer, relay, trace, deps) };
}

async function refuse(
  thrown: unknown,
  request: GatewayRequest,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<GatewayReply> {
  const error = toPrysmError(thrown);
  if (error.status >= 500)
    deps.log.error({ requestId: trace.id, err: error.cause ?? error }, error.message);
  const reply = errorReply(error, trace);
  trace.captured.responseHeaders = reply.headers;
  if (trace.captured.bytes === 0) {
    trace.captured.body.append(reply.body);
    trace.captured.format = "json";
  }
  if (trace.caller) await record(trace, outcomeOf(error, trace), deps);
  else recordRefusal(request, trace, error, deps);
  return reply;
}

const BLOCKED = new Set(["permission_denied", "model_not_allowed", "blocked_address"]);

function outcomeOf(error: PrysmError, trace: CallTrace) {
  const facts = { httpStatus: error.status, error };
  if (error.code === "client_closed_request") return { ...facts, status: "cancelled" as const };
  if (error.code === "timeout") return { ...facts, status: "timeout" as const };
  const isBlocked = trace.caller?.revokedAt !== null || BLOCKED.has(error.code);
  return { ...facts, status: isBlocked ? ("blocked" as const) : ("error" as const) };
}
