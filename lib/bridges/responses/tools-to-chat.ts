import { aFlag, anObject, aString, checkValue, invalid, oneOf } from "../../protocol/check-fields";
import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { requireText } from "./content-to-chat";
import type { TranslationNotes } from "./translation-notes";

const TOOL_FIELDS = new Set(["type", "name", "description", "parameters", "strict"]);
const TOOL_CHECKS = { description: aString, parameters: anObject, strict: aFlag };
const MODE = oneOf("auto", "required");

/** A tool as chat declares it. */
interface ChatTool extends JsonObject {
  type: "function";
  function: JsonObject & { name: string };
}

/** `tools`, `tool_choice` and `parallel_tool_calls` as chat has them; without tools none of them. */
export function toolsToChat(request: JsonObject, notes: TranslationNotes): JsonObject {
  const given = Array.isArray(request.tools) ? request.tools : [];
  const tools = given.map((tool, index) => readTool(tool, `tools[${index}]`, notes));
  const choice = readChoice(request.tool_choice, tools);
  if (tools.length === 0) return {};
  const parallel = request.parallel_tool_calls;
  return {
    tools,
    ...choice,
    ...(typeof parallel === "boolean" ? { parallel_tool_calls: parallel } : {}),
  };
}

function readTool(tool: unknown, path: string, notes: TranslationNotes): ChatTool {
  if (!isObject(tool)) throw invalid(path, `${path} must be an object, not ${nameOf(tool)}.`);
  requireFunction(tool, path);
  for (const [field, check] of Object.entries(TOOL_CHECKS)) {
    checkValue(tool[field], `${path}.${field}`, check);
  }
  const { defer_loading: isDeferred, ...rest } = tool;
  notes.dropUnknown(isDeferred === true ? tool : rest, TOOL_FIELDS, path);
  const name = requireText(tool.name, `${path}.name`);
  if (name === "") throw invalid(`${path}.name`, `${path}.name is empty. Name the function.`);
  return { type: "function", function: { name, ...declaration(tool) } };
}

function requireFunction({ type, name }: JsonObject, path: string): void {
  if (type === "function") return;
  if (typeof type !== "string") {
    throw invalid(`${path}.type`, `${path}.type must be "function", not ${nameOf(type)}.`);
  }
  const shown = typeof name === "string" ? `${type} "${name}"` : type;
  const message = `${path} is the tool ${shown.slice(0, 128)}, which this provider does not have. Send function tools only.`;
  throw invalid(`${path}.type`, message);
}

function declaration(tool: JsonObject): JsonObject {
  const fields = Object.keys(TOOL_CHECKS).filter(
    (field) => tool[field] !== undefined && tool[field] !== null,
  );
  return Object.fromEntries(fields.map((field) => [field, tool[field]]));
}

// `allowed_tools` becomes a shorter list of tools: few servers know that choice, all know the list.
function readChoice(choice: unknown, tools: ChatTool[]): JsonObject {
  if (choice === undefined || choice === null) return {};
  const names = new Set(tools.map((tool) => tool.function.name));
  if (choice === "auto" || choice === "none") return { tool_choice: choice };
  if (choice === "required") {
    requireSome(tools);
    return { tool_choice: "required" };
  }
  if (!isObject(choice)) {
    const message = "tool_choice must be one of none, auto, required, or an object with a type.";
    throw invalid("tool_choice", message);
  }
  if (choice.type === "function") {
    const name = requireName(choice.name, "tool_choice.name", names);
    return { tool_choice: { type: "function", function: { name } } };
  }
  if (choice.type === "allowed_tools") return allowedTools(choice, tools, names);
  const shown = typeof choice.type === "string" ? choice.type.slice(0, 64) : nameOf(choice.type);
  const message = `tool_choice.type is ${shown}. This provider can take function and allowed_tools only.`;
  throw invalid("tool_choice.type", message);
}

function allowedTools(
  choice: JsonObject,
  tools: ChatTool[],
  names: ReadonlySet<string>,
): JsonObject {
  checkValue(choice.mode, "tool_choice.mode", MODE);
  if (!Array.isArray(choice.tools) || choice.tools.length === 0) {
    throw invalid("tool_choice.tools", "tool_choice.tools must be an array of at least one tool.");
  }
  const allowed = new Set(
    choice.tools.map((tool: unknown, index) => {
      const name = isObject(tool) ? tool.name : undefined;
      return requireName(name, `tool_choice.tools[${index}].name`, names);
    }),
  );
  return {
    tools: tools.filter((tool) => allowed.has(tool.function.name)),
    tool_choice: choice.mode ?? "auto",
  };
}

function requireName(name: unknown, path: string, names: ReadonlySet<string>): string {
  const wanted = requireText(name, path);
  if (names.has(wanted)) return wanted;
  const shown = JSON.stringify(wanted.slice(0, 64));
  throw invalid(path, `${path} is ${shown}, which is not among the tools of this call.`);
}

function requireSome(tools: ChatTool[]): void {
  if (tools.length > 0) return;
  throw invalid("tool_choice", "tool_choice is required, but the call has no tools.");
}
