import { PrysmError } from "../../errors";
import { isObject, type JsonObject } from "../../protocol/json";
import { toAssistantMessage } from "./assistant-turn";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";
import { type Turn, toTurns } from "./turns";
import { toUserMessages } from "./user-turn";

const TEXT_FIELDS = new Set(["type", "text"]);

/** The system prompt and the conversation as chat messages. */
export function toChatMessages(request: JsonObject, losses: Losses): JsonObject[] {
  const turns = toTurns(request.messages);
  requireAnsweredCalls(turns);
  const spoken = turns.flatMap((turn) => toMessages(turn, losses));
  if (spoken.length === 0) {
    throw new PrysmError("missing_messages", "messages say nothing. Send at least one text.", {
      param: "messages",
    });
  }
  if (spoken.at(-1)?.role === "assistant") {
    losses.warn("messages: the last one is the assistant's; not every upstream continues it");
  }
  return [...systemMessages(toText(request.system, losses)), ...spoken];
}

function toMessages(turn: Turn, losses: Losses): JsonObject[] {
  if (turn.role === "user") return toUserMessages(turn, losses);
  if (turn.role === "system") return systemMessages(instructionsOf(turn, losses));
  const message = toAssistantMessage(turn, losses);
  return message === null ? [] : [message];
}

function instructionsOf({ blocks }: Turn, losses: Losses): string {
  for (const { block, path } of blocks) {
    if (block.type === "text") continue;
    throw invalidRequest(`${path}.type`, `${path}.type must be "text" in a system message.`);
  }
  const texts = blocks.map(({ block }) => block);
  return toText(texts, losses);
}

function systemMessages(content: string): JsonObject[] {
  return content === "" ? [] : [{ role: "system", content }];
}

function toText(system: unknown, losses: Losses): string {
  if (typeof system === "string") return system;
  const blocks = Array.isArray(system) ? system.filter(isObject) : [];
  for (const block of blocks) losses.dropRest(block, TEXT_FIELDS);
  return blocks
    .map((block) => block.text)
    .filter(Boolean)
    .join("\n\n");
}

// Chat refuses a call without its answer and an answer without its call, as Anthropic does.
function requireAnsweredCalls(turns: Turn[]): void {
  let open = new Map<unknown, string>();
  for (const turn of turns) {
    if (turn.role === "user") closeCalls(turn, open);
    requireNone(open);
    open = turn.role === "assistant" ? openCalls(turn) : new Map();
  }
  requireNone(open);
}

function openCalls(turn: Turn): Map<unknown, string> {
  const open = new Map<unknown, string>();
  for (const { block, path } of turn.blocks) {
    if (block.type !== "tool_use") continue;
    if (open.has(block.id)) throw invalidRequest(`${path}.id`, `${path}.id is used twice.`);
    open.set(block.id, path);
  }
  return open;
}

function closeCalls(turn: Turn, open: Map<unknown, string>): void {
  for (const { block, path } of turn.blocks) {
    if (block.type !== "tool_result" || open.delete(block.tool_use_id)) continue;
    const message = `${path}.tool_use_id answers no open tool_use block of the assistant's message before it.`;
    throw invalidRequest(`${path}.tool_use_id`, message);
  }
}

function requireNone(open: ReadonlyMap<unknown, string>): void {
  for (const path of open.values()) {
    const message = `${path} has no tool_result in the user's message after it. Send one for each tool_use.`;
    throw invalidRequest(path, message);
  }
}
