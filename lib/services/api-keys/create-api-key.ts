import { z } from "zod";
import { apiKeyPrefix, newApiKey, sha256 } from "../../crypto";
import { insertApiKey } from "../../db/api-keys";
import { type Db, transaction } from "../../db/prisma";
import { listProviderRecords } from "../../db/providers";
import { PrysmError } from "../../errors";
import { instanceUpstreams } from "../../instance-upstreams";
import { runtime } from "../../runtime";
import { displayName } from "../display-name";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";

/** What a key may do unless its maker narrows it. */
export const DEFAULT_SCOPES: readonly string[] = ["gateway", "read"];

const MAX_ENTRIES = 100;

const modelPattern = z
  .string()
  .trim()
  .min(1, "A model's name is missing.")
  .max(200, "A model's name can have at most 200 characters.")
  .regex(
    /^[^*\p{Cc}]*\*?$/u,
    "Enter a model's name, or the beginning of names followed by *, such as gpt-4o*.",
  );

const listOf = (entry: z.ZodType<string, string>) =>
  z
    .array(entry)
    .max(MAX_ENTRIES, `A key can list at most ${MAX_ENTRIES} entries.`)
    .optional()
    .transform((entries = []) => [...new Set(entries)]);

export const createApiKeyInput = z.object({
  name: displayName("The key's name"),
  /** Names, or beginnings of names that end in `*`; empty or absent allows every model. */
  allowedModels: listOf(modelPattern),
  /** Names of the project's and the instance's providers; empty or absent allows every provider. */
  allowedProviders: listOf(z.string().trim()),
});
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;

export interface CreatedApiKey {
  id: string;
  name: string;
  prefix: string;
  /** The whole key: this is the only time anyone sees it. */
  key: string;
}

export async function createApiKey(
  context: ServiceContext,
  input: CreateApiKeyInput,
): Promise<CreatedApiKey> {
  requirePermission(context, "key.create");
  const { name, allowedModels, allowedProviders } = parseInput(createApiKeyInput, input);
  const key = newApiKey();
  const created = await transaction(async (db) => {
    await requireProviders(db, context.projectId, allowedProviders);
    const record = await insertApiKey(db, {
      projectId: context.projectId,
      name,
      hash: sha256(key),
      prefix: apiKeyPrefix(key),
      scopes: [...DEFAULT_SCOPES],
      allowedModels,
      allowedProviders,
      createdById: context.actor.userId,
    });
    const details = {
      name,
      prefix: record.prefix,
      allowedModels: allowedModels.join(", "),
      allowedProviders: allowedProviders.join(", "),
    };
    await recordAudit(db, context, { action: "api_key.create", targetId: record.id, details });
    return record;
  });
  return { id: created.id, name: created.name, prefix: created.prefix, key };
}

// A misspelt name would make a key that can do nothing.
async function requireProviders(
  db: Db,
  projectId: string,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const own = await listProviderRecords(db, projectId);
  const known = [...own, ...instanceUpstreams(runtime().env)].map((provider) => provider.name);
  const index = names.findIndex((name) => !known.includes(name));
  if (index === -1) return;
  const message = `There is no provider called "${names[index]}". Choose from: ${[...new Set(known)].join(", ")}.`;
  throw new PrysmError("unknown_provider", message, { param: `allowedProviders.${index}` });
}
