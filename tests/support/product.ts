import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "./free-port";
import { temporaryDirectory } from "./temporary-directory";

const ENTRY = resolve(import.meta.dirname, "../../dist/server.js");
const READY_PATIENCE_MS = 60_000;
const POLL_INTERVAL_MS = 50;

export interface ProductOptions {
  /** Added to a minimal environment; nothing of the caller's settings is inherited. */
  env?: Readonly<Record<string, string>>;
  /** Kept after `stop`; without it a fresh directory is made and removed. */
  dataDirectory?: string;
  port?: number;
  entry?: string;
  uid?: number;
  gid?: number;
}

/** A start that may fail: nothing is waited for. */
export interface LaunchedProduct {
  pid: number;
  /** The gateway's own HTTP server. */
  baseUrl: string;
  /** The Next server behind it, reached directly. */
  webUrl: string;
  dataDirectory: string;
  /** Standard output and error so far. */
  output(): string;
  /** The exit code, or the signal's name. */
  exited: Promise<number | string>;
  /** The database the product uses; for the embedded one known only while it runs. */
  databaseUrl(): string;
  /** Ends in good order and returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
  /** SIGKILL to the main process alone. */
  killMain(): void;
  /** SIGKILL to every process of the product, PostgreSQL included. */
  killEverything(): Promise<void>;
}

/** Starts the built product on free ports with a fresh data directory and waits until pages answer. */
export async function startProduct(options: ProductOptions = {}): Promise<LaunchedProduct> {
  const product = await launchProduct(options);
  const deadline = Date.now() + READY_PATIENCE_MS;
  let code: number | string | undefined;
  void product.exited.then((exitCode) => {
    code = exitCode;
  });
  while (!product.output().includes("Prysm runs at")) {
    if (code !== undefined || Date.now() > deadline) {
      product.killMain();
      throw new Error(`the product did not start (${code ?? "too slow"}):\n${product.output()}`);
    }
    await delay(POLL_INTERVAL_MS);
  }
  return product;
}

/** Starts the built product without waiting. */
export async function launchProduct(options: ProductOptions = {}): Promise<LaunchedProduct> {
  const entry = options.entry ?? ENTRY;
  if (!existsSync(entry)) throw new Error("dist/server.js is missing: run npm run build first");
  const port = options.port ?? (await findFreePort());
  const webPort = await findFreePort();
  const own = options.dataDirectory ? null : temporaryDirectory();
  const dataDirectory = options.dataDirectory ?? own?.path ?? "";
  let output = "";
  const child = spawn(process.execPath, [entry], {
    cwd: dataDirectory,
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "production",
      PORT: String(port),
      PRYSM_WEB_PORT: String(webPort),
      PRYSM_DATA_DIR: dataDirectory,
      PRYSM_LOG_LEVEL: "warn",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...(options.uid !== undefined && { uid: options.uid }),
    ...(options.gid !== undefined && { gid: options.gid }),
  });
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const exited = new Promise<number | string>((settle) => {
    child.once("close", (code, signal) => settle(code ?? signal ?? "unknown"));
  });
  return {
    pid: child.pid ?? 0,
    baseUrl: `http://127.0.0.1:${port}`,
    webUrl: `http://127.0.0.1:${webPort}`,
    dataDirectory,
    output: () => output,
    exited,
    databaseUrl: () => options.env?.DATABASE_URL ?? embeddedUrl(dataDirectory),
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      const code = await exited;
      await endOrphanedPostgres(dataDirectory);
      own?.remove();
      return code;
    },
    killMain: () => void child.kill("SIGKILL"),
    killEverything: () => killEverything(child, dataDirectory),
  };
}

function embeddedUrl(dataDirectory: string): string {
  const [, , , port] = readPostmasterFile(dataDirectory);
  const { postgresPassword } = JSON.parse(
    readFileSync(join(dataDirectory, "secrets.json"), "utf8"),
  ) as { postgresPassword: string };
  return `postgresql://prysm:${postgresPassword}@127.0.0.1:${port}/prysm`;
}

function readPostmasterFile(dataDirectory: string): string[] {
  return readFileSync(join(dataDirectory, "postgres", "postmaster.pid"), "utf8").split("\n");
}

async function killEverything(child: ChildProcess, dataDirectory: string): Promise<void> {
  const postmaster = Number(readPostmasterFile(dataDirectory)[0]);
  // The product leads a process group of its own; PostgreSQL has another one.
  for (const group of [child.pid ?? 0, postmaster]) {
    if (group > 1) process.kill(-group, "SIGKILL");
  }
  const isGone = () => [child.pid ?? 0, postmaster].every((pid) => !isRunning(pid));
  while (!isGone()) await delay(POLL_INTERVAL_MS);
}

/** A killed product leaves its PostgreSQL to the next start; a test has no next start. */
async function endOrphanedPostgres(dataDirectory: string): Promise<void> {
  if (!existsSync(join(dataDirectory, "postgres", "postmaster.pid"))) return;
  const postmaster = Number(readPostmasterFile(dataDirectory)[0]);
  if (!isRunning(postmaster)) return;
  process.kill(postmaster, "SIGQUIT");
  while (isRunning(postmaster)) await delay(POLL_INTERVAL_MS);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
