import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";
import { isNestedTooDeep } from "./nesting";
import { fitsStrictMode } from "./strict-schema";

const CONFIG_FIELDS = new Set(["effort", "format"]);
const FORMAT_FIELDS = new Set(["type", "schema"]);

/** `response_format` for `output_config.format`, or for `output_format`, its name while it was a beta. */
export function toResponseFormat(request: JsonObject, losses: Losses): JsonObject {
  const config = isObject(request.output_config) ? request.output_config : {};
  losses.dropRest(config, CONFIG_FIELDS, "output_config.");
  const isCurrent = config.format !== undefined && config.format !== null;
  const path = isCurrent ? "output_config.format" : "output_format";
  const format = isCurrent ? config.format : request.output_format;
  if (format === undefined || format === null) return {};
  if (!isObject(format)) {
    throw invalidRequest(path, `${path} must be an object, not ${nameOf(format)}.`);
  }
  if (format.type !== "json_schema") {
    throw invalidRequest(`${path}.type`, `${path}.type must be json_schema.`);
  }
  losses.dropRest(format, FORMAT_FIELDS, `${path}.`);
  const schema = requireSchema(format.schema, `${path}.schema`);
  const strict = fitsStrictMode(schema);
  if (!strict) {
    losses.warn(
      `${path}: the schema has optional properties, so the upstream follows it without guaranteeing it`,
    );
  }
  return {
    response_format: { type: "json_schema", json_schema: { name: "output", schema, strict } },
  };
}

function requireSchema(schema: unknown, path: string): JsonObject {
  if (!isObject(schema)) {
    throw invalidRequest(path, `${path} must be a JSON schema, not ${nameOf(schema)}.`);
  }
  if (isNestedTooDeep(schema)) throw invalidRequest(path, `${path} is nested too deep.`);
  return schema;
}
