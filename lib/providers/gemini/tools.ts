import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { GeminiModel } from "./gemini-model";
import { invalidRequest } from "./invalid-request";
import { RawJson } from "./raw-json";
import type { RequestNotes } from "./request-notes";
import { type ToolChoice, toolChoice } from "./tool-choice";

/** OpenAI's limit, so that the same tools fit every provider; Gemini wants no digit or dash in front. */
const NAME = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;
const NO_TOOLS: TranslatedTools = { tools: undefined, toolConfig: undefined };

export interface TranslatedTools {
  tools: JsonObject[] | undefined;
  toolConfig: JsonObject | undefined;
}

interface Declaration {
  name: string;
  description?: string;
  parametersJsonSchema?: RawJson;
}

/** `tools` and `tool_choice`, or their deprecated forms, as function declarations and their mode. */
export function translateTools(
  json: JsonObject,
  model: GeminiModel,
  notes: RequestNotes,
): TranslatedTools {
  const listed = listedFunctions(json, notes);
  if (listed.length === 0) return NO_TOOLS;
  if (json.parallel_tool_calls === false) notes.drop("parallel_tool_calls");
  const declarations = new Map<string, Declaration>();
  for (const { definition, path } of listed) declare(definition, path, declarations);
  const choice = toolChoice(json, declarations, notes);
  const isStrict = listed.some(
    ({ definition }) => isObject(definition) && definition.strict === true,
  );
  return {
    tools: [{ functionDeclarations: [...declarations.values()].filter(choice.offers) }],
    toolConfig: toolConfig(choice, isStrict, model, notes),
  };
}

interface ListedFunction {
  definition: unknown;
  path: string;
}

function listedFunctions(json: JsonObject, notes: RequestNotes): ListedFunction[] {
  const tools = Array.isArray(json.tools) ? json.tools : [];
  const functions = Array.isArray(json.functions) ? json.functions : [];
  return [
    ...tools.map((tool, index) => functionOfTool(tool, `tools[${index}]`, notes)),
    ...functions.map((definition, index) => ({ definition, path: `functions[${index}]` })),
  ];
}

function functionOfTool(tool: unknown, path: string, notes: RequestNotes): ListedFunction {
  if (!isObject(tool))
    throw invalidRequest(`${path} must be an object, not ${nameOf(tool)}.`, path);
  if (tool.cache_control !== undefined) notes.drop("cache_control");
  if (tool.type === "function") return { definition: tool.function, path: `${path}.function` };
  const message = `${path}.type must be "function": Gemini runs no other tools for this API.`;
  throw invalidRequest(message, `${path}.type`);
}

function declare(definition: unknown, path: string, declarations: Map<string, Declaration>): void {
  if (!isObject(definition)) {
    throw invalidRequest(`${path} must be an object, not ${nameOf(definition)}.`, path);
  }
  const { name, description } = definition;
  const namePath = `${path}.name`;
  if (typeof name !== "string" || !NAME.test(name)) {
    const message = `${namePath} must be 1 to 64 letters, digits, "_" or "-", and begin with a letter or "_".`;
    throw invalidRequest(message, namePath);
  }
  if (declarations.has(name)) {
    throw invalidRequest(`${namePath} is taken: another function has it too.`, namePath);
  }
  const parametersJsonSchema = schemaOf(definition.parameters, `${path}.parameters`);
  declarations.set(name, {
    name,
    ...(typeof description === "string" ? { description } : {}),
    ...(parametersJsonSchema === null ? {} : { parametersJsonSchema }),
  });
}

/** The schema word for word; a function without parameters has none. */
function schemaOf(parameters: unknown, param: string): RawJson | null {
  if (parameters === undefined || parameters === null) return null;
  if (!isObject(parameters)) {
    throw invalidRequest(`${param} must be a JSON schema, not ${nameOf(parameters)}.`, param);
  }
  const isTyped = parameters.type !== undefined || parameters.$ref !== undefined;
  return RawJson.of(isTyped ? parameters : { type: "object", ...parameters }, param);
}

function toolConfig(
  choice: ToolChoice,
  isStrict: boolean,
  model: GeminiModel,
  notes: RequestNotes,
): JsonObject | undefined {
  // A forced call is held to its schema anyway.
  const wantsValidation = isStrict && (choice.mode === null || choice.mode === "AUTO");
  const canValidate = wantsValidation && model.allowsValidatedCalls;
  if (wantsValidation && !canValidate) notes.warn("strict: this model does not check arguments");
  const mode = canValidate ? "VALIDATED" : choice.mode;
  if (mode === null) return undefined;
  const { allowedFunctionNames } = choice;
  return {
    functionCallingConfig: { mode, ...(allowedFunctionNames ? { allowedFunctionNames } : {}) },
  };
}
