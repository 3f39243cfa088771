import { isObject, type JsonObject } from "../../../../lib/protocol/json";
import { demand, firstUnknown, objectsIn } from "../check";
import { type Conversation, type Play, SIGNATURE } from "../play";

const FIELDS = [
  "cachedContent",
  "contents",
  "generationConfig",
  "safetySettings",
  "serviceTier",
  "systemInstruction",
  "toolConfig",
  "tools",
];

const CONFIG_FIELDS = [
  "candidateCount",
  "enableEnhancedCivicAnswers",
  "frequencyPenalty",
  "logprobs",
  "maxOutputTokens",
  "mediaResolution",
  "presencePenalty",
  "responseJsonSchema",
  "responseLogprobs",
  "responseMimeType",
  "responseModalities",
  "responseSchema",
  "seed",
  "speechConfig",
  "stopSequences",
  "temperature",
  "thinkingConfig",
  "topK",
  "topP",
];

const DECLARATION_FIELDS = [
  "name",
  "description",
  "behavior",
  "parameters",
  "parametersJsonSchema",
  "response",
  "responseJsonSchema",
];

const PART_FIELDS = [
  "text",
  "thought",
  "thoughtSignature",
  "inlineData",
  "fileData",
  "functionCall",
  "functionResponse",
  "videoMetadata",
];

/** Answers a generateContent request as Google does: what it does not know is an error. */
export function requireContentRequest(json: JsonObject, play: Play, model: string): void {
  requireKnown(json, FIELDS, "");
  const { contents, generationConfig: config, systemInstruction, tools } = json;
  demand(
    Array.isArray(contents) && contents.length > 0,
    "* GenerateContentRequest.contents: contents is not specified",
  );
  if (config !== undefined) requireConfig(config);
  if (systemInstruction !== undefined) {
    demand(isObject(systemInstruction), "Invalid value at 'system_instruction'");
    requireKnown(systemInstruction, ["role", "parts"], " at 'system_instruction'");
  }
  for (const tool of objectsIn(tools)) requireTool(tool);
  requireContents(contents);
  if (model.startsWith("gemini-3")) requireSignatures(contents.filter(isObject));
  if (play.answer !== "json") return;
  const format = isObject(config) ? config : {};
  const isJson = format.responseMimeType === "application/json";
  const hasSchema = isObject(format.responseJsonSchema) || isObject(format.responseSchema);
  demand(isJson && hasSchema, "The play wants a request for structured output.");
}

function requireKnown(value: JsonObject, known: readonly string[], place: string): void {
  const unknown = firstUnknown(value, known);
  demand(
    unknown === null,
    `Invalid JSON payload received. Unknown name "${unknown}"${place}: Cannot find field.`,
  );
}

function requireConfig(config: unknown): void {
  demand(isObject(config), "Invalid value at 'generation_config'");
  requireKnown(config, CONFIG_FIELDS, " at 'generation_config'");
  const { thinkingConfig } = config;
  if (thinkingConfig === undefined) return;
  demand(isObject(thinkingConfig), "Invalid value at 'generation_config.thinking_config'");
  const known = ["includeThoughts", "thinkingBudget", "thinkingLevel"];
  requireKnown(thinkingConfig, known, " at 'generation_config.thinking_config'");
}

function requireTool(tool: JsonObject): void {
  requireKnown(tool, ["functionDeclarations", "googleSearch", "codeExecution"], " at 'tools[0]'");
  for (const declaration of objectsIn(tool.functionDeclarations)) {
    requireKnown(declaration, DECLARATION_FIELDS, " at 'tools[0].function_declarations[0]'");
    const isNamed = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/.test(String(declaration.name));
    demand(
      isNamed,
      "* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function name.",
    );
  }
}

const RESULTS_WRONG =
  "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";

function requireContents(contents: readonly unknown[]): void {
  let open: string[] = [];
  for (const [index, content] of contents.entries()) {
    demand(isObject(content), `Invalid value at 'contents[${index}]'`);
    requireKnown(content, ["role", "parts"], ` at 'contents[${index}]'`);
    const { role } = content;
    const isRole = role === undefined || role === "user" || role === "model";
    demand(isRole, "Please use a valid role: user, model.");
    const parts = objectsIn(content.parts);
    demand(
      parts.length > 0,
      `* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.`,
    );
    for (const part of parts) requirePart(part, role, `contents[${index}]`);
    const results = namesIn(parts, "functionResponse");
    const isAnswered =
      results.length === open.length && results.every((name) => open.includes(name));
    demand(isAnswered, RESULTS_WRONG);
    open = namesIn(parts, "functionCall");
  }
  demand(open.length === 0, RESULTS_WRONG);
}

function requirePart(part: JsonObject, role: unknown, place: string): void {
  requireKnown(part, PART_FIELDS, ` at '${place}.parts[0]'`);
  const { functionCall: call, functionResponse: result, text } = part;
  const data = [text, call, result, part.inlineData, part.fileData];
  const isOne = data.filter((value) => value !== undefined).length === 1;
  demand(
    isOne,
    `* GenerateContentRequest.${place}.parts[0].data: required oneof field 'data' must have one initialized field`,
  );
  if (isObject(call)) {
    demand(role === "model", "Please ensure that function call turn comes from the model.");
    requireKnown(call, ["id", "name", "args"], ` at '${place}.parts[0].function_call'`);
  }
  if (!isObject(result)) return;
  demand(role !== "model", "Please ensure that function response turn comes from the user.");
  requireKnown(
    result,
    ["id", "name", "response", "parts"],
    ` at '${place}.parts[0].function_response'`,
  );
  demand(
    typeof result.name === "string" && result.name !== "",
    `* GenerateContentRequest.${place}.parts[0].function_response.name: Name cannot be empty.`,
  );
  demand(
    isObject(result.response),
    `Invalid value at '${place}.parts[0].function_response.response'`,
  );
}

/** From the third generation on, the first call of a step must bring its thought signature back. */
function requireSignatures(contents: readonly JsonObject[]): void {
  const isUsers = ({ role, parts }: JsonObject) =>
    role !== "model" && namesIn(objectsIn(parts), "functionResponse").length === 0;
  const turn = contents.slice(contents.findLastIndex(isUsers) + 1);
  for (const { parts } of turn) {
    const first = objectsIn(parts).find(({ functionCall }) => functionCall !== undefined);
    const signature = first?.thoughtSignature;
    const isKnown = [SIGNATURE, "skip_thought_signature_validator"].includes(String(signature));
    demand(
      !first || isKnown,
      "Function call is missing a thought_signature in functionCall parts.",
    );
  }
}

function namesIn(parts: readonly JsonObject[], kind: string): string[] {
  return parts
    .map((part) => part[kind])
    .filter(isObject)
    .map(({ name }) => String(name));
}

export function conversationOf({ contents, tools, generationConfig }: JsonObject): Conversation {
  const declared = objectsIn(tools).flatMap((tool) => objectsIn(tool.functionDeclarations));
  const parts = objectsIn(objectsIn(contents).at(-1)?.parts);
  const results = parts.map(({ functionResponse }) => functionResponse).filter(isObject);
  const thinking = isObject(generationConfig) ? generationConfig.thinkingConfig : undefined;
  return {
    toolNames: declared.map(({ name }) => String(name)),
    toolResults: results.map(({ response }) => outputOf(response)),
    wantsReasoning: isObject(thinking) && thinking.includeThoughts === true,
  };
}

function outputOf(response: unknown): string {
  const output = isObject(response) ? response.output : undefined;
  return typeof output === "string" ? output : JSON.stringify(output ?? response);
}
