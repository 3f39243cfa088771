import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { ProviderCall } from "../provider";
import { findModelFacts, type ModelFacts } from "./model-facts";
import { refuse } from "./refuse";
import { toStrictSchema } from "./strict-schema";
import { asksForThinking } from "./thinking";

const JSON_TOOL = "respond_with_json";

/** How an answer in JSON is got out of the model. */
export type JsonOutput =
  | { by: "format"; schema: JsonObject }
  | { by: "tool"; definition: JsonObject & { name: string } }
  | { by: "instruction"; text: string };

/**
 * The tool a call forces the model to use in order to get JSON, or null. Its input is the answer's text: a
 * reader of the answer turns it back into content. The same for the request and for the answer of a call.
 */
export function jsonToolName(call: Pick<ProviderCall, "json" | "model">): string | null {
  const format = findFormat(call.json);
  if (format === null) return null;
  return usesTool(call.json, format, findModelFacts(call.model)) ? JSON_TOOL : null;
}

/** Reads `response_format`; null when plain text is wanted. Throws a 400 with the path of what is malformed. */
export function planJsonOutput(call: Pick<ProviderCall, "json" | "model">): JsonOutput | null {
  requireFormat(call.json.response_format);
  const format = findFormat(call.json);
  if (format === null) return null;
  const facts = findModelFacts(call.model);
  if (usesTool(call.json, format, facts)) return { by: "tool", definition: jsonTool(format) };
  if (format.schema !== null && facts.hasStructuredOutput && !endsWithAssistant(call.json)) {
    return { by: "format", schema: toStrictSchema(format.schema) };
  }
  return { by: "instruction", text: instruction(format.schema) };
}

interface JsonFormat {
  /** Null where any object will do. */
  schema: JsonObject | null;
  description: string | null;
}

function findFormat({ response_format: format }: JsonObject): JsonFormat | null {
  if (!isObject(format)) return null;
  if (format.type === "json_object") return { schema: null, description: null };
  if (format.type !== "json_schema" || !isObject(format.json_schema)) return null;
  const { schema, description } = format.json_schema;
  return {
    schema: isObject(schema) ? schema : null,
    description: typeof description === "string" && description !== "" ? description : null,
  };
}

function requireFormat(format: unknown): void {
  const path = "response_format";
  if (format === undefined || format === null) return;
  if (!isObject(format)) throw refuse(path, `${path} must be an object, not ${nameOf(format)}.`);
  if (format.type === "text" || format.type === "json_object") return;
  if (format.type !== "json_schema") {
    throw refuse(`${path}.type`, `${path}.type must be "text", "json_object" or "json_schema".`);
  }
  const spec = format.json_schema;
  if (!isObject(spec)) {
    const where = `${path}.json_schema`;
    throw refuse(where, `${where} must be an object with name and schema, not ${nameOf(spec)}.`);
  }
  if (spec.schema !== undefined && spec.schema !== null && !isObject(spec.schema)) {
    const where = `${path}.json_schema.schema`;
    throw refuse(where, `${where} must be a JSON schema object, not ${nameOf(spec.schema)}.`);
  }
}

// A forced tool shuts out the client's own tools, thinking, and an answer that was begun already.
function usesTool(request: JsonObject, { schema }: JsonFormat, facts: ModelFacts): boolean {
  if (!facts.hasForcedTools || (schema !== null && facts.hasStructuredOutput)) return false;
  if (schema !== null && schema.type !== "object") return false;
  return !hasTools(request) && !asksForThinking(request, facts) && !endsWithAssistant(request);
}

function hasTools({ tools, functions, messages }: JsonObject): boolean {
  if (Array.isArray(tools) && tools.length > 0) return true;
  if (Array.isArray(functions) && functions.length > 0) return true;
  return Array.isArray(messages) && messages.some(callsTool);
}

function callsTool(message: unknown): boolean {
  if (!isObject(message) || message.role !== "assistant") return false;
  if (Array.isArray(message.tool_calls) && message.tool_calls.length > 0) return true;
  return isObject(message.function_call);
}

function endsWithAssistant({ messages }: JsonObject): boolean {
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : null;
  return isObject(last) && last.role === "assistant";
}

function jsonTool({ schema, description }: JsonFormat): JsonObject & { name: string } {
  return {
    name: JSON_TOOL,
    description: description ?? "Gives the answer, as JSON, to the user.",
    input_schema: schema ?? { type: "object" },
  };
}

function instruction(schema: JsonObject | null): string {
  const demand =
    "Answer with one JSON object and nothing else: no text around it, no Markdown code fence.";
  if (schema === null) return demand;
  return `${demand} It must match this JSON schema:\n${JSON.stringify(schema)}`;
}
