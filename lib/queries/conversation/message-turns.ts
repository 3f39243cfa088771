import { formatExactCount } from "../../format/format-exact-count";
import type { JsonObject } from "../../protocol/json";
import { asCount, asList, asObject, asText } from "../../protocol/lenient-json";
import { toToolCall } from "../../protocol/tool-call";
import { contentText, partText } from "./part";
import type { Turn } from "./turn";

/** Anthropic's Messages: system, messages, then the answer; or how many tokens these are. */
export function messageTurns(request: unknown, response: unknown): Turn[] {
  const { system, messages } = asObject(request);
  const answer = asObject(response);
  const instructions = contentText(system);
  return [
    ...(instructions === "" ? [] : [{ role: "system", content: instructions }]),
    ...asList(messages).flatMap(toTurns),
    ...("content" in answer ? toTurns(answer) : []),
    ...countTurns(answer),
  ];
}

function countTurns(answer: JsonObject): Turn[] {
  const count = asCount(answer.input_tokens);
  if (count === null) return [];
  return [{ role: "result", content: `${formatExactCount(count)} input tokens` }];
}

/** A message as its turn, and as one more turn for every result of a tool in it. */
function toTurns(value: unknown): Turn[] {
  const message = asObject(value);
  const role = asText(message.role) ?? "assistant";
  if (message.content === undefined) return [];
  if (!Array.isArray(message.content)) return [{ role, content: contentText(message.content) }];
  const blocks = message.content.map(asObject);
  const results = blocks.filter(isToolResult).map(toResult);
  const rest = blocks.filter((block) => !isToolResult(block));
  if (rest.length === 0) return results.length > 0 ? results : [{ role, content: "" }];
  const turn = toTurn(role, rest);
  // A user answers tools before speaking; the tools a provider runs itself follow the call.
  return role === "user" ? [...results, turn] : [turn, ...results];
}

function toTurn(role: string, blocks: readonly JsonObject[]): Turn {
  const thoughts = blocks.filter(isThinking).map(thinkingText).filter(Boolean);
  return {
    role,
    content: saidIn(blocks, role === "assistant"),
    toolCalls: blocks.filter(isToolUse).map(({ id, name, input }) => toToolCall(id, name, input)),
    ...(thoughts.length === 0 ? {} : { reasoning: thoughts.join("\n") }),
  };
}

/** A model's text comes in several blocks where parts of it have sources: such a run is one text. */
function saidIn(blocks: readonly JsonObject[], joinsText: boolean): string {
  let said = "";
  let goesOn = false;
  for (const block of blocks) {
    const isText = block.type === "text";
    const part = isThinking(block) || isToolUse(block) ? "" : partText(block);
    said += said === "" || part === "" || (goesOn && isText) ? part : `\n${part}`;
    goesOn = joinsText && isText;
  }
  return said;
}

function isThinking({ type }: JsonObject): boolean {
  return type === "thinking" || type === "redacted_thinking";
}

function thinkingText(block: JsonObject): string {
  if (block.type === "redacted_thinking") return "[redacted by the provider]";
  return asText(block.thinking) ?? "";
}

function isToolUse({ type }: JsonObject): boolean {
  return typeof type === "string" && /^(|server_|mcp_)tool_use$/.test(type);
}

function isToolResult({ type }: JsonObject): boolean {
  return typeof type === "string" && type.endsWith("tool_result");
}

function toResult(block: JsonObject): Turn {
  const toolCallId = asText(block.tool_use_id);
  const content = contentText(block.content);
  return {
    role: "tool",
    content: block.is_error === true ? `[error] ${content}` : content,
    ...(toolCallId === null ? {} : { toolCallId }),
  };
}
