import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { PrysmError } from "../errors";
import { connectOrExplain } from "./connect-or-explain";

/** The lock `prisma migrate` takes, so that the two never run at once. */
const LOCK_ID = 72_707_369;
const LOCK_PATIENCE_MS = 120_000;

/** What `prisma migrate deploy` creates, so that it finds its own table. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

interface Migration {
  name: string;
  sql: string;
}

interface AppliedMigration {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** Applies what is missing from `directory`, each migration in one transaction; returns their names. */
export async function migrate(databaseUrl: string, directory: string): Promise<string[]> {
  const migrations = readMigrations(directory);
  const client = await connectOrExplain(databaseUrl);
  try {
    await lock(client);
    await client.query(MIGRATIONS_TABLE);
    const pending = findPending(migrations, await readApplied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function readMigrations(directory: string): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      name,
      sql: readFileSync(join(directory, name, "migration.sql"), "utf8"),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function lock(client: Client): Promise<void> {
  try {
    await client.query(`SET lock_timeout = ${LOCK_PATIENCE_MS}`);
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_ID]);
    await client.query("SET lock_timeout = 0");
  } catch (error) {
    throw new PrysmError(
      "unavailable",
      "Another process has been migrating this database for over two minutes. Wait until it ends, then start again.",
      { cause: error },
    );
  }
}

async function readApplied(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

/** Refuses a database this code does not fit, before anything is changed. */
function findPending(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (!migration) throw newerDatabase(row.migration_name);
    if (!row.finished_at) throw unfinished(row.migration_name);
    if (!checksumsOf(migration).includes(row.checksum)) throw changed(row.migration_name);
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksumOf(migration.sql), migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw new PrysmError(
      "unavailable",
      `The migration ${migration.name} failed and was undone, so the data is as before: ${sentence(error)} Correct the cause and start again.`,
      { cause: error },
    );
  }
}

/** A checkout may have turned line ends; Prisma accepts both as well. */
function checksumsOf({ sql }: Migration): string[] {
  const unix = sql.replaceAll("\r\n", "\n");
  return [sql, unix, unix.replaceAll("\n", "\r\n")].map(checksumOf);
}

function checksumOf(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.endsWith(".") ? message : `${message}.`;
}

function newerDatabase(name: string): PrysmError {
  return new PrysmError(
    "unavailable",
    `The database was migrated by a newer Prysm: its migration ${name} is unknown to this version. Update Prysm, or set DATABASE_URL to another database.`,
  );
}

function unfinished(name: string): PrysmError {
  return new PrysmError(
    "unavailable",
    `The migration ${name} was begun by another tool and did not finish. Repair it with prisma migrate resolve, then start again.`,
  );
}

function changed(name: string): PrysmError {
  return new PrysmError(
    "unavailable",
    `The file of the migration ${name} differs from what was applied to this database. Restore it and put the change into a new migration.`,
  );
}
