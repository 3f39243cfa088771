import { isId } from "../ids";
import type { Db } from "./prisma";

export interface ProviderRecord {
  id: string;
  projectId: string;
  name: string;
  kind: string;
  baseUrl: string;
  credentialHint: string | null;
  defaultModel: string | null;
  createdAt: Date;
  updatedAt: Date;
}

// The sealed credential is written here and read only by the gateway's own lookup.
const COLUMNS = {
  id: true,
  projectId: true,
  name: true,
  kind: true,
  baseUrl: true,
  credentialHint: true,
  defaultModel: true,
  createdAt: true,
  updatedAt: true,
} as const;

export interface SealedCredential {
  encryptedCredential: Buffer;
  credentialHint: string;
}

export interface NewProvider {
  id: string;
  projectId: string;
  name: string;
  kind: string;
  baseUrl: string;
  defaultModel: string | null;
}

export function insertProvider(
  db: Db,
  provider: NewProvider,
  credential: SealedCredential | null,
): Promise<ProviderRecord> {
  return db.provider.create({
    data: { ...provider, ...bytesOf(credential) },
    select: COLUMNS,
  });
}

export interface ProviderChange {
  name: string;
  baseUrl: string;
  defaultModel: string | null;
}

/** Leaves the stored credential alone when none is given. */
export function updateProviderRecord(
  db: Db,
  id: string,
  change: ProviderChange,
  credential: SealedCredential | null,
): Promise<ProviderRecord> {
  return db.provider.update({
    where: { id },
    data: { ...change, ...bytesOf(credential), updatedAt: new Date() },
    select: COLUMNS,
  });
}

export async function findProvider(
  db: Db,
  projectId: string,
  id: string,
): Promise<ProviderRecord | null> {
  if (!isId(id)) return null;
  return db.provider.findFirst({ where: { projectId, id }, select: COLUMNS });
}

export function listProviderRecords(db: Db, projectId: string): Promise<ProviderRecord[]> {
  return db.provider.findMany({
    where: { projectId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: COLUMNS,
  });
}

export async function deleteProviderRecord(db: Db, id: string): Promise<void> {
  await db.provider.delete({ where: { id } });
}

function bytesOf(credential: SealedCredential | null) {
  if (!credential) return {};
  return {
    encryptedCredential: new Uint8Array(credential.encryptedCredential),
    credentialHint: credential.credentialHint,
  };
}
