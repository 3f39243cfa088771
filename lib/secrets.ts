import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { Env } from "./env";
import { PrysmError } from "./errors";
import { newId } from "./ids";

export interface Secrets {
  /** Signs sessions. */
  secret: string;
  /** 64 hex digits; seals provider credentials at rest. */
  encryptionKey: string;
  /** Null when the database is not the embedded one. */
  postgresPassword: string | null;
}

const stored = z.object({
  secret: z.string().min(16),
  encryptionKey: z.string().regex(/^[0-9a-f]{64}$/i),
  postgresPassword: z.string().min(16),
});

type StoredSecrets = z.infer<typeof stored>;

type SecretSettings = Pick<
  Env,
  "PRYSM_SECRET" | "PRYSM_ENCRYPTION_KEY" | "DATABASE_URL" | "PRYSM_DATA_DIR"
>;

/**
 * The instance's secrets: from the settings where given, otherwise from `secrets.json` in the data
 * directory, which the first start writes. When the settings hold everything, the disk is not touched.
 */
export function loadOrCreateSecrets(env: SecretSettings): Secrets {
  const { PRYSM_SECRET: secret, PRYSM_ENCRYPTION_KEY: encryptionKey, DATABASE_URL: url } = env;
  if (secret && encryptionKey && url) return { secret, encryptionKey, postgresPassword: null };
  const kept = loadOrCreateFile(resolve(env.PRYSM_DATA_DIR));
  return {
    secret: secret ?? kept.secret,
    encryptionKey: encryptionKey ?? kept.encryptionKey,
    postgresPassword: kept.postgresPassword,
  };
}

function loadOrCreateFile(directory: string): StoredSecrets {
  const path = join(directory, "secrets.json");
  const existing = readText(path);
  if (existing !== null) return parseStored(path, existing);
  createFile(directory, path);
  const created = readText(path);
  if (created === null) throw unusable(path, "it vanished while Prysm was starting");
  return parseStored(path, created);
}

/** Linking a finished draft means that of two first starts one wins and neither sees half a file. */
function createFile(directory: string, path: string): void {
  const fresh: StoredSecrets = {
    secret: randomBytes(32).toString("hex"),
    encryptionKey: randomBytes(32).toString("hex"),
    postgresPassword: randomBytes(24).toString("hex"),
  };
  const draft = join(directory, `secrets.${newId()}.tmp`);
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    linkSync(draft, path);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return;
    throw new PrysmError(
      "unavailable",
      `Prysm cannot write its secrets to ${path} (${errorCode(error)}). Make the directory writable, or set PRYSM_DATA_DIR to another one.`,
      { cause: error },
    );
  } finally {
    rmSync(draft, { force: true });
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw unusable(path, `it cannot be read: ${errorCode(error)}`);
  }
}

function parseStored(path: string, text: string): StoredSecrets {
  const parsed = stored.safeParse(parseJson(text));
  if (!parsed.success) throw unusable(path, "its content is damaged");
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unusable(path: string, why: string): PrysmError {
  return new PrysmError(
    "unavailable",
    `The secrets file ${path} is unusable (${why}). Prysm does not replace it, because stored credentials could then never be opened again: restore it from a backup, or move the data directory away to start anew.`,
  );
}

function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? "unknown error";
}
