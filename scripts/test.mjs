import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "./support/project.mjs";
import "./support/require-node.mjs";

const { ensureBuild } = await import("./support/ensure-build.mjs");
const { provideChromium } = await import("./support/provide-chromium.mjs");
const { runBin } = await import("./support/run.mjs");

try {
  await ensureBuild();
  const chromium = await provideChromium();
  // The conformance suite claims times, so nothing runs beside it.
  const codes = [
    await runVitest("unit", "integration"),
    await runVitest("conformance"),
    await runPlaywright(chromium),
  ];
  process.exit(codes.every((code) => code === 0) ? 0 : 1);
} catch (error) {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
}

async function runVitest(...projects) {
  const parameters = ["run", ...projects.flatMap((project) => ["--project", project])];
  const { code } = await runBin("vitest", parameters, { isShown: true, env: { NODE_ENV: "test" } });
  return code;
}

async function runPlaywright(chromium) {
  if (!hasBrowserTests()) return 0;
  const { code } = await runBin("@playwright/test", ["test"], {
    command: "playwright",
    isShown: true,
    env: { PRYSM_CHROMIUM: chromium },
  });
  return code;
}

function hasBrowserTests() {
  const files = readdirSync(join(projectDirectory, "tests", "e2e"), { recursive: true });
  return files.some((name) => String(name).endsWith(".spec.ts"));
}
