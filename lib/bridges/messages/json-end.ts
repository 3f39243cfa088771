const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Watches the text of a JSON object grow and knows when its last brace came; linear in its length. */
export class JsonEnd {
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isReached = false;

  get isReached(): boolean {
    return this.#isReached;
  }

  take(text: string): void {
    for (let index = 0; index < text.length && !this.#isReached; index++) {
      this.#takeCode(text.charCodeAt(index));
    }
  }

  #takeCode(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#isInString && code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.#isInString = !this.#isInString;
    else if (this.#isInString) return;
    else if (code === OPEN_BRACE) this.#depth += 1;
    else if (code === CLOSE_BRACE) {
      this.#depth -= 1;
      this.#isReached = this.#depth === 0;
    }
  }
}
