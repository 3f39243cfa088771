import { z } from "zod";
import { apiKeyPrefix, newApiKey, sha256 } from "../../crypto";
import { insertApiKey } from "../../db/api-keys";
import { transaction } from "../../db/prisma";
import { displayName } from "../display-name";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";

/** What a key may do unless its maker narrows it. */
export const DEFAULT_SCOPES: readonly string[] = ["gateway", "read"];

export const createApiKeyInput = z.object({ name: displayName("The key's name") });
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
  const { name } = parseInput(createApiKeyInput, input);
  const key = newApiKey();
  const created = await transaction(async (db) => {
    const record = await insertApiKey(db, {
      projectId: context.projectId,
      name,
      hash: sha256(key),
      prefix: apiKeyPrefix(key),
      scopes: [...DEFAULT_SCOPES],
      createdById: context.actor.userId,
    });
    const details = { name, prefix: record.prefix };
    await recordAudit(db, context, { action: "api_key.create", targetId: record.id, details });
    return record;
  });
  return { id: created.id, name: created.name, prefix: created.prefix, key };
}
