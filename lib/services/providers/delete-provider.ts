import { z } from "zod";
import { transaction } from "../../db/prisma";
import { getProjectRecord, updateDefaultProvider } from "../../db/projects";
import { deleteProviderRecord } from "../../db/providers";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";
import { getProviderOf } from "./get-provider-of";

export const deleteProviderInput = z.object({ providerId: z.string() });
export type DeleteProviderInput = z.input<typeof deleteProviderInput>;

/** Deletes a provider with its credential; when it was the project's default, the instance's takes over. */
export async function deleteProvider(
  context: ServiceContext,
  input: DeleteProviderInput,
): Promise<{ id: string }> {
  requirePermission(context, "provider.manage");
  const { providerId } = parseInput(deleteProviderInput, input);
  return transaction(async (db) => {
    const { id, name } = await getProviderOf(db, context.projectId, providerId);
    await deleteProviderRecord(db, id);
    const project = await getProjectRecord(db, context.projectId);
    if (project.defaultProvider === name) await updateDefaultProvider(db, context.projectId, null);
    await recordAudit(db, context, { action: "provider.delete", targetId: id, details: { name } });
    return { id };
  });
}
