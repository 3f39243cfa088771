import { isObject, type JsonObject } from "./json";

/** Reading JSON of which nothing is promised: what is not there reads as empty, and nothing throws. */

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Null unless it is a string that says something. */
export function asText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** A token count; null for what cannot be one. */
export function asCount(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** JSON of a parsed value. It can be nested deeper than it can be written again: that is said instead. */
export function toJson(value: unknown, indent = 0): string {
  try {
    return JSON.stringify(value, null, indent) ?? "";
  } catch {
    return '"(nested too deeply to be shown)"';
  }
}
