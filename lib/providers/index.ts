import { anthropic } from "./anthropic/index";
import { echo } from "./echo";
import { gemini } from "./gemini/index";
import { azureOpenai } from "./openai/azure";
import { OPENAI_FAMILY } from "./openai/openai-family";
import type { HttpProvider, Provider, Upstream } from "./provider";

/** The registry: a new provider is a file, a line here, and fixtures (docs/add-a-provider.md). */
const HTTP_PROVIDERS: readonly HttpProvider[] = [anthropic, gemini, azureOpenai, ...OPENAI_FAMILY];

export const PROVIDERS: readonly Provider[] = [echo, ...HTTP_PROVIDERS];

const BY_ID = new Map(PROVIDERS.map((provider) => [provider.id, provider]));

/** Throws when no provider has this id: a row of the database names a kind this version does not know. */
export function getProvider(id: string): Provider {
  const provider = BY_ID.get(id);
  if (!provider) throw new Error(`No provider kind is called "${id}". See lib/providers/index.ts.`);
  return provider;
}

/** Null for a kind that only another version of Prysm knows. */
export function findProvider(id: string): Provider | null {
  return BY_ID.get(id) ?? null;
}

/** The kinds a project can configure. */
export const CONFIGURABLE_KINDS = HTTP_PROVIDERS.map(
  ({ id, label, defaultBaseUrl, needsCredential }) => ({
    id,
    label,
    defaultBaseUrl,
    needsCredential,
  }),
);

const PUBLIC_UPSTREAMS: readonly Upstream[] = HTTP_PROVIDERS.flatMap((provider) => {
  const { id, defaultBaseUrl, needsCredential } = provider;
  if (defaultBaseUrl === null || !needsCredential) return [];
  const settings = { credential: null, defaultModel: null, models: [], extraHeaders: {} };
  const upstream = { ...settings, apiVersion: null, timeoutMs: null, isTrusted: false };
  return [{ name: id, kind: id, baseUrl: defaultBaseUrl, ...upstream }];
});

/** The public services, for callers that bring their own key. */
export function publicUpstreams(): readonly Upstream[] {
  return PUBLIC_UPSTREAMS;
}
