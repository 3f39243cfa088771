import { z } from "zod";
import { isUniqueViolation, transaction } from "../../db/prisma";
import { getProjectRecord, updateDefaultProvider } from "../../db/projects";
import { type ProviderRecord, updateProviderRecord } from "../../db/providers";
import { PrysmError } from "../../errors";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";
import { nameTaken } from "./create-provider";
import { getProviderOf } from "./get-provider-of";
import {
  providerBaseUrl,
  providerCredential,
  providerDefaultModel,
  providerName,
  sealCredential,
} from "./provider-fields";

export const updateProviderInput = z.object({
  providerId: z.string(),
  name: providerName,
  baseUrl: providerBaseUrl,
  /** Empty or absent keeps the stored one. */
  credential: providerCredential,
  defaultModel: providerDefaultModel,
});
export type UpdateProviderInput = z.input<typeof updateProviderInput>;

export async function updateProvider(
  context: ServiceContext,
  input: UpdateProviderInput,
): Promise<{ id: string; name: string }> {
  requirePermission(context, "provider.manage");
  const { providerId, credential, ...change } = parseInput(updateProviderInput, input);
  try {
    return await transaction(async (db) => {
      const before = await getProviderOf(db, context.projectId, providerId);
      const sealed = credential === null ? null : sealCredential(credential, before.id);
      if (!sealed) requireSameOrigin(before, change.baseUrl);
      await updateProviderRecord(db, before.id, change, sealed);
      const project = await getProjectRecord(db, context.projectId);
      if (project.defaultProvider === before.name && before.name !== change.name) {
        await updateDefaultProvider(db, context.projectId, change.name);
      }
      const details = {
        name: change.name,
        baseUrl: change.baseUrl,
        newCredential: sealed !== null,
      };
      await recordAudit(db, context, { action: "provider.update", targetId: before.id, details });
      return { id: before.id, name: change.name };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(change.name);
    throw error;
  }
}

// A stored key must not be sent where it was not entered for: that would show it to whoever listens there,
// and, without TLS, to whoever is on the way.
function requireSameOrigin(before: ProviderRecord, baseUrl: string): void {
  if (before.credentialHint === null) return;
  if (new URL(before.baseUrl).origin === new URL(baseUrl).origin) return;
  const message =
    "The base URL names another server now (scheme, host or port): enter the key for it as well.";
  throw new PrysmError("invalid_request", message, { param: "credential" });
}
