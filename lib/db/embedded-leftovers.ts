import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PrysmError } from "../errors";
import type { Log } from "../log";
import { isPidInUse } from "../process-identity";

const FAST_STOP_PATIENCE_MS = 30_000;
const IMMEDIATE_STOP_PATIENCE_MS = 10_000;
const POLL_INTERVAL_MS = 50;

/**
 * Clears what a killed instance left in a cluster: stops a server that outlived it, and makes a
 * `postmaster.pid` harmless whose pid now belongs to another program.
 */
export async function clearLeftovers(directory: string, log: Log): Promise<void> {
  const pidFile = join(directory, "postmaster.pid");
  const lines = readLines(pidFile);
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1 || !isPidInUse(pid)) return;
  if (isServerOf(pid, directory)) {
    log.warn({ pid }, "stopping the embedded PostgreSQL that a killed instance left running");
    await stopServer(pid);
    return;
  }
  // PostgreSQL takes its parent's pid for a stale one, and goes on to check by the shared memory key in
  // this file that no backend of the dead server lives; with the file removed it could not.
  writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join("\n"));
}

/** Stops a server: first its clients are cut off and all is written, at last it is made to stop at once. */
export async function stopServer(pid: number): Promise<void> {
  if (await signalAndWait(pid, "SIGINT", FAST_STOP_PATIENCE_MS)) return;
  if (await signalAndWait(pid, "SIGQUIT", IMMEDIATE_STOP_PATIENCE_MS)) return;
  throw new PrysmError(
    "unavailable",
    `The embedded PostgreSQL (process ${pid}) does not stop. End it and start Prysm again.`,
  );
}

async function signalAndWait(pid: number, signal: NodeJS.Signals, patienceMs: number) {
  try {
    process.kill(pid, signal);
  } catch {
    return !isPidInUse(pid);
  }
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (!isPidInUse(pid)) return true;
    await delay(POLL_INTERVAL_MS);
  }
  return false;
}

function isServerOf(pid: number, directory: string): boolean {
  const parameters = commandLineOf(pid);
  return parameters.includes("postgres") && parameters.includes(directory);
}

function commandLineOf(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("/bin/ps", ["-ww", "-o", "command=", "-p", String(pid)]).toString();
  } catch {
    return "";
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}
