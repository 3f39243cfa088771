import type { JsonObject } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";
import { textPart, toDocumentParts, toImagePart, toSearchResultText } from "./media";
import { toChatToolResult } from "./tool-result";
import type { PlacedBlock, Turn } from "./turns";

const TEXT_FIELDS = new Set(["type", "text"]);

/**
 * A user's turn as chat messages: the answers of tools first, each a `tool` message, because they must
 * follow the calls directly; then what else the user says, in one message.
 */
export function toUserMessages(turn: Turn, losses: Losses): JsonObject[] {
  const answers: JsonObject[] = [];
  const carried: JsonObject[] = [];
  const parts: JsonObject[] = [];
  for (const placed of turn.blocks) {
    if (placed.block.type === "tool_result") {
      const result = toChatToolResult(placed, losses);
      answers.push(result.message);
      carried.push(...result.carried);
    } else {
      parts.push(...toParts(placed, losses));
    }
  }
  const said = [...carried, ...parts];
  if (said.length > 0) return [...answers, { role: "user", content: contentOf(said) }];
  if (answers.length > 0) return answers;
  const path = `${turn.path}.content`;
  throw invalidRequest(path, `${path} is empty. Send text, an image or a document.`);
}

/** Text alone as one string, which every server takes; parts only where there is more than text. */
export function contentOf(parts: JsonObject[]): string | JsonObject[] {
  return parts.every((part) => part.type === "text")
    ? parts.map((part) => part.text).join("\n\n")
    : parts;
}

function toParts(placed: PlacedBlock, losses: Losses): JsonObject[] {
  const { block, path } = placed;
  switch (block.type) {
    case "text":
      losses.dropRest(block, TEXT_FIELDS);
      return block.text === "" ? [] : [textPart(String(block.text))];
    case "image":
      return [toImagePart(placed, losses)];
    case "document":
      return toDocumentParts(placed, losses);
    case "search_result":
      return [textPart(toSearchResultText(placed, losses))];
    default: {
      const message = `${path}.type ${JSON.stringify(String(block.type).slice(0, 64))} cannot be sent to the upstream of this call in a user message.`;
      throw invalidRequest(`${path}.type`, message);
    }
  }
}
