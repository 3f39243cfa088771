/** What a translated request lost or changed, for the client to be told; each thing once. */
export class RequestNotes {
  readonly #dropped = new Set<string>();
  readonly #warnings = new Set<string>();

  drop(param: string): void {
    this.#dropped.add(param);
  }

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
