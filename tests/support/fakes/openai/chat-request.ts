import { isObject, type JsonObject, parseJson } from "../../../../lib/protocol/json";
import { demand, firstUnknown, objectsIn, textIn } from "../check";
import type { Conversation, Play } from "../play";

const FIELDS = [
  "audio",
  "frequency_penalty",
  "function_call",
  "functions",
  "logit_bias",
  "logprobs",
  "max_completion_tokens",
  "max_tokens",
  "messages",
  "metadata",
  "modalities",
  "model",
  "n",
  "parallel_tool_calls",
  "prediction",
  "presence_penalty",
  "prompt_cache_key",
  "reasoning_effort",
  "response_format",
  "safety_identifier",
  "seed",
  "service_tier",
  "stop",
  "store",
  "stream",
  "stream_options",
  "temperature",
  "tool_choice",
  "tools",
  "top_logprobs",
  "top_p",
  "user",
  "verbosity",
];

const MESSAGE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  system: ["role", "content", "name"],
  developer: ["role", "content", "name"],
  user: ["role", "content", "name"],
  assistant: ["role", "content", "name", "refusal", "tool_calls", "function_call", "audio"],
  tool: ["role", "content", "tool_call_id"],
};

/** Answers a chat request as OpenAI does: what it does not know is an error. */
export function requireChatRequest(json: JsonObject, play: Play): void {
  const unknown = firstUnknown(json, FIELDS);
  demand(unknown === null, `Unrecognized request argument supplied: ${unknown}`);
  demand(typeof json.model === "string" && json.model !== "", "you must provide a model parameter");
  const { messages, stream, stream_options: streamOptions } = json;
  demand(
    Array.isArray(messages) && messages.length > 0,
    "[] is too short - 'messages'",
    "messages",
  );
  demand(
    streamOptions === undefined || streamOptions === null || stream === true,
    "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
    "stream_options",
  );
  demand(
    json.max_tokens === undefined || json.max_completion_tokens === undefined,
    "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
    "max_tokens",
  );
  const isReasoner = /^(gpt-5|o\d)/.test(json.model);
  demand(
    !isReasoner || json.max_tokens === undefined,
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    "max_tokens",
  );
  requireTools(json);
  requireMessages(messages);
  if (play.answer === "json") requireFormat(json.response_format);
}

function requireTools({ tools, tool_choice: choice }: JsonObject): void {
  if (tools === undefined) {
    demand(
      choice === undefined,
      "'tool_choice' is only allowed when 'tools' are specified.",
      "tool_choice",
    );
    return;
  }
  demand(Array.isArray(tools) && tools.length > 0, "[] is too short - 'tools'", "tools");
  for (const [index, tool] of tools.entries()) {
    const path = `tools[${index}]`;
    demand(isObject(tool) && tool.type === "function", `Invalid value: '${path}.type'.`, path);
    const definition = tool.function;
    demand(
      isObject(definition) &&
        typeof definition.name === "string" &&
        /^[a-zA-Z0-9_-]{1,64}$/.test(definition.name),
      `Missing required parameter: '${path}.function.name'.`,
      path,
    );
    const unknown = firstUnknown(definition, ["name", "description", "parameters", "strict"]);
    demand(unknown === null, `Unknown parameter: '${path}.function.${unknown}'.`, path);
    const { parameters } = definition;
    demand(
      parameters === undefined || isObject(parameters),
      `Invalid type for '${path}.function.parameters'.`,
      path,
    );
  }
}

function requireMessages(messages: readonly unknown[]): void {
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const path = `messages[${index}]`;
    demand(isObject(message), `Invalid type for '${path}': expected an object.`, path);
    const known = MESSAGE_FIELDS[String(message.role)];
    demand(known, `Invalid value: '${String(message.role)}'.`, `${path}.role`);
    const unknown = firstUnknown(message, known);
    demand(unknown === null, `Unknown parameter: '${path}.${unknown}'.`, `${path}.${unknown}`);
    if (message.role === "tool") {
      const id = String(message.tool_call_id);
      demand(
        open.includes(id),
        `Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.`,
        `${path}.role`,
      );
      open = open.filter((waiting) => waiting !== id);
    } else {
      requireNone(open);
      open = callIds(message, path);
    }
    requireContent(message, path);
  }
  requireNone(open);
}

function requireNone(open: readonly string[]): void {
  demand(
    open.length === 0,
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open.join(", ")}`,
    "messages",
  );
}

function callIds(message: JsonObject, path: string): string[] {
  if (message.tool_calls === undefined) return [];
  const calls = objectsIn(message.tool_calls);
  demand(calls.length > 0, `[] is too short - '${path}.tool_calls'`, `${path}.tool_calls`);
  return calls.map((call, index) => {
    const at = `${path}.tool_calls[${index}]`;
    const called = call.function;
    demand(call.type === "function" && typeof call.id === "string", `Invalid '${at}'.`, at);
    demand(
      isObject(called) &&
        typeof called.name === "string" &&
        typeof called.arguments === "string" &&
        parseJson(called.arguments) !== undefined,
      `Invalid type for '${at}.function.arguments'.`,
      at,
    );
    return call.id;
  });
}

const PART_TYPES = ["text", "image_url", "input_audio", "file", "refusal"];

function requireContent({ role, content, tool_calls: calls }: JsonObject, path: string): void {
  if (typeof content === "string") return;
  if (content === null || content === undefined) {
    demand(
      role === "assistant" && (calls !== undefined || content === null),
      `Invalid value for 'content': expected a string, got null.`,
      `${path}.content`,
    );
    return;
  }
  demand(Array.isArray(content) && content.length > 0, `Invalid type for '${path}.content'.`, path);
  for (const part of objectsIn(content)) {
    demand(
      PART_TYPES.includes(String(part.type)),
      `Invalid value: '${String(part.type)}'.`,
      `${path}.content`,
    );
  }
}

function requireFormat(format: unknown): void {
  const spec = isObject(format) && format.type === "json_schema" ? format.json_schema : null;
  demand(
    isObject(spec) && typeof spec.name === "string" && isObject(spec.schema),
    "Missing required parameter: 'response_format.json_schema'.",
    "response_format",
  );
}

export function conversationOf({ messages, tools }: JsonObject): Conversation {
  const turns = objectsIn(messages);
  const lastOther = turns.findLastIndex(({ role }) => role !== "tool");
  return {
    toolNames: objectsIn(tools).map((tool) => String((tool.function as JsonObject).name)),
    toolResults: turns.slice(lastOther + 1).map(({ content }) => textIn(content)),
    wantsReasoning: true,
  };
}
