import { unknownFields } from "../../protocol/check-fields";
import type { JsonObject } from "../../protocol/json";

/** What a translation could not carry over, each thing once. */
export class TranslationNotes {
  readonly #dropped = new Set<string>();
  readonly #warnings = new Set<string>();

  get droppedParams(): string[] {
    return [...this.#dropped];
  }

  get warnings(): string[] {
    return [...this.#warnings];
  }

  drop(name: string): void {
    this.#dropped.add(name);
  }

  warn(sentence: string): void {
    this.#warnings.add(sentence);
  }

  /** Notes the fields of an object that nobody reads: `input[3].name` is noted as `input[].name`. */
  dropUnknown(object: JsonObject, known: ReadonlySet<string>, path = ""): void {
    for (const name of unknownFields(object, known, path)) {
      this.drop(path === "" ? name : `${path.replace(/\[\d+\]/g, "[]")}.${name}`);
    }
  }
}
