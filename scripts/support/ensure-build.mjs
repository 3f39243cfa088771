import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleServer } from "./bundle.mjs";
import { generateDatabaseClient } from "./generate.mjs";
import { projectDirectory } from "./project.mjs";
import { runBin } from "./run.mjs";
import { hashSources } from "./source-hash.mjs";

const STAMP = join(projectDirectory, "dist", "source-hash");

/** Builds unless dist/ and .next/ hold a finished build of exactly these sources. */
export async function ensureBuild({ isForced = false } = {}) {
  const hash = hashSources();
  if (!isForced && isBuilt(hash)) return;
  const startedAt = Date.now();
  process.stdout.write("\n  Building Prysm (only when the sources have changed)\n");
  mkdirSync(join(projectDirectory, "dist"), { recursive: true });
  rmSync(STAMP, { force: true });
  await step("database client", generateDatabaseClient);
  await Promise.all([step("server", bundleServer), step("pages", buildPages)]);
  writeFileSync(STAMP, hash);
  process.stdout.write(`  Built in ${seconds(startedAt)} s\n`);
}

function isBuilt(hash) {
  return (
    existsSync(STAMP) &&
    readFileSync(STAMP, "utf8") === hash &&
    existsSync(join(projectDirectory, ".next", "BUILD_ID")) &&
    existsSync(join(projectDirectory, "dist", "server.js"))
  );
}

async function buildPages() {
  const { code, output } = await runBin("next", ["build"], {
    env: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
  if (code !== 0) throw new Error(`next build failed:\n${output}`);
}

async function step(name, work) {
  const startedAt = Date.now();
  await work();
  process.stdout.write(`    ${name.padEnd(18)}${seconds(startedAt).padStart(6)} s\n`);
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
