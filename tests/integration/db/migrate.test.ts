import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../../../lib/db/migrate";
import { findFreePort } from "../../support/free-port";
import { type TemporaryDirectory, temporaryDirectory } from "../../support/temporary-directory";
import { createTestDatabase, type TestDatabase } from "../../support/test-database";

const SHIPPED = resolve(import.meta.dirname, "../../../prisma/migrations");

let database: TestDatabase;
let folder: TemporaryDirectory;

beforeEach(async () => {
  database = await createTestDatabase({ isEmpty: true });
  folder = temporaryDirectory();
});
afterEach(async () => {
  await database.drop();
  folder.remove();
});

function addMigration(name: string, sql: string) {
  mkdirSync(join(folder.path, name), { recursive: true });
  writeFileSync(join(folder.path, name, "migration.sql"), sql);
}

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  return rows.map(({ tablename }) => tablename);
}

it("brings an empty database to this version once, as prisma migrate would record it", async () => {
  const applied = await migrate(database.url, SHIPPED);
  const again = await migrate(database.url, SHIPPED);

  expect(applied.length).toBeGreaterThan(0);
  expect(again).toEqual([]);
  const { rows } = await database.pool.query(
    "SELECT * FROM _prisma_migrations ORDER BY started_at",
  );
  expect(rows.map((row) => row.migration_name)).toEqual(applied);
  const sql = readFileSync(join(SHIPPED, applied[0] ?? "", "migration.sql"));
  expect(rows[0]).toMatchObject({
    checksum: createHash("sha256").update(sql).digest("hex"),
    finished_at: expect.any(Date),
    rolled_back_at: null,
    applied_steps_count: 1,
  });
});

it("applies each migration once when several processes start at the same time", async () => {
  addMigration("1_create", "CREATE TABLE a (id int); SELECT pg_sleep(0.2);");
  addMigration("2_fill", "INSERT INTO a VALUES (1)");

  const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, folder.path)));

  expect(results.flat().sort()).toEqual(["1_create", "2_fill"]);
  expect((await database.pool.query("SELECT * FROM a")).rowCount).toBe(1);
});

it("undoes a failing migration, names it, and goes on from there when it is corrected", async () => {
  addMigration("1_good", "CREATE TABLE good (id int)");
  addMigration("2_bad", "CREATE TABLE half (id int); INSERT INTO nowhere VALUES (1);");

  await expect(migrate(database.url, folder.path)).rejects.toThrow(
    'The migration 2_bad failed and was undone, so the data is as before: relation "nowhere" does not exist.',
  );
  expect(await tables()).toEqual(["_prisma_migrations", "good"]);

  addMigration("2_bad", "CREATE TABLE half (id int)");
  expect(await migrate(database.url, folder.path)).toEqual(["2_bad"]);
});

it("refuses a migration that was changed after it was applied", async () => {
  addMigration("1_create", "CREATE TABLE a (id int)");
  await migrate(database.url, folder.path);
  addMigration("1_create", "CREATE TABLE a (id bigint)");
  addMigration("2_more", "CREATE TABLE b (id int)");

  await expect(migrate(database.url, folder.path)).rejects.toThrow(
    /The file of the migration 1_create differs/,
  );
  expect(await tables()).not.toContain("b");
});

it("takes a checkout with other line ends for the same", async () => {
  addMigration("1_create", "CREATE TABLE a (\n id int\n)\n");
  await migrate(database.url, folder.path);
  addMigration("1_create", "CREATE TABLE a (\r\n id int\r\n)\r\n");

  expect(await migrate(database.url, folder.path)).toEqual([]);
});

it("refuses a database that a newer version migrated", async () => {
  cpSync(SHIPPED, folder.path, { recursive: true });
  addMigration("99990101000000_future", "CREATE TABLE future (id int)");
  await migrate(database.url, folder.path);
  rmSync(join(folder.path, "99990101000000_future"), { recursive: true });

  await expect(migrate(database.url, folder.path)).rejects.toThrow(
    /migrated by a newer Prysm: its migration 99990101000000_future is unknown/,
  );
});

describe("a database that cannot be used", () => {
  let silent: Server | undefined;
  afterEach(() => silent?.close());

  it("is named by host and port, never by password, when nobody listens", {
    timeout: 15_000,
  }, async () => {
    const port = await findFreePort();
    const attempt = migrate(`postgresql://me:topsecret@127.0.0.1:${port}/prysm`, SHIPPED);

    const error = await attempt.catch((thrown: Error) => thrown);

    expect(String(error)).toContain(
      `The database at 127.0.0.1:${port} cannot be reached (ECONNREFUSED)`,
    );
    expect(String(error)).not.toContain("topsecret");
  });

  it("is given up within ten seconds when it accepts and stays silent", {
    timeout: 15_000,
  }, async () => {
    const port = await findFreePort();
    silent = createServer(() => undefined).listen(port, "127.0.0.1");
    const startedAt = Date.now();

    await expect(migrate(`postgresql://me@127.0.0.1:${port}/prysm`, SHIPPED)).rejects.toThrow(
      /cannot be reached/,
    );
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });

  it("says when the password is wrong or the database is missing", async () => {
    const wrongPassword = new URL(database.url);
    wrongPassword.password = "topsecret";
    const missing = new URL(database.url);
    missing.pathname = "/nothing_here";

    await expect(migrate(wrongPassword.href, SHIPPED)).rejects.toThrow(
      /refused the user or password/,
    );
    await expect(migrate(missing.href, SHIPPED)).rejects.toThrow(
      /has no database named nothing_here/,
    );
  });
});
