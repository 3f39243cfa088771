import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The operating system user PostgreSQL runs as; null means "as ourselves", which root may not. */
export interface ServerAccount {
  name: string;
  uid: number;
  gid: number;
}

/** All of our environment that PostgreSQL sees: no secrets, no locale of the terminal. */
export const BARE_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/bin:/bin",
  TZ: "UTC",
  LC_ALL: "C",
};

const PREFERRED = ["postgres", "nobody"];

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account root hands the database to: `postgres` where it exists, else `nobody`. */
export function findServerAccount(passwd = readPasswd()): ServerAccount | null {
  const accounts = parsePasswd(passwd);
  for (const name of PREFERRED) {
    const found = accounts.find((account) => account.name === name);
    if (found) return found;
  }
  return null;
}

/** The account with this uid; one without a passwd entry is null, and `initdb` refuses to run as it. */
export function findAccountByUid(uid: number, passwd = readPasswd()): ServerAccount | null {
  return parsePasswd(passwd).find((account) => account.uid === uid) ?? null;
}

/** Whether this account can enter the directory, found out by trying. */
export function canEnter(directory: string, account: ServerAccount): boolean {
  const tried = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], {
    ...identityOf(account),
    cwd: "/",
    stdio: "ignore",
  });
  return tried.status === 0;
}

/** Whether this account can run the program, found out by trying. */
export function canRun(program: string, account: ServerAccount | null): boolean {
  const tried = spawnSync(program, ["--version"], {
    ...identityOf(account),
    cwd: "/",
    stdio: "ignore",
  });
  return tried.status === 0;
}

/** Options that make a child process run as this account. */
export function identityOf(account: ServerAccount | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

function readPasswd(): string {
  try {
    return readFileSync("/etc/passwd", "utf8");
  } catch {
    return "";
  }
}

function parsePasswd(passwd: string): ServerAccount[] {
  return passwd.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    if (!name || !uid || !gid || name.startsWith("#")) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}
