import { isObject, type JsonObject } from "../../protocol/json";

/** The `error` of a body in Google's shape, which some methods wrap in an array; null where there is none. */
export function errorObject(body: unknown): JsonObject | null {
  const wrapper = Array.isArray(body) ? body[0] : body;
  const error = isObject(wrapper) ? wrapper.error : undefined;
  return isObject(error) ? error : null;
}
