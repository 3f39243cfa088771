import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../../../lib/db/migrate";
import { newId } from "../../../lib/ids";
import { type TemporaryDirectory, temporaryDirectory } from "../../support/temporary-directory";
import { createTestDatabase, type TestDatabase } from "../../support/test-database";

const SHIPPED = resolve(import.meta.dirname, "../../../prisma/migrations");
const FIRST = "20261120000000_init";

let database: TestDatabase;
let folder: TemporaryDirectory;
beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
  folder = temporaryDirectory();
  cpSync(join(SHIPPED, FIRST), join(folder.path, FIRST), { recursive: true });
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

test("providers and keys from before keep working: the kind is renamed, nothing is restricted", async () => {
  await migrate(database.url, folder.path);
  const { pool } = database;
  const [organizationId, projectId] = [newId(), newId()];
  await pool.query("INSERT INTO organizations (id, name, slug) VALUES ($1, 'O', 'o')", [
    organizationId,
  ]);
  await pool.query(
    "INSERT INTO projects (id, organization_id, name, slug) VALUES ($1, $2, 'P', 'p')",
    [projectId, organizationId],
  );
  await pool.query(
    `INSERT INTO providers (id, project_id, name, kind, base_url)
     VALUES ($1, $2, 'house', 'openai-compatible', 'https://models.example.com/v1')`,
    [newId(), projectId],
  );
  await pool.query(
    "INSERT INTO api_keys (id, project_id, name, hash, prefix) VALUES ($1, $2, 'Key', 'h', 'sk')",
    [newId(), projectId],
  );

  await migrate(database.url, SHIPPED);

  const providers = await pool.query("SELECT * FROM providers");
  expect(providers.rows).toMatchObject([
    { kind: "custom", models: [], encrypted_headers: null, api_version: null, last_test: null },
  ]);
  const keys = await pool.query("SELECT * FROM api_keys");
  expect(keys.rows).toMatchObject([{ allowed_models: [], allowed_providers: [] }]);
});
