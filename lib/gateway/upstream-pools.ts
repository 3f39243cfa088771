import { LRUCache } from "lru-cache";
import { Pool } from "undici";
import { requirePublicHost } from "../outbound/check-upstream-host";
import { guardedLookup } from "../outbound/guarded-lookup";

const MAX_ORIGINS = 500;
const CONNECTIONS_PER_ORIGIN = 1_000;

export interface UpstreamPoolsOptions {
  connectTimeoutMs: number;
  /** Upstreams may have private addresses. */
  allowsPrivate: boolean;
}

/** One keep-alive connection pool per upstream origin; the least used ones are closed beyond a bound. */
export class UpstreamPools {
  readonly #pools: LRUCache<string, Pool>;
  readonly #options: UpstreamPoolsOptions;

  constructor(options: UpstreamPoolsOptions) {
    this.#options = options;
    this.#pools = new LRUCache<string, Pool>({
      max: MAX_ORIGINS,
      // `close` lets running calls of an evicted pool end.
      dispose: (pool) => void pool.close(),
    });
  }

  /**
   * The pool of an origin. Unless the upstream is trusted, its address is checked when a connection is made:
   * throws `blocked_address` for one that is private, and so do connections to a name that leads there.
   */
  get(origin: string, isTrusted: boolean): Pool {
    const isFree = isTrusted || this.#options.allowsPrivate;
    const key = isFree ? origin : `guarded ${origin}`;
    const found = this.#pools.get(key);
    if (found) return found;
    if (!isFree) requirePublicHost(origin);
    const pool = new Pool(origin, {
      connections: CONNECTIONS_PER_ORIGIN,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      keepAliveMaxTimeout: 600_000,
      connect: {
        timeout: this.#options.connectTimeoutMs,
        ...(isFree ? {} : { lookup: guardedLookup }),
      },
    });
    this.#pools.set(key, pool);
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
  }
}
