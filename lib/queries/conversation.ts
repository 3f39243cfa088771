import type { Api } from "../protocol/api";
import { parseJson } from "../protocol/json";
import type { ToolCall } from "../protocol/trace";
import { visibleText } from "../visible-text";
import { chatTurns } from "./conversation/chat-turns";
import { embeddingTurns } from "./conversation/embedding-turns";
import { messageTurns } from "./conversation/message-turns";
import { responseTurns } from "./conversation/response-turns";
import { textTurns } from "./conversation/text-turns";
import type { ReadTurns, Turn } from "./conversation/turn";

export interface ConversationMessage {
  /** Of its API, and beyond these `prompt`, `suffix`, `completion`, `input`, `result` and `context`. */
  role: string;
  content: string;
  /** What the model thought before it spoke, as far as the provider shows it. */
  reasoning?: string;
  toolCalls: ToolCall[];
  toolCallId?: string;
}

export interface Conversation {
  messages: ConversationMessage[];
  /** How many messages before the first one are not shown, because a page cannot hold as many. */
  omitted: number;
}

const MAX_SHOWN_MESSAGES = 500;

const READERS: Readonly<Record<Exclude<Api, "passthrough">, ReadTurns>> = {
  "chat.completions": chatTurns,
  completions: textTurns,
  embeddings: embeddingTurns,
  responses: responseTurns,
  messages: messageTurns,
  "messages.count_tokens": messageTurns,
};

/**
 * Request and answer of a call as one conversation, whatever API it spoke; null when there is none in
 * them that can be read. Never throws.
 */
export function parseConversation(
  endpoint: string,
  request: string | null,
  response: string | null,
): Conversation | null {
  if (!hasReader(endpoint)) return null;
  const turns = READERS[endpoint](parseJson(request ?? ""), parseJson(response ?? ""));
  if (turns.length === 0) return null;
  const messages = turns.slice(-MAX_SHOWN_MESSAGES).map(toMessage);
  return { messages, omitted: turns.length - messages.length };
}

function hasReader(endpoint: string): endpoint is keyof typeof READERS {
  return Object.hasOwn(READERS, endpoint);
}

function toMessage({ role, content, reasoning, toolCalls = [], toolCallId }: Turn) {
  return {
    role: visibleText(role),
    content: visibleText(content),
    ...(reasoning === undefined ? {} : { reasoning: visibleText(reasoning) }),
    toolCalls: toolCalls.map((call) => ({
      id: call.id && visibleText(call.id),
      name: visibleText(call.name),
      arguments: visibleText(call.arguments),
    })),
    ...(toolCallId === undefined ? {} : { toolCallId: visibleText(toolCallId) }),
  };
}
