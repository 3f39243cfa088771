import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/support/find-chromium.mjs";
import { findFreePort } from "./tests/support/free-port";

// The workers load this file too and have to see the same product.
process.env.PRYSM_E2E_PORT ??= String(await findFreePort());
process.env.PRYSM_E2E_DATA_DIR ??= makeDataDirectory();

const port = process.env.PRYSM_E2E_PORT;
const chromium = findChromium();

export default defineConfig({
  testDir: "tests/e2e",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  globalTeardown: "./tests/support/remove-e2e-data.ts",
  use: {
    baseURL: `http://localhost:${port}`,
    trace: "retain-on-failure",
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    },
  },
  webServer: {
    command: "node dist/server.js",
    url: `http://localhost:${port}/sign-in`,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    env: {
      NODE_ENV: "production",
      PORT: port,
      PRYSM_DATA_DIR: process.env.PRYSM_E2E_DATA_DIR,
      PRYSM_LOG_LEVEL: "warn",
    },
  },
});

function makeDataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "prysm-e2e-"));
  chmodSync(directory, 0o711);
  return directory;
}
