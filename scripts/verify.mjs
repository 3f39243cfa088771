import { generateDatabaseClient } from "./support/generate.mjs";
import { runBin } from "./support/run.mjs";

/** With fewer the tool has not seen the tree at all, and would pass whatever it holds. */
const MIN_CRUISED_MODULES = 50;

const checks = [
  {
    name: "format, lint",
    work: () => runBin("@biomejs/biome", ["ci", "--colors=off", "."], { command: "biome" }),
  },
  { name: "types", work: () => runBin("typescript", ["--noEmit"], { command: "tsc" }) },
  { name: "import rules", work: checkImportRules },
  { name: "dead code", work: () => runBin("knip", []) },
];

await generateDatabaseClient();
const results = await Promise.all(checks.map(runCheck));
process.exit(results.every(Boolean) ? 0 : 1);

async function runCheck({ name, work }) {
  const startedAt = Date.now();
  const { code, output } = await work();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? "ok  " : "FAIL"}  ${name.padEnd(14)} ${seconds} s\n`);
  if (code !== 0) process.stdout.write(`${output}\n`);
  return code === 0;
}

async function checkImportRules() {
  const places = ["app", "components", "lib", "server.ts", "tests", "bench"];
  const result = await runBin("dependency-cruiser", [...places, "--config"], {
    command: "depcruise",
  });
  const cruised = Number(/(\d+) modules/.exec(result.output)?.[1] ?? 0);
  if (cruised >= MIN_CRUISED_MODULES) return result;
  return { code: 1, output: `${result.output}\nonly ${cruised} modules were cruised` };
}
