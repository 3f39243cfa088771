import { newId } from "../ids";
import type { Db } from "./prisma";

export interface UserRecord {
  id: string;
  email: string;
  name: string;
  image: string | null;
  passwordHash: string | null;
  emailVerifiedAt: Date | null;
}

/** One spelling per address, so that one person has one account. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

export function findUserById(db: Db, id: string): Promise<UserRecord | null> {
  return db.user.findUnique({ where: { id } });
}

export function findUserByEmail(db: Db, email: string): Promise<UserRecord | null> {
  return db.user.findUnique({ where: { email: normaliseEmail(email) } });
}

export interface NewUser {
  email: string;
  name: string;
  image?: string | null;
  passwordHash?: string | null;
  emailVerifiedAt?: Date | null;
}

export function insertUser(db: Db, user: NewUser): Promise<UserRecord> {
  return db.user.create({ data: { ...user, id: newId(), email: normaliseEmail(user.email) } });
}

export interface ProviderAccount {
  /** `github` or `google`. */
  provider: string;
  providerAccountId: string;
}

export async function findUserByAccount(db: Db, account: ProviderAccount) {
  const found = await db.account.findUnique({
    where: { provider_providerAccountId: account },
    include: { user: true },
  });
  return found?.user ?? null;
}

export async function insertAccount(db: Db, account: ProviderAccount & { userId: string }) {
  await db.account.create({ data: account });
}
