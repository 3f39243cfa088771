import type { JsonObject } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";
import { isNestedTooDeep } from "./nesting";
import { chatToolName } from "./tool-names";
import type { PlacedBlock, Turn } from "./turns";

const TEXT_FIELDS = new Set(["type", "text"]);
const THINKING_FIELDS = new Set(["type", "thinking", "signature"]);
const REDACTED_FIELDS = new Set(["type", "data"]);
const TOOL_USE_FIELDS = new Set(["type", "id", "name", "input", "caller"]);

/** What a tool that ran on the provider's side left in the conversation. */
const SERVER_TOOL_BLOCK = /^(server_tool_use|mcp_tool_use|[a-z_]+_tool_result)$/;

/** An assistant's turn as one chat message; null when it says nothing. */
export function toAssistantMessage(turn: Turn, losses: Losses): JsonObject | null {
  const texts = new TextRuns();
  const details: JsonObject[] = [];
  const calls: JsonObject[] = [];
  for (const placed of turn.blocks) {
    const { block } = placed;
    if (block.type === "text") {
      losses.dropRest(block, TEXT_FIELDS);
      texts.add(String(block.text));
      continue;
    }
    texts.endRun();
    if (block.type === "tool_use") calls.push(toToolCall(placed, losses));
    else if (isThinking(block)) details.push(toReasoningDetail(block, losses));
    else dropServerBlock(placed, losses);
  }
  const content = texts.join();
  if (content === "" && calls.length === 0 && details.length === 0) return null;
  return {
    role: "assistant",
    content: content === "" && calls.length > 0 ? null : content,
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

/** Blocks that follow each other are one text, cut where citations begin; others stand apart. */
class TextRuns {
  readonly #runs: string[] = [];
  #isOpen = false;

  add(text: string): void {
    if (this.#isOpen) this.#runs.push((this.#runs.pop() ?? "") + text);
    else this.#runs.push(text);
    this.#isOpen = true;
  }

  endRun(): void {
    this.#isOpen = false;
  }

  join(): string {
    return this.#runs.filter((run) => run !== "").join("\n\n");
  }
}

function toToolCall({ block, path }: PlacedBlock, losses: Losses): JsonObject {
  losses.dropRest(block, TOOL_USE_FIELDS);
  if (isNestedTooDeep(block.input)) {
    throw invalidRequest(`${path}.input`, `${path}.input is nested too deep.`);
  }
  const name = chatToolName(block.name, `${path}.name`);
  return {
    id: block.id,
    type: "function",
    function: { name, arguments: JSON.stringify(block.input) },
  };
}

function isThinking({ type }: JsonObject): boolean {
  return type === "thinking" || type === "redacted_thinking";
}

function toReasoningDetail(block: JsonObject, losses: Losses): JsonObject {
  if (block.type === "redacted_thinking") {
    losses.dropRest(block, REDACTED_FIELDS);
    return { type: "redacted_thinking", data: block.data };
  }
  losses.dropRest(block, THINKING_FIELDS);
  const signature = typeof block.signature === "string" ? block.signature : "";
  return { type: "thinking", thinking: block.thinking, signature };
}

function dropServerBlock({ block, path }: PlacedBlock, losses: Losses): void {
  const type = String(block.type);
  if (!SERVER_TOOL_BLOCK.test(type)) {
    const message = `${path}.type ${JSON.stringify(type.slice(0, 64))} cannot be sent to the upstream of this call in an assistant message.`;
    throw invalidRequest(`${path}.type`, message);
  }
  losses.drop(type);
  losses.warn(
    "messages: what tools on Anthropic's servers returned cannot be read by this upstream and was left out",
  );
}
