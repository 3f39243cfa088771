import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "../../prisma/generated/client";
import { runtime } from "../runtime";

/** The control plane's database: the client itself, or one transaction of it. */
export type Db = Prisma.TransactionClient;

const MAX_WAIT_MS = 5_000;
const TRANSACTION_TIMEOUT_MS = 15_000;

/** This process's client, over the pool that everything else uses. */
export function prisma(): PrismaClient {
  const current = runtime();
  return current.once(
    "prisma",
    () => new PrismaClient({ adapter: new PrismaPg(current.pool) }),
    (client) => client.$disconnect(),
  );
}

/** Runs `work` in one transaction: all of it happens or none. */
export function transaction<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return prisma().$transaction(work, { maxWait: MAX_WAIT_MS, timeout: TRANSACTION_TIMEOUT_MS });
}

/** Waits until no other transaction holds `name`, then holds it until this one ends. */
export async function lockInTransaction(db: Db, name: string): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Whether a write failed because a unique value is already taken. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
