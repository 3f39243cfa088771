import { isObject, type JsonObject, nameOf, parseJson } from "../../protocol/json";
import { refuse } from "./refuse";
import { requireToolName } from "./tool-name";

/** A call of a tool as an assistant message of the history tells it. */
export interface PastToolCall {
  /** What the result's message refers to: a tool call id, or `legacyKey` of a function's name. */
  key: string;
  /** The id the client gave; not yet fit for Anthropic. */
  id: string;
  name: string;
  inputJson: string;
}

/** The key of a `function_call`, which has no id: its result names the function. */
export function legacyKey(functionName: unknown): string {
  return `function ${String(functionName)}`;
}

/** The tool calls of an assistant message, in order; throws a 400 with the path of what is malformed. */
export function readToolCalls(message: JsonObject, index: number): PastToolCall[] {
  const calls = readModernCalls(message.tool_calls, `messages[${index}].tool_calls`);
  const legacy = message.function_call;
  if (legacy === undefined || legacy === null) return calls;
  const path = `messages[${index}].function_call`;
  if (!isObject(legacy)) throw refuse(path, `${path} must be an object, not ${nameOf(legacy)}.`);
  const called = readFunction(legacy, path);
  return [...calls, { ...called, key: legacyKey(called.name), id: `call_${index}` }];
}

function readModernCalls(calls: unknown, path: string): PastToolCall[] {
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) throw refuse(path, `${path} must be an array, not ${nameOf(calls)}.`);
  return calls.map((call, position) => readCall(call, `${path}[${position}]`));
}

function readCall(call: unknown, path: string): PastToolCall {
  if (!isObject(call)) throw refuse(path, `${path} must be an object, not ${nameOf(call)}.`);
  if (call.type !== undefined && call.type !== "function") {
    throw refuse(`${path}.type`, `${path}.type must be "function": Anthropic has no custom tools.`);
  }
  if (typeof call.id !== "string") {
    throw refuse(`${path}.id`, `${path}.id must be a string, not ${nameOf(call.id)}.`);
  }
  if (!isObject(call.function)) {
    const found = nameOf(call.function);
    throw refuse(`${path}.function`, `${path}.function must be an object, not ${found}.`);
  }
  return { ...readFunction(call.function, `${path}.function`), key: call.id, id: call.id };
}

function readFunction(called: JsonObject, path: string): { name: string; inputJson: string } {
  return {
    name: requireToolName(called.name, `${path}.name`),
    inputJson: readArguments(called.arguments, `${path}.arguments`),
  };
}

function readArguments(text: unknown, path: string): string {
  if (text === undefined || text === null) return "{}";
  if (typeof text !== "string")
    throw refuse(path, `${path} must be a string, not ${nameOf(text)}.`);
  if (text.trim() === "") return "{}";
  if (isObject(parseJson(text))) return text;
  throw refuse(path, `${path} must be a JSON object as text. Send what the model answered, or {}.`);
}
