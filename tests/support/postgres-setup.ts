import { resolve } from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../../lib/db/embedded";
import { migrate } from "../../lib/db/migrate";
import { createLog } from "../../lib/log";
import { temporaryDirectory } from "./temporary-directory";

export const TEMPLATE = "prysm_template";

/** One real Postgres for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = temporaryDirectory();
  const postgres = await startEmbeddedPostgres({
    dataDirectory: directory.path,
    password: "test-password-of-the-run",
    log: createLog("test-postgres", "warn"),
  });
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate(databaseUrlOf(postgres.url, TEMPLATE), resolve("prisma/migrations"));
  project.provide("postgresUrl", postgres.url);
  return async () => {
    await postgres.stop();
    directory.remove();
  };
}

export function databaseUrlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}
