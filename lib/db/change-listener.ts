import { Client } from "pg";
import type { Log } from "../log";

const RETRY_MS = 500;
const PING_MS = 5_000;

export interface ChangeListenerOptions {
  databaseUrl: string;
  channel: string;
  onChange(payload: string): void;
  /** The connection came (back) up; what was announced before it is lost. */
  onConnected(): void;
  log: Log;
}

/** Holds one connection that listens on a channel, and reopens it for as long as it is not closed. */
export class ChangeListener {
  readonly #options: ChangeListenerOptions;
  #client: Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isListening = false;
  #isClosed = false;

  constructor(options: ChangeListenerOptions) {
    this.#options = options;
    void this.#connect();
  }

  /** False while announcements may be missed. */
  get isListening(): boolean {
    return this.#isListening;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new Client({
      connectionString: this.#options.databaseUrl,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      query_timeout: PING_MS,
      application_name: `prysm listen ${this.#options.channel}`,
    });
    this.#client = client;
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    client.on("notification", ({ payload }) => this.#options.onChange(payload ?? ""));
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.#options.channel)}`);
      this.#isListening = true;
      this.#options.onConnected();
      this.#schedule(() => void this.#ping(client), PING_MS);
    } catch (error) {
      this.#options.log.warn({ error: String(error) }, "Cannot listen for changes; trying again.");
      this.#lost(client);
    }
  }

  // A connection cut without a word (a firewall, a pulled cable) shows only when it is used.
  async #ping(client: Client): Promise<void> {
    try {
      await client.query("SELECT 1");
      if (client === this.#client) this.#schedule(() => void this.#ping(client), PING_MS);
    } catch {
      this.#lost(client);
    }
  }

  #lost(client: Client): void {
    if (client !== this.#client || this.#isClosed) return;
    this.#client = null;
    this.#isListening = false;
    void client.end().catch(() => undefined);
    this.#schedule(() => void this.#connect(), RETRY_MS);
  }

  #schedule(task: () => void, delayMs: number): void {
    if (this.#isClosed) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(task, delayMs);
    this.#timer.unref();
  }
}
