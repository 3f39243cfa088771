import { afterAll, beforeAll } from "vitest";
import { provideEnv } from "../../lib/env";
import { closeRuntime } from "../../lib/runtime";
import { type TemporaryDirectory, temporaryDirectory } from "./temporary-directory";
import { createTestDatabase, type TestDatabase } from "./test-database";

let database: TestDatabase;
let directory: TemporaryDirectory;

// Gives each test file a migrated database and a data directory, so that `runtime()` works in it.
beforeAll(async () => {
  database = await createTestDatabase();
  directory = temporaryDirectory();
  provideEnv({
    DATABASE_URL: database.url,
    PRYSM_DATA_DIR: directory.path,
    PRYSM_SECRET: "a-secret-only-for-tests",
    PRYSM_ENCRYPTION_KEY: "0f".repeat(32),
    PRYSM_LOG_LEVEL: "silent",
  });
});

afterAll(async () => {
  await closeRuntime();
  await database?.drop();
  directory?.remove();
});
