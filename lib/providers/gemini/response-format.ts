import { isObject, type JsonObject } from "../../protocol/json";
import type { GeminiModel } from "./gemini-model";
import { invalidRequest } from "./invalid-request";
import { RawJson } from "./raw-json";
import type { RequestNotes } from "./request-notes";

export interface ResponseFormat {
  /** Fields of generationConfig. */
  config: JsonObject;
  /** Says the format in words, for models that take no format beside tools. */
  instruction: string | null;
}

const PLAIN: ResponseFormat = { config: {}, instruction: null };

export function responseFormat(
  format: unknown,
  hasTools: boolean,
  model: GeminiModel,
  notes: RequestNotes,
): ResponseFormat {
  if (!isObject(format) || format.type === "text") return PLAIN;
  const schema = schemaOf(format);
  if (hasTools && !model.allowsJsonWithTools) {
    notes.warn("response_format: asked for in words, as this model takes no format beside tools");
    return { config: {}, instruction: inWords(schema) };
  }
  return {
    config: {
      responseMimeType: "application/json",
      ...(schema === null ? {} : { responseJsonSchema: schema }),
    },
    instruction: null,
  };
}

function schemaOf(format: JsonObject): RawJson | null {
  if (format.type === "json_object") return null;
  if (format.type !== "json_schema") {
    const param = "response_format.type";
    throw invalidRequest(`${param} must be text, json_object or json_schema.`, param);
  }
  const param = "response_format.json_schema";
  if (!isObject(format.json_schema)) throw invalidRequest(`${param} must be an object.`, param);
  const { schema, description } = format.json_schema;
  if (schema === undefined || schema === null) return null;
  if (!isObject(schema)) {
    throw invalidRequest(`${param}.schema must be a JSON schema.`, `${param}.schema`);
  }
  // Beside a reference the API takes no other keyword.
  const isDescribable = typeof description === "string" && schema.$ref === undefined;
  return RawJson.of(isDescribable ? { description, ...schema } : schema, `${param}.schema`);
}

function inWords(schema: RawJson | null): string {
  const opening = "When you answer with text, answer with JSON only, without code fences.";
  if (schema === null) return `${opening} The answer must be one JSON object.`;
  return `${opening} The answer must be valid against this JSON schema:\n${schema.text}`;
}
