import { toPrysmError } from "../errors";
import { getProvider } from "../providers/index";
import type { Upstream } from "../providers/provider";
import type { GatewayDeps } from "./deps";
import { errorReply } from "./error-reply";
import type { GatewayReply, GatewayRequest } from "./gateway-message";
import { jsonReply } from "./json-reply";
import { addPrysmHeaders } from "./response-headers";
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
    const reply = jsonReply(200, { object: "list", data });
    addPrysmHeaders(reply.headers, trace);
    return reply;
  } catch (thrown) {
    const error = toPrysmError(thrown);
    if (!trace.caller) recordRefusal(request, trace, error, deps);
    return errorReply(error, trace);
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
