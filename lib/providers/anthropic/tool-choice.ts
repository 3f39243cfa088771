import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { refuse } from "./refuse";
import type { RequestNotes } from "./request-notes";
import type { DeclaredTool } from "./tools";

/** What the client wants the model to do with its tools. */
export interface ToolChoice {
  type: "auto" | "any" | "none" | "tool";
  /** The tool of type `tool`. */
  name: string | null;
  /** Only these may be called; null for all. */
  allowed: ReadonlySet<string> | null;
  /** Calls one tool at a time. */
  isSerial: boolean;
}

/** Reads `tool_choice` (or the older `function_call`) and `parallel_tool_calls`; null when the client set neither. */
export function readToolChoice(
  request: JsonObject,
  tools: DeclaredTool[],
  notes: RequestNotes,
): ToolChoice | null {
  const isSerial = readIsSerial(request.parallel_tool_calls) || isLegacy(request);
  const names = new Set(tools.map((tool) => tool.name));
  const choice = readChoice(request, names, notes);
  if (choice !== null) return { ...choice, isSerial };
  return isSerial ? { type: "auto", name: null, allowed: null, isSerial } : null;
}

/** True when the client insists on a tool being called. */
export function isForced(choice: ToolChoice | null): boolean {
  return choice?.type === "any" || choice?.type === "tool";
}

export function toAnthropicToolChoice({ type, name, isSerial }: ToolChoice): JsonObject {
  return {
    type,
    ...(name === null ? {} : { name }),
    ...(isSerial && type !== "none" ? { disable_parallel_tool_use: true } : {}),
  };
}

// The older API has room for one call in an answer.
function isLegacy({ functions, tools }: JsonObject): boolean {
  const isFilled = (list: unknown) => Array.isArray(list) && list.length > 0;
  return isFilled(functions) && !isFilled(tools);
}

function readIsSerial(parallel: unknown): boolean {
  if (parallel === undefined || parallel === null || parallel === true) return false;
  if (parallel === false) return true;
  const path = "parallel_tool_calls";
  throw refuse(path, `${path} must be true or false, not ${nameOf(parallel)}.`);
}

type Choice = Omit<ToolChoice, "isSerial">;

const SIMPLE = new Map<unknown, Choice["type"]>([
  ["auto", "auto"],
  ["required", "any"],
  ["none", "none"],
]);

function readChoice(request: JsonObject, names: Set<string>, notes: RequestNotes): Choice | null {
  const given = request.tool_choice;
  if (given === undefined || given === null) return readFunctionCall(request.function_call, names);
  const simple = SIMPLE.get(given);
  if (simple !== undefined) return plain(simple);
  if (!isObject(given)) throw unknownChoice("tool_choice");
  switch (given.type) {
    case "function":
      return named(given.function, "tool_choice.function", names);
    case "allowed_tools":
      return readAllowedTools(given, names);
    case "custom":
      notes.drop("tool_choice", "tool_choice: auto, as Anthropic has no custom tools");
      return plain("auto");
    default:
      throw unknownChoice("tool_choice.type");
  }
}

function readFunctionCall(given: unknown, names: Set<string>): Choice | null {
  if (given === undefined || given === null) return null;
  if (given === "auto" || given === "none") return plain(given);
  if (isObject(given)) return named(given, "function_call", names);
  throw refuse("function_call", 'function_call must be "auto", "none" or {"name":"…"}.');
}

function unknownChoice(path: string) {
  return refuse(
    path,
    'tool_choice must be "auto", "required", "none", or an object of type function or allowed_tools.',
  );
}

function plain(type: Choice["type"]): Choice {
  return { type, name: null, allowed: null };
}

function named(tool: unknown, path: string, names: Set<string>): Choice {
  return { type: "tool", name: requireDeclared(tool, path, names), allowed: null };
}

function requireDeclared(tool: unknown, path: string, names: Set<string>): string {
  const name = isObject(tool) ? tool.name : undefined;
  if (typeof name !== "string") {
    throw refuse(`${path}.name`, `${path}.name must be a string, not ${nameOf(name)}.`);
  }
  // Without any tools the choice means nothing and is left out.
  if (names.size > 0 && !names.has(name)) {
    const sentence = `${path}.name is "${name.slice(0, 64)}", which is not among the tools.`;
    throw refuse(`${path}.name`, sentence);
  }
  return name;
}

function readAllowedTools(given: JsonObject, names: Set<string>): Choice {
  const isNested = isObject(given.allowed_tools);
  const spec = isObject(given.allowed_tools) ? given.allowed_tools : given;
  const path = isNested ? "tool_choice.allowed_tools" : "tool_choice";
  if (spec.mode !== "auto" && spec.mode !== "required") {
    throw refuse(`${path}.mode`, `${path}.mode must be "auto" or "required".`);
  }
  if (!Array.isArray(spec.tools) || spec.tools.length === 0) {
    throw refuse(`${path}.tools`, `${path}.tools must be an array of at least one tool.`);
  }
  const allowed = spec.tools.map((tool: unknown, index) =>
    requireAllowed(tool, `${path}.tools[${index}]`, names),
  );
  const type = spec.mode === "required" ? "any" : "auto";
  return { type, name: null, allowed: new Set(allowed) };
}

function requireAllowed(tool: unknown, path: string, names: Set<string>): string {
  if (isObject(tool) && isObject(tool.function)) {
    return requireDeclared(tool.function, `${path}.function`, names);
  }
  return requireDeclared(tool, path, names);
}
