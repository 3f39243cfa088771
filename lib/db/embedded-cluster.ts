import { spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { PrysmError } from "../errors";
import { isId, newId } from "../ids";
import {
  BARE_ENVIRONMENT,
  canEnter,
  findAccountByUid,
  findServerAccount,
  identityOf,
  isRoot,
  type ServerAccount,
} from "./embedded-account";
import type { PostgresBinaries } from "./embedded-binaries";

export const SUPERUSER = "prysm";
const STATE_DIRECTORY = "/var/lib/prysm";
const DRAFT_MARK = ".initialising-";

/** Where a cluster lies (or will lie) and who runs it. */
export interface ClusterPlace {
  /** Without symbolic links: PostgreSQL and `ps` show it in this form. */
  directory: string;
  account: ServerAccount | null;
  /** A symbolic link that has to point at the directory once the cluster exists. */
  link: string | null;
}

/**
 * Chooses where the cluster of a data directory lies. As root that is the data directory itself when
 * the database user can enter it, otherwise a directory of our own below /var/lib/prysm that
 * `<data directory>/postgres` points to: a private home stays private.
 */
export function placeCluster(
  dataDirectory: string,
  options: { passwd?: string; stateDirectory?: string } = {},
): ClusterPlace {
  const link = join(dataDirectory, "postgres");
  requireNotDangling(link);
  if (!isRoot()) return { directory: ownPlace(link), account: null, link: null };
  const existing = existsSync(join(link, "PG_VERSION")) ? realpathSync(link) : null;
  if (existing) return { directory: existing, account: ownerOf(existing), link: null };
  const account = findServerAccount(options.passwd);
  if (!account) {
    throw new PrysmError(
      "unavailable",
      "PostgreSQL refuses to run as root and this machine has neither a user postgres nor nobody. Run Prysm as an ordinary user, or set DATABASE_URL.",
    );
  }
  if (canEnter(dataDirectory, account)) {
    return { directory: join(realpathSync(dataDirectory), "postgres"), account, link: null };
  }
  return { directory: placeOutside(dataDirectory, options.stateDirectory), account, link };
}

/** Creates the cluster unless it exists; an interrupted attempt leaves nothing that counts as one. */
export async function createCluster(
  place: ClusterPlace,
  binaries: PostgresBinaries,
  password: string,
): Promise<void> {
  removeDrafts(place.directory);
  if (!existsSync(join(place.directory, "PG_VERSION"))) {
    await createAnew(place, binaries, password);
  }
  if (place.link) symlinkSync(place.directory, place.link);
}

async function createAnew(
  place: ClusterPlace,
  binaries: PostgresBinaries,
  password: string,
): Promise<void> {
  const draft = `${place.directory}${DRAFT_MARK}${newId()}`;
  mkdirSync(draft, { mode: 0o700 });
  if (place.account) chownSync(draft, place.account.uid, place.account.gid);
  const passwordFile = join(tmpdir(), `prysm-${newId()}`);
  writeFileSync(passwordFile, password, { mode: 0o600, flag: "wx" });
  if (place.account) chownSync(passwordFile, place.account.uid, place.account.gid);
  try {
    await initialise(draft, passwordFile, binaries, place.account);
    renameSync(draft, place.directory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Comparison is by code point and case mapping is PostgreSQL's own, so an index never depends on the
 * machine's locales or ICU. The character type is the system's UTF-8 where there is one, because
 * pg_trgm asks it what a letter is.
 */
async function initialise(
  directory: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  account: ServerAccount | null,
): Promise<void> {
  let output = "";
  for (const characterType of process.platform === "darwin" ? ["UTF-8", "C"] : ["C.UTF-8", "C"]) {
    const result = await runInitdb(binaries.initdb, account, [
      `--pgdata=${directory}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      `--lc-ctype=${characterType}`,
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ]);
    if (result.code === 0) return;
    output = result.output;
    if (!output.includes("invalid locale")) break;
  }
  const reason = /initdb: error: (.+)|FATAL: +(.+)/.exec(output);
  throw new PrysmError(
    "unavailable",
    `The embedded database cannot be created: ${reason?.[1] ?? reason?.[2] ?? (output.trim().split("\n").at(-1) || "initdb failed without a message")}. Correct that, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

function runInitdb(
  program: string,
  account: ServerAccount | null,
  parameters: string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      ...identityOf(account),
      cwd: "/",
      env: BARE_ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

function ownPlace(link: string): string {
  const status = statSync(link, { throwIfNoEntry: false });
  if (!status) return join(realpathSync(dirname(link)), "postgres");
  if (status.uid === process.getuid?.() || process.getuid === undefined) return realpathSync(link);
  throw new PrysmError(
    "unavailable",
    `The embedded database in ${link} belongs to another user (uid ${status.uid}). Start Prysm as that user or as root, or set PRYSM_DATA_DIR to another directory.`,
  );
}

/** PostgreSQL insists on running as the owner of its files. */
function ownerOf(directory: string): ServerAccount {
  const { uid, gid } = statSync(directory);
  const account = findAccountByUid(uid) ?? { name: `uid ${uid}`, uid, gid };
  if (uid !== 0 && canEnter(directory, account)) return account;
  throw new PrysmError(
    "unavailable",
    `The embedded database in ${directory} belongs to ${account.name}, who cannot ${uid === 0 ? "run PostgreSQL" : "enter that directory any more"}. Correct its owner or the permissions above it, or set PRYSM_DATA_DIR to another directory.`,
  );
}

function placeOutside(dataDirectory: string, stateDirectory = STATE_DIRECTORY): string {
  const home = join(stateDirectory, instanceIdOf(dataDirectory));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  return join(realpathSync(home), "postgres");
}

/** The link is made last, so one that leads nowhere means that a database was there and is gone. */
function requireNotDangling(link: string): void {
  if (!lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() || existsSync(link)) return;
  throw new PrysmError(
    "unavailable",
    `The embedded database ${readlinkSync(link)} is missing. Restore it from a backup, or remove ${link} to start with an empty database.`,
  );
}

function instanceIdOf(dataDirectory: string): string {
  const path = join(dataDirectory, "instance-id");
  if (!existsSync(path)) {
    const draft = `${path}.${newId()}.tmp`;
    writeFileSync(draft, `${newId()}\n`);
    renameSync(draft, path);
  }
  const id = readFileSync(path, "utf8").trim();
  if (isId(id)) return id;
  throw new PrysmError(
    "unavailable",
    `The file ${path} is damaged: it should hold the UUID that names the database's directory below ${STATE_DIRECTORY}. Restore it.`,
  );
}

function removeDrafts(directory: string): void {
  const folder = dirname(directory);
  const prefix = `${basename(directory)}${DRAFT_MARK}`;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
