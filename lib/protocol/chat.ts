import { PrysmError } from "../errors";
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
  streamOptions: unknown;
  user: string | null;
}

const MAX_MODEL_LENGTH = 256;
const ROLES = new Set(["system", "developer", "user", "assistant", "tool", "function"]);

type Check = [expectation: string, holds: (value: unknown) => boolean];
const aNumber: Check = ["a number", (value) => typeof value === "number"];
const aWhole: Check = ["a whole number", (value) => Number.isInteger(value)];
const aFlag: Check = ["true or false", (value) => typeof value === "boolean"];
const aString: Check = ["a string", (value) => typeof value === "string"];
const aList: Check = ["an array", (value) => Array.isArray(value)];
const anObject: Check = ["an object", (value) => isObject(value)];

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
  stop: [
    "a string or an array of strings",
    (value) =>
      typeof value === "string" ||
      (Array.isArray(value) && value.every((entry) => typeof entry === "string")),
  ],
};

/** Checks a chat call's shape; throws a 400 that names the field and what is expected there. */
export function parseChatRequest(body: unknown): ChatRequest {
  if (!isObject(body)) {
    throw new PrysmError(
      "invalid_request",
      "The body must be a JSON object with model and messages.",
    );
  }
  const model = parseModel(body.model);
  const messages = parseMessages(body.messages);
  for (const field in FIELDS) checkField(field, body[field]);
  return {
    model,
    messages,
    stream: body.stream === true,
    streamOptions: body.stream_options,
    user: typeof body.user === "string" ? body.user : null,
  };
}

function checkField(field: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const check = FIELDS[field];
  if (check && !check[1](value)) {
    const message = `${field} must be ${check[0]}, not ${nameOf(value)}.`;
    throw new PrysmError("invalid_request", message, { param: field });
  }
}

function parseModel(model: unknown): string | null {
  if (model === undefined || model === null || model === "") return null;
  if (typeof model === "string" && model.length <= MAX_MODEL_LENGTH) return model;
  if (typeof model === "string") {
    const message = `model is longer than ${MAX_MODEL_LENGTH} characters.`;
    throw new PrysmError("invalid_request", message, { param: "model" });
  }
  throw new PrysmError("invalid_request", `model must be a string, not ${nameOf(model)}.`, {
    param: "model",
  });
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
  const { role, content } = message;
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
