import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { setPriority, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { PrysmError } from "../errors";
import { acquireInstanceLock, type InstanceLock } from "../instance-lock";
import type { Log } from "../log";
import { BARE_ENVIRONMENT, identityOf } from "./embedded-account";
import { type PostgresBinaries, prepareBinaries } from "./embedded-binaries";
import { type ClusterPlace, createCluster, placeCluster, SUPERUSER } from "./embedded-cluster";
import { clearLeftovers, stopServer } from "./embedded-leftovers";

const DATABASE = "prysm";
const MEBIBYTE = 1024 * 1024;
const MAX_LOG_BYTES = 20 * MEBIBYTE;
/** Replaying the log of a busy, killed server takes its time; cutting it short would never end it. */
const RECOVERY_PATIENCE_MS = 10 * 60_000;
const POLL_INTERVAL_MS = 25;
const PASSING_REASON = /TCP\/IP socket|shared memory block/;
const MAX_LAUNCHES = 10;
const LAUNCH_RETRY_DELAY_MS = 1_000;
const FIRST_RESTART_DELAY_MS = 250;
const MAX_RESTART_DELAY_MS = 10_000;
/** Below the gateway: a bulk write must not take the processor from a running call. */
const NICENESS = 10;

export interface EmbeddedOptions {
  dataDirectory: string;
  password: string;
  log: Log;
  /** Where root puts clusters and programs that the database user cannot reach otherwise; for tests. */
  stateDirectory?: string;
  cacheDirectory?: string;
  passwd?: string;
}

export interface EmbeddedPostgres {
  url: string;
  pid(): number | null;
  stop(): Promise<void>;
  /** Asks the server to stop without waiting, for an exit that cannot wait. */
  abandon(): void;
}

/**
 * Starts the PostgreSQL of a data directory on a free loopback port, creating it on first use, and keeps
 * it running until `stop`. It lives in its own session, so Ctrl-C reaches us and not it.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { passwd, stateDirectory } = options;
  const place = placeCluster(options.dataDirectory, {
    ...(passwd !== undefined && { passwd }),
    ...(stateDirectory !== undefined && { stateDirectory }),
  });
  const lock = await lockOutsidePlace(place, options.dataDirectory);
  try {
    const binaries = prepareBinaries(place.account, options.cacheDirectory);
    await createCluster(place, binaries, options.password);
    await clearLeftovers(place.directory, options.log);
    const server = await launchServer(place, binaries, options);
    await server.createDatabase();
    return server.asEmbeddedPostgres(lock);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Tries again where only the moment was wrong: the port was taken meanwhile, or old backends still end. */
async function launchServer(
  place: ClusterPlace,
  binaries: PostgresBinaries,
  options: EmbeddedOptions,
): Promise<EmbeddedServer> {
  for (let tries = 1; ; tries++) {
    const server = new EmbeddedServer(place, binaries, options, await findFreePort());
    try {
      await server.launch();
      return server;
    } catch (error) {
      const isPassing = error instanceof Error && PASSING_REASON.test(error.message);
      if (!isPassing || tries === MAX_LAUNCHES) throw error;
      await delay(LAUNCH_RETRY_DELAY_MS);
    }
  }
}

/** Two data directories may name one cluster (a copied directory does): the place needs its own lock. */
async function lockOutsidePlace(
  place: ClusterPlace,
  dataDirectory: string,
): Promise<InstanceLock | null> {
  const home = dirname(place.directory);
  const isInside = statSync(home).ino === statSync(dataDirectory).ino;
  return isInside ? null : acquireInstanceLock(home);
}

class EmbeddedServer {
  private child: ChildProcess | null = null;
  private isStopping = false;
  private restartDelayMs = FIRST_RESTART_DELAY_MS;

  constructor(
    private readonly place: ClusterPlace,
    private readonly binaries: PostgresBinaries,
    private readonly options: EmbeddedOptions,
    private readonly port: number,
  ) {}

  asEmbeddedPostgres(lock: InstanceLock | null): EmbeddedPostgres {
    return {
      url: this.url(DATABASE),
      pid: () => this.child?.pid ?? null,
      stop: async () => {
        await this.stop();
        lock?.release();
      },
      abandon: () => {
        this.isStopping = true;
        this.child?.kill("SIGINT");
      },
    };
  }

  async launch(): Promise<void> {
    const logPath = join(this.options.dataDirectory, "logs", "postgres.log");
    const output = openLog(logPath);
    const child = spawn(this.binaries.postgres, this.parameters(), {
      ...identityOf(this.place.account),
      cwd: "/",
      env: BARE_ENVIRONMENT,
      stdio: ["ignore", output, output],
      detached: true,
    });
    closeSync(output);
    const ended = new Promise<void>((resolve) => {
      child.once("error", () => resolve());
      child.once("exit", () => resolve());
    });
    if (child.pid) lowerPriority(child.pid);
    this.child = child;
    await this.waitUntilReady(child, logPath);
    this.options.log.debug({ port: this.port, pid: child.pid }, "embedded PostgreSQL is ready");
    ended.then(() => this.onEnded(child)).catch(() => undefined);
  }

  async createDatabase(): Promise<void> {
    await this.withClient("postgres", async (client) => {
      const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [
        DATABASE,
      ]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    });
  }

  private async stop(): Promise<void> {
    this.isStopping = true;
    const { child } = this;
    if (!child?.pid || hasEnded(child)) return;
    await stopServer(child.pid);
  }

  private async onEnded(child: ChildProcess): Promise<void> {
    if (this.isStopping || this.child !== child) return;
    const { log } = this.options;
    log.error(
      { code: child.exitCode, signal: child.signalCode },
      "embedded PostgreSQL ended unexpectedly",
    );
    const startedAt = Date.now();
    while (!this.isStopping) {
      await delay(this.restartDelayMs);
      this.restartDelayMs = Math.min(this.restartDelayMs * 2, MAX_RESTART_DELAY_MS);
      if (this.isStopping) return;
      try {
        await clearLeftovers(this.place.directory, log);
        await this.launch();
        this.restartDelayMs = FIRST_RESTART_DELAY_MS;
        log.info({ downMs: Date.now() - startedAt }, "embedded PostgreSQL runs again");
        return;
      } catch (error) {
        log.error({ err: error }, "embedded PostgreSQL did not start again");
      }
    }
  }

  private async waitUntilReady(child: ChildProcess, logPath: string): Promise<void> {
    const deadline = Date.now() + RECOVERY_PATIENCE_MS;
    while (Date.now() < deadline) {
      if (hasEnded(child)) throw this.didNotStart(logPath);
      try {
        await this.withClient("postgres", (client) => client.query("SELECT 1"));
        return;
      } catch (error) {
        this.requirePasswordAccepted(error, child);
        await delay(POLL_INTERVAL_MS);
      }
    }
    child.kill("SIGINT");
    throw this.didNotStart(logPath);
  }

  private requirePasswordAccepted(error: unknown, child: ChildProcess): void {
    if (!(error instanceof DatabaseError) || error.code !== "28P01") return;
    child.kill("SIGINT");
    throw new PrysmError(
      "unavailable",
      `The embedded database refuses the password in ${join(this.options.dataDirectory, "secrets.json")}: the file is not the one this database was created with. Restore it.`,
    );
  }

  private didNotStart(logPath: string): PrysmError {
    const reason = lastReason(logPath);
    return new PrysmError(
      "unavailable",
      `The embedded PostgreSQL did not start${reason ? ` (${reason})` : ""}. Its log is ${logPath}.`,
    );
  }

  private async withClient<T>(database: string, use: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({
      connectionString: this.url(database),
      connectionTimeoutMillis: 5_000,
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return await use(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private url(database: string): string {
    return `postgresql://${SUPERUSER}:${this.options.password}@127.0.0.1:${this.port}/${database}`;
  }

  private parameters(): string[] {
    const settings = { ...SETTINGS, ...memorySettings(), port: String(this.port) };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    return ["-D", this.place.directory, ...flags];
  }
}

/**
 * fsync and synchronous_commit stay on: a key that was shown, or revoked, must survive `kill -9`. The
 * recorder turns synchronous_commit off for its own transactions only, where a lost commit is replayed
 * from the spool.
 */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_min_error_statement: "panic",
  jit: "off",
  wal_compression: "pglz",
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  work_mem: "16MB",
};

function memorySettings(): Record<string, string> {
  const memory = totalmem() / MEBIBYTE;
  const buffers = Math.round(Math.min(Math.max(memory / 16, 64), 512));
  return {
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.round(Math.max(memory / 2, 256))}MB`,
    maintenance_work_mem: `${Math.round(Math.min(Math.max(memory / 32, 32), 256))}MB`,
  };
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

function lastReason(logPath: string): string | null {
  try {
    const fatal = readFileSync(logPath, "utf8").match(/(?:FATAL|PANIC|ERROR): +(.+)/g) ?? [];
    return fatal.at(-1)?.replace(/^\w+: +/, "") ?? null;
  } catch {
    return null;
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, NICENESS);
    // Linux shares the processors among sessions first, and PostgreSQL has one of its own: without this
    // its niceness would count only against itself.
    if (existsSync(`/proc/${pid}/autogroup`)) {
      writeFileSync(`/proc/${pid}/autogroup`, String(NICENESS));
    }
  } catch {
    // Only a preference: some systems do not allow it.
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** A port nobody listens on now; kept for as long as this server lives, restarts included. */
function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("the operating system gave no port"));
      });
    });
  });
}
