import { isObject, type JsonObject } from "../../../lib/protocol/json";
import { Refusal } from "./wire";

/** Keys every fake takes; anything else is a stranger's. */
export const FAKE_KEY = "key-for-the-fake";

export function isFakeKey(value: string | string[] | undefined): boolean {
  return typeof value === "string" && value.startsWith(FAKE_KEY);
}

export function firstUnknown(value: JsonObject, known: readonly string[]): string | null {
  return Object.keys(value).find((name) => !known.includes(name)) ?? null;
}

export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts in a string, or in a list of parts that have one. */
export function textIn(content: unknown): string {
  if (typeof content === "string") return content;
  return objectsIn(content)
    .map(({ text }) => (typeof text === "string" ? text : ""))
    .join("");
}

export function demand(condition: unknown, message: string, param?: string): asserts condition {
  if (!condition) throw new Refusal(message, param === undefined ? {} : { param });
}
