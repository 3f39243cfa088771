import type { ToolCall } from "../protocol/trace";

export interface ConversationMessage {
  role: string;
  content: string;
  toolCalls: ToolCall[];
  toolCallId?: string;
}

export interface Conversation {
  messages: ConversationMessage[];
}

/** Request messages and answer as one conversation; null when the request is not a chat call. */
export function parseConversation(
  _request: string | null,
  _response: string | null,
): Conversation | null {
  return null;
}
