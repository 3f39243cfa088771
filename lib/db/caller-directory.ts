import type { Pool } from "pg";
import { decrypt } from "../crypto";
import { PrysmError } from "../errors";
import type { Log } from "../log";
import { ChangeListener } from "./change-listener";
import { openHeaders } from "./sealed-headers";
import { SnapshotCache } from "./snapshot-cache";

const MAX_KEYS = 50_000;
const MAX_PROJECTS = 10_000;
const FRESH_MS = 60_000;
/** An unknown key may be created in the next moment, which is announced; this bounds a missed announcement. */
const MISSING_FRESH_MS = 5_000;
/** While announcements may be missed, a revoked key must still be refused within a second. */
const UNANNOUNCED_FRESH_MS = 800;
const REPORT_EVERY_MS = 5_000;

export interface DirectoryCaller {
  keyId: string;
  projectId: string;
  scopes: readonly string[];
  /** Exact names, or a prefix ending in `*`; empty allows every model. */
  allowedModels: readonly string[];
  /** Names of providers; empty allows every provider. */
  allowedProviders: readonly string[];
  revokedAt: string | null;
}

export interface DirectoryUpstream {
  name: string;
  kind: string;
  baseUrl: string;
  credential: string | null;
  defaultModel: string | null;
  models: readonly string[];
  extraHeaders: Readonly<Record<string, string>>;
  apiVersion: string | null;
  timeoutMs: null;
  isTrusted: false;
}

export interface DirectoryProject {
  id: string;
  upstreams: readonly DirectoryUpstream[];
  defaultProvider: string | null;
}

export interface CallerDirectoryOptions {
  pool: Pool;
  databaseUrl: string;
  encryptionKeyHex: string;
  log: Log;
}

/** Who a key belongs to and what its project has configured, from memory in the steady state. */
export class CallerDirectory {
  readonly #options: CallerDirectoryOptions;
  readonly #keys: SnapshotCache<DirectoryCaller>;
  readonly #projects: SnapshotCache<DirectoryProject>;
  readonly #listener: ChangeListener;
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: CallerDirectoryOptions) {
    this.#options = options;
    this.#keys = this.#cacheOf(MAX_KEYS, (hash) => this.#loadCaller(hash));
    this.#projects = this.#cacheOf(MAX_PROJECTS, (id) => this.#loadProject(id));
    this.#listener = new ChangeListener({
      databaseUrl: options.databaseUrl,
      channel: "prysm_invalidate",
      onChange: (payload) => this.#onChange(payload),
      onConnected: () => this.#expireAll(),
      log: options.log,
    });
    // The first call should not be the one that opens the first connection.
    options.pool.query("SELECT 1").catch(() => undefined);
  }

  /** By the SHA-256 of a key; revoked keys are found too, so that their refusal can be recorded. */
  findCaller(keyHash: string): DirectoryCaller | null | Promise<DirectoryCaller | null> {
    return this.#keys.get(keyHash);
  }

  getProject(projectId: string): DirectoryProject | Promise<DirectoryProject> {
    const found = this.#projects.get(projectId);
    if (found instanceof Promise) return found.then(requireFound);
    return requireFound(found);
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  #cacheOf<V>(maxEntries: number, load: (key: string) => Promise<V | null>): SnapshotCache<V> {
    return new SnapshotCache<V>({
      load,
      maxEntries,
      freshForMs: (isMissing) => {
        if (!this.#listener.isListening) return UNANNOUNCED_FRESH_MS;
        return isMissing ? MISSING_FRESH_MS : FRESH_MS;
      },
      onLoadFailed: (_key, error) => this.#reportFailure(error),
    });
  }

  // Every call of an outage fails the same way; one line now and then says it.
  #reportFailure(error: unknown): void {
    const nowMs = performance.now();
    if (nowMs - this.#reportedAtMs < REPORT_EVERY_MS) return;
    this.#reportedAtMs = nowMs;
    this.#options.log.error({ error: String(error) }, "The database did not answer a key lookup.");
  }

  #onChange(payload: string): void {
    const [kind, key = ""] = payload.split(":", 2);
    if (kind === "key") this.#keys.invalidate(key);
    if (kind === "project") this.#projects.invalidate(key);
  }

  #expireAll(): void {
    this.#keys.expireAll();
    this.#projects.expireAll();
  }

  async #loadCaller(hash: string): Promise<DirectoryCaller | null> {
    const { rows } = await this.#options.pool.query(
      `SELECT id, project_id, scopes, allowed_models, allowed_providers, revoked_at
         FROM api_keys WHERE hash = $1`,
      [hash],
    );
    const row = rows[0];
    if (!row) return null;
    return {
      keyId: row.id,
      projectId: row.project_id,
      scopes: row.scopes,
      allowedModels: row.allowed_models,
      allowedProviders: row.allowed_providers,
      revokedAt: row.revoked_at?.toISOString() ?? null,
    };
  }

  async #loadProject(id: string): Promise<DirectoryProject | null> {
    const { rows } = await this.#options.pool.query(
      `SELECT p.default_provider, v.id, v.name, v.kind, v.base_url, v.encrypted_credential,
              v.default_model, v.models, v.encrypted_headers, v.api_version
         FROM projects p LEFT JOIN providers v ON v.project_id = p.id
        WHERE p.id = $1 ORDER BY v.created_at, v.id`,
      [id],
    );
    const first = rows[0];
    if (!first) return null;
    const upstreams = rows.filter((row) => row.id !== null).map((row) => this.#toUpstream(row));
    return { id, upstreams, defaultProvider: first.default_provider };
  }

  #toUpstream(row: ProviderRow): DirectoryUpstream {
    const { encryptionKeyHex } = this.#options;
    const sealed = row.encrypted_credential;
    return {
      name: row.name,
      kind: row.kind,
      baseUrl: row.base_url,
      credential: sealed && decrypt(sealed, encryptionKeyHex, row.id),
      defaultModel: row.default_model,
      models: row.models,
      extraHeaders: openHeaders(row.encrypted_headers, encryptionKeyHex, row.id),
      apiVersion: row.api_version,
      timeoutMs: null,
      isTrusted: false,
    };
  }
}

interface ProviderRow {
  id: string;
  name: string;
  kind: string;
  base_url: string;
  encrypted_credential: Buffer | null;
  default_model: string | null;
  models: string[];
  encrypted_headers: Buffer | null;
  api_version: string | null;
}

function requireFound(project: DirectoryProject | null): DirectoryProject {
  if (project) return project;
  throw new PrysmError("invalid_api_key", "The project of this API key was deleted.");
}
