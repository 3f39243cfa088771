import { isObject, type JsonObject, parseJson } from "../../protocol/json";
import { isNestedTooDeep } from "./nesting";

/** Gives the tool calls of one answer the ids and names that the client knows. */
export class ToolCallNames {
  readonly #names: ReadonlyMap<string, string>;
  readonly #idPrefix: string;
  #invented = 0;

  constructor(names: ReadonlyMap<string, string>, idPrefix: string) {
    this.#names = names;
    this.#idPrefix = idPrefix;
  }

  /** Some servers send calls without an id; the client needs one to answer to. */
  idOf(id: unknown): string {
    if (typeof id === "string" && id !== "") return id;
    this.#invented += 1;
    return `${this.#idPrefix}_${this.#invented}`;
  }

  nameOf(name: string): string {
    return this.#names.get(name) ?? name;
  }
}

/** The name in a call or in a delta of one; empty where it is not there. */
export function calledName(call: JsonObject): string {
  const name = isObject(call.function) ? call.function.name : undefined;
  return typeof name === "string" ? name : "";
}

/** The text of a call's arguments. Some servers send the object itself. */
export function argumentsText(call: JsonObject): string {
  const given = isObject(call.function) ? call.function.arguments : undefined;
  if (typeof given === "string") return given;
  return isObject(given) && !isNestedTooDeep(given) ? JSON.stringify(given) : "";
}

/** Arguments as the object that `input` must be; what is none is kept as text under `_raw`. */
export function inputOf(text: string): JsonObject {
  if (text.trim() === "") return {};
  const input = parseJson(text);
  return isObject(input) && !isNestedTooDeep(input) ? input : { _raw: text };
}
