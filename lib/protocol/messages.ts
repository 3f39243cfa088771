import { PrysmError } from "../errors";
import { isObject, type JsonObject, nameOf } from "./json";

/** Anthropic Messages as far as the gateway looks into it; everything else passes untouched. */
export interface MessagesRequest {
  /** Null when the call leaves it to the provider's default model. */
  model: string | null;
  stream: boolean;
  /** `metadata.user_id`. */
  user: string | null;
}

const MAX_MODEL_LENGTH = 256;
/** `system` stands between turns for models that take instructions mid-conversation. */
const ROLES = new Set(["user", "assistant", "system"]);

type Check = [expectation: string, holds: (value: unknown) => boolean];
const aNumber: Check = ["a number", (value) => typeof value === "number"];
const aWhole: Check = ["a whole number", (value) => Number.isInteger(value)];
const aFlag: Check = ["true or false", (value) => typeof value === "boolean"];
const aString: Check = ["a string", (value) => typeof value === "string"];
const aList: Check = ["an array", (value) => Array.isArray(value)];
const anObject: Check = ["an object", (value) => isObject(value)];
const textOrBlocks: Check = [
  "a string or an array of blocks",
  (value) => typeof value === "string" || Array.isArray(value),
];

const FIELDS: ReadonlyArray<[name: string, check: Check]> = [
  ["stream", aFlag],
  ["temperature", aNumber],
  ["top_p", aNumber],
  ["top_k", aWhole],
  ["system", textOrBlocks],
  ["tools", aList],
  ["tool_choice", anObject],
  ["thinking", anObject],
  ["metadata", anObject],
  ["output_config", anObject],
  ["service_tier", aString],
  [
    "stop_sequences",
    [
      "an array of strings",
      (value) => Array.isArray(value) && value.every((entry) => typeof entry === "string"),
    ],
  ],
];

/** What a block of a known type must have. A type that is not here is the upstream's business. */
const BLOCK_FIELDS: ReadonlyMap<string, ReadonlyArray<[name: string, check: Check]>> = new Map([
  ["text", [["text", aString]]],
  ["image", [["source", anObject]]],
  ["document", [["source", anObject]]],
  ["search_result", [["content", aList]]],
  ["thinking", [["thinking", aString]]],
  ["redacted_thinking", [["data", aString]]],
  ["tool_result", [["tool_use_id", aString]]],
  [
    "tool_use",
    [
      ["id", aString],
      ["name", aString],
      ["input", anObject],
    ],
  ],
]);

/** Checks the shape of a Messages call; throws a 400 that names the field and what is expected there. */
export function parseMessagesRequest(body: unknown): MessagesRequest {
  if (!isObject(body)) {
    const message = "The body must be a JSON object with model, max_tokens and messages.";
    throw new PrysmError("invalid_request", message);
  }
  const model = parseModel(body.model);
  requireMaxTokens(body.max_tokens);
  requireMessages(body.messages);
  for (const [field, check] of FIELDS) requireField(body, field, check);
  if (Array.isArray(body.system)) requireTextBlocks(body.system, "system");
  const userId = isObject(body.metadata) ? body.metadata.user_id : undefined;
  if (userId !== undefined && userId !== null) requireValue(userId, aString, "metadata.user_id");
  return { model, stream: body.stream === true, user: typeof userId === "string" ? userId : null };
}

function parseModel(model: unknown): string | null {
  if (model === undefined || model === null || model === "") return null;
  requireValue(model, aString, "model");
  if (String(model).length > MAX_MODEL_LENGTH) {
    const message = `model is longer than ${MAX_MODEL_LENGTH} characters.`;
    throw new PrysmError("invalid_request", message, { param: "model" });
  }
  return String(model);
}

// 0 fills a prompt cache and generates nothing.
function requireMaxTokens(maxTokens: unknown): void {
  if (Number.isInteger(maxTokens) && Number(maxTokens) >= 0) return;
  const found = typeof maxTokens === "number" ? String(maxTokens) : nameOf(maxTokens);
  const message =
    maxTokens === undefined || maxTokens === null
      ? "max_tokens is missing. Send the most tokens the answer may have, such as 1024."
      : `max_tokens must be a whole number above 0, not ${found}.`;
  throw new PrysmError("invalid_request", message, { param: "max_tokens" });
}

function requireMessages(messages: unknown): void {
  const param = "messages";
  if (messages === undefined || messages === null) {
    const message =
      'messages is missing. Send an array such as [{"role":"user","content":"Hello"}].';
    throw new PrysmError("missing_messages", message, { param });
  }
  requireValue(messages, aList, param);
  if (!Array.isArray(messages) || messages.length === 0) {
    const message = "messages is empty. Send at least one message.";
    throw new PrysmError("missing_messages", message, { param });
  }
  messages.forEach(requireMessage);
}

function requireMessage(message: unknown, index: number): void {
  const path = `messages[${index}]`;
  if (!isObject(message)) {
    const sentence = `${path} must be an object, not ${nameOf(message)}.`;
    throw new PrysmError("invalid_request", sentence, { param: path });
  }
  const { role, content } = message;
  if (typeof role !== "string" || !ROLES.has(role)) {
    const sentence = `${path}.role must be user or assistant, not ${foundAs(role)}. Instructions go into the top-level system.`;
    throw new PrysmError("invalid_request", sentence, { param: `${path}.role` });
  }
  requireValue(content, textOrBlocks, `${path}.content`);
  if (!Array.isArray(content)) return;
  for (let place = 0; place < content.length; place++) requireBlock(content[place], path, place);
}

// Paths are spelled only for what is wrong: a conversation has thousands of blocks that are not.
function requireBlock(block: unknown, messagePath: string, place: number): void {
  const path = () => `${messagePath}.content[${place}]`;
  if (!isObject(block)) throw mismatch(path(), "an object with a type", block);
  const { type } = block;
  if (typeof type !== "string") throw mismatch(`${path()}.type`, "a string", type);
  for (const [field, check] of BLOCK_FIELDS.get(type) ?? []) {
    if (!check[1](block[field])) throw mismatch(`${path()}.${field}`, check[0], block[field]);
  }
}

function requireTextBlocks(blocks: unknown[], field: string): void {
  blocks.forEach((block, place) => {
    const path = `${field}[${place}]`;
    if (!isObject(block)) throw mismatch(path, "a text block", block);
    if (block.type !== "text") throw mismatch(`${path}.type`, '"text"', block.type);
    requireValue(block.text, aString, `${path}.text`);
  });
}

function requireField(body: JsonObject, field: string, check: Check): void {
  const value = body[field];
  if (value !== undefined && value !== null) requireValue(value, check, field);
}

function requireValue(value: unknown, check: Check, path: string): void {
  if (!check[1](value)) throw mismatch(path, check[0], value);
}

function mismatch(path: string, expectation: string, value: unknown): PrysmError {
  const message = `${path} must be ${expectation}, not ${foundAs(value)}.`;
  return new PrysmError("invalid_request", message, { param: path });
}

function foundAs(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 64)) : nameOf(value);
}
