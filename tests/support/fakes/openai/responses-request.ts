import { isObject, type JsonObject } from "../../../../lib/protocol/json";
import { demand, firstUnknown, objectsIn, textIn } from "../check";
import type { Conversation, Play } from "../play";

const FIELDS = [
  "background",
  "include",
  "input",
  "instructions",
  "max_output_tokens",
  "max_tool_calls",
  "metadata",
  "model",
  "parallel_tool_calls",
  "previous_response_id",
  "prompt_cache_key",
  "reasoning",
  "safety_identifier",
  "service_tier",
  "store",
  "stream",
  "stream_options",
  "temperature",
  "text",
  "tool_choice",
  "tools",
  "top_logprobs",
  "top_p",
  "truncation",
  "user",
];

const ITEM_TYPES = ["message", "reasoning", "function_call", "function_call_output"];

/** Answers a Responses request as OpenAI does: what it does not know is an error. */
export function requireResponsesRequest(json: JsonObject, play: Play): void {
  const unknown = firstUnknown(json, FIELDS);
  demand(unknown === null, `Unknown parameter: '${unknown}'.`, unknown ?? undefined);
  const { input, tools, text } = json;
  demand(typeof input === "string" || Array.isArray(input), "Missing 'input'.", "input");
  const calls = new Set<unknown>();
  for (const [index, item] of objectsIn(input).entries()) {
    const path = `input[${index}]`;
    const type = item.type ?? "message";
    demand(ITEM_TYPES.includes(String(type)), `Invalid value: '${String(type)}'.`, `${path}.type`);
    if (type === "function_call") calls.add(item.call_id);
    if (type !== "function_call_output") continue;
    const hasCall = calls.has(item.call_id);
    demand(
      hasCall,
      `No tool call found for function call output with call_id ${String(item.call_id)}.`,
      "input",
    );
  }
  for (const [index, tool] of objectsIn(tools).entries()) {
    const path = `tools[${index}]`;
    demand(tool.type === "function", `Invalid value: '${String(tool.type)}'.`, `${path}.type`);
    demand(typeof tool.name === "string", `Missing required parameter: '${path}.name'.`, path);
  }
  if (play.answer !== "json") return;
  const format = isObject(text) ? text.format : null;
  const isSchema = isObject(format) && format.type === "json_schema" && isObject(format.schema);
  demand(isSchema, "Missing required parameter: 'text.format'.", "text.format");
}

export function conversationOf({ input, tools }: JsonObject): Conversation {
  const items = objectsIn(input);
  const lastOther = items.findLastIndex(({ type }) => type !== "function_call_output");
  return {
    toolNames: objectsIn(tools).map(({ name }) => String(name)),
    toolResults: items.slice(lastOther + 1).map(({ output }) => textIn(output)),
    wantsReasoning: true,
  };
}
