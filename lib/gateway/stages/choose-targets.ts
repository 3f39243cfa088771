import { PrysmError } from "../../errors";
import { getProvider } from "../../providers/index";
import type { Provider, Upstream } from "../../providers/provider";
import type { CallTrace } from "../call-trace";
import type { Caller, GatewayDeps } from "../deps";
import type { ParsedCall } from "./parse-call";

/** One place a call can be sent to, and the model it is asked for there. */
export interface Target {
  upstream: Upstream;
  provider: Provider;
  model: string;
}

/**
 * Who serves the call: the `x-prysm-provider` header, else a `provider/model` prefix, else the model's
 * own family (`echo*`), else the project's default, else the instance's. The first target is tried first.
 */
export async function chooseTargets(
  call: ParsedCall,
  trace: CallTrace,
  caller: Caller,
  deps: GatewayDeps,
): Promise<Target[]> {
  const project = await deps.callers.getProject(caller.projectId);
  // A project's own upstream hides an instance upstream of the same name.
  const upstreams = [...project.upstreams, ...deps.instanceUpstreams];
  const { upstream, model } = choose(call.chat.model, trace, upstreams, {
    name: project.defaultProvider,
    instance: deps.instanceUpstreams[0],
  });
  return [
    { upstream, provider: getProvider(upstream.kind), model: model ?? requireModel(upstream) },
  ];
}

interface Choice {
  upstream: Upstream;
  model: string | null;
}

function choose(
  model: string | null,
  trace: CallTrace,
  upstreams: readonly Upstream[],
  fallback: { name: string | null; instance: Upstream | undefined },
): Choice {
  const named = trace.context.provider;
  if (named !== null) {
    return { upstream: getUpstream(named, upstreams), model: withoutPrefix(model, named) };
  }
  const slash = model?.indexOf("/") ?? -1;
  const prefixed = slash > 0 && findUpstream(model?.slice(0, slash) ?? "", upstreams);
  if (prefixed) return { upstream: prefixed, model: withoutPrefix(model, prefixed.name) };
  if (model?.startsWith("echo")) return { upstream: getUpstream("echo", upstreams), model };
  const preferred = fallback.name === null ? undefined : findUpstream(fallback.name, upstreams);
  const upstream = preferred ?? fallback.instance;
  if (!upstream) throw new PrysmError("unavailable", "This instance has no provider configured.");
  return { upstream, model };
}

function withoutPrefix(model: string | null, name: string): string | null {
  return model?.startsWith(`${name}/`) ? model.slice(name.length + 1) || null : model;
}

function findUpstream(name: string, upstreams: readonly Upstream[]): Upstream | undefined {
  return upstreams.find((upstream) => upstream.name === name);
}

function getUpstream(name: string, upstreams: readonly Upstream[]): Upstream {
  const found = findUpstream(name, upstreams);
  if (found) return found;
  const known = [...new Set(upstreams.map((upstream) => upstream.name))].join(", ");
  const message = `No provider is called "${name.slice(0, 64)}" in this project. It has: ${known}.`;
  throw new PrysmError("unknown_provider", message, { param: "x-prysm-provider" });
}

function requireModel(upstream: Upstream): string {
  if (upstream.defaultModel !== null) return upstream.defaultModel;
  const message = `model is missing. Name one, or set a default model for the provider "${upstream.name}".`;
  throw new PrysmError("missing_model", message, { param: "model" });
}
