import { type FileHandle, open, readFile, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { SpoolPosition } from "../db/trace-store";
import { isAlive, parseProcessIdentity } from "../process-identity";
import type { CallRecord } from "../protocol/call-record";
import { parseJson } from "../protocol/json";
import { decodeFrames } from "./frame";
import { IDENTITY_FILE, listSegments, segmentPath } from "./spool-files";

const READ_BYTES = 4 * 1024 * 1024;

export interface SpoolFrame {
  record: CallRecord;
  body: Buffer;
  position: { segment: number; byteOffset: number };
}

/** Reads one writer's segments from a position on, and removes those that are done with. */
export class SpoolReader {
  readonly writerId: string;
  readonly #directory: string;
  #segment: number;
  #byteOffset: number;
  #file: FileHandle | null = null;
  /** What was read of a frame that is not all there yet. */
  #partial: Buffer = Buffer.alloc(0);
  damaged = 0;

  constructor(directory: string, start: SpoolPosition) {
    this.#directory = directory;
    this.writerId = start.writerId;
    this.#segment = start.segment;
    this.#byteOffset = start.byteOffset;
  }

  /** Where the next frame starts. */
  get position(): { segment: number; byteOffset: number } {
    return { segment: this.#segment, byteOffset: this.#byteOffset };
  }

  /** The next frames, at most a few megabytes; empty when there is nothing new. */
  async read(): Promise<SpoolFrame[]> {
    const bytes = await this.#readMore();
    if (bytes === null) return [];
    const { frames, consumed, damaged } = decodeFrames(bytes);
    const found = frames.map(({ record, body, start }) => ({
      record,
      body,
      position: { segment: this.#segment, byteOffset: this.#byteOffset + start },
    }));
    this.damaged += damaged;
    this.#byteOffset += consumed;
    this.#partial = bytes.subarray(consumed);
    return found;
  }

  /** Whether the process that writes here still runs. Ask before the last `read` of a dead writer. */
  async isWriterAlive(): Promise<boolean> {
    const stored = await readFile(join(this.#directory, IDENTITY_FILE), "utf8").catch(() => "null");
    const identity = parseProcessIdentity(parseJson(stored));
    return identity !== null && isAlive(identity);
  }

  /** Removes the segments that lie wholly before `segment`. */
  async removeBefore(segment: number): Promise<void> {
    const segments = await listSegments(this.#directory);
    const done = segments.filter((candidate) => candidate < segment);
    await Promise.all(done.map((candidate) => unlink(segmentPath(this.#directory, candidate))));
  }

  async removeAll(): Promise<void> {
    await this.close();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  async #readMore(): Promise<Buffer | null> {
    this.#file ??= await open(segmentPath(this.#directory, this.#segment)).catch(() => null);
    if (this.#file) {
      const wanted = Math.max(READ_BYTES, this.#partial.length * 2);
      const buffer = Buffer.allocUnsafe(wanted);
      const from = this.#byteOffset + this.#partial.length;
      const { bytesRead } = await this.#file.read(buffer, 0, wanted, from);
      if (bytesRead > 0) return Buffer.concat([this.#partial, buffer.subarray(0, bytesRead)]);
    }
    return (await this.#moveToNextSegment()) ? this.#readMore() : null;
  }

  // A writer opens the next segment only when it is done with the one before. A read that found the
  // end may have raced with the last write, so the end must be found again after the next one exists.
  async #moveToNextSegment(): Promise<boolean> {
    const next = (await listSegments(this.#directory)).find((segment) => segment > this.#segment);
    if (next === undefined) return false;
    if (this.#file) {
      const { size } = await this.#file.stat();
      if (size > this.#byteOffset + this.#partial.length) return true;
    }
    if (this.#partial.length > 0) this.damaged += 1;
    await this.close();
    this.#segment = next;
    this.#byteOffset = 0;
    this.#partial = Buffer.alloc(0);
    return true;
  }
}
