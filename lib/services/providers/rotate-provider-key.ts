import { z } from "zod";
import { transaction } from "../../db/prisma";
import { updateProviderCredential } from "../../db/providers";
import { PrysmError } from "../../errors";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";
import { getProviderOf } from "./get-provider-of";
import { providerCredential } from "./provider-fields";
import { sealCredential } from "./provider-secrets";

export const rotateProviderKeyInput = z.object({
  providerId: z.string(),
  credential: providerCredential,
});
export type RotateProviderKeyInput = z.input<typeof rotateProviderKeyInput>;

/** Replaces a provider's key and nothing else; every process uses the new one within a second. */
export async function rotateProviderKey(
  context: ServiceContext,
  input: RotateProviderKeyInput,
): Promise<{ id: string; credentialHint: string }> {
  requirePermission(context, "provider.manage");
  const { providerId, credential } = parseInput(rotateProviderKeyInput, input);
  if (credential === null) {
    throw new PrysmError("invalid_request", "Enter the new key.", { param: "credential" });
  }
  return transaction(async (db) => {
    const { id, name } = await getProviderOf(db, context.projectId, providerId);
    const sealed = sealCredential(credential, id);
    await updateProviderCredential(db, id, sealed);
    const { credentialHint } = sealed;
    const details = { name, credentialHint };
    await recordAudit(db, context, { action: "provider.rotate_key", targetId: id, details });
    return { id, credentialHint };
  });
}
