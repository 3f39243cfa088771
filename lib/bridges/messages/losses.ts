import type { JsonObject } from "../../protocol/json";

const MAX_NAMES = 32;
const PLAIN_NAME = /^[\w.]{1,64}$/;

/** Collects what a translation has to leave out, each thing once, in the client's words. */
export class Losses {
  readonly #dropped = new Set<string>();
  readonly #warnings = new Set<string>();

  /** A parameter that has no counterpart. The names end up in a header, and a client chooses them. */
  drop(name: string): void {
    const shown = PLAIN_NAME.test(name) ? name : "unnamed";
    this.#dropped.add(this.#dropped.size < MAX_NAMES ? shown : "others");
  }

  /** A meaning that changes, as a sentence. */
  warn(sentence: string): void {
    this.#warnings.add(sentence);
  }

  /** Every field that is set and that the translation does not read. */
  dropRest(object: JsonObject, read: ReadonlySet<string>, prefix = ""): void {
    for (const field in object) {
      const value = object[field];
      if (value !== undefined && value !== null && !read.has(field)) this.drop(prefix + field);
    }
  }

  get droppedParams(): string[] {
    return [...this.#dropped];
  }

  get warnings(): string[] {
    return [...this.#warnings];
  }
}
