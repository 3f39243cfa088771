import type { ToolCall } from "../../protocol/trace";

/** One turn of a conversation, in the words of its API. */
export interface Turn {
  role: string;
  content: string;
  /** What the model thought before it spoke, as far as the provider shows it. */
  reasoning?: string;
  toolCalls?: ToolCall[];
  /** The call that this result answers. */
  toolCallId?: string;
}

/** The turns of one call: what was asked and what was answered, of bodies that may be anything. */
export type ReadTurns = (request: unknown, response: unknown) => Turn[];
