import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, createWriteStream, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stopProcess } from "../script-process";
import { findFreePort } from "./ports";
import type { RunningSubjects, Subject } from "./subject";

/** The first start may have to build. */
const START_PATIENCE_MS = 300_000;
const STOP_PATIENCE_MS = 60_000;
const POLL_MS = 200;
const PATH = "/api/v1/chat/completions";

export interface Account {
  email: string;
  password: string;
}

export interface RunningPrysm extends RunningSubjects {
  pid: number;
  port: number;
  dataDirectory: string;
  account: Account;
}

export interface PrysmOptions {
  upstreamPort: number;
  scratch: string;
  /** Where the gateway process writes a CPU profile, or null. */
  profileDirectory: string | null;
}

/** The product as `npm start` runs it, with an empty data directory, its own Postgres and default settings. */
export async function startPrysm(options: PrysmOptions): Promise<RunningPrysm> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const dataDirectory = mkdtempSync(join(tmpdir(), "prysm-bench-"));
  // PostgreSQL runs as another user when we are root, and has to get here.
  chmodSync(dataDirectory, 0o755);
  const [port, webPort] = [await findFreePort(), await findFreePort()];
  const key = `sk-prysm-${randomBytes(32).toString("hex")}`;
  const account = { email: "bench@example.com", password: randomBytes(12).toString("hex") };
  const child = spawn(process.execPath, [join(root, "scripts", "start.mjs")], {
    cwd: root,
    env: {
      ...process.env,
      ...settings({
        port,
        webPort,
        dataDirectory,
        key,
        account,
        upstreamPort: options.upstreamPort,
      }),
      ...profileSettings(options.profileDirectory),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(join(options.scratch, "prysm.log"));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const stop = async () => {
    await stopProcess(child, STOP_PATIENCE_MS);
    log.end();
    removeData(dataDirectory);
  };
  try {
    await waitUntilAnswering([port, webPort], key, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  const subjects = [
    subject({ key: "prysm", label: "Prysm, own server", port, apiKey: key }),
    subject({
      key: "prysm-next",
      label: "Prysm through the Next route handler",
      port: webPort,
      apiKey: key,
    }),
  ];
  return { subjects, stop, pid: child.pid ?? 0, port, dataDirectory, account };
}

function subject(
  given: Pick<Subject, "key" | "label"> & { port: number; apiKey: string },
): Subject {
  const headers = {
    authorization: `Bearer ${given.apiKey}`,
    "x-prysm-user-id": `bench-${given.key}`,
  };
  const target = { port: given.port, path: PATH, headers };
  return { key: given.key, label: given.label, target, anthropicTarget: target };
}

function settings(given: {
  port: number;
  webPort: number;
  dataDirectory: string;
  key: string;
  account: Account;
  upstreamPort: number;
}): Record<string, string> {
  return {
    NODE_ENV: "production",
    PORT: String(given.port),
    HOST: "127.0.0.1",
    PRYSM_WEB_PORT: String(given.webPort),
    PRYSM_DATA_DIR: given.dataDirectory,
    DATABASE_URL: "",
    PRYSM_INIT_ORG: "Bench",
    PRYSM_INIT_PROJECT: "Bench",
    PRYSM_INIT_USER_EMAIL: given.account.email,
    PRYSM_INIT_USER_PASSWORD: given.account.password,
    PRYSM_INIT_API_KEY: given.key,
    LLM_DEFAULT_PROVIDER: "openai",
    LLM_OPENAI_API_KEY: "upstream",
    LLM_OPENAI_BASE_URL: `http://127.0.0.1:${given.upstreamPort}/v1`,
    LLM_ANTHROPIC_API_KEY: "upstream",
    LLM_ANTHROPIC_BASE_URL: `http://127.0.0.1:${given.upstreamPort}`,
  };
}

function profileSettings(directory: string | null): Record<string, string> {
  if (directory === null) return {};
  const hook = new URL("../profile-hook.mjs", import.meta.url).href;
  return { NODE_OPTIONS: `--import ${hook}`, BENCH_PROFILE_DIR: directory };
}

/** Both mounts take a call: database, init key, gateway and pages are all there. */
async function waitUntilAnswering(
  ports: number[],
  key: string,
  hasEnded: () => boolean,
): Promise<void> {
  const deadline = Date.now() + START_PATIENCE_MS;
  const waiting = new Set(ports);
  while (waiting.size > 0) {
    if (hasEnded()) throw new Error("Prysm ended at start; its output is in the scratch folder.");
    if (Date.now() > deadline) throw new Error("Prysm did not answer in time.");
    for (const port of waiting) {
      if (await takesCall(port, key)) waiting.delete(port);
    }
    await pause(POLL_MS);
  }
}

async function takesCall(port: number, key: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/models`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(5_000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** As root the cluster may lie elsewhere, with a symbolic link to it in the data directory. */
function removeData(dataDirectory: string): void {
  try {
    const cluster = realpathSync(join(dataDirectory, "postgres"));
    rmSync(cluster, { recursive: true, force: true });
  } catch {
    // It was never created.
  }
  rmSync(dataDirectory, { recursive: true, force: true });
}
