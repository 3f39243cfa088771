import { isAscii, isUtf8 } from "node:buffer";

const LF = 10;
const CR = 13;
const COLON = 58;
const SPACE = 32;
const DEFAULT_MAX_EVENT_BYTES = 16 * 1024 * 1024;
const MAX_IDLE_CARRY_BYTES = 64 * 1024;
const REPLACEMENT = "\ufffd";
const BOM = "\u00ef\u00bb\u00bf";
const NO_BYTES = Buffer.alloc(0);

export interface SseEvent {
  /** `message` when the stream names none. */
  event: string;
  data: string;
  /** Bytes of the stream consumed when the event was complete. */
  endOffset: number;
}

/** Bytes, and the same with one character per byte: finding and cutting are faster in a string. */
interface Slab {
  bytes: Buffer;
  latin1: string;
  isAscii: boolean;
}

/**
 * Incremental parser of text/event-stream (WHATWG HTML, section 9.2): bytes in, events out. Lines end in
 * LF, CR or CRLF, also across chunks; a code point split between chunks stays whole; comments are
 * skipped. Unlike browsers it dispatches a last event that lacks its blank line, see `end`. It takes time
 * in proportion to the bytes and holds no more than the event that is not complete yet.
 */
export class SseParser {
  /** The start of a line whose end has not come. */
  #carry = NO_BYTES;
  #carryBytes = 0;
  #offset = 0;
  #skipLf = false;
  #isFirstLine = true;
  #event = "";
  #data: string[] = [];
  #dataBytes = 0;
  readonly #maxEventBytes: number;
  readonly #isStrict: boolean;

  /** `isStrict` takes bytes that are no UTF-8 for an error instead of replacing them. */
  constructor(maxEventBytes = DEFAULT_MAX_EVENT_BYTES, isStrict = false) {
    this.#maxEventBytes = maxEventBytes;
    this.#isStrict = isStrict;
  }

  /** Throws RangeError when the stream cannot be parsed further: an event grows past the cap, or is no text. */
  push(chunk: Buffer): SseEvent[] {
    const events: SseEvent[] = [];
    if (chunk.length === 0) return events;
    const slab = slabOf(chunk);
    const { latin1 } = slab;
    let start = this.#skipLf && chunk[0] === LF ? 1 : 0;
    let lf = latin1.indexOf("\n", start);
    let cr = latin1.indexOf("\r", start);
    while (lf !== -1 || cr !== -1) {
      const end = earlier(lf, cr);
      this.#endLine(slab, start, end, events);
      start = end === cr && lf === end + 1 ? end + 2 : end + 1;
      lf = nextOf("\n", lf, latin1, start);
      cr = nextOf("\r", cr, latin1, start);
    }
    this.#skipLf = chunk.at(-1) === CR;
    this.#keep(chunk, start, chunk.length);
    this.#offset += chunk.length;
    return events;
  }

  /** The stream is over: what stands before a missing final blank line still counts. */
  end(): SseEvent[] {
    const events: SseEvent[] = [];
    if (this.#carryBytes > 0) this.#takeCarry(this.#offset, events);
    this.#dispatch(this.#offset, events);
    return events;
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    if (start === end) return;
    const bytes = this.#carryBytes + end - start;
    this.#requireRoom(bytes);
    if (bytes > this.#carry.length) {
      const carry = Buffer.allocUnsafe(Math.max(bytes, 2 * this.#carry.length));
      this.#carry.copy(carry, 0, 0, this.#carryBytes);
      this.#carry = carry;
    }
    chunk.copy(this.#carry, this.#carryBytes, start, end);
    this.#carryBytes = bytes;
  }

  #requireRoom(bytes: number): void {
    if (this.#dataBytes + bytes <= this.#maxEventBytes) return;
    throw new RangeError(`An event of the stream is longer than ${this.#maxEventBytes} bytes.`);
  }

  #endLine(slab: Slab, start: number, end: number, events: SseEvent[]): void {
    const endOffset = this.#offset + end + 1;
    if (this.#carryBytes === 0) {
      this.#takeLine(slab, start, end, endOffset, events);
      return;
    }
    this.#keep(slab.bytes, start, end);
    this.#takeCarry(endOffset, events);
  }

  #takeCarry(endOffset: number, events: SseEvent[]): void {
    const line = this.#carry.subarray(0, this.#carryBytes);
    this.#carryBytes = 0;
    if (this.#carry.length > MAX_IDLE_CARRY_BYTES) this.#carry = NO_BYTES;
    this.#takeLine(slabOf(line), 0, line.length, endOffset, events);
  }

  #takeLine(slab: Slab, from: number, end: number, endOffset: number, events: SseEvent[]): void {
    const start = this.#isFirstLine && slab.latin1.startsWith(BOM, from) ? from + 3 : from;
    this.#isFirstLine = false;
    if (start === end) this.#dispatch(endOffset, events);
    else if (slab.latin1.startsWith("data", start)) this.#takeData(slab, start + 4, end);
    else if (slab.latin1.startsWith("event", start)) this.#takeName(slab, start + 5, end);
  }

  #takeData(slab: Slab, nameEnd: number, end: number): void {
    const value = fieldValue(slab, nameEnd, end);
    if (value === null) return;
    if (this.#isStrict) requireText(value, slab, nameEnd, end);
    this.#dataBytes += end - nameEnd + 1;
    this.#requireRoom(0);
    this.#data.push(value);
  }

  #takeName(slab: Slab, nameEnd: number, end: number): void {
    this.#event = fieldValue(slab, nameEnd, end) ?? this.#event;
  }

  #dispatch(endOffset: number, events: SseEvent[]): void {
    const [first] = this.#data;
    if (first !== undefined) {
      const data = this.#data.length === 1 ? first : this.#data.join("\n");
      events.push({ event: this.#event || "message", data, endOffset });
      this.#data = [];
      this.#dataBytes = 0;
    }
    this.#event = "";
  }
}

// The replacement character can be the upstream's own, written in three good bytes.
function requireText(value: string, slab: Slab, start: number, end: number): void {
  if (slab.isAscii || !value.includes(REPLACEMENT)) return;
  if (isUtf8(slab.bytes.subarray(start, end))) return;
  throw new RangeError("An event of the stream is not UTF-8.");
}

function slabOf(bytes: Buffer): Slab {
  return { bytes, latin1: bytes.toString("latin1"), isAscii: isAscii(bytes) };
}

function earlier(a: number, b: number): number {
  return a === -1 || (b !== -1 && b < a) ? b : a;
}

/** Looks only as far as it must: one that was found ahead still holds, and none will not be found later. */
function nextOf(end: string, found: number, latin1: string, start: number): number {
  return found === -1 || found >= start ? found : latin1.indexOf(end, start);
}

/** The value of the field whose name ends at `nameEnd`; null when the name is longer than that. */
function fieldValue(slab: Slab, nameEnd: number, end: number): string | null {
  if (nameEnd === end) return "";
  if (slab.latin1.charCodeAt(nameEnd) !== COLON) return null;
  const start = slab.latin1.charCodeAt(nameEnd + 1) === SPACE ? nameEnd + 2 : nameEnd + 1;
  if (slab.isAscii) return slab.latin1.slice(start, end);
  return slab.bytes.toString("utf8", start, end);
}
