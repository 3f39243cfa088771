import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** One run of one program. A pid alone is not enough: it is given to another program after the first ends. */
export interface ProcessIdentity {
  pid: number;
  /** When the process started, in the operating system's own words; only compared for equality. */
  startedAt: string;
  /** Where the pid has a meaning: one boot of one machine, one container. */
  scope: string;
}

let current: ProcessIdentity | undefined;

export function currentProcess(): ProcessIdentity {
  current ??= {
    pid: process.pid,
    startedAt: findStartTime(process.pid) ?? "unknown",
    scope: currentScope(),
  };
  return current;
}

/** Whether the pid of this process can be judged from here; not so for another container or machine. */
export function isInOurScope(identity: ProcessIdentity): boolean {
  return identity.scope === currentProcess().scope;
}

/**
 * Whether exactly this process still runs. One of another scope counts as ended: who needs to know
 * better (the instance lock) asks `isInOurScope` first.
 */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!isInOurScope(identity) || !isPidInUse(identity.pid)) return false;
  return findStartTime(identity.pid) === identity.startedAt;
}

/** Whether any process has this pid. */
export function isPidInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The identity stored in a file by another process, or null when it is not one. */
export function parseProcessIdentity(value: unknown): ProcessIdentity | null {
  if (typeof value !== "object" || value === null) return null;
  const { pid, startedAt, scope } = value as Partial<Record<keyof ProcessIdentity, unknown>>;
  if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0) return null;
  if (typeof startedAt !== "string" || typeof scope !== "string") return null;
  return { pid, startedAt, scope };
}

function findStartTime(pid: number): string | null {
  return process.platform === "linux" ? findLinuxStartTime(pid) : findStartTimeByPs(pid);
}

function findLinuxStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isZombie = fields[0] === "Z" || fields[0] === "X";
    return isZombie ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function findStartTimeByPs(pid: number): string | null {
  try {
    const options = { encoding: "utf8", env: { LC_ALL: "C" }, stdio: ["ignore", "pipe", "ignore"] };
    const output = execFileSync("/bin/ps", ["-o", "lstart=", "-p", String(pid)], options as object);
    return String(output).trim() || null;
  } catch {
    return null;
  }
}

function currentScope(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}
