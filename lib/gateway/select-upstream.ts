import { PrysmError } from "../errors";
import { findProvider } from "../providers/index";
import type { Upstream } from "../providers/provider";

export interface Candidates {
  /** The project's first, then the instance's. */
  upstreams: readonly Upstream[];
  /** Found only by name. */
  others: readonly Upstream[];
  defaultProvider: string | null;
  instanceDefault: Upstream | null;
}

export interface Selection {
  upstream: Upstream;
  /** What the upstream is asked for, prefix removed; null when the call named none. */
  model: string | null;
}

/**
 * Who serves a call: the provider it names in a header, else the `provider/model` prefix, else the upstream
 * that lists the model, else the first whose kind the model's family belongs to, else the project's
 * default, else the instance's.
 */
export function selectUpstream(
  model: string | null,
  named: string | null,
  candidates: Candidates,
): Selection {
  const { upstreams, others } = candidates;
  if (named !== null) {
    const upstream =
      find(named, upstreams) ?? find(named, others) ?? unknownProvider(named, upstreams);
    return { upstream, model: withoutPrefix(model, named) };
  }
  if (model !== null) {
    const prefix = model.slice(0, Math.max(0, model.indexOf("/")));
    const prefixed = prefix === "" ? undefined : (find(prefix, upstreams) ?? find(prefix, others));
    if (prefixed) return { upstream: prefixed, model: withoutPrefix(model, prefix) };
    const related = ofModel(model, candidates);
    if (related) return { upstream: related, model };
  }
  const { defaultProvider, instanceDefault } = candidates;
  const preferred = defaultProvider === null ? undefined : find(defaultProvider, upstreams);
  const upstream = preferred ?? instanceDefault;
  if (!upstream) throw new PrysmError("unavailable", "This instance has no provider configured.");
  return { upstream, model };
}

// The default comes first among equals: two upstreams may serve the same family.
function ofModel(model: string, candidates: Candidates): Upstream | undefined {
  const { upstreams, defaultProvider } = candidates;
  const preferred = defaultProvider === null ? undefined : find(defaultProvider, upstreams);
  const lists = (upstream: Upstream) => upstream.models.includes(model);
  const isFamily = ({ kind }: Upstream) => findProvider(kind)?.modelFamily?.test(model) === true;
  if (preferred && (lists(preferred) || isFamily(preferred))) return preferred;
  return upstreams.find(lists) ?? upstreams.find(isFamily);
}

function withoutPrefix(model: string | null, name: string): string | null {
  return model?.startsWith(`${name}/`) ? model.slice(name.length + 1) || null : model;
}

function find(name: string, upstreams: readonly Upstream[]): Upstream | undefined {
  return upstreams.find((upstream) => upstream.name === name);
}

function unknownProvider(name: string, upstreams: readonly Upstream[]): never {
  const known = [...new Set(upstreams.map((upstream) => upstream.name))].join(", ");
  const message = `No provider is called "${name.slice(0, 64)}" in this project. It has: ${known}.`;
  throw new PrysmError("unknown_provider", message, { param: "x-prysm-provider" });
}
