import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { ContentBlock, TextBlock } from "./blocks";
import type { CacheBreakpoints } from "./cache-breakpoints";
import { translateParts, translateTextParts } from "./content-parts";
import { Conversation } from "./conversation";
import type { ModelFacts } from "./model-facts";
import { readThinking } from "./reasoning";
import { refuse } from "./refuse";
import type { RequestNotes } from "./request-notes";
import { legacyKey, readToolCalls } from "./tool-calls";

export interface MessagesContext {
  facts: ModelFacts;
  notes: RequestNotes;
  cache: CacheBreakpoints;
}

export interface TranslatedMessages {
  system: TextBlock[];
  conversation: Conversation;
}

/** The messages of a chat request as Anthropic's system prompt and turns. */
export function translateMessages(messages: unknown, context: MessagesContext): TranslatedMessages {
  if (!Array.isArray(messages) || messages.length === 0) {
    throw refuse("messages", "messages must be an array of at least one message.");
  }
  // Two passes: the system prompt stands before the messages, also in the order of cache breakpoints.
  const system = messages.flatMap((message, index) => systemBlocks(message, index, context));
  const conversation = new Conversation(context.notes);
  for (const [index, message] of messages.entries()) {
    addMessage(conversation, message, index, context);
  }
  if (!conversation.isEmpty) return { system, conversation };
  return { system: [], conversation: asUserTurn(system, conversation, context) };
}

// Anthropic needs a message to answer; OpenAI answers a system message alone.
function asUserTurn(
  system: TextBlock[],
  conversation: Conversation,
  { notes }: MessagesContext,
): Conversation {
  if (system.length === 0) throw refuse("messages", "messages hold no content to answer.");
  notes.warn("messages: the system message was sent as the user's, as there is no other message");
  conversation.addUser(system, 0);
  return conversation;
}

function isSystem(message: unknown): message is JsonObject {
  return isObject(message) && (message.role === "system" || message.role === "developer");
}

function systemBlocks(message: unknown, index: number, context: MessagesContext): TextBlock[] {
  if (!isSystem(message)) return [];
  noteIgnoredFields(message, context);
  const path = `messages[${index}].content`;
  const blocks = translateTextParts(message.content, { path, cache: context.cache });
  cacheLastBlock(blocks.at(-1), message, index, context);
  return blocks;
}

function addMessage(
  conversation: Conversation,
  message: unknown,
  index: number,
  context: MessagesContext,
): void {
  const path = `messages[${index}]`;
  if (!isObject(message)) throw refuse(path, `${path} must be an object, not ${nameOf(message)}.`);
  switch (message.role) {
    case "system":
    case "developer":
      return;
    case "user":
      addUser(conversation, message, index, context);
      return;
    case "assistant":
      addAssistant(conversation, message, index, context);
      return;
    case "tool":
    case "function":
      addToolResult(conversation, message, index, context);
      return;
    default:
      throw refuse(
        `${path}.role`,
        `${path}.role must be one of system, developer, user, assistant, tool, function.`,
      );
  }
}

function addUser(
  conversation: Conversation,
  message: JsonObject,
  index: number,
  context: MessagesContext,
): void {
  noteIgnoredFields(message, context);
  const path = `messages[${index}].content`;
  const blocks = translateParts(message.content, { path, cache: context.cache });
  if (blocks.length === 0) {
    throw refuse(path, `${path} is empty. Anthropic needs at least one part that is not blank.`);
  }
  cacheLastBlock(blocks.at(-1), message, index, context);
  conversation.addUser(blocks, index);
}

function addAssistant(
  conversation: Conversation,
  message: JsonObject,
  index: number,
  context: MessagesContext,
): void {
  noteIgnoredFields(message, context);
  const thinking = context.facts.thinking === "none" ? [] : readThinking(message, index);
  const blocks = assistantTexts(message, index, context);
  const calls = readToolCalls(message, index);
  if (blocks.length === 0 && calls.length === 0) return;
  if (conversation.isEmpty) {
    const path = `messages[${index}].role`;
    throw refuse(
      path,
      `${path}: Anthropic needs a user message before the first assistant message.`,
    );
  }
  conversation.addAssistant(thinking, blocks, calls, index);
  cacheLastBlock(conversation.lastBlock, message, index, context);
}

function assistantTexts(message: JsonObject, index: number, context: MessagesContext): TextBlock[] {
  const path = `messages[${index}]`;
  const { cache } = context;
  const texts = translateTextParts(message.content, { path: `${path}.content`, cache });
  const { refusal } = message;
  if (refusal === undefined || refusal === null) return texts;
  if (typeof refusal !== "string") {
    throw refuse(`${path}.refusal`, `${path}.refusal must be a string, not ${nameOf(refusal)}.`);
  }
  return [...texts, ...translateTextParts(refusal, { path: `${path}.refusal`, cache: null })];
}

function addToolResult(
  conversation: Conversation,
  message: JsonObject,
  index: number,
  context: MessagesContext,
): void {
  if (message.role === "tool") noteIgnoredFields(message, context);
  const content = resultContent(message, index);
  const cached = resultCache(message, index, context);
  const result = {
    type: "tool_result" as const,
    ...(content === null ? {} : { content }),
    ...cached,
  };
  if (conversation.addResult(resultKey(message, index), result, index)) return;
  if (content === null) return;
  context.notes.warn("messages: tool results without a call were sent as the user's text");
  const blocks = orphanBlocks(content);
  Object.assign(blocks.at(-1) ?? {}, cached);
  conversation.addUser(blocks, index);
}

function resultKey(message: JsonObject, index: number): string {
  if (message.role === "function") return legacyKey(message.name);
  const path = `messages[${index}].tool_call_id`;
  if (typeof message.tool_call_id === "string") return message.tool_call_id;
  throw refuse(path, `${path} must be a string, not ${nameOf(message.tool_call_id)}.`);
}

function resultContent(message: JsonObject, index: number): string | ContentBlock[] | null {
  const path = `messages[${index}].content`;
  const blocks = translateParts(message.content, { path, cache: null });
  if (blocks.length === 0) return null;
  return typeof message.content === "string" ? message.content : blocks;
}

// Anthropic takes a breakpoint on the result only, clients set it on its parts.
function resultCache(message: JsonObject, index: number, { cache }: MessagesContext) {
  const path = `messages[${index}]`;
  if (Array.isArray(message.content)) {
    for (const [position, part] of message.content.entries()) {
      if (!isObject(part) || part.cache_control === undefined || part.cache_control === null)
        continue;
      return cache.take(part.cache_control, `${path}.content[${position}].cache_control`);
    }
  }
  return cache.take(message.cache_control, `${path}.cache_control`);
}

function orphanBlocks(content: string | ContentBlock[]): ContentBlock[] {
  if (typeof content === "string") return [{ type: "text", text: `Tool result: ${content}` }];
  return [{ type: "text", text: "Tool result:" }, ...content];
}

function cacheLastBlock(
  block: object | undefined,
  message: JsonObject,
  index: number,
  { cache }: MessagesContext,
): void {
  if (block === undefined || "cache_control" in block) return;
  Object.assign(block, cache.take(message.cache_control, `messages[${index}].cache_control`));
}

function noteIgnoredFields(message: JsonObject, { notes }: MessagesContext): void {
  if (message.name !== undefined && message.name !== null) notes.drop("messages[].name");
  if (message.audio !== undefined && message.audio !== null) notes.drop("messages[].audio");
}
