import { isObject, type JsonObject } from "../../protocol/json";

/** A chat annotation as an output text has it: the citation's fields lie flat beside its type. */
export function toAnnotation(annotation: JsonObject): JsonObject | null {
  const { type } = annotation;
  if (typeof type !== "string") return null;
  const nested = annotation[type];
  return isObject(nested) ? { type, ...nested } : annotation;
}
