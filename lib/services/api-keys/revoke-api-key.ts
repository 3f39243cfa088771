import { z } from "zod";
import { findApiKey, markApiKeyRevoked } from "../../db/api-keys";
import { transaction } from "../../db/prisma";
import { PrysmError } from "../../errors";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";

export const revokeApiKeyInput = z.object({ keyId: z.string() });
export type RevokeApiKeyInput = z.input<typeof revokeApiKeyInput>;

/** Ends a key for good; every process refuses it within a second. Revoking twice changes nothing. */
export async function revokeApiKey(
  context: ServiceContext,
  input: RevokeApiKeyInput,
): Promise<{ id: string }> {
  requirePermission(context, "key.revoke");
  const { keyId } = parseInput(revokeApiKeyInput, input);
  return transaction(async (db) => {
    const key = await findApiKey(db, context.projectId, keyId);
    if (!key) throw new PrysmError("not_found", "This project has no such API key.");
    if (await markApiKeyRevoked(db, context.projectId, key.id)) {
      const details = { name: key.name, prefix: key.prefix };
      await recordAudit(db, context, { action: "api_key.revoke", targetId: key.id, details });
    }
    return { id: key.id };
  });
}
