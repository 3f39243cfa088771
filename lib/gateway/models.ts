import { PrysmError, toPrysmError } from "../errors";
import type { Upstream } from "../providers/provider";
import type { CallTrace } from "./call-trace";
import type { Caller, GatewayDeps } from "./deps";
import { errorReply } from "./error-reply";
import type { GatewayReply, GatewayRequest } from "./gateway-message";
import { jsonReply } from "./json-reply";
import { projectOf } from "./project-of";
import { mayUseModel, mayUseProvider } from "./require-allowed";
import { addPrysmHeaders } from "./response-headers";
import { selectUpstream } from "./select-upstream";
import { authenticate } from "./stages/authenticate";
import { openTrace } from "./stages/open-trace";
import { recordRefusal } from "./stages/record";

const BUILT_AT_SECONDS = 1_763_596_800;

interface ModelObject {
  id: string;
  object: "model";
  created: number;
  owned_by: string;
}

/** `GET /models`: what a call of this key can name, in OpenAI's list shape. Leaves no trace when it succeeds. */
export function listModels(request: GatewayRequest, deps: GatewayDeps): Promise<GatewayReply> {
  return answer(request, deps, (data) => ({ object: "list", data }));
}

/** `GET /models/{id}`. */
export function getModel(request: GatewayRequest, deps: GatewayDeps): Promise<GatewayReply> {
  const id = decode(request.path.replace(/^(?:\/api)?\/v1\/models\//, ""));
  return answer(request, deps, (data) => {
    const found = data.find((model) => model.id === id);
    if (found) return found;
    const message = `No model "${id.slice(0, 128)}" is listed for this API key. GET /models shows which are.`;
    throw new PrysmError("model_not_found", message, { param: "model" });
  });
}

async function answer(
  request: GatewayRequest,
  deps: GatewayDeps,
  toBody: (models: ModelObject[]) => object,
): Promise<GatewayReply> {
  const trace: CallTrace = openTrace(request, "passthrough", deps);
  trace.endpoint = "models";
  try {
    const caller = await authenticate(request, trace, deps);
    const reply = jsonReply(200, toBody(await modelsOfCaller(caller, deps)));
    addPrysmHeaders(reply.headers, trace);
    return reply;
  } catch (thrown) {
    const error = toPrysmError(thrown);
    if (!trace.caller) recordRefusal(request, trace, error, deps);
    return errorReply(error, trace);
  }
}

async function modelsOfCaller(caller: Caller, deps: GatewayDeps): Promise<ModelObject[]> {
  const project = await projectOf(caller, deps);
  const all = [...project.upstreams, ...deps.instanceUpstreams];
  const names = new Set<string>();
  const upstreams = all.filter(({ name }) => {
    const isHidden = names.has(name);
    names.add(name);
    return !isHidden && mayUseProvider(caller, name);
  });
  const lists = await Promise.all(upstreams.map((upstream) => deps.models.of(upstream)));
  const candidates = {
    upstreams: all,
    others: [],
    defaultProvider: project.defaultProvider,
    instanceDefault: deps.instanceUpstreams[0] ?? null,
  };
  const objects = upstreams.flatMap((upstream, index) =>
    (lists[index] ?? [])
      .filter((model) => mayUseModel(caller, upstream.name, model))
      .map((model) => toObject(model, upstream, selectUpstream(model, null, candidates).upstream)),
  );
  return [...new Map(objects.map((model) => [model.id, model])).values()];
}

// A bare name must lead to the upstream it is listed for; any other needs the prefix.
function toObject(model: string, upstream: Upstream, served: Upstream): ModelObject {
  return {
    id: served.name === upstream.name ? model : `${upstream.name}/${model}`,
    object: "model",
    created: BUILT_AT_SECONDS,
    owned_by: upstream.name,
  };
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
