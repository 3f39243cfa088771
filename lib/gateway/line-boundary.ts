const LF = 10;
const CR = 13;
const MAX_HELD_BYTES = 1024 * 1024;

/**
 * Passes a text stream on in whole lines: the part after the last line end waits for its rest. Nobody can
 * act on half a line, and a stream that dies there can still be ended with an event of our own.
 */
export class LineBoundary {
  #held: Buffer[] = [];
  #heldBytes = 0;

  /** What may go out now; empty when the chunk completes no line. */
  push(chunk: Buffer): Buffer {
    const end = Math.max(chunk.lastIndexOf(LF), chunk.lastIndexOf(CR)) + 1;
    const isTooLong = this.#heldBytes + chunk.length > MAX_HELD_BYTES;
    if ((end > 0 && end === chunk.length) || isTooLong) return this.#release(chunk);
    if (end === 0) {
      this.#hold(chunk);
      return Buffer.alloc(0);
    }
    const whole = this.#release(chunk.subarray(0, end));
    this.#hold(chunk.subarray(end));
    return whole;
  }

  /** The line that lacks its end, for a stream that closed in good order. */
  rest(): Buffer {
    return this.#release(Buffer.alloc(0));
  }

  #hold(part: Buffer): void {
    this.#held.push(part);
    this.#heldBytes += part.length;
  }

  #release(part: Buffer): Buffer {
    if (this.#heldBytes === 0) return part;
    const whole = Buffer.concat([...this.#held, part]);
    this.#held = [];
    this.#heldBytes = 0;
    return whole;
  }
}
