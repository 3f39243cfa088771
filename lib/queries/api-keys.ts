import { listApiKeyRecords } from "../db/api-keys";
import { prisma } from "../db/prisma";

export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  createdAt: string;
  /** Name of the person; null when the instance made it or the person is gone. */
  createdBy: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  /** Empty: every model. */
  allowedModels: string[];
  /** Empty: every provider. */
  allowedProviders: string[];
}

/** Every key of the project, newest first; revoked ones stay listed. */
export async function listApiKeys(projectId: string): Promise<ApiKeyRow[]> {
  const keys = await listApiKeyRecords(prisma(), projectId);
  return keys.map((key) => ({
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    createdAt: key.createdAt.toISOString(),
    createdBy: key.creatorName,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    allowedModels: key.allowedModels,
    allowedProviders: key.allowedProviders,
  }));
}
