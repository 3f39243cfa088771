import {
  close,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
  writeSync,
  writev,
  writevSync,
} from "node:fs";
import { join } from "node:path";
import { newId } from "../ids";
import type { Log } from "../log";
import { currentProcess } from "../process-identity";
import type { CallRecord, CallRecordSink } from "../protocol/call-record";
import { encodeFrame } from "./frame";
import { IDENTITY_FILE, segmentPath, spoolBytes } from "./spool-files";

const MAX_SEGMENT_BYTES = 16 * 1024 * 1024;
/** A full spool must hold segments that are done with, or it could never empty itself. */
const SEGMENTS_IN_FULL_SPOOL = 4;
const REPORT_EVERY_MS = 10_000;
const MAX_BATCH_BUFFERS = 1_000;
/** Up to here one copy and one plain write cost less than a vectored write. */
const MAX_JOINED_BYTES = 64 * 1024;
/** A write into the page cache takes microseconds. One that takes this long means the disk is in trouble. */
const SLOW_WRITE_MS = 20;
/** How long writes then stay off the event loop. */
const DISTRUST_MS = 10_000;
/** A disk that takes longer than this no longer holds answers back; the write itself goes on. */
const PATIENCE_MS = 250;
const MEASURE_EVERY_MS = 1_000;

export interface SpoolWriterOptions {
  spoolDirectory: string;
  maxBytes: number;
  log: Log;
}

interface Pending {
  buffers: Buffer[];
  settle(): void;
}

/**
 * Appends records to this process's own spool segments, everything of one turn of the event loop in one
 * write. `append` settles when the record is in the file: it then survives the end of the process.
 *
 * The write is synchronous, because copying a few kilobytes into the page cache costs less than handing
 * them to another thread, and a call waits for it. When it turns out slow, writes go to the thread pool.
 */
export class SpoolWriter implements CallRecordSink {
  readonly writerId = newId();
  readonly #options: SpoolWriterOptions;
  readonly #directory: string;
  #file: number;
  #segment = 1;
  #segmentBytes = 0;
  #pending: Pending[] = [];
  #isScheduled = false;
  #isWriting = false;
  #distrustedUntilMs = 0;
  #idle: (() => void)[] = [];
  #spoolBytes = 0;
  #measuredAtMs = 0;
  #dropped = 0;
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: SpoolWriterOptions) {
    this.#options = options;
    this.#directory = join(options.spoolDirectory, this.writerId);
    // A directory appears with its identity in it, so that no reader takes it for a dead writer's.
    const draft = `${this.#directory}.new`;
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    writeFileSync(join(draft, IDENTITY_FILE), JSON.stringify(currentProcess()));
    renameSync(draft, this.#directory);
    this.#file = this.#openSegment();
  }

  append(record: CallRecord, body: readonly Buffer[]): Promise<void> {
    if (this.#spoolBytes > this.#options.maxBytes) {
      this.#drop(1, "The spool is full.");
      this.#rotate();
      this.#measure();
      return Promise.resolve();
    }
    return new Promise((settle) => {
      this.#pending.push({ buffers: encodeFrame(record, body), settle });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#writePending();
      });
    });
  }

  /** Waits until everything appended so far is written. */
  flush(): Promise<void> {
    if (!this.#isWriting && this.#pending.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    await this.flush();
    await new Promise<void>((resolve) => close(this.#file, () => resolve()));
  }

  #writePending(): void {
    if (this.#isWriting) return;
    const batch = this.#takeBatch();
    if (batch.length === 0) {
      for (const resolve of this.#idle.splice(0)) resolve();
      return;
    }
    const buffers = batch.flatMap((pending) => pending.buffers);
    if (performance.now() < this.#distrustedUntilMs) this.#writeInPool(batch, buffers);
    else this.#writeNow(batch, buffers);
  }

  #writeNow(batch: Pending[], buffers: Buffer[]): void {
    const startedAtMs = performance.now();
    try {
      writeAllSync(this.#file, buffers);
      this.#count(buffers);
    } catch (error) {
      this.#giveUp(batch, buffers, error);
    }
    if (performance.now() - startedAtMs > SLOW_WRITE_MS) {
      this.#distrustedUntilMs = performance.now() + DISTRUST_MS;
    }
    this.#finish(batch);
  }

  #writeInPool(batch: Pending[], buffers: Buffer[]): void {
    this.#isWriting = true;
    const settleAll = () => {
      for (const pending of batch) pending.settle();
    };
    const patience = setTimeout(settleAll, PATIENCE_MS);
    writeAll(this.#file, buffers, (error) => {
      clearTimeout(patience);
      this.#isWriting = false;
      if (error) this.#giveUp(batch, buffers, error);
      else this.#count(buffers);
      this.#finish(batch);
    });
  }

  #finish(batch: Pending[]): void {
    for (const pending of batch) pending.settle();
    this.#rotateIfFull();
    this.#measure();
    if (this.#pending.length > 0 || this.#idle.length > 0) this.#writePending();
  }

  // The file may end in half a frame now; what comes next starts a new one.
  #giveUp(batch: Pending[], buffers: Buffer[], error: unknown): void {
    this.#drop(batch.length, String(error));
    this.#count(buffers);
    this.#rotate();
  }

  #takeBatch(): Pending[] {
    let buffers = 0;
    let count = 0;
    for (const pending of this.#pending) {
      buffers += pending.buffers.length;
      if (count > 0 && buffers > MAX_BATCH_BUFFERS) break;
      count += 1;
    }
    return this.#pending.splice(0, count);
  }

  #count(buffers: readonly Buffer[]): void {
    const bytes = totalBytes(buffers);
    this.#segmentBytes += bytes;
    this.#spoolBytes += bytes;
  }

  #rotateIfFull(): void {
    const { maxBytes } = this.#options;
    const limit = Math.min(MAX_SEGMENT_BYTES, maxBytes / SEGMENTS_IN_FULL_SPOOL);
    if (this.#segmentBytes >= limit) this.#rotate();
  }

  // Only a segment that is no longer written can be removed by the recorder.
  #rotate(): void {
    if (this.#segmentBytes === 0 || this.#isWriting) return;
    try {
      const full = this.#file;
      this.#segment += 1;
      this.#file = this.#openSegment();
      this.#segmentBytes = 0;
      close(full, () => undefined);
    } catch (error) {
      this.#segment -= 1;
      this.#options.log.error({ error: String(error) }, "A new spool segment cannot be opened.");
    }
  }

  #openSegment(): number {
    return openSync(segmentPath(this.#directory, this.#segment), "a", 0o600);
  }

  #drop(count: number, reason: string): void {
    this.#dropped += count;
    const now = performance.now();
    if (now - this.#reportedAtMs < REPORT_EVERY_MS) return;
    this.#reportedAtMs = now;
    const details = { reason, droppedSinceStart: this.#dropped };
    this.#options.log.error(details, "Calls are answered but not recorded.");
  }

  /** How much the recorder has not read yet, all writers together; asked at most once a second. */
  #measure(): void {
    const now = performance.now();
    if (now - this.#measuredAtMs < MEASURE_EVERY_MS) return;
    this.#measuredAtMs = now;
    spoolBytes(this.#options.spoolDirectory).then(
      (bytes) => {
        this.#spoolBytes = bytes;
      },
      () => undefined,
    );
  }
}

function totalBytes(buffers: readonly Buffer[]): number {
  return buffers.reduce((sum, buffer) => sum + buffer.length, 0);
}

function writeAllSync(file: number, buffers: Buffer[]): void {
  const bytes = totalBytes(buffers);
  let rest = bytes <= MAX_JOINED_BYTES ? [Buffer.concat(buffers, bytes)] : buffers;
  while (rest.length > 0) {
    const [only] = rest;
    const written = only && rest.length === 1 ? writeSync(file, only) : writevSync(file, rest);
    rest = skipBytes(rest, written);
  }
}

function writeAll(file: number, buffers: Buffer[], done: (error: Error | null) => void): void {
  writev(file, buffers, (error, written) => {
    if (error) return done(error);
    const rest = skipBytes(buffers, written);
    if (rest.length === 0) done(null);
    else writeAll(file, rest, done);
  });
}

function skipBytes(buffers: Buffer[], count: number): Buffer[] {
  let left = count;
  let index = 0;
  for (; index < buffers.length; index++) {
    const length = buffers[index]?.length ?? 0;
    if (left < length) break;
    left -= length;
  }
  const [first, ...others] = buffers.slice(index);
  return first ? [first.subarray(left), ...others] : [];
}
