import { isObject, type JsonObject } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { RequestNotes } from "./request-notes";

export interface ToolChoice {
  /** Null where the client leaves it to the API. */
  mode: "AUTO" | "ANY" | "NONE" | null;
  allowedFunctionNames: string[] | null;
  /** Whether a declared function is offered at all. */
  offers(declaration: { name: string }): boolean;
}

type Declared = ReadonlyMap<string, unknown>;

const MODES: ReadonlyMap<unknown, ToolChoice["mode"]> = new Map([
  ["auto", "AUTO"],
  ["required", "ANY"],
  ["none", "NONE"],
]);

/** `tool_choice`, or the deprecated `function_call`, of a request that declares functions. */
export function toolChoice(json: JsonObject, declared: Declared, notes: RequestNotes): ToolChoice {
  const { tool_choice: choice, function_call: legacy } = json;
  if (choice !== undefined && choice !== null) return fromToolChoice(choice, declared, notes);
  if (legacy === undefined || legacy === null) return inMode(null);
  const param = "function_call";
  if (legacy === "auto" || legacy === "none") return inMode(MODES.get(legacy) ?? null);
  if (isObject(legacy)) return forced(legacy.name, `${param}.name`, declared);
  throw invalidRequest(`${param} must be "none", "auto" or an object with a name.`, param);
}

function fromToolChoice(choice: unknown, declared: Declared, notes: RequestNotes): ToolChoice {
  const mode = MODES.get(choice);
  if (mode) return inMode(mode);
  const param = "tool_choice";
  const type = isObject(choice) ? choice.type : undefined;
  if (isObject(choice) && type === "function") {
    const named = isObject(choice.function) ? choice.function.name : undefined;
    return forced(named, `${param}.function.name`, declared);
  }
  if (isObject(choice) && type === "allowed_tools") {
    return allowedTools(choice.allowed_tools, `${param}.allowed_tools`, declared);
  }
  if (type === "custom") {
    notes.warn("tool_choice: there are no custom tools, so the model chooses");
    return inMode("AUTO");
  }
  const message = `${param} must be "none", "auto", "required", or an object that names a function.`;
  throw invalidRequest(message, param);
}

function inMode(mode: ToolChoice["mode"]): ToolChoice {
  return { mode, allowedFunctionNames: null, offers: () => true };
}

function forced(name: unknown, param: string, declared: Declared): ToolChoice {
  const known = requireDeclared(name, param, declared);
  return { ...inMode("ANY"), allowedFunctionNames: [known] };
}

function allowedTools(allowed: unknown, param: string, declared: Declared): ToolChoice {
  if (!isObject(allowed)) throw invalidRequest(`${param} must be an object.`, param);
  const mode = allowed.mode === "none" ? undefined : MODES.get(allowed.mode);
  if (!mode) throw invalidRequest(`${param}.mode must be "auto" or "required".`, `${param}.mode`);
  const tools = Array.isArray(allowed.tools) ? allowed.tools : [];
  if (tools.length === 0) {
    throw invalidRequest(`${param}.tools must list at least one tool.`, `${param}.tools`);
  }
  const names = new Set(
    tools.map((tool, index) => {
      const named = isObject(tool) && isObject(tool.function) ? tool.function.name : undefined;
      return requireDeclared(named, `${param}.tools[${index}].function.name`, declared);
    }),
  );
  return { mode, allowedFunctionNames: null, offers: ({ name }) => names.has(name) };
}

function requireDeclared(name: unknown, param: string, declared: Declared): string {
  if (typeof name === "string" && declared.has(name)) return name;
  throw invalidRequest(`${param} must be the name of a function in tools.`, param);
}
