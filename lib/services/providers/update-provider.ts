import { z } from "zod";
import { renameAllowedProvider } from "../../db/api-keys";
import { type Db, isUniqueViolation, transaction } from "../../db/prisma";
import { getProjectRecord, updateDefaultProvider } from "../../db/projects";
import { updateProviderRecord } from "../../db/providers";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";
import { nameTaken } from "./create-provider";
import { completeHeaders } from "./extra-headers";
import { getProviderOf } from "./get-provider-of";
import { providerName, providerSettings } from "./provider-fields";
import {
  requireSameOrigin,
  sealCredential,
  sealExtraHeaders,
  storedHeadersFor,
} from "./provider-secrets";

/** An empty credential, and a header without a value, keep what is stored. */
export const updateProviderInput = z.object({
  providerId: z.string(),
  name: providerName,
  ...providerSettings,
  removesCredential: z.boolean().default(false),
});
export type UpdateProviderInput = z.input<typeof updateProviderInput>;

export async function updateProvider(
  context: ServiceContext,
  input: UpdateProviderInput,
): Promise<{ id: string; name: string }> {
  requirePermission(context, "provider.manage");
  const parsed = parseInput(updateProviderInput, input);
  try {
    return await transaction((db) => update(db, context, parsed));
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(parsed.name);
    throw error;
  }
}

async function update(
  db: Db,
  context: ServiceContext,
  input: z.output<typeof updateProviderInput>,
): Promise<{ id: string; name: string }> {
  const { providerId, credential, removesCredential, extraHeaders, ...change } = input;
  const before = await getProviderOf(db, context.projectId, providerId);
  const withoutNew = removesCredential ? "remove" : "keep";
  const sealed = credential === null ? withoutNew : sealCredential(credential, before.id);
  if (sealed === "keep") requireSameOrigin(before, change.baseUrl);
  const headers = completeHeaders(extraHeaders, storedHeadersFor(before, change.baseUrl));
  const encryptedHeaders = sealExtraHeaders(headers, before.id);
  await updateProviderRecord(db, before.id, { ...change, encryptedHeaders }, sealed);
  if (before.name !== change.name) await followRename(db, context, before.name, change.name);
  const details = {
    name: change.name,
    kind: change.kind,
    baseUrl: change.baseUrl,
    credential: typeof sealed === "string" ? sealed : "replace",
    extraHeaders: Object.keys(headers).join(", "),
  };
  await recordAudit(db, context, { action: "provider.update", targetId: before.id, details });
  return { id: before.id, name: change.name };
}

/** What refers to a provider by its name keeps meaning the same provider. */
async function followRename(
  db: Db,
  { projectId }: ServiceContext,
  before: string,
  after: string,
): Promise<void> {
  const project = await getProjectRecord(db, projectId);
  if (project.defaultProvider === before) await updateDefaultProvider(db, projectId, after);
  await renameAllowedProvider(db, projectId, before, after);
}
