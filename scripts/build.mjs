import "./support/require-node.mjs";

const { ensureBuild } = await import("./support/ensure-build.mjs");

try {
  await ensureBuild({ isForced: process.argv.includes("--force") });
  process.exit(0);
} catch (error) {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
}
