import { isObject, type JsonObject } from "./json";
import { asList, asObject, asText, toJson } from "./lenient-json";
import type { ToolCall } from "./trace";

/** A call as a trace has it, of fields that may be anything; input that is no text becomes its JSON. */
export function toToolCall(id: unknown, name: unknown, input: unknown): ToolCall {
  return {
    id: asText(id),
    name: asText(name) ?? "",
    arguments: typeof input === "string" ? input : toJson(input),
  };
}

/** What a chat message calls: functions, custom tools and the one function of the old field. */
export function chatToolCalls(message: JsonObject): ToolCall[] {
  const legacy = isObject(message.function_call) ? [{ function: message.function_call }] : [];
  const calls: unknown[] = [...asList(message.tool_calls), ...legacy];
  return calls.filter(isObject).map((call) => {
    const called = asObject(call.function ?? call.custom);
    return toToolCall(call.id, called.name, called.arguments ?? called.input);
  });
}
