import type { Env } from "./env";
import type { Upstream } from "./providers/provider";

/** The operator chose the address, so it is not checked. */
const NOTHING_MORE = { models: [], extraHeaders: {}, apiVersion: null, isTrusted: true };

/** The upstreams that the `LLM_*` variables give every project; the default one comes first. */
export function instanceUpstreams(env: Env): Upstream[] {
  const configured = [openai(env), anthropic(env), ollama(env)].filter((found) => found !== null);
  const echo: Upstream = {
    name: "echo",
    kind: "echo",
    baseUrl: "",
    credential: null,
    defaultModel: null,
    timeoutMs: null,
    ...NOTHING_MORE,
  };
  const all = [...configured, echo];
  const preferred = all.find((upstream) => upstream.name === env.LLM_DEFAULT_PROVIDER);
  return preferred ? [preferred, ...all.filter((upstream) => upstream !== preferred)] : all;
}

function openai(env: Env): Upstream | null {
  if (!env.LLM_OPENAI_API_KEY) return null;
  return {
    name: "openai",
    kind: "openai",
    baseUrl: env.LLM_OPENAI_BASE_URL,
    credential: env.LLM_OPENAI_API_KEY,
    defaultModel: env.LLM_OPENAI_DEFAULT_MODEL,
    timeoutMs: toMs(env.LLM_OPENAI_TIMEOUT),
    ...NOTHING_MORE,
  };
}

function anthropic(env: Env): Upstream | null {
  if (!env.LLM_ANTHROPIC_API_KEY) return null;
  return {
    name: "anthropic",
    kind: "anthropic",
    baseUrl: env.LLM_ANTHROPIC_BASE_URL,
    credential: env.LLM_ANTHROPIC_API_KEY,
    defaultModel: env.LLM_ANTHROPIC_DEFAULT_MODEL,
    timeoutMs: toMs(env.LLM_ANTHROPIC_TIMEOUT),
    ...NOTHING_MORE,
  };
}

function ollama(env: Env): Upstream | null {
  const isWanted = env.LLM_OLLAMA_BASE_URL || env.LLM_DEFAULT_PROVIDER === "ollama";
  if (!isWanted) return null;
  return {
    name: "ollama",
    kind: "ollama",
    baseUrl: `${env.LLM_OLLAMA_BASE_URL ?? "http://127.0.0.1:11434"}/v1`,
    credential: null,
    defaultModel: env.LLM_OLLAMA_DEFAULT_MODEL,
    timeoutMs: toMs(env.LLM_OLLAMA_TIMEOUT),
    ...NOTHING_MORE,
  };
}

function toMs(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.round(seconds * 1000);
}
