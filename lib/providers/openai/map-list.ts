import { isObject, type JsonObject } from "../../protocol/json";

/** A list with its objects changed; the list itself where none changes, also where it is no list. */
export function mapList(value: unknown, change: (entry: JsonObject) => JsonObject): unknown {
  if (!Array.isArray(value)) return value;
  let isChanged = false;
  const list = value.map((entry: unknown) => {
    if (!isObject(entry)) return entry;
    const changed = change(entry);
    if (changed !== entry) isChanged = true;
    return changed;
  });
  return isChanged ? list : value;
}
