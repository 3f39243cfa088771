/** The first few chunks and large ones are kept by reference: an answer that is no stream is never copied. */
const REFERENCED_CHUNKS = 4;
const LARGE_CHUNK_BYTES = 4 * 1024;
const BLOCK_BYTES = 8 * 1024;

/**
 * An answer's bytes as they come. A slow stream is hundreds of tiny buffers, each with an overhead several
 * times its content, so they are gathered in blocks.
 */
export class CapturedBytes {
  readonly #parts: Buffer[] = [];
  #block: Buffer | null = null;
  #used = 0;

  append(chunk: Buffer): void {
    const isFirst = this.#block === null && this.#parts.length < REFERENCED_CHUNKS;
    if (isFirst || chunk.length >= LARGE_CHUNK_BYTES) {
      this.#closeBlock();
      this.#parts.push(chunk);
      return;
    }
    if (this.#block && this.#used + chunk.length > this.#block.length) this.#closeBlock();
    this.#block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.#used += chunk.copy(this.#block, this.#used);
  }

  /** Everything so far, in order. */
  parts(): Buffer[] {
    return this.#block ? [...this.#parts, this.#block.subarray(0, this.#used)] : this.#parts;
  }

  #closeBlock(): void {
    if (this.#block) this.#parts.push(this.#block.subarray(0, this.#used));
    this.#block = null;
    this.#used = 0;
  }
}
