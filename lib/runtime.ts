import { Pool } from "pg";
import { type Env, env } from "./env";
import { createLog, type Log } from "./log";
import { loadOrCreateSecrets } from "./secrets";

export interface Secrets {
  /** Signs browser sessions. */
  sessionSecret: string;
  /** AES-256 key of stored credentials, 64 hex digits. */
  encryptionKeyHex: string;
}

/** Everything stateful of this process. */
export interface Runtime {
  env: Env;
  secrets: Secrets;
  log: Log;
  pool: Pool;
  /** The process-wide instance called `name`: made on first use, closed in reverse order of making. */
  once<T>(name: string, make: () => T, close?: (instance: T) => Promise<void> | void): T;
}

// Next bundles its own copy of this module beside the server's. Both meet on globalThis, so that pools,
// caches and the spool exist once per process.
const SLOT = Symbol.for("prysm.runtime");

interface RuntimeState {
  runtime: Runtime;
  instances: Map<string, unknown>;
  closers: (() => Promise<void> | void)[];
}

export function runtime(): Runtime {
  const holder = globalThis as { [SLOT]?: RuntimeState };
  holder[SLOT] ??= createState();
  return holder[SLOT].runtime;
}

/** Closes what this process opened, latest first: the spool is flushed before the pool ends. */
export async function closeRuntime(): Promise<void> {
  const holder = globalThis as { [SLOT]?: RuntimeState };
  const state = holder[SLOT];
  if (!state) return;
  delete holder[SLOT];
  for (const close of state.closers.reverse()) await close();
}

function createState(): RuntimeState {
  const settings = env();
  const state: RuntimeState = {
    instances: new Map(),
    closers: [],
    runtime: {
      env: settings,
      secrets: readSecrets(settings),
      log: createLog(`prysm-${settings.PRYSM_ROLE}`, settings.PRYSM_LOG_LEVEL),
      get pool() {
        return this.once("pool", openPool, (pool) => pool.end());
      },
      once(name, make, close) {
        const found = state.instances.get(name);
        if (found !== undefined) return found as ReturnType<typeof make>;
        const instance = make();
        state.instances.set(name, instance);
        if (close) state.closers.push(() => close(instance));
        return instance;
      },
    },
  };
  return state;
}

function readSecrets(settings: Env): Secrets {
  const { secret, encryptionKey } = loadOrCreateSecrets(settings);
  return { sessionSecret: secret, encryptionKeyHex: encryptionKey };
}

function openPool(): Pool {
  const { env: settings, log } = runtime();
  if (!settings.DATABASE_URL) throw new Error("DATABASE_URL is not set in this process.");
  const pool = new Pool({
    connectionString: settings.DATABASE_URL,
    max: 10,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: "prysm",
  });
  // An idle connection that breaks must not end the process; the next query opens another.
  pool.on("error", (error) => log.warn({ error: error.message }, "A database connection broke."));
  return pool;
}
