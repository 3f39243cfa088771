const MAX_NAMES = 50;
const MAX_NAME_LENGTH = 64;

/** What a translation could not carry over, told to the client in a header and kept with the trace. */
export class RequestNotes {
  readonly #dropped = new Set<string>();
  readonly #warnings = new Set<string>();

  /** A parameter was left out; `sentence` says why where the name alone does not tell. */
  drop(param: string, sentence?: string): void {
    // A client chooses the names of unknown fields, and this list becomes a header.
    const name = param.replace(/[^\w.[\]-]/g, "?").slice(0, MAX_NAME_LENGTH);
    if (this.#dropped.size < MAX_NAMES) this.#dropped.add(name);
    if (sentence !== undefined) this.warn(sentence);
  }

  /** Something was changed; `parameter: what was done`. */
  warn(sentence: string): void {
    this.#warnings.add(sentence);
  }

  get droppedParams(): string[] {
    return [...this.#dropped];
  }

  get warnings(): string[] {
    return [...this.#warnings];
  }
}
