import { LRUCache } from "lru-cache";
import { Pool } from "undici";

const MAX_ORIGINS = 500;
const CONNECTIONS_PER_ORIGIN = 1_000;

/** One keep-alive connection pool per upstream origin; the least used ones are closed beyond a bound. */
export class UpstreamPools {
  readonly #pools: LRUCache<string, Pool>;
  readonly #connectTimeoutMs: number;

  constructor(connectTimeoutMs: number) {
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#pools = new LRUCache<string, Pool>({
      max: MAX_ORIGINS,
      // `close` lets running calls of an evicted pool end.
      dispose: (pool) => void pool.close(),
    });
  }

  get(origin: string): Pool {
    const found = this.#pools.get(origin);
    if (found) return found;
    const pool = new Pool(origin, {
      connections: CONNECTIONS_PER_ORIGIN,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      keepAliveMaxTimeout: 600_000,
      connect: { timeout: this.#connectTimeoutMs },
    });
    this.#pools.set(origin, pool);
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
  }
}
