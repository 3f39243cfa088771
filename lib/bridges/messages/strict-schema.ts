import { isObject } from "../../protocol/json";

/**
 * Whether chat's strict mode takes a schema: it wants every object closed and every property required,
 * where Anthropic's allows optional ones. The schema must not be nested too deep.
 */
export function fitsStrictMode(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(fitsStrictMode);
  if (!isObject(schema)) return true;
  const { properties, required } = schema;
  if (schema.type === "object" || properties !== undefined) {
    if (schema.additionalProperties !== false) return false;
    const names = isObject(properties) ? Object.keys(properties) : [];
    const given = new Set(Array.isArray(required) ? required : []);
    if (!names.every((name) => given.has(name))) return false;
  }
  return Object.values(schema).every(fitsStrictMode);
}
