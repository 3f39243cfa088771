import { isObject, type JsonObject, parseJson } from "../../protocol/json";

const MAX_SLOTS = 512;

interface Slot {
  id: string | null;
  /** One delta brought all of the call, so that no other can belong to it. */
  isWhole: boolean;
}

/** Which tool call of one choice each delta belongs to, by the `index` it should have. */
export class ToolCallSlots {
  readonly #slots: Slot[] = [];
  /** Where calls went whose `index` was taken. */
  readonly #moved = new Map<number, number>();
  #last = 0;

  /** The index for a delta's entry; null where it is better left alone. */
  place(entry: JsonObject): number | null {
    const id = textOf(entry.id);
    const isWhole = id !== null && isWholeCall(entry);
    const given = entry.index;
    const isGiven = typeof given === "number" && Number.isInteger(given) && given >= 0;
    const index = isGiven ? this.#check(given, id, isWhole) : this.#guess(id, entry);
    if (index > this.#slots.length || index >= MAX_SLOTS) return null;
    this.#slots[index] = { id: id ?? this.#slots[index]?.id ?? null, isWhole };
    this.#last = index;
    return index;
  }

  /** Ollama numbers every call 0: a second whole call with another id cannot belong to the first. */
  #check(given: number, id: string | null, isWhole: boolean): number {
    const index = this.#moved.get(given) ?? given;
    const holder = this.#slots[index];
    const isTaken = isWhole && holder?.isWhole === true && holder.id !== id;
    if (!isTaken) return index;
    this.#moved.set(given, this.#slots.length);
    return this.#slots.length;
  }

  /** Without an index, a new id opens a call, or a name where there are no ids; all else continues. */
  #guess(id: string | null, entry: JsonObject): number {
    if (id !== null) {
      const known = this.#slots.findIndex((slot) => slot.id === id);
      return known === -1 ? this.#slots.length : known;
    }
    return nameOf(entry) === null && this.#slots.length > 0 ? this.#last : this.#slots.length;
  }
}

function isWholeCall(entry: JsonObject): boolean {
  if (nameOf(entry) === null || !isObject(entry.function)) return false;
  const { arguments: text } = entry.function;
  return typeof text === "string" && isObject(parseJson(text));
}

function nameOf(entry: JsonObject): string | null {
  return isObject(entry.function) ? textOf(entry.function.name) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
