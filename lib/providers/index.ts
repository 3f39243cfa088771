import { echo } from "./echo";
import { openaiCompatible } from "./openai-compatible";
import type { Provider } from "./provider";

/** The registry: a new provider is a file, a line here, and fixtures (docs/add-a-provider.md). */
const PROVIDERS: readonly Provider[] = [echo, openaiCompatible];

const BY_ID = new Map(PROVIDERS.map((provider) => [provider.id, provider]));

/** Throws when no provider has this id: a row of the database names a kind this version does not know. */
export function getProvider(id: string): Provider {
  const provider = BY_ID.get(id);
  if (!provider) throw new Error(`No provider kind is called "${id}". See lib/providers/index.ts.`);
  return provider;
}

/** The kinds a project can configure. */
export const CONFIGURABLE_KINDS = PROVIDERS.filter((provider) => provider.transport === "http").map(
  ({ id, label }) => ({ id, label }),
);
