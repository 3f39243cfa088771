import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";
import { isNestedTooDeep } from "./nesting";
import { fitsStrictMode } from "./strict-schema";
import { chatToolName } from "./tool-names";

const TOOL_FIELDS = new Set(["type", "name", "description", "input_schema", "strict"]);
const CHOICE_FIELDS = new Set(["type", "name", "disable_parallel_tool_use"]);

/** `tools`, `tool_choice` and `parallel_tool_calls` of the chat request. */
export function toChatTools(request: JsonObject, losses: Losses): JsonObject {
  const tools = Array.isArray(request.tools) ? request.tools : [];
  const functions = tools.map((tool, index) => toFunction(tool, `tools[${index}]`, losses));
  const names = requireUnique(functions);
  const choice = isObject(request.tool_choice) ? request.tool_choice : null;
  if (choice) losses.dropRest(choice, CHOICE_FIELDS, "tool_choice.");
  const toolChoice = choice && toToolChoice(choice, names);
  if (functions.length === 0) return {};
  return {
    tools: functions.map((definition) => ({ type: "function", function: definition })),
    ...(toolChoice === null ? {} : { tool_choice: toolChoice }),
    ...(isOneAtATime(choice) ? { parallel_tool_calls: false } : {}),
  };
}

function toFunction(tool: unknown, path: string, losses: Losses): JsonObject {
  if (!isObject(tool)) {
    throw invalidRequest(path, `${path} must be an object, not ${nameOf(tool)}.`);
  }
  requireCustom(tool, path);
  losses.dropRest(tool, TOOL_FIELDS);
  const { description, strict } = tool;
  const name = chatToolName(tool.name, `${path}.name`);
  if (description !== undefined && description !== null && typeof description !== "string") {
    throw invalidRequest(`${path}.description`, `${path}.description must be a string.`);
  }
  const parameters = toParameters(tool.input_schema, `${path}.input_schema`);
  const isStrict = strict === true && fitsStrictMode(parameters);
  if (strict === true && !isStrict) {
    losses.drop("strict");
    losses.warn("tools: strict needs every property to be required and no additional ones");
  }
  return {
    name,
    ...(typeof description === "string" ? { description } : {}),
    parameters,
    ...(isStrict ? { strict } : {}),
  };
}

function requireCustom(tool: JsonObject, path: string): void {
  const { type } = tool;
  if (type === undefined || type === null || type === "custom") return;
  const found = typeof type === "string" ? JSON.stringify(type.slice(0, 64)) : nameOf(type);
  const message = `${path}.type ${found} is a tool of Anthropic's own, which the upstream of this call does not have. Remove it, define it as a custom tool, or choose an Anthropic provider.`;
  throw invalidRequest(`${path}.type`, message);
}

function toParameters(schema: unknown, path: string): JsonObject {
  if (!isObject(schema)) {
    throw invalidRequest(path, `${path} must be a JSON schema, not ${nameOf(schema)}.`);
  }
  if (isNestedTooDeep(schema)) throw invalidRequest(path, `${path} is nested too deep.`);
  const typed = schema.type === undefined ? { type: "object", ...schema } : schema;
  return typed.properties === undefined ? { ...typed, properties: {} } : typed;
}

function requireUnique(functions: JsonObject[]): ReadonlySet<unknown> {
  const names = new Set<unknown>();
  functions.forEach(({ name }, index) => {
    const path = `tools[${index}].name`;
    if (names.has(name)) throw invalidRequest(path, `${path} is the name of an earlier tool.`);
    names.add(name);
  });
  return names;
}

function toToolChoice(choice: JsonObject, names: ReadonlySet<unknown>): unknown {
  switch (choice.type) {
    case "auto":
    case "none":
      return choice.type;
    case "any":
      if (names.size > 0) return "required";
      throw invalidRequest("tool_choice", "tool_choice asks for a tool, and there are no tools.");
    case "tool": {
      const name = chatToolName(choice.name, "tool_choice.name");
      if (names.has(name)) return { type: "function", function: { name } };
      throw invalidRequest("tool_choice.name", "tool_choice.name is none of the tools.");
    }
    default: {
      const message = "tool_choice.type must be auto, any, tool or none.";
      throw invalidRequest("tool_choice.type", message);
    }
  }
}

function isOneAtATime(choice: JsonObject | null): boolean {
  const flag = choice?.disable_parallel_tool_use;
  if (flag !== undefined && flag !== null && typeof flag !== "boolean") {
    const path = "tool_choice.disable_parallel_tool_use";
    throw invalidRequest(path, `${path} must be true or false, not ${nameOf(flag)}.`);
  }
  return flag === true && choice?.type !== "none";
}
