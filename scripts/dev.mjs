import { fork } from "node:child_process";
import { join } from "node:path";
import { projectDirectory } from "./support/project.mjs";
import "./support/require-node.mjs";

const { watchServer } = await import("./support/bundle.mjs");
const { generateDatabaseClient } = await import("./support/generate.mjs");

process.env.NODE_ENV = "development";
process.env.PRYSM_DATA_DIR ||= ".data";
process.chdir(projectDirectory);

let server = null;
let isStopping = false;
let restart = Promise.resolve();

await generateDatabaseClient();
const watcher = await watchServer(() => {
  restart = restart.then(restartServer);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    isStopping = true;
    await watcher.dispose();
    const code = await endServer(signal);
    process.exit(code ?? 0);
  });
}

async function restartServer() {
  if (isStopping) return;
  await endServer("SIGTERM");
  const child = fork(join(projectDirectory, "dist", "server.js"), [], { detached: true });
  server = child;
  child.once("exit", (code) => {
    if (server !== child || isStopping) return;
    server = null;
    process.stderr.write(`The server ended (${code}); it starts again at the next change.\n`);
  });
}

function endServer(signal) {
  const child = server;
  server = null;
  if (!child || child.exitCode !== null) return Promise.resolve(child?.exitCode ?? 0);
  return new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill(signal);
  });
}
