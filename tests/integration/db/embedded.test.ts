import { spawn } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../../lib/db/embedded";
import { findServerAccount } from "../../../lib/db/embedded-account";
import { createLog } from "../../../lib/log";
import { isPidInUse } from "../../../lib/process-identity";
import { eventually } from "../../support/eventually";
import { type TemporaryDirectory, temporaryDirectory } from "../../support/temporary-directory";

const isRoot = process.getuid?.() === 0;

let directory: TemporaryDirectory;
const directories: TemporaryDirectory[] = [];
const running: EmbeddedPostgres[] = [];

function freshDirectory(mode?: number): TemporaryDirectory {
  const fresh = temporaryDirectory(mode);
  directories.push(fresh);
  return fresh;
}

beforeEach(() => {
  directory = freshDirectory();
});
afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  for (const { remove } of directories.splice(0)) remove();
});

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({
    dataDirectory: directory.path,
    password: "a-password-for-tests",
    log: createLog("test", "silent"),
    ...options,
  });
  running.push(postgres);
  return postgres;
}

async function query(postgres: EmbeddedPostgres, sql: string) {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function pidFile(): string {
  return join(directory.path, "postgres", "postmaster.pid");
}

function killPostgres(postgres: EmbeddedPostgres): void {
  process.kill(postgres.pid() ?? 0, "SIGKILL");
}

it("keeps data from one start to the next and tells time in UTC", async () => {
  const first = await start();
  await query(first, "CREATE TABLE kept AS SELECT 1 AS n");
  await first.stop();

  const second = await start();

  expect(await query(second, "SELECT n, current_setting('timezone') AS zone FROM kept")).toEqual([
    { n: 1, zone: "UTC" },
  ]);
});

it("compares by code point, and folds the case of any script", async () => {
  const postgres = await start();

  const [row] = await query(
    postgres,
    `SELECT 'ÄÖЖ' ILIKE 'äöж' AS folds, 'Z' < 'a' AS by_code_point, current_setting('server_encoding') AS encoding`,
  );

  expect(row).toEqual({ folds: true, by_code_point: true, encoding: "UTF8" });
});

it("listens on loopback with a password only", async () => {
  const postgres = await start();
  const url = new URL(postgres.url);
  url.password = "wrong";

  expect(await query(postgres, "SHOW listen_addresses")).toEqual([
    { listen_addresses: "127.0.0.1" },
  ]);
  await expect(new Client({ connectionString: url.href }).connect()).rejects.toThrow(/password/);
});

it("starts again on the same port when PostgreSQL dies", async () => {
  const postgres = await start();
  const pid = postgres.pid();

  killPostgres(postgres);

  const rows = await eventually(() => query(postgres, "SELECT 1 AS n").catch(() => null));
  expect(rows).toEqual([{ n: 1 }]);
  expect(postgres.pid()).not.toBe(pid);
});

it("stops the server that a killed instance left running", async () => {
  const orphaned = await start();
  await query(orphaned, "CREATE TABLE kept AS SELECT 1 AS n");
  const pid = orphaned.pid() ?? 0;

  const next = await start();

  expect(isPidInUse(pid) && next.pid() === pid).toBe(false);
  expect(await query(next, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
});

it("starts when the pid in postmaster.pid belongs to another program by now", async () => {
  const postgres = await start();
  const lines = readFileSync(pidFile(), "utf8").split("\n");
  await postgres.stop();
  const account = isRoot ? findServerAccount() : null;
  const other = spawn("/bin/sleep", ["60"], account ? { uid: account.uid, gid: account.gid } : {});
  writeFileSync(pidFile(), [String(other.pid), ...lines.slice(1)].join("\n"));

  const next = await start();

  expect(await query(next, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  expect(isPidInUse(other.pid ?? 0)).toBe(true);
  other.kill();
});

it("starts over after an interrupted initdb", async () => {
  mkdirSync(join(directory.path, "postgres.initialising-1", "base"), { recursive: true });

  const postgres = await start();

  expect(await query(postgres, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  expect(existsSync(join(directory.path, "postgres.initialising-1"))).toBe(false);
});

it("says so when the secrets are not those of the database", async () => {
  const postgres = await start();
  await postgres.stop();

  await expect(start({ password: "another-password" })).rejects.toThrow(
    /refuses the password in .*secrets\.json/,
  );
});

describe.runIf(isRoot)("as root", () => {
  let home: TemporaryDirectory;
  let state: TemporaryDirectory;

  beforeEach(() => {
    home = freshDirectory(0o700);
    state = freshDirectory(0o755);
  });
  it("puts the cluster outside a home that the database user cannot enter, and the home stays closed", async () => {
    const dataDirectory = join(home.path, "clone", ".data");
    mkdirSync(dataDirectory, { recursive: true });
    const options = { dataDirectory, stateDirectory: state.path };

    const first = await start(options);
    await query(first, "CREATE TABLE kept AS SELECT 1 AS n");
    await first.stop();
    const second = await start(options);

    expect(await query(second, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
    expect(lstatSync(join(dataDirectory, "postgres")).isSymbolicLink()).toBe(true);
    expect(statSync(home.path).mode & 0o777).toBe(0o700);
  });

  it("does not start empty when the database it points to is gone", async () => {
    const options = { dataDirectory: home.path, stateDirectory: state.path };
    await (await start(options)).stop();
    rmSync(state.path, { recursive: true });

    await expect(start(options)).rejects.toThrow(/The embedded database .* is missing/);
  });

  it("refuses a cluster that another data directory uses at this moment", async () => {
    await start({ dataDirectory: home.path, stateDirectory: state.path });
    const copy = freshDirectory(0o700);
    const id = readFileSync(join(home.path, "instance-id"));
    writeFileSync(join(copy.path, "instance-id"), id);

    await expect(start({ dataDirectory: copy.path, stateDirectory: state.path })).rejects.toThrow(
      /is used by another instance/,
    );
  });

  it("runs as nobody where there is no user postgres", async () => {
    const passwd = readFileSync("/etc/passwd", "utf8").replace(/^postgres:.*\n/m, "");
    const nobody = findServerAccount(passwd);

    const postgres = await start({ passwd });

    expect(nobody?.name).toBe("nobody");
    expect(statSync(join(directory.path, "postgres")).uid).toBe(nobody?.uid);
    expect(await query(postgres, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  it("says what to do when there is nobody to run it as", async () => {
    await expect(start({ passwd: "root:x:0:0::/root:/bin/sh\n" })).rejects.toThrow(
      /neither a user postgres nor nobody/,
    );
  });
});
