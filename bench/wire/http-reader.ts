export interface HttpEvents {
  head(text: string): void;
  body(bytes: Buffer): void;
  end(): void;
}

const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding: *chunked/i;
const CRLF_BYTES = 2;

type State = "head" | "fixed" | "size" | "chunk" | "chunk-end" | "trailer";

/**
 * Reads HTTP/1.1 messages of one direction of a kept-alive connection. It knows just enough for loads of
 * our own making, and costs a fraction of node:http, so that neither end becomes the bottleneck.
 */
export class HttpReader {
  #state: State = "head";
  #rest: Buffer | null = null;
  #left = 0;

  constructor(private readonly events: HttpEvents) {}

  push(bytes: Buffer): void {
    let input = this.#rest ? Buffer.concat([this.#rest, bytes]) : bytes;
    this.#rest = null;
    while (input.length > 0) {
      const used = this.#step(input);
      if (used < 0) {
        this.#rest = input;
        return;
      }
      input = input.subarray(used);
    }
  }

  /** How many bytes were used, -1 when more are needed. */
  #step(input: Buffer): number {
    switch (this.#state) {
      case "head":
        return this.#readHead(input);
      case "size":
      case "trailer":
        return this.#readLine(input);
      default:
        return this.#readCounted(input);
    }
  }

  #readHead(input: Buffer): number {
    const end = input.indexOf("\r\n\r\n");
    if (end < 0) return -1;
    const text = input.toString("latin1", 0, end);
    this.events.head(text);
    if (CHUNKED.test(text)) {
      this.#state = "size";
    } else {
      this.#left = Number(CONTENT_LENGTH.exec(text)?.[1] ?? 0);
      this.#state = "fixed";
      if (this.#left === 0) this.#finish();
    }
    return end + 2 * CRLF_BYTES;
  }

  #readLine(input: Buffer): number {
    const end = input.indexOf(10);
    if (end < 0) return -1;
    if (this.#state === "trailer") {
      if (end < CRLF_BYTES) this.#finish();
      return end + 1;
    }
    this.#left = Number.parseInt(input.toString("latin1", 0, end), 16);
    this.#state = this.#left === 0 ? "trailer" : "chunk";
    return end + 1;
  }

  #readCounted(input: Buffer): number {
    const used = Math.min(this.#left, input.length);
    if (this.#state !== "chunk-end") this.events.body(input.subarray(0, used));
    this.#left -= used;
    if (this.#left > 0) return used;
    if (this.#state === "fixed") {
      this.#finish();
    } else if (this.#state === "chunk") {
      this.#state = "chunk-end";
      this.#left = CRLF_BYTES;
    } else {
      this.#state = "size";
    }
    return used;
  }

  #finish(): void {
    this.#state = "head";
    this.events.end();
  }
}
