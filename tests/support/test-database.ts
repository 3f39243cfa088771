import { randomUUID } from "node:crypto";
import { Client, Pool } from "pg";
import { inject } from "vitest";
import { databaseUrlOf, TEMPLATE } from "./postgres-setup";

export interface TestDatabase {
  url: string;
  pool: Pool;
  /** Ends the pool and removes the database. */
  drop(): Promise<void>;
}

/** A database of its own: a copy of the migrated template, or an empty one. */
export async function createTestDatabase({ isEmpty = false } = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asAdministrator(`CREATE DATABASE ${name} TEMPLATE ${isEmpty ? "template1" : TEMPLATE}`);
  const url = databaseUrlOf(inject("postgresUrl"), name);
  const pool = new Pool({ connectionString: url, max: 10 });
  pool.on("error", () => undefined);
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await asAdministrator(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrlOf(inject("postgresUrl"), "postgres") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
