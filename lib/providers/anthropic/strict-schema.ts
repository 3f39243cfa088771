import { isObject, type JsonObject } from "../../protocol/json";

/** Formats of strings that Anthropic's constrained decoding knows. */
const FORMATS = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "uri",
  "ipv4",
  "ipv6",
  "uuid",
]);

type Place = "schema" | "schemas by name" | "list of schemas" | "value";

/** Keywords it accepts, with what stands in them. */
const KEYWORDS: ReadonlyMap<string, Place> = new Map([
  ["type", "value"],
  ["description", "value"],
  ["title", "value"],
  ["default", "value"],
  ["enum", "value"],
  ["const", "value"],
  ["required", "value"],
  ["$ref", "value"],
  ["$defs", "schemas by name"],
  ["definitions", "schemas by name"],
  ["properties", "schemas by name"],
  ["items", "schema"],
  ["anyOf", "list of schemas"],
  ["allOf", "list of schemas"],
]);

/** Says nothing about the values. */
const MEANINGLESS = new Set(["$schema", "$id", "$comment", "additionalProperties"]);

/**
 * A JSON schema cut down to what Anthropic accepts for structured output and strict tools: objects are
 * closed, `oneOf` becomes `anyOf`, and a constraint it does not know moves into the description, where the
 * model still reads it. The schema given is not changed.
 */
export function toStrictSchema(schema: JsonObject): JsonObject {
  const strict: JsonObject = {};
  const unsupported: string[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (MEANINGLESS.has(keyword)) continue;
    const place = KEYWORDS.get(keyword);
    if (place !== undefined) strict[keyword] = translated(value, place);
    else if (keyword === "oneOf") strict.anyOf = translated(value, "list of schemas");
    else if (isSupportedAsIs(keyword, value)) strict[keyword] = value;
    else unsupported.push(`${keyword}: ${JSON.stringify(value)}`);
  }
  if (isObjectSchema(schema)) strict.additionalProperties = false;
  if (unsupported.length > 0) {
    const known = typeof strict.description === "string" ? `${strict.description}\n\n` : "";
    strict.description = `${known}Constraints: ${unsupported.join(", ")}`;
  }
  return strict;
}

function translated(value: unknown, place: Place): unknown {
  if (place === "schema") return isObject(value) ? toStrictSchema(value) : value;
  if (place === "list of schemas") {
    return Array.isArray(value) ? value.map((entry) => translated(entry, "schema")) : value;
  }
  if (place === "value" || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, translated(entry, "schema")]),
  );
}

function isSupportedAsIs(keyword: string, value: unknown): boolean {
  if (keyword === "format") return typeof value === "string" && FORMATS.has(value);
  return keyword === "minItems" && (value === 0 || value === 1);
}

function isObjectSchema({ type, properties }: JsonObject): boolean {
  if (Array.isArray(type)) return type.includes("object");
  return type === "object" || (type === undefined && isObject(properties));
}
