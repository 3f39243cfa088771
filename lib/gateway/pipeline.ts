import { type PrysmError, toPrysmError } from "../errors";
import type { CallTrace } from "./call-trace";
import type { GatewayDeps } from "./deps";
import { errorReply } from "./error-reply";
import type { GatewayReply, GatewayRequest } from "./gateway-message";
import { addPrysmHeaders, passedHeaders } from "./response-headers";
import { authenticate } from "./stages/authenticate";
import { chooseTargets } from "./stages/choose-targets";
import { forward, type UpstreamAnswer } from "./stages/forward";
import { openTrace } from "./stages/open-trace";
import { parseCall } from "./stages/parse-call";
import { record, recordOpen, recordRefusal } from "./stages/record";
import { relayStream } from "./stages/relay-stream";
import { relayWhole } from "./stages/relay-whole";

/** One call, from its arrival to its one trace. Never throws: whatever goes wrong is the reply. */
export async function handleChat(
  request: GatewayRequest,
  deps: GatewayDeps,
): Promise<GatewayReply> {
  const trace = openTrace(request, deps);
  trace.endpoint = "chat.completions";
  try {
    const caller = await authenticate(request, trace, deps);
    const call = await parseCall(request, trace, deps);
    recordOpen(trace, caller, deps);
    const targets = await chooseTargets(call, trace, caller, deps);
    const answer = await forward(request, call, targets, trace, deps);
    return isStream(answer)
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
  const trace = openTrace(request, deps);
  trace.endpoint = request.path.slice(0, 256);
  await authenticate(request, trace, deps).catch(() => undefined);
  return await refuse(error, request, trace, deps);
}

function isStream(answer: UpstreamAnswer): boolean {
  return answer.status < 400 && /^text\/event-stream/i.test(answer.headers["content-type"] ?? "");
}

function startStream(answer: UpstreamAnswer, trace: CallTrace, deps: GatewayDeps): GatewayReply {
  const headers = passedHeaders(answer.headers);
  headers["content-type"] = "text/event-stream; charset=utf-8";
  headers["cache-control"] = "no-cache, no-transform";
  headers["x-accel-buffering"] = "no";
  addPrysmHeaders(headers, trace);
  trace.captured.format = "sse";
  trace.captured.responseHeaders = headers;
  return { status: answer.status, headers, body: relayStream(answer, trace, deps) };
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

function outcomeOf(error: PrysmError, trace: CallTrace) {
  if (error.code === "client_closed_request") {
    return { status: "cancelled" as const, httpStatus: error.status, error };
  }
  if (error.code === "timeout")
    return { status: "timeout" as const, httpStatus: error.status, error };
  const isBlocked = trace.caller?.revokedAt !== null || error.code === "permission_denied";
  return {
    status: isBlocked ? ("blocked" as const) : ("error" as const),
    httpStatus: error.status,
    error,
  };
}
