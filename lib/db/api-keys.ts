import { isId, newId } from "../ids";
import type { Db } from "./prisma";

export interface ApiKeyRecord {
  id: string;
  projectId: string;
  name: string;
  prefix: string;
  scopes: string[];
  allowedModels: string[];
  allowedProviders: string[];
  createdById: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

// The hash stays inside: nothing above needs it.
const COLUMNS = {
  id: true,
  projectId: true,
  name: true,
  prefix: true,
  scopes: true,
  allowedModels: true,
  allowedProviders: true,
  createdById: true,
  createdAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;

export interface NewApiKey {
  projectId: string;
  name: string;
  hash: string;
  prefix: string;
  scopes: string[];
  /** Absent or empty allows every model. */
  allowedModels?: string[];
  /** Absent or empty allows every provider. */
  allowedProviders?: string[];
  createdById: string | null;
}

export function insertApiKey(db: Db, key: NewApiKey): Promise<ApiKeyRecord> {
  return db.apiKey.create({ data: { ...key, id: newId() }, select: COLUMNS });
}

export function findApiKeyByHash(db: Db, hash: string): Promise<ApiKeyRecord | null> {
  return db.apiKey.findUnique({ where: { hash }, select: COLUMNS });
}

export async function findApiKey(
  db: Db,
  projectId: string,
  id: string,
): Promise<ApiKeyRecord | null> {
  if (!isId(id)) return null;
  return db.apiKey.findFirst({ where: { projectId, id }, select: COLUMNS });
}

/** Newest first, each with the name of who made it. */
export async function listApiKeyRecords(db: Db, projectId: string) {
  const keys = await db.apiKey.findMany({
    where: { projectId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: COLUMNS,
  });
  const creatorIds = [...new Set(keys.flatMap((key) => key.createdById ?? []))];
  const creators = await db.user.findMany({
    where: { id: { in: creatorIds } },
    select: { id: true, name: true },
  });
  const names = new Map(creators.map((creator) => [creator.id, creator.name]));
  return keys.map((key) => ({ ...key, creatorName: names.get(key.createdById ?? "") ?? null }));
}

/** Revokes a key unless it already is; false when there was nothing to do. */
export async function markApiKeyRevoked(db: Db, projectId: string, id: string): Promise<boolean> {
  const { count } = await db.apiKey.updateMany({
    where: { projectId, id, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count > 0;
}

/** Lets the keys that may use a provider use it under its new name. */
export async function renameAllowedProvider(
  db: Db,
  projectId: string,
  before: string,
  after: string,
): Promise<void> {
  await db.$executeRaw`
    UPDATE api_keys SET allowed_providers = array_replace(allowed_providers, ${before}, ${after})
     WHERE project_id = ${projectId}::uuid AND ${before} = ANY (allowed_providers)`;
}

/** Notes that a key was used now; at most one write a minute per key. */
export async function touchApiKey(db: Db, id: string): Promise<void> {
  const aMinuteAgo = new Date(Date.now() - 60_000);
  await db.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: aMinuteAgo } }] },
    data: { lastUsedAt: new Date() },
  });
}
