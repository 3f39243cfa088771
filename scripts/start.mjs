import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectDirectory } from "./support/project.mjs";
import "./support/require-node.mjs";

process.env.NODE_ENV ||= "production";
process.chdir(projectDirectory);

// A process of its own, so that the product does not carry the build's memory.
const build = spawnSync(process.execPath, [join(projectDirectory, "scripts", "build.mjs")], {
  stdio: "inherit",
});
if (build.status !== 0) process.exit(build.status ?? 1);

await import(pathToFileURL(join(projectDirectory, "dist", "server.js")).href);
