import { PrysmError } from "../errors";
import {
  aFlag,
  aList,
  aNumber,
  anObject,
  aStop,
  aString,
  aWhole,
  type Check,
  checkFields,
  invalid,
  readModel,
  requireBody,
} from "./check-fields";
import { isObject, nameOf } from "./json";

/** OpenAI Chat Completions as far as the gateway looks into it; everything else passes untouched. */

export interface ChatMessage {
  role: string;
  content?: unknown;
  [field: string]: unknown;
}

export interface ChatRequest {
  /** Null when the call leaves it to the provider's default model. */
  model: string | null;
  messages: ChatMessage[];
  stream: boolean;
  user: string | null;
}

const ROLES = new Set(["system", "developer", "user", "assistant", "tool", "function"]);

const FIELDS: Readonly<Record<string, Check>> = {
  stream: aFlag,
  stream_options: anObject,
  temperature: aNumber,
  top_p: aNumber,
  n: aWhole,
  max_tokens: aWhole,
  max_completion_tokens: aWhole,
  presence_penalty: aNumber,
  frequency_penalty: aNumber,
  logprobs: aFlag,
  top_logprobs: aWhole,
  parallel_tool_calls: aFlag,
  seed: aWhole,
  user: aString,
  tools: aList,
  functions: aList,
  response_format: anObject,
  logit_bias: anObject,
  stop: aStop,
};

/** Checks a chat call's shape; throws a 400 that names the field and what is expected there. */
export function parseChatRequest(value: unknown): ChatRequest {
  const body = requireBody(value, "model and messages");
  const model = readModel(body.model);
  const messages = parseMessages(body.messages);
  checkFields(body, FIELDS);
  return {
    model,
    messages,
    stream: body.stream === true,
    user: typeof body.user === "string" ? body.user : null,
  };
}

function parseMessages(messages: unknown): ChatMessage[] {
  const param = "messages";
  if (messages === undefined || messages === null) {
    const message =
      'messages is missing. Send an array such as [{"role":"user","content":"Hello"}].';
    throw new PrysmError("missing_messages", message, { param });
  }
  if (!Array.isArray(messages)) {
    const message = `messages must be an array, not ${nameOf(messages)}.`;
    throw new PrysmError("invalid_request", message, { param });
  }
  if (messages.length === 0) {
    throw new PrysmError("missing_messages", "messages is empty. Send at least one message.", {
      param,
    });
  }
  messages.forEach(requireMessage);
  return messages;
}

function requireMessage(message: unknown, index: number): void {
  if (!isObject(message)) {
    const sentence = `messages[${index}] must be an object, not ${nameOf(message)}.`;
    throw new PrysmError("invalid_request", sentence, { param: `messages[${index}]` });
  }
  const { role, content, tool_calls: calls } = message;
  if (typeof role !== "string" || !ROLES.has(role)) {
    const sentence = `messages[${index}].role must be one of ${[...ROLES].join(", ")}.`;
    throw new PrysmError("invalid_request", sentence, { param: `messages[${index}].role` });
  }
  const isContent =
    content === undefined ||
    content === null ||
    typeof content === "string" ||
    Array.isArray(content);
  if (!isContent) {
    const sentence = `messages[${index}].content must be a string or an array of parts, not ${nameOf(content)}.`;
    throw new PrysmError("invalid_request", sentence, { param: `messages[${index}].content` });
  }
  if (calls !== undefined && calls !== null)
    requireToolCalls(calls, `messages[${index}].tool_calls`);
}

function requireToolCalls(calls: unknown, path: string): void {
  if (!Array.isArray(calls)) throw invalid(path, `${path} must be an array, not ${nameOf(calls)}.`);
  calls.forEach((call, index) => {
    const at = `${path}[${index}]`;
    if (!isObject(call)) throw invalid(at, `${at} must be an object, not ${nameOf(call)}.`);
    const { arguments: given } = isObject(call.function) ? call.function : {};
    if (given === undefined || given === null || typeof given === "string") return;
    const param = `${at}.function.arguments`;
    throw invalid(param, `${param} must be a string that holds JSON, not ${nameOf(given)}.`);
  });
}

/** The text of a message's content: a string as it is, an array's text parts joined. */
export function textOfContent(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part) => {
      if (!isObject(part)) return "";
      if (typeof part.text === "string") return part.text;
      return typeof part.refusal === "string" ? part.refusal : "";
    })
    .join("");
}
