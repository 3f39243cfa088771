import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { projectDirectory } from "./project.mjs";

const require = createRequire(import.meta.url);

/** The file behind a package's command, so that it runs with this very Node.js. */
export function binOf(packageName, command = packageName) {
  const manifestPath = findManifest(packageName);
  const { bin } = require(manifestPath);
  return join(dirname(manifestPath), typeof bin === "string" ? bin : bin[command]);
}

function findManifest(packageName) {
  return join(projectDirectory, "node_modules", packageName, "package.json");
}

/** Runs a command to its end; its output is kept and returned, or shown as it comes with `isShown`. */
export function run(command, parameters, { env = {}, isShown = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd: projectDirectory,
      env: { ...process.env, ...env },
      stdio: ["ignore", isShown ? "inherit" : "pipe", isShown ? "inherit" : "pipe"],
    });
    let output = "";
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a Node.js program of a package. */
export function runBin(packageName, parameters, options) {
  const { command = packageName, ...rest } = options ?? {};
  return run(process.execPath, [binOf(packageName, command), ...parameters], rest);
}
