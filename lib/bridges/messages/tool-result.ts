import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";
import { textPart, toDocumentParts, toImagePart, toSearchResultText } from "./media";
import type { PlacedBlock } from "./turns";

const FIELDS = new Set(["type", "tool_use_id", "content", "is_error"]);
const TEXT_FIELDS = new Set(["type", "text"]);
const TOOL_REFERENCE_FIELDS = new Set(["type", "tool_name"]);

export interface ChatToolResult {
  /** The `tool` message. */
  message: JsonObject;
  /** Images and files: a `tool` message can only say text, so the next user message brings them. */
  carried: JsonObject[];
}

/** What a tool answered, as chat says it. */
export function toChatToolResult(placed: PlacedBlock, losses: Losses): ChatToolResult {
  const { block, path } = placed;
  losses.dropRest(block, FIELDS);
  const id = String(block.tool_use_id);
  const { texts, media } = readContent(block.content, `${path}.content`, losses);
  if (media.length > 0) texts.push("(The media of this result follow in the next user message.)");
  const content = requireFlag(block.is_error, `${path}.is_error`)
    ? ["Error", texts.join("\n\n")].filter(Boolean).join(": ")
    : texts.join("\n\n");
  return {
    message: { role: "tool", tool_call_id: id, content },
    carried: media.length === 0 ? [] : [textPart(`Media of the tool result ${id}:`), ...media],
  };
}

interface ResultContent {
  texts: string[];
  media: JsonObject[];
}

function readContent(content: unknown, path: string, losses: Losses): ResultContent {
  const found: ResultContent = { texts: [], media: [] };
  if (content === undefined || content === null) return found;
  if (typeof content === "string") return { texts: content === "" ? [] : [content], media: [] };
  if (!Array.isArray(content)) {
    const message = `${path} must be a string or an array of blocks, not ${nameOf(content)}.`;
    throw invalidRequest(path, message);
  }
  content.forEach((block, place) => {
    const placed = { block: isObject(block) ? block : {}, path: `${path}[${place}]` };
    readBlock(placed, found, losses);
  });
  return found;
}

function readBlock(placed: PlacedBlock, found: ResultContent, losses: Losses): void {
  const { block, path } = placed;
  switch (block.type) {
    case "text":
      losses.dropRest(block, TEXT_FIELDS);
      if (typeof block.text !== "string") {
        throw invalidRequest(`${path}.text`, `${path}.text must be a string.`);
      }
      if (block.text !== "") found.texts.push(block.text);
      return;
    case "image":
      found.media.push(toImagePart(placed, losses));
      return;
    case "document":
      for (const part of toDocumentParts(placed, losses)) {
        if (typeof part.text === "string") found.texts.push(part.text);
        else found.media.push(part);
      }
      return;
    case "search_result":
      found.texts.push(toSearchResultText(placed, losses));
      return;
    case "tool_reference":
      losses.dropRest(block, TOOL_REFERENCE_FIELDS);
      found.texts.push(`<tool>${String(block.tool_name)}</tool>`);
      return;
    default: {
      const message = `${path}.type must be text, image, document, search_result or tool_reference.`;
      throw invalidRequest(`${path}.type`, message);
    }
  }
}

function requireFlag(value: unknown, path: string): boolean {
  if (value === undefined || value === null || typeof value === "boolean") return value === true;
  throw invalidRequest(path, `${path} must be true or false, not ${nameOf(value)}.`);
}
