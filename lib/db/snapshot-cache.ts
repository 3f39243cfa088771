import { LRUCache } from "lru-cache";

/** How long a caller waits for a reload when there is an older value to go on with. */
const RELOAD_PATIENCE_MS = 300;
/** How long an older value then serves without asking again. */
const RETRY_AFTER_MS = 500;

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
  /** A reload failed: until then the value serves, however old. */
  servesUntilMs: number;
}

/**
 * Values of the database kept in memory: bounded, loaded once however many ask at a time, dropped when
 * a change is announced. While the database is away or hangs, an older value serves.
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
    if (!entry) return this.#loadOnce(key);
    if (this.#mayServe(entry)) return entry.value;
    return this.#reload(key, entry);
  }

  invalidate(key: string): void {
    this.#entries.delete(key);
    // A load under way may have read the old row; its result must not be kept.
    this.#loading.delete(key);
  }

  /** Announcements may have been missed: every value is stale from now on. */
  expireAll(): void {
    this.#loading.clear();
    for (const entry of this.#entries.values()) {
      entry.loadedAtMs = Number.NEGATIVE_INFINITY;
      entry.servesUntilMs = 0;
    }
  }

  #mayServe(entry: Entry<V>): boolean {
    const nowMs = performance.now();
    if (nowMs < entry.servesUntilMs) return true;
    return nowMs - entry.loadedAtMs < this.#options.freshForMs(entry.value === null);
  }

  async #reload(key: string, older: Entry<V>): Promise<V | null> {
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(reject, RELOAD_PATIENCE_MS, new Error("The reload takes too long."));
    });
    try {
      return await Promise.race([this.#loadOnce(key), impatience]);
    } catch {
      older.servesUntilMs = performance.now() + RETRY_AFTER_MS;
      return older.value;
    } finally {
      clearTimeout(timer);
    }
  }

  #loadOnce(key: string): Promise<V | null> {
    const running = this.#loading.get(key);
    if (running !== undefined) return running;
    const load = this.#load(key, () => this.#loading.get(key) === load);
    this.#loading.set(key, load);
    return load;
  }

  async #load(key: string, isCurrent: () => boolean): Promise<V | null> {
    const startedAtMs = performance.now();
    try {
      const value = await this.#options.load(key);
      if (isCurrent()) {
        this.#entries.set(key, { value, loadedAtMs: startedAtMs, servesUntilMs: 0 });
      }
      return value;
    } catch (error) {
      this.#options.onLoadFailed(key, error);
      throw error;
    } finally {
      if (isCurrent()) this.#loading.delete(key);
    }
  }
}
