import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "./project.mjs";
import { runBin } from "./run.mjs";
import { hashOf } from "./source-hash.mjs";

const STAMP = join(projectDirectory, "prisma", "generated", ".schema-hash");

/** Writes the database client into prisma/generated unless it is there for this very schema. */
export async function generateDatabaseClient() {
  const hash = hashOf("prisma/schema.prisma") + hashOf("package-lock.json");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash) return;
  const { code, output } = await runBin("prisma", ["generate"], {
    env: {
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      // Generating needs no schema engine, but Prisma looks for one and would download it.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    },
  });
  if (code !== 0) throw new Error(`prisma generate failed:\n${output}`);
  mkdirSync(join(projectDirectory, "prisma", "generated"), { recursive: true });
  writeFileSync(STAMP, hash);
}
