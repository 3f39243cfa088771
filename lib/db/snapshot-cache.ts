import { LRUCache } from "lru-cache";

export interface SnapshotCacheOptions<V> {
  load(key: string): Promise<V | null>;
  maxEntries: number;
  /** How long a value counts as fresh; asked at every read, since it shrinks while nobody announces changes. */
  freshForMs(isMissing: boolean): number;
  onLoadFailed(key: string, error: unknown): void;
}

interface Entry<V> {
  value: V | null;
  loadedAtMs: number;
}

/**
 * Values of the database kept in memory: bounded, loaded once however many ask at a time, dropped when
 * a change is announced. While the database is away a stale value still serves.
 */
export class SnapshotCache<V> {
  readonly #options: SnapshotCacheOptions<V>;
  readonly #entries: LRUCache<string, Entry<V>>;
  readonly #loading = new Map<string, Promise<V | null>>();

  constructor(options: SnapshotCacheOptions<V>) {
    this.#options = options;
    this.#entries = new LRUCache({ max: options.maxEntries });
  }

  /** A plain value when it is fresh, so that the steady state costs no tick. */
  get(key: string): V | null | Promise<V | null> {
    const entry = this.#entries.get(key);
    if (entry && this.#isFresh(entry)) return entry.value;
    return this.#loadOnce(key, entry);
  }

  invalidate(key: string): void {
    this.#entries.delete(key);
    // A load under way may have read the old row; its result must not be kept.
    this.#loading.delete(key);
  }

  /** Announcements may have been missed: every value is stale from now on. */
  expireAll(): void {
    this.#loading.clear();
    for (const entry of this.#entries.values()) entry.loadedAtMs = Number.NEGATIVE_INFINITY;
  }

  #isFresh(entry: Entry<V>): boolean {
    return performance.now() - entry.loadedAtMs < this.#options.freshForMs(entry.value === null);
  }

  #loadOnce(key: string, stale: Entry<V> | undefined): Promise<V | null> {
    const running = this.#loading.get(key);
    if (running !== undefined) return running;
    const load = this.#load(key, stale, () => this.#loading.get(key) === load);
    this.#loading.set(key, load);
    return load;
  }

  async #load(
    key: string,
    stale: Entry<V> | undefined,
    isCurrent: () => boolean,
  ): Promise<V | null> {
    const startedAtMs = performance.now();
    try {
      const value = await this.#options.load(key);
      if (isCurrent()) this.#entries.set(key, { value, loadedAtMs: startedAtMs });
      return value;
    } catch (error) {
      this.#options.onLoadFailed(key, error);
      if (stale) return stale.value;
      throw error;
    } finally {
      if (isCurrent()) this.#loading.delete(key);
    }
  }
}
