import { existsSync } from "node:fs";
import { findChromium } from "./find-chromium.mjs";
import { run, runBin } from "./run.mjs";

/** A Chromium for the browser tests; one is installed where this machine has none. */
export async function provideChromium() {
  const found = findChromium();
  if (found) return found;
  process.stdout.write("\n  No Chromium found for the browser tests; installing one\n");
  const attempts = [installBySystem, installByPlaywright];
  const reasons = [];
  for (const attempt of attempts) {
    const { code, output } = await attempt();
    const installed = findChromium();
    if (code === 0 && installed) return installed;
    reasons.push(output.trim().split("\n").at(-1));
  }
  throw new Error(
    `No Chromium could be installed (${reasons.filter(Boolean).join("; ")}). Install one and set PRYSM_CHROMIUM to its path.`,
  );
}

async function installBySystem() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return { code: 1, output: "" };
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  return run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
}

function installByPlaywright() {
  return runBin("@playwright/test", ["install", "chromium"], { command: "playwright" });
}
