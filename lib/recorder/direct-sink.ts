import type { TraceStore } from "../db/trace-store";
import type { Log } from "../log";
import { loadPriceBook } from "../pricing/load-price-book";
import type { CallRecord, CallRecordSink } from "../protocol/call-record";
import type { Trace } from "../protocol/trace";
import { CallMatcher } from "./call-matcher";

const MAX_WAITING = 10_000;
const POSITION = { segment: 0, byteOffset: 0 };

export interface DirectSinkOptions {
  store: TraceStore;
  log: Log;
  prepare(): Promise<void>;
  onCommitted(traces: readonly Trace[]): Promise<void>;
}

/**
 * Writes records straight to the database, for hosts without a disk or a recorder. What waits in memory
 * dies with the process, so a spool is better wherever there is a disk.
 */
export class DirectSink implements CallRecordSink {
  readonly #options: DirectSinkOptions;
  readonly #matcher: CallMatcher;
  #waiting: { record: CallRecord; body: Buffer; position: typeof POSITION }[] = [];
  #writing: Promise<void> | null = null;
  #prepared: Promise<void> | null = null;

  constructor(options: DirectSinkOptions) {
    this.#options = options;
    this.#matcher = new CallMatcher((traceId, err) =>
      options.log.error({ traceId, err }, "An answer cannot be understood."),
    );
  }

  append(record: CallRecord, body: readonly Buffer[]): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#options.log.error({ id: record.id }, "A call is not recorded: too many wait.");
      return Promise.resolve();
    }
    this.#waiting.push({ record, body: Buffer.concat(body), position: POSITION });
    // The answer does not wait for the database.
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
    return Promise.resolve();
  }

  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const frames = this.#waiting.splice(0);
      try {
        const { traces, refusedCalls } = this.#matcher.take(frames, await loadPriceBook());
        if (traces.length === 0 && refusedCalls.length === 0) continue;
        this.#prepared ??= this.#options.prepare();
        await this.#prepared;
        await this.#options.store.append({ traces, refusedCalls, positions: [] });
        await this.#options.onCommitted(traces.map(({ trace }) => trace));
      } catch (error) {
        this.#prepared = null;
        this.#options.log.error(
          { err: error, records: frames.length },
          "Calls could not be recorded.",
        );
      }
    }
  }
}
