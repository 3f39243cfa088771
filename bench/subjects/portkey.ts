import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopProcess } from "../script-process";
import { findFreePort, waitForPort } from "./ports";
import { type RunningSubjects, SubjectMissing } from "./subject";

const VERSION = "1.15.2";
/** Within the range Portkey asks for; from 1.14 on its streams answer 500 ("immutable" headers). */
const NODE_SERVER_VERSION = "1.12.2";
const MANIFEST = {
  private: true,
  dependencies: { "@portkey-ai/gateway": VERSION },
  overrides: { "@hono/node-server": NODE_SERVER_VERSION },
};
const INSTALL_PATIENCE_MS = 180_000;
const STOP_PATIENCE_MS = 5_000;

/** The best-known gateway in TypeScript, installed on first use and kept in the scratch folder. */
export async function startPortkey(
  upstreamPort: number,
  scratch: string,
): Promise<RunningSubjects> {
  const directory = join(scratch, `portkey-${VERSION}-${NODE_SERVER_VERSION}`);
  const entry = join(directory, "node_modules", "@portkey-ai", "gateway", "build/start-server.js");
  if (!existsSync(entry)) install(directory);
  if (!existsSync(entry)) throw new SubjectMissing("@portkey-ai/gateway could not be installed");
  const port = await findFreePort();
  const child = spawn(process.execPath, [entry, `--port=${port}`, "--headless"], {
    cwd: directory,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: "ignore",
  });
  await waitForPort(port, child);
  const target = (provider: string) => ({
    port,
    path: "/v1/chat/completions",
    headers: {
      authorization: "Bearer upstream",
      "x-portkey-provider": provider,
      "x-portkey-custom-host": `http://127.0.0.1:${upstreamPort}/v1`,
    },
  });
  return {
    subjects: [
      {
        key: "portkey",
        label: `@portkey-ai/gateway ${VERSION}`,
        target: target("openai"),
        anthropicTarget: target("anthropic"),
      },
    ],
    stop: () => stopProcess(child, STOP_PATIENCE_MS),
  };
}

function install(directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "package.json"), `${JSON.stringify(MANIFEST)}\n`);
  spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: "ignore",
    timeout: INSTALL_PATIENCE_MS,
  });
}
