import { toPrysmError } from "../errors";
import { errorBody } from "../protocol/error-body";
import { getProvider } from "../providers/index";
import type { Upstream } from "../providers/provider";
import type { CallTrace } from "./call-trace";
import type { GatewayDeps } from "./deps";
import type { GatewayReply, GatewayRequest } from "./gateway-message";
import { jsonReply } from "./json-reply";
import { prysmHeaders } from "./response-headers";
import { authenticate } from "./stages/authenticate";
import { openTrace } from "./stages/open-trace";
import { recordRefusal } from "./stages/record";

const BUILT_AT_SECONDS = 1_763_596_800;

/** `GET /models`: what a call of this key can name, in OpenAI's list shape. Leaves no trace when it succeeds. */
export async function listModels(
  request: GatewayRequest,
  deps: GatewayDeps,
): Promise<GatewayReply> {
  const trace = openTrace(request, deps);
  trace.endpoint = "models";
  try {
    const caller = await authenticate(request, trace, deps);
    const project = await deps.callers.getProject(caller.projectId);
    const upstreams = [...project.upstreams, ...deps.instanceUpstreams];
    const data = [
      ...new Map(upstreams.flatMap(modelsOf).map((model) => [model.id, model])).values(),
    ];
    return jsonReply(200, { object: "list", data }, prysmHeaders(trace));
  } catch (thrown) {
    return refused(thrown, request, trace, deps);
  }
}

function modelsOf(upstream: Upstream) {
  const provider = getProvider(upstream.kind);
  const prefixed =
    upstream.defaultModel === null ? [] : [`${upstream.name}/${upstream.defaultModel}`];
  const ids = provider.transport === "local" ? provider.models : prefixed;
  return ids.map((id) => ({
    id,
    object: "model",
    created: BUILT_AT_SECONDS,
    owned_by: upstream.name,
  }));
}

function refused(
  thrown: unknown,
  request: GatewayRequest,
  trace: CallTrace,
  deps: GatewayDeps,
): GatewayReply {
  const error = toPrysmError(thrown);
  if (!trace.caller) recordRefusal(request, trace, error, deps);
  const body = Buffer.from(errorBody(error, trace.id));
  const headers = {
    "content-type": "application/json",
    "content-length": String(body.length),
    ...error.headers,
    ...prysmHeaders(trace),
  };
  return { status: error.status, headers, body };
}
