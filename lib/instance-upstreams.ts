import type { Env } from "./env";
import type { Upstream } from "./providers/provider";

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
  };
  const all = [...configured, echo];
  const preferred = all.find((upstream) => upstream.name === env.LLM_DEFAULT_PROVIDER);
  return preferred ? [preferred, ...all.filter((upstream) => upstream !== preferred)] : all;
}

function openai(env: Env): Upstream | null {
  if (!env.LLM_OPENAI_API_KEY) return null;
  return {
    name: "openai",
    kind: "openai-compatible",
    baseUrl: env.LLM_OPENAI_BASE_URL,
    credential: env.LLM_OPENAI_API_KEY,
    defaultModel: env.LLM_OPENAI_DEFAULT_MODEL,
    timeoutMs: toMs(env.LLM_OPENAI_TIMEOUT),
  };
}

// Anthropic serves OpenAI's chat API below /v1 of the same host.
function anthropic(env: Env): Upstream | null {
  if (!env.LLM_ANTHROPIC_API_KEY) return null;
  return {
    name: "anthropic",
    kind: "openai-compatible",
    baseUrl: `${env.LLM_ANTHROPIC_BASE_URL}/v1`,
    credential: env.LLM_ANTHROPIC_API_KEY,
    defaultModel: env.LLM_ANTHROPIC_DEFAULT_MODEL,
    timeoutMs: toMs(env.LLM_ANTHROPIC_TIMEOUT),
  };
}

function ollama(env: Env): Upstream | null {
  const isWanted = env.LLM_OLLAMA_BASE_URL || env.LLM_DEFAULT_PROVIDER === "ollama";
  if (!isWanted) return null;
  return {
    name: "ollama",
    kind: "openai-compatible",
    baseUrl: `${env.LLM_OLLAMA_BASE_URL ?? "http://127.0.0.1:11434"}/v1`,
    credential: null,
    defaultModel: env.LLM_OLLAMA_DEFAULT_MODEL,
    timeoutMs: toMs(env.LLM_OLLAMA_TIMEOUT),
  };
}

function toMs(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.round(seconds * 1000);
}
