import { isUtf8 } from "node:buffer";
import { PrysmError } from "../errors";
import { type JsonObject, parseJson } from "../protocol/json";
import type { StreamRepairer } from "../providers/provider";
import { LineBoundary } from "./line-boundary";
import type { StreamRelay } from "./stream-relay";

const TAIL_BYTES = 4 * 1024;
const HEAD_BYTES = 256;
const LF = 10;
const END_OF_EVENT = Buffer.from("\n\n");
const NOTHING = Buffer.alloc(0);

export interface UntouchedStreamOptions {
  provider: string;
  /** Null for a stream whose end nothing marks. */
  endOfStream: RegExp | null;
  /** Mends what this upstream is known to leave out. */
  repair: StreamRepairer | null;
}

/** Passes the upstream's bytes on in whole lines, and notices when they stop before the end. */
export class UntouchedStream implements StreamRelay {
  readonly #options: UntouchedStreamOptions;
  readonly #lines = new LineBoundary();
  /** The last bytes that went out, for the search of the end. */
  #tail: Buffer[] = [];
  #tailBytes = 0;
  /** How the last data line began: a last event can be longer than the tail. */
  #lastHead = "";
  #failure: PrysmError | null = null;
  #isBetweenLines = true;

  constructor(options: UntouchedStreamOptions) {
    this.#options = options;
  }

  push(chunk: Buffer): Buffer {
    const ready = this.#lines.push(chunk);
    if (ready.length === 0) return ready;
    const text = this.#isText(ready) ? ready : this.#textBefore(ready);
    const mended = this.#options.repair?.push(text) ?? text;
    this.#remember(mended);
    return mended;
  }

  end(): Buffer {
    const { repair, endOfStream, provider } = this.#options;
    const rest = this.#lastLine();
    const mended = repair ? Buffer.concat([repair.push(rest), repair.end()]) : rest;
    this.#remember(mended);
    if (endOfStream === null) return mended;
    const lines = rest.length === 0 ? mended : Buffer.concat([mended, END_OF_EVENT]);
    if (this.isWhole()) return lines;
    const message = `The provider "${provider}" ended the stream before it was complete.`;
    this.#failure = new PrysmError("upstream_died", message);
    return lines;
  }

  isWhole(): boolean {
    const { endOfStream } = this.#options;
    if (endOfStream === null) return false;
    const tail = Buffer.concat(this.#tail).subarray(-TAIL_BYTES).toString("latin1");
    return endOfStream.test(tail) || endOfStream.test(this.#lastHead);
  }

  throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }

  failure(): null {
    return null;
  }

  usage(): JsonObject | null {
    return this.#options.repair?.usage?.() ?? null;
  }

  // Whole lines hold whole characters; a line too long to be held back may be cut inside of one.
  #isText(ready: Buffer): boolean {
    const startsLine = this.#isBetweenLines;
    this.#isBetweenLines = ready.at(-1) === LF;
    if (this.#options.endOfStream === null || !startsLine || !this.#isBetweenLines) return true;
    return isUtf8(ready);
  }

  /** The lines before the one that is no text, which ends the stream. */
  #textBefore(lines: Buffer): Buffer {
    const message = `The provider "${this.#options.provider}" sent bytes that are not UTF-8.`;
    this.#failure = new PrysmError("bad_gateway", message);
    let end = 0;
    for (let next = lines.indexOf(LF); next !== -1; next = lines.indexOf(LF, next + 1)) {
      if (!isUtf8(lines.subarray(end, next))) break;
      end = next + 1;
    }
    return lines.subarray(0, end);
  }

  // Half a line would be joined with what follows, an error event or `[DONE]`, to something unreadable.
  #lastLine(): Buffer {
    const rest = this.#lines.rest();
    if (this.#options.endOfStream === null) return rest;
    const data = startsWithData(rest) ? rest.toString("utf8", 5).trim() : "";
    return data === "[DONE]" || parseJson(data) !== undefined ? rest : NOTHING;
  }

  #remember(bytes: Buffer): void {
    const line = bytes.lastIndexOf("\ndata:");
    if (line !== -1 || startsWithData(bytes)) {
      this.#lastHead = bytes.toString("latin1", line + 1, line + 1 + HEAD_BYTES);
    }
    this.#tail.push(bytes);
    this.#tailBytes += bytes.length;
    while (this.#tail.length > 1 && this.#tailBytes - (this.#tail[0]?.length ?? 0) >= TAIL_BYTES) {
      this.#tailBytes -= this.#tail.shift()?.length ?? 0;
    }
  }
}

function startsWithData(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, 5) === "data:";
}
