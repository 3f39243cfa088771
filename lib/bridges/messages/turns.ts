import { isObject, type JsonObject } from "../../protocol/json";

/** A content block and where the client wrote it (`messages[3].content[1]`). */
export interface PlacedBlock {
  block: JsonObject;
  path: string;
}

/** All that one side says before the other side speaks. */
export interface Turn {
  role: string;
  path: string;
  blocks: PlacedBlock[];
}

/**
 * The conversation as turns: consecutive messages of one role are one, as Anthropic reads them. Chat
 * needs that too, where the answers to one message's tool calls are spread over several messages.
 */
export function toTurns(messages: unknown): Turn[] {
  const turns: Turn[] = [];
  const list = Array.isArray(messages) ? messages.filter(isObject) : [];
  list.forEach((message, index) => {
    const path = `messages[${index}]`;
    const role = String(message.role);
    const last = turns.at(-1);
    if (last?.role === role) append(last.blocks, message.content, path);
    else turns.push({ role, path, blocks: append([], message.content, path) });
  });
  return turns;
}

function append(blocks: PlacedBlock[], content: unknown, path: string): PlacedBlock[] {
  if (typeof content === "string") {
    blocks.push({ block: { type: "text", text: content }, path: `${path}.content` });
  }
  if (!Array.isArray(content)) return blocks;
  content.forEach((block, place) => {
    if (isObject(block)) blocks.push({ block, path: `${path}.content[${place}]` });
  });
  return blocks;
}
