import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TraceBatch, TraceStore } from "../db/trace-store";
import { isId } from "../ids";
import type { Log } from "../log";
import { loadPriceBook } from "../pricing/load-price-book";
import type { Trace } from "../protocol/trace";
import { CallMatcher, type MatchedCalls } from "./call-matcher";
import { spoolBytes } from "./spool-files";
import { SpoolReader } from "./spool-reader";
import { withoutTexts } from "./without-texts";

/** Each batch ends in a disk flush that calls on a small machine can feel; five a second are enough. */
const IDLE_MS = 200;
/** Between two batches while the gateway needs the processors. */
const BUSY_MS = 4_000;
const RETRY_MS = 500;
const MAX_RETRY_MS = 5_000;

export interface RecorderOptions {
  store: TraceStore;
  spoolDirectory: string;
  log: Log;
  /** Under load the recorder lags, but only until this much waits in the spool. */
  maxWaitingBytes: number;
  isGatewayBusy(): boolean;
  /** After the rows of these traces are committed. */
  onCommitted(traces: readonly Trace[]): Promise<void>;
  /** Bookkeeping between batches, such as new partitions. */
  onIdle(): Promise<void>;
}

interface Writer {
  directory: string;
  reader: SpoolReader;
  matcher: CallMatcher;
  /** The position the database holds. */
  committed: string;
}

/**
 * Moves calls from every writer's spool into the trace store. Rows and spool position are committed
 * together, and a row already there is left alone, so a crash at any point loses and doubles nothing.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #writers = new Map<string, Writer>();
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Reads every spool to its end, then stops; gives up after `timeoutMs`, the next start goes on there. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    await Promise.race([this.#running, pause(timeoutMs, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    await mkdir(this.#options.spoolDirectory, { recursive: true, mode: 0o700 });
    let failures = 0;
    for (;;) {
      const isStopping = this.#stopping.signal.aborted;
      try {
        const isBusy = await this.#turn();
        failures = 0;
        if (isBusy) {
          await this.#giveWay();
          continue;
        }
        await this.#options.onIdle();
      } catch (error) {
        failures += 1;
        this.#options.log.error({ err: error, failures }, "Recording failed; trying again.");
        await this.#forgetReaders();
      }
      if (isStopping) return this.#forgetReaders();
      await this.#pause(failures);
    }
  }

  async #giveWay(): Promise<void> {
    if (!this.#options.isGatewayBusy()) return;
    const waitingBytes = await spoolBytes(this.#options.spoolDirectory);
    if (waitingBytes > this.#options.maxWaitingBytes) return;
    await pause(BUSY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  async #pause(failures: number): Promise<void> {
    const waitMs =
      failures === 0 ? IDLE_MS : Math.min(RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
    await pause(waitMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  /** One pass over all writers; says whether there was anything to do. */
  async #turn(): Promise<boolean> {
    await this.#discover();
    let isBusy = false;
    for (const writer of this.#writers.values()) {
      if (await this.#readFrom(writer)) isBusy = true;
    }
    return isBusy;
  }

  async #discover(): Promise<void> {
    const names = await readdir(this.#options.spoolDirectory);
    const unknown = names.filter((name) => isId(name) && !this.#writers.has(name));
    if (unknown.length === 0) return;
    const positions = new Map(
      (await this.#options.store.positions()).map((at) => [at.writerId, at]),
    );
    for (const writerId of unknown) {
      const directory = join(this.#options.spoolDirectory, writerId);
      const start = positions.get(writerId) ?? { writerId, segment: 1, byteOffset: 0 };
      this.#writers.set(writerId, {
        directory,
        reader: new SpoolReader(directory, start),
        matcher: new CallMatcher((traceId, err) =>
          this.#options.log.error({ traceId, err }, "An answer cannot be understood."),
        ),
        committed: `${start.segment}:${start.byteOffset}`,
      });
    }
  }

  async #readFrom(writer: Writer): Promise<boolean> {
    const wasAlive = await writer.reader.isWriterAlive();
    const damagedBefore = writer.reader.damaged;
    const frames = await writer.reader.read();
    if (writer.reader.damaged > damagedBefore) {
      this.#options.log.error(
        { writer: writer.reader.writerId },
        "A damaged spool frame was skipped.",
      );
    }
    if (frames.length > 0) {
      await this.#commit(writer, writer.matcher.take(frames, await loadPriceBook()));
      return true;
    }
    if (!wasAlive) await this.#adopt(writer);
    return !wasAlive;
  }

  async #commit(writer: Writer, { traces, refusedCalls }: MatchedCalls): Promise<void> {
    const at = writer.matcher.oldestOpenPosition ?? writer.reader.position;
    const position = `${at.segment}:${at.byteOffset}`;
    const hasMoved = position !== writer.committed;
    if (traces.length === 0 && refusedCalls.length === 0 && !hasMoved) return;
    const { writerId } = writer.reader;
    await this.#append({ traces, refusedCalls, positions: [{ writerId, ...at }] });
    writer.committed = position;
    await writer.reader.removeBefore(at.segment);
    await this.#options.onCommitted(traces.map(({ trace }) => trace));
  }

  async #append(batch: TraceBatch): Promise<void> {
    try {
      await this.#options.store.append(batch);
    } catch (error) {
      if (!isRefusedByDatabase(error) || batch.traces.length === 0) throw error;
      await this.#appendOneByOne(batch, error);
    }
  }

  // One row the database will not take must not hold up the rest for ever.
  async #appendOneByOne(batch: TraceBatch, cause: unknown): Promise<void> {
    this.#options.log.error({ err: cause }, "A batch was refused; writing its traces one by one.");
    const rest = { refusedCalls: [], positions: [] };
    for (const entry of batch.traces) {
      try {
        await this.#options.store.append({ traces: [entry], ...rest });
      } catch (error) {
        if (!isRefusedByDatabase(error)) throw error;
        const { id } = entry.trace;
        this.#options.log.error({ err: error, traceId: id }, "A trace is stored in part.");
        await this.#options.store.append({ traces: [withoutTexts(entry)], ...rest });
      }
    }
    await this.#options.store.append({ ...batch, traces: [] });
  }

  /** A dead writer's spool is read to its end: what was still open there crashed with it. */
  async #adopt(writer: Writer): Promise<void> {
    const { mtimeMs } = await stat(writer.directory);
    const abandoned = writer.matcher.abandon(mtimeMs, await loadPriceBook());
    if (abandoned.traces.length > 0) {
      this.#options.log.warn({ calls: abandoned.traces.length }, "Calls were cut off by a crash.");
      await this.#commit(writer, abandoned);
    }
    await writer.reader.removeAll();
    this.#writers.delete(writer.reader.writerId);
    await this.#options.store.forgetWriter(writer.reader.writerId);
  }

  // After a failure the readers are ahead of what is committed; they start again from the database.
  async #forgetReaders(): Promise<void> {
    for (const { reader } of this.#writers.values()) await reader.close().catch(() => undefined);
    this.#writers.clear();
  }
}

/** Data errors (SQLSTATE classes 21 to 23 and 54): trying the same rows again cannot help. */
function isRefusedByDatabase(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(21|22|23|54)[0-9A-Z]{3}$/.test(code);
}
