import { Prisma } from "../../prisma/generated/client";
import { isId } from "../ids";
import type { Db } from "./prisma";

/** How a test call to a provider went. */
export interface ProviderTest {
  /** ISO 8601. */
  at: string;
  isOk: boolean;
  /** Null when no answer came. */
  latencyMs: number | null;
  /** What answered, as the upstream names it; null when nothing did. */
  model: string | null;
  /** HTTP status of the upstream; null when it gave no answer. */
  status: number | null;
  /** What went wrong, in the upstream's own words where it had some. */
  message: string | null;
}

export interface ProviderRecord {
  id: string;
  projectId: string;
  name: string;
  kind: string;
  baseUrl: string;
  credentialHint: string | null;
  defaultModel: string | null;
  models: string[];
  encryptedHeaders: Uint8Array | null;
  apiVersion: string | null;
  lastTest: ProviderTest | null;
  createdAt: Date;
  updatedAt: Date;
}

// The sealed credential is written here and read only where a call is made.
const COLUMNS = {
  id: true,
  projectId: true,
  name: true,
  kind: true,
  baseUrl: true,
  credentialHint: true,
  defaultModel: true,
  models: true,
  encryptedHeaders: true,
  apiVersion: true,
  lastTest: true,
  createdAt: true,
  updatedAt: true,
} as const;

export interface SealedCredential {
  encryptedCredential: Buffer;
  credentialHint: string;
}

/** What becomes of a stored credential: replaced, kept or removed. */
export type CredentialChange = SealedCredential | "keep" | "remove";

export interface ProviderChange {
  name: string;
  kind: string;
  baseUrl: string;
  defaultModel: string | null;
  models: string[];
  encryptedHeaders: Uint8Array | null;
  apiVersion: string | null;
}

export interface NewProvider extends ProviderChange {
  id: string;
  projectId: string;
}

export async function insertProvider(
  db: Db,
  provider: NewProvider,
  credential: SealedCredential | null,
): Promise<void> {
  const sealed = credentialOf(credential ?? "remove");
  await db.provider.create({ data: { ...bytesOf(provider), ...sealed } });
}

/** Forgets the result of the last test: it says nothing about the new settings. */
export async function updateProviderRecord(
  db: Db,
  id: string,
  change: ProviderChange,
  credential: CredentialChange,
): Promise<void> {
  const data = { ...bytesOf(change), ...credentialOf(credential), ...changedNow() };
  await db.provider.update({ where: { id }, data });
}

/** Replaces the credential alone, and forgets the result of the last test. */
export async function updateProviderCredential(
  db: Db,
  id: string,
  credential: SealedCredential,
): Promise<void> {
  await db.provider.update({
    where: { id },
    data: { ...credentialOf(credential), ...changedNow() },
  });
}

/** Keeps a test's result unless the settings changed since they were read for it. */
export async function recordProviderTest(
  db: Db,
  { id, updatedAt }: Pick<ProviderRecord, "id" | "updatedAt">,
  test: ProviderTest,
): Promise<void> {
  await db.provider.updateMany({ where: { id, updatedAt }, data: { lastTest: { ...test } } });
}

export async function findProvider(
  db: Db,
  projectId: string,
  id: string,
): Promise<ProviderRecord | null> {
  if (!isId(id)) return null;
  const row = await db.provider.findFirst({ where: { projectId, id }, select: COLUMNS });
  return row && toRecord(row);
}

/** Null when the upstream needs no key. */
export async function findSealedCredential(db: Db, id: string): Promise<Uint8Array | null> {
  const row = await db.provider.findUnique({
    where: { id },
    select: { encryptedCredential: true },
  });
  return row?.encryptedCredential ?? null;
}

export async function listProviderRecords(db: Db, projectId: string): Promise<ProviderRecord[]> {
  const rows = await db.provider.findMany({
    where: { projectId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: COLUMNS,
  });
  return rows.map(toRecord);
}

export async function deleteProviderRecord(db: Db, id: string): Promise<void> {
  await db.provider.delete({ where: { id } });
}

type Row = Omit<ProviderRecord, "lastTest"> & { lastTest: Prisma.JsonValue };

// Only `recordProviderTest` writes the column.
function toRecord(row: Row): ProviderRecord {
  return { ...row, lastTest: row.lastTest as ProviderTest | null };
}

function changedNow() {
  return { updatedAt: new Date(), lastTest: Prisma.DbNull };
}

function bytesOf<Fields extends ProviderChange>(fields: Fields) {
  const { encryptedHeaders } = fields;
  return { ...fields, encryptedHeaders: encryptedHeaders && new Uint8Array(encryptedHeaders) };
}

function credentialOf(credential: CredentialChange) {
  if (credential === "keep") return {};
  if (credential === "remove") return { encryptedCredential: null, credentialHint: null };
  return {
    encryptedCredential: new Uint8Array(credential.encryptedCredential),
    credentialHint: credential.credentialHint,
  };
}
