import { isObject, type JsonObject } from "./json";

/** Texts that a streamed entry spells out piece by piece; anything else in it is a fact, said once. */
const PIECEWISE = ["text", "thinking", "summary", "data", "signature", "transcript"];

/**
 * What a delta may hold beyond the API's own fields: reasoning details, images, sound, a provider's
 * `extra_content`. Folded into the message by adding up lists and pieces of text.
 */
export class StreamedExtras {
  readonly #lists = new Map<string, JsonObject[]>();
  readonly #objects = new Map<string, JsonObject>();

  take(delta: JsonObject): void {
    for (const name of ["reasoning_details", "images", "annotations"]) {
      const entries = delta[name];
      if (Array.isArray(entries)) this.#takeList(name, entries.filter(isObject));
    }
    for (const name of ["audio", "extra_content"]) {
      const value = delta[name];
      if (isObject(value)) this.#objects.set(name, merge(this.#objects.get(name), value));
    }
  }

  /** The fields for the message; none where nothing came. */
  fields(): JsonObject {
    return Object.fromEntries([...this.#lists, ...this.#objects]);
  }

  #takeList(name: string, entries: readonly JsonObject[]): void {
    const list = this.#lists.get(name) ?? [];
    this.#lists.set(name, list);
    for (const entry of entries) {
      const last = list.at(-1);
      const continues =
        name === "reasoning_details" &&
        last !== undefined &&
        last.type === entry.type &&
        last.index === entry.index &&
        entry.type !== "redacted_thinking";
      if (continues) list[list.length - 1] = merge(last, entry);
      else list.push(entry);
    }
  }
}

function merge(into: JsonObject | undefined, delta: JsonObject): JsonObject {
  const merged: JsonObject = { ...into };
  for (const [name, value] of Object.entries(delta)) {
    const known = merged[name];
    const isPiece = PIECEWISE.includes(name) && typeof known === "string";
    merged[name] = isPiece && typeof value === "string" ? known + value : value;
  }
  return merged;
}
