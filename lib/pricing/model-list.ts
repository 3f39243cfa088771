import { isEditionOf, withoutVersion } from "./model-version";

/** How a price list says which names a model has. */
export type NameMatch =
  | { equals: string }
  | { starts_with: string }
  | { ends_with: string }
  | { contains: string }
  | { regex: string }
  | { and: NameMatch[] }
  | { or: NameMatch[] };

interface Stem<T> {
  text: string;
  isPrefix: boolean;
  /** What a fine-tuned model is called behind its stem is its owner's choice. */
  isOpen: boolean;
  entry: T;
}

/** A name can end in both, as `-v2@20241022` does. */
const MAX_VERSIONS = 2;
const START_OF_NAME = /[-@:/.]$/;

/**
 * The models of one price list by name. A name is found exactly, else without its date or version, else as
 * an edition of a listed stem: never as a longer name of another model.
 */
export class ModelList<T> {
  readonly #exact = new Map<string, T>();
  readonly #stems: Stem<T>[] = [];
  readonly #tests: { test: (name: string) => boolean; entry: T }[] = [];

  add(match: NameMatch, entry: T): void {
    if ("or" in match) for (const part of match.or) this.add(part, entry);
    else if ("equals" in match) this.#addName(match.equals, entry);
    else if ("starts_with" in match) this.#addStem(match.starts_with, true, entry);
    else if ("contains" in match) this.#addStem(match.contains, false, entry);
    else this.#tests.push({ test: testOf(match), entry });
  }

  #addName(name: string, entry: T): void {
    const key = name.toLowerCase();
    if (!this.#exact.has(key)) this.#exact.set(key, entry);
  }

  #addStem(stem: string, isPrefix: boolean, entry: T): void {
    const text = stem.toLowerCase();
    this.#stems.push({ text, isPrefix, isOpen: text.startsWith("ft:"), entry });
  }

  /** `name` in lower case. */
  find(name: string, versions = MAX_VERSIONS): T | null {
    const exact = this.#exact.get(name) ?? this.#stemOf(name);
    if (exact !== null && exact !== undefined) return exact;
    const tested = this.#tests.find(({ test }) => test(name));
    if (tested) return tested.entry;
    const shorter = withoutVersion(name);
    return shorter === null || versions === 0 ? null : this.find(shorter, versions - 1);
  }

  #stemOf(name: string): T | null {
    let best: Stem<T> | null = null;
    for (const stem of this.#stems) {
      if (stem.text.length > (best?.text.length ?? 0) && fits(stem, name)) best = stem;
    }
    return best?.entry ?? null;
  }
}

function fits<T>({ text, isPrefix, isOpen }: Stem<T>, name: string): boolean {
  const start = isPrefix ? (name.startsWith(text) ? 0 : -1) : name.indexOf(text);
  if (start === -1) return false;
  if (start > 0 && !START_OF_NAME.test(name.slice(0, start))) return false;
  return isOpen || isEditionOf(name, text, start);
}

/** Of the few rules that are no stem. An `and` narrows a stem, which must be the name's own. */
function testOf(match: NameMatch): (name: string) => boolean {
  if ("and" in match) {
    const tests = match.and.map(testOf);
    return (name) => tests.every((test) => test(name));
  }
  if ("or" in match) {
    const tests = match.or.map(testOf);
    return (name) => tests.some((test) => test(name));
  }
  if ("regex" in match) {
    const pattern = new RegExp(match.regex, "i");
    return (name) => pattern.test(name);
  }
  if ("equals" in match) return (name) => name === match.equals.toLowerCase();
  if ("ends_with" in match) return (name) => endsWithName(name, match.ends_with.toLowerCase());
  const isPrefix = "starts_with" in match;
  const text = (isPrefix ? match.starts_with : match.contains).toLowerCase();
  return (name) => fits({ text, isPrefix, isOpen: false, entry: null }, name);
}

function endsWithName(name: string, ending: string): boolean {
  const start = name.length - ending.length;
  return name.endsWith(ending) && (start === 0 || START_OF_NAME.test(name.slice(0, start)));
}
