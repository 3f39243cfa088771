import { isObject } from "../../protocol/json";

/** Model ids of a models answer, which Together gives as a bare array; empty for a body that is none. */
export function readModels(body: unknown): string[] {
  const list = isObject(body) ? body.data : body;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) =>
    isObject(entry) && typeof entry.id === "string" && entry.id !== "" ? [entry.id] : [],
  );
}
