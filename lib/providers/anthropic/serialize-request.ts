import type { JsonObject } from "../../protocol/json";
import type { AnthropicMessage, MessageBlock } from "./blocks";

/** The request as bytes; arguments of past tool calls are put in as the text they are. */
export function serializeRequest(fields: JsonObject, messages: AnthropicMessage[]): Buffer {
  const turns = messages.map(
    ({ role, content }) =>
      `{"role":"${role}","content":[${content.map(serializeBlock).join(",")}]}`,
  );
  return Buffer.from(`${JSON.stringify(fields).slice(0, -1)},"messages":[${turns.join(",")}]}`);
}

function serializeBlock(block: MessageBlock): string {
  if (block.type !== "tool_use") return JSON.stringify(block);
  const { inputJson, ...rest } = block;
  return `${JSON.stringify(rest).slice(0, -1)},"input":${inputJson}}`;
}
