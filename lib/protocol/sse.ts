const LF = 10;
const CR = 13;
const DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;
const BOM = Buffer.of(0xef, 0xbb, 0xbf);

export interface SseEvent {
  /** `message` when the stream names none. */
  event: string;
  data: string;
  /** Bytes of the stream consumed when the event was complete. */
  endOffset: number;
}

/**
 * Incremental parser of text/event-stream (WHATWG HTML, section 9.2): bytes in, events out. Lines end in
 * LF, CR or CRLF, also across chunks; a code point split between chunks stays whole; comments are
 * skipped. Unlike browsers it dispatches a last event that lacks its blank line, see `end`.
 */
export class SseParser {
  #partial: Buffer[] = [];
  #partialBytes = 0;
  #offset = 0;
  #skipLf = false;
  #isFirstLine = true;
  #event = "";
  #data: string[] = [];
  readonly #maxLineBytes: number;

  constructor(maxLineBytes = DEFAULT_MAX_LINE_BYTES) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** Throws RangeError when a line grows past the cap; the stream cannot be parsed further. */
  push(chunk: Buffer): SseEvent[] {
    const events: SseEvent[] = [];
    let lineStart = 0;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      if (byte !== LF && byte !== CR) {
        this.#skipLf = false;
        continue;
      }
      if (byte === LF && this.#skipLf) {
        this.#skipLf = false;
        lineStart = index + 1;
        continue;
      }
      this.#skipLf = byte === CR;
      const line = this.#completeLine(chunk.subarray(lineStart, index));
      lineStart = index + 1;
      this.#takeLine(line, this.#offset + lineStart, events);
    }
    this.#keep(chunk.subarray(lineStart));
    this.#offset += chunk.length;
    return events;
  }

  /** The stream is over: what stands before a missing final blank line still counts. */
  end(): SseEvent[] {
    const events: SseEvent[] = [];
    if (this.#partialBytes > 0) {
      this.#takeLine(this.#completeLine(Buffer.alloc(0)), this.#offset, events);
    }
    this.#dispatch(this.#offset, events);
    return events;
  }

  #keep(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#partialBytes += rest.length;
    if (this.#partialBytes > this.#maxLineBytes) {
      throw new RangeError(`An event stream line is longer than ${this.#maxLineBytes} bytes.`);
    }
    this.#partial.push(rest);
  }

  #completeLine(last: Buffer): string {
    if (this.#partialBytes === 0) return this.#decode(last);
    const whole = Buffer.concat([...this.#partial, last]);
    this.#partial = [];
    this.#partialBytes = 0;
    return this.#decode(whole);
  }

  #decode(line: Buffer): string {
    const isFirst = this.#isFirstLine;
    this.#isFirstLine = false;
    if (isFirst && line.subarray(0, 3).equals(BOM)) return line.toString("utf8", 3);
    return line.toString("utf8");
  }

  #takeLine(line: string, endOffset: number, events: SseEvent[]): void {
    if (line === "") {
      this.#dispatch(endOffset, events);
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    if (field !== "data" && field !== "event") return;
    const afterColon = colon === -1 ? "" : line.slice(colon + 1);
    const value = afterColon.startsWith(" ") ? afterColon.slice(1) : afterColon;
    if (field === "data") this.#data.push(value);
    else this.#event = value;
  }

  #dispatch(endOffset: number, events: SseEvent[]): void {
    if (this.#data.length > 0) {
      events.push({ event: this.#event || "message", data: this.#data.join("\n"), endOffset });
    }
    this.#data = [];
    this.#event = "";
  }
}
