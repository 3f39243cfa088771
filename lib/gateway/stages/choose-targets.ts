import { PrysmError } from "../../errors";
import { getProvider, publicUpstreams } from "../../providers/index";
import type { Provider, Upstream } from "../../providers/provider";
import type { CallTrace } from "../call-trace";
import type { Caller, GatewayDeps, ProjectConfig } from "../deps";
import { findRoute, type Route } from "../find-route";
import type { GatewayRequest } from "../gateway-message";
import { projectOf } from "../project-of";
import { requireAllowed } from "../require-allowed";
import { selectUpstream } from "../select-upstream";
import { upstreamKeyOf } from "../upstream-key";
import type { ParsedCall } from "./parse-call";

/** One place a call can be sent to, and the model it is asked for there. */
export interface Target {
  upstream: Upstream;
  provider: Provider;
  /** Empty where a call that passes through names none. */
  model: string;
  route: Route;
}

/** Who serves the call, in the order of trial. Throws the 4xx when nobody can or may. */
export async function chooseTargets(
  request: GatewayRequest,
  call: ParsedCall,
  trace: CallTrace,
  caller: Caller,
  deps: GatewayDeps,
): Promise<Target[]> {
  const project = await projectOf(caller, deps);
  const ownKey = trace.saysMoreUpstream ? upstreamKeyOf(request) : null;
  const { provider } = trace.context;
  const isPlain = ownKey === null && provider === null;
  const target = isPlain
    ? knownTarget(call, project, deps)
    : findTarget(call, { provider, ownKey }, project, deps);
  requireAllowed(caller, target.upstream.name, modelInUse(request, call, target));
  if (caller.allowedModels.length > 0) requireOneModel(call);
  return [target];
}

/** Batches run whatever their files name: no field of the call tells the models. */
const BATCHES = /\/batches(?:\/|$)/;

/** The model that is sure to run. Of a call that passes through, what it does not name is the upstream's choice. */
function modelInUse(request: GatewayRequest, call: ParsedCall, target: Target): string | null {
  if (call.clientApi.api !== "passthrough") return target.model || null;
  return call.model === null || BATCHES.test(request.path) ? null : target.model;
}

// Servers written in Go read "MODEL" as "model", and the last of them counts.
function requireOneModel({ json }: ParsedCall): void {
  const other = Object.keys(json).find((key) => key !== "model" && key.toLowerCase() === "model");
  if (other === undefined) return;
  const message = `"${other}" is not a field of this API. Did you mean "model"?`;
  throw new PrysmError("invalid_request", message, { param: other });
}

const KNOWN = new WeakMap<ProjectConfig, Map<string, Target>>();
const MAX_KNOWN = 1_000;

// The same few models come with every call, and a project's settings are one object until they change.
function knownTarget(call: ParsedCall, project: ProjectConfig, deps: GatewayDeps): Target {
  const known = KNOWN.get(project) ?? new Map<string, Target>();
  const key = `${call.clientApi.api} ${call.model ?? ""}`;
  const found = known.get(key);
  if (found) return found;
  const target = findTarget(call, { provider: null, ownKey: null }, project, deps);
  if (known.size >= MAX_KNOWN) known.clear();
  KNOWN.set(project, known.set(key, target));
  return target;
}

interface Wishes {
  provider: string | null;
  ownKey: string | null;
}

function findTarget(
  call: ParsedCall,
  { provider, ownKey }: Wishes,
  project: ProjectConfig,
  deps: GatewayDeps,
): Target {
  const { upstream, model } = selectUpstream(call.model, provider, {
    // A project's own upstream hides an instance upstream of the same name.
    upstreams: [...project.upstreams, ...deps.instanceUpstreams],
    // Whoever brings a key can use any public service, configured or not.
    others: ownKey === null ? [] : publicUpstreams(),
    defaultProvider: project.defaultProvider,
    instanceDefault: deps.instanceUpstreams[0] ?? null,
  });
  return toTarget(ownKey === null ? upstream : withKey(upstream, ownKey), model, call);
}

function withKey(upstream: Upstream, ownKey: string): Upstream {
  return { ...upstream, credential: ownKey };
}

function toTarget(upstream: Upstream, model: string | null, call: ParsedCall): Target {
  const provider = getProvider(upstream.kind);
  const { clientApi } = call;
  const route = findRoute(clientApi, provider);
  if (!route) {
    const what = clientApi.api === "passthrough" ? "this endpoint" : clientApi.api;
    const message = `The provider "${upstream.name}" (${provider.label}) does not serve ${what}. Name one that does with x-prysm-provider.`;
    throw new PrysmError("unsupported_endpoint", message, { param: "model" });
  }
  const needsModel = clientApi.api !== "passthrough";
  return {
    upstream,
    provider,
    route,
    model: model ?? upstream.defaultModel ?? (needsModel ? missingModel(upstream) : ""),
  };
}

function missingModel(upstream: Upstream): never {
  const message = `model is missing. Name one, or set a default model for the provider "${upstream.name}".`;
  throw new PrysmError("missing_model", message, { param: "model" });
}
