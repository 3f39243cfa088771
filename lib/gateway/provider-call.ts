import type { BridgedAnswer } from "../bridges/bridge";
import { holdsApiKey } from "../crypto";
import { PrysmError } from "../errors";
import type { ProviderCall } from "../providers/provider";
import type { CallTrace } from "./call-trace";
import type { ClientApi } from "./client-api";
import { forwardableHeaders } from "./forwardable-headers";
import type { GatewayRequest } from "./gateway-message";
import { withMultipartModel } from "./multipart-model";
import type { Target } from "./stages/choose-targets";
import type { ParsedCall } from "./stages/parse-call";

export interface PreparedCall {
  clientApi: ClientApi;
  providerCall: ProviderCall;
  /** Turns the chat answer back; null where the client spoke the upstream's API. */
  bridged: BridgedAnswer | null;
}

/** The call in the shape its target's provider takes. Throws the 400 of what cannot be said there. */
export function prepareCall(
  request: GatewayRequest,
  call: ParsedCall,
  target: Target,
  trace: CallTrace,
): PreparedCall {
  const { route, model } = target;
  const { clientApi } = call;
  const providerCall: ProviderCall = {
    id: trace.id,
    receivedAtMs: trace.receivedAtMs,
    api: route.api,
    model,
    json: call.json,
    body: bodyFor(target, request, call),
    isStream: call.isStream,
    headers: forwardableHeaders(request, trace),
    raw: route.api === "passthrough" ? rawOf(request) : null,
  };
  if (!route.bridge) return { clientApi, providerCall, bridged: null };
  const { chat, droppedParams, warnings } = route.bridge.toChat({ ...call.json, model });
  noteDropped(trace, droppedParams, warnings);
  const json = { model, ...chat };
  let body: Buffer | undefined;
  return {
    clientApi,
    providerCall: {
      ...providerCall,
      json,
      // A provider that translates never asks for the bytes.
      get body() {
        body ??= Buffer.from(JSON.stringify(json));
        return body;
      },
    },
    bridged: route.bridge.answer(call.json, {
      id: trace.id,
      receivedAtMs: trace.receivedAtMs,
      model,
    }),
  };
}

// In JSON the provider puts its own name of the model.
function bodyFor({ model }: Target, request: GatewayRequest, call: ParsedCall): Buffer {
  const isForm = call.clientApi.api === "passthrough" && call.json.model === undefined;
  if (!isForm || call.model === null || call.model === model) return call.body;
  return withMultipartModel(request.headers["content-type"] ?? "", call.body, model);
}

/** What the client asked for and does not get is said in the answer's headers and on the trace, once. */
export function noteDropped(
  trace: CallTrace,
  droppedParams: readonly string[],
  warnings: readonly string[],
): void {
  for (const name of droppedParams) {
    if (!trace.droppedParams.includes(name)) trace.droppedParams.push(name);
  }
  for (const warning of warnings) {
    if (!trace.context.warnings.includes(warning)) trace.context.warnings.push(warning);
  }
}

function rawOf(request: GatewayRequest) {
  if (holdsApiKey(request.query)) {
    const message = "The Prysm key belongs into the Authorization header, not into the query.";
    throw new PrysmError("invalid_request", message);
  }
  return {
    method: request.method,
    path: request.path.replace(/^(?:\/api)?\/v1/, "") + request.query,
    contentType: request.headers["content-type"] ?? null,
  };
}
