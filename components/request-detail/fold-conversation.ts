import type { ToolCall } from "@/lib/protocol/trace";
import type { ConversationMessage } from "@/lib/queries/conversation";

export interface ToolUse {
  call: ToolCall;
  /** Null when the model's call was not answered in this conversation. */
  result: string | null;
}

export interface Turn {
  /** Position in the conversation: a stable key. */
  index: number;
  role: string;
  content: string;
  reasoning: string | null;
  toolUses: ToolUse[];
  /** Set on a tool result whose call is not in the conversation. */
  toolCallId: string | null;
}

/** Joins every tool call with its result, so that the pair reads as one unit. */
export function foldConversation(messages: readonly ConversationMessage[]): Turn[] {
  const results = new Map<string, string>();
  for (const { role, toolCallId, content } of messages) {
    if (role === "tool" && toolCallId) results.set(toolCallId, content);
  }
  const paired = new Set(
    messages.flatMap(({ toolCalls }) => toolCalls.map(({ id }) => id)).filter((id) => id !== null),
  );
  const turns: Turn[] = [];
  for (const [index, message] of messages.entries()) {
    const { role, content, reasoning = null, toolCalls, toolCallId = null } = message;
    if (role === "tool" && toolCallId !== null && paired.has(toolCallId)) continue;
    const toolUses = toolCalls.map((call) => ({
      call,
      result: call.id === null ? null : (results.get(call.id) ?? null),
    }));
    turns.push({ index, role, content, reasoning, toolUses, toolCallId });
  }
  return turns;
}
