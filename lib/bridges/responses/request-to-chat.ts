import { checkValue, invalid, oneOf, unknownFields } from "../../protocol/check-fields";
import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { parseResponsesRequest } from "../../protocol/responses";
import type { BridgedRequest } from "../bridge";
import { requireText } from "./content-to-chat";
import { inputToMessages } from "./input-to-messages";
import { toolsToChat } from "./tools-to-chat";
import { TranslationNotes } from "./translation-notes";

/** Parameters that both APIs have under one name. */
const SAME = [
  "temperature",
  "top_p",
  "user",
  "metadata",
  "service_tier",
  "safety_identifier",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
];

/** Parameters that lean on something only OpenAI keeps, or whose loss would change what a call may do. */
const REFUSED: Readonly<Record<string, string>> = {
  previous_response_id: "No response is stored here. Send the whole conversation in input.",
  conversation: "No conversation is stored here. Send the whole conversation in input.",
  prompt: "Prompt templates are stored at OpenAI. Send instructions and input instead.",
  moderation: "This provider moderates in its own way. Leave it out.",
};

const KNOWN = new Set([
  ...SAME,
  ...Object.keys(REFUSED),
  ..."background include input instructions max_output_tokens max_tool_calls model".split(" "),
  ..."parallel_tool_calls reasoning store stream stream_options text".split(" "),
  ..."tool_choice tools top_logprobs truncation".split(" "),
]);

const EFFORT = oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max");
const SUMMARY = oneOf("auto", "concise", "detailed");
const VERBOSITY = oneOf("low", "medium", "high");
const TRUNCATION = oneOf("auto", "disabled");
const LOGPROBS = "message.output_text.logprobs";
/** What a call may want included; all but the log probabilities belong to tools that are refused. */
const INCLUDABLE = oneOf(
  LOGPROBS,
  "reasoning.encrypted_content",
  "message.input_image.image_url",
  "file_search_call.results",
  "web_search_call.results",
  "web_search_call.action.sources",
  "code_interpreter_call.outputs",
  "computer_call_output.output.image_url",
);
const REASONING_FIELDS = new Set(["effort", "summary", "generate_summary"]);
const TEXT_FIELDS = new Set(["format", "verbosity"]);

/** A Responses call as a chat completion call without its model. */
export function requestToChat(request: JsonObject): BridgedRequest {
  parseResponsesRequest(request);
  refuseStored(request);
  const notes = new TranslationNotes();
  const chat = {
    messages: inputToMessages(request, notes),
    ...toolsToChat(request, notes),
    ...copyOf(request, SAME),
    ...readLimit(request),
    ...readLogprobs(request),
    ...readReasoning(request, notes),
    ...readText(request, notes),
    ...readStream(request, notes),
  };
  noteDropped(request, notes);
  return { chat, droppedParams: notes.droppedParams, warnings: notes.warnings };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function copyOf(object: JsonObject, names: readonly string[]): JsonObject {
  const given = names.filter((name) => isGiven(object[name]));
  return Object.fromEntries(given.map((name) => [name, object[name]]));
}

function refuseStored(request: JsonObject): void {
  for (const name in REFUSED) {
    if (isGiven(request[name])) {
      throw invalid(name, `${name} is not available at this provider. ${REFUSED[name]}`);
    }
  }
  if (request.background === true) {
    const message = "background is not available at this provider. Wait for the answer, or stream.";
    throw invalid("background", message);
  }
}

function readLimit({ max_output_tokens: limit }: JsonObject): JsonObject {
  return isGiven(limit) ? { max_completion_tokens: limit } : {};
}

function readLogprobs({ include, top_logprobs }: JsonObject): JsonObject {
  const wanted = Array.isArray(include) ? include : [];
  wanted.forEach((entry: unknown, index) => {
    requireText(entry, `include[${index}]`);
    checkValue(entry, `include[${index}]`, INCLUDABLE);
  });
  if (isGiven(top_logprobs) && top_logprobs !== 0) return { logprobs: true, top_logprobs };
  return wanted.includes(LOGPROBS) ? { logprobs: true } : {};
}

function readReasoning({ reasoning }: JsonObject, notes: TranslationNotes): JsonObject {
  if (!isObject(reasoning)) return {};
  notes.dropUnknown(reasoning, REASONING_FIELDS, "reasoning");
  checkValue(reasoning.effort, "reasoning.effort", EFFORT);
  for (const field of ["summary", "generate_summary"]) {
    const level = reasoning[field];
    checkValue(level, `reasoning.${field}`, SUMMARY);
    if (isGiven(level) && level !== "auto") {
      notes.warn(`reasoning.${field}: the summary is as detailed as the provider makes it`);
    }
  }
  return isGiven(reasoning.effort) ? { reasoning_effort: reasoning.effort } : {};
}

function readText({ text }: JsonObject, notes: TranslationNotes): JsonObject {
  if (!isObject(text)) return {};
  notes.dropUnknown(text, TEXT_FIELDS, "text");
  checkValue(text.verbosity, "text.verbosity", VERBOSITY);
  return {
    ...(isGiven(text.format) ? readFormat(text.format) : {}),
    ...(isGiven(text.verbosity) ? { verbosity: text.verbosity } : {}),
  };
}

function readFormat(format: unknown): JsonObject {
  const path = "text.format";
  if (!isObject(format)) throw invalid(path, `${path} must be an object, not ${nameOf(format)}.`);
  switch (format.type) {
    case "text":
      return {};
    case "json_object":
      return { response_format: { type: "json_object" } };
    case "json_schema":
      requireText(format.name, `${path}.name`);
      if (!isObject(format.schema)) {
        const message = `${path}.schema must be a JSON Schema object, not ${nameOf(format.schema)}.`;
        throw invalid(`${path}.schema`, message);
      }
      return { response_format: { type: "json_schema", json_schema: schemaOf(format) } };
    default: {
      const message = `${path}.type must be one of text, json_object, json_schema.`;
      throw invalid(`${path}.type`, message);
    }
  }
}

function schemaOf(format: JsonObject): JsonObject {
  return copyOf(format, ["name", "description", "schema", "strict"]);
}

function readStream(request: JsonObject, notes: TranslationNotes): JsonObject {
  const { stream, stream_options: options } = request;
  if (isObject(options)) {
    const { include_obfuscation: obfuscation, ...rest } = options;
    if (obfuscation === true) notes.drop("stream_options.include_obfuscation");
    notes.dropUnknown(rest, new Set(), "stream_options");
  }
  return stream === true ? { stream: true, stream_options: { include_usage: true } } : {};
}

function noteDropped(request: JsonObject, notes: TranslationNotes): void {
  checkValue(request.truncation, "truncation", TRUNCATION);
  if (request.truncation === "auto") notes.drop("truncation");
  if (request.store === true) notes.drop("store");
  if (isGiven(request.max_tool_calls)) notes.drop("max_tool_calls");
  for (const name of unknownFields(request, KNOWN)) notes.drop(name);
}
