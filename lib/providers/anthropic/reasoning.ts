import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { ThinkingBlock } from "./blocks";
import { refuse } from "./refuse";

/**
 * The thinking blocks of an assistant message's `reasoning_details`, as Anthropic signed them. Anything
 * without a signature cannot be replayed and is left out.
 */
export function readThinking(message: JsonObject, index: number): ThinkingBlock[] {
  const details = message.reasoning_details;
  if (details === undefined || details === null) return [];
  const path = `messages[${index}].reasoning_details`;
  if (!Array.isArray(details)) {
    throw refuse(path, `${path} must be an array, not ${nameOf(details)}.`);
  }
  const blocks = details.map(toThinkingBlock).filter((block) => block !== null);
  return withStreamedText(blocks, message.reasoning_content);
}

function toThinkingBlock(detail: unknown): ThinkingBlock | null {
  if (!isObject(detail)) return null;
  const { type, thinking, signature, data } = detail;
  if (type === "thinking" && typeof thinking === "string" && isText(signature)) {
    return { type, thinking, signature };
  }
  return type === "redacted_thinking" && isText(data) ? { type, data } : null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

// A streamed answer gives the signature in reasoning_details and the text it signs in reasoning_content.
function withStreamedText(blocks: ThinkingBlock[], text: unknown): ThinkingBlock[] {
  const [only, ...others] = blocks.filter((block) => block.type === "thinking");
  if (only?.type !== "thinking" || others.length > 0 || only.thinking !== "" || !isText(text)) {
    return blocks;
  }
  return blocks.map((block) => (block === only ? { ...only, thinking: text } : block));
}
