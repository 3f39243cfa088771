import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { ModelFacts } from "./model-facts";
import { refuse } from "./refuse";
import type { RequestNotes } from "./request-notes";
import { toStrictSchema } from "./strict-schema";
import { requireToolName } from "./tool-name";

export interface DeclaredTool {
  name: string;
  /** Where the client wrote the name. */
  namePath: string;
  /** The tool as Anthropic takes it, without its cache breakpoint. */
  definition: JsonObject;
  cacheControl: unknown;
  cachePath: string;
}

export interface ToolsContext {
  facts: ModelFacts;
  notes: RequestNotes;
}

/** Tools of Anthropic's own, by their dated type: passed on as they are. */
const ANTHROPIC_TOOL = /^[a-z_]+_20\d{6}$/;
const WEB_SEARCH = /^web_search(?:_preview)?(?:_\d{4}_\d{2}_\d{2})?$/;
const COMBINATORS = ["oneOf", "anyOf", "allOf"] as const;

/** The tools of `tools` and the older `functions`, in order; throws a 400 with the path of what is malformed. */
export function declareTools(request: JsonObject, context: ToolsContext): DeclaredTool[] {
  const tools = listOf(request.tools, "tools").map((tool, index) =>
    declareTool(tool, `tools[${index}]`, context),
  );
  const functions = listOf(request.functions, "functions").map((spec, index) =>
    declareFunction(spec, `functions[${index}]`, context),
  );
  const declared = [...tools, ...functions];
  requireDistinctNames(declared);
  return declared;
}

/** Declarations for tools that only the history knows: Anthropic refuses tool calls without any. */
export function redeclareTools(names: Iterable<string>): JsonObject[] {
  return Array.from(names, (name) => ({
    name,
    input_schema: { type: "object", properties: {} },
  }));
}

function listOf(value: unknown, path: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw refuse(path, `${path} must be an array, not ${nameOf(value)}.`);
}

function declareTool(tool: unknown, path: string, context: ToolsContext): DeclaredTool {
  if (!isObject(tool)) throw refuse(path, `${path} must be an object, not ${nameOf(tool)}.`);
  const { type } = tool;
  if (type === "function" || type === undefined) {
    const declared = declareFunction(tool.function, `${path}.function`, context);
    if (tool.cache_control === undefined) return declared;
    return { ...declared, cacheControl: tool.cache_control, cachePath: `${path}.cache_control` };
  }
  if (typeof type === "string" && WEB_SEARCH.test(type)) {
    return declareWebSearch(tool, path, context);
  }
  if (typeof type === "string" && ANTHROPIC_TOOL.test(type)) return passOn(tool, path);
  const found = typeof type === "string" ? `"${type.slice(0, 64)}"` : nameOf(type);
  throw refuse(`${path}.type`, `${path}.type must be "function" or "web_search", not ${found}.`);
}

function declareFunction(spec: unknown, path: string, context: ToolsContext): DeclaredTool {
  if (!isObject(spec)) throw refuse(path, `${path} must be an object, not ${nameOf(spec)}.`);
  const name = requireToolName(spec.name, `${path}.name`);
  const { description } = spec;
  if (description !== undefined && description !== null && typeof description !== "string") {
    const where = `${path}.description`;
    throw refuse(where, `${where} must be a string, not ${nameOf(description)}.`);
  }
  const schema = readParameters(spec.parameters, `${path}.parameters`);
  const isStrict = readStrict(spec.strict, name, `${path}.strict`, context);
  return {
    name,
    namePath: `${path}.name`,
    definition: {
      name,
      ...(typeof description === "string" && description !== "" ? { description } : {}),
      input_schema: isStrict ? toStrictSchema(schema) : schema,
      ...(isStrict ? { strict: true } : {}),
    },
    cacheControl: spec.cache_control,
    cachePath: `${path}.cache_control`,
  };
}

function readParameters(parameters: unknown, path: string): JsonObject {
  if (parameters === undefined || parameters === null) return { type: "object", properties: {} };
  if (!isObject(parameters)) {
    throw refuse(path, `${path} must be a JSON schema object, not ${nameOf(parameters)}.`);
  }
  const combinator = COMBINATORS.find((keyword) => parameters[keyword] !== undefined);
  if (combinator !== undefined) {
    throw refuse(
      path,
      `${path} may not have ${combinator} at its top level. Move it into a property.`,
    );
  }
  if (parameters.type === "object") return parameters;
  if (parameters.type === undefined || parameters.type === null) {
    return { ...parameters, type: "object" };
  }
  throw refuse(`${path}.type`, `${path}.type must be "object".`);
}

function readStrict(value: unknown, name: string, path: string, context: ToolsContext): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (value !== true) throw refuse(path, `${path} must be true or false, not ${nameOf(value)}.`);
  if (context.facts.hasStructuredOutput) return true;
  const sentence = `tools: strict was left out of ${name}, as this model does not know it`;
  context.notes.drop("tools[].function.strict", sentence);
  return false;
}

function declareWebSearch(tool: JsonObject, path: string, { notes }: ToolsContext): DeclaredTool {
  const { user_location: location, filters } = tool;
  if (tool.search_context_size !== undefined) notes.drop("tools[].search_context_size");
  const domains = isObject(filters) ? filters.allowed_domains : undefined;
  const definition = {
    type: "web_search_20250305",
    name: "web_search",
    ...(isObject(location) ? { user_location: location } : {}),
    ...(Array.isArray(domains) ? { allowed_domains: domains } : {}),
  };
  return {
    name: definition.name,
    namePath: `${path}.type`,
    definition,
    cacheControl: tool.cache_control,
    cachePath: `${path}.cache_control`,
  };
}

function passOn(tool: JsonObject, path: string): DeclaredTool {
  const { cache_control: cacheControl, ...definition } = tool;
  const name = requireToolName(tool.name, `${path}.name`);
  const namePath = `${path}.name`;
  return { name, namePath, definition, cacheControl, cachePath: `${path}.cache_control` };
}

function requireDistinctNames(declared: DeclaredTool[]): void {
  const seen = new Set<string>();
  for (const { name, namePath } of declared) {
    if (seen.has(name)) {
      const sentence = `${namePath} is "${name}" for the second time. Every tool needs its own name.`;
      throw refuse(namePath, sentence);
    }
    seen.add(name);
  }
}
