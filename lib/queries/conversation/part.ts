import type { JsonObject } from "../../protocol/json";
import { asObject, asText, toJson } from "../../protocol/lenient-json";
import { media, mediaUrl, sizeOfBase64 } from "./media";

/** A document holds content of its own; nobody nests them deeper except to make a reader fall over. */
const MAX_DEPTH = 3;

/** Content of a message, of whichever API: a text, a list of parts, or something else as its JSON. */
export function contentText(content: unknown, depth = 0): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return knownPartText(asObject(content), depth) ?? toJson(content);
  return content
    .map((part) => partText(part, depth))
    .filter(Boolean)
    .join("\n");
}

/** One part in words; what is no text shows as its kind and size. */
export function partText(value: unknown, depth = 0): string {
  if (typeof value === "string") return value;
  const part = asObject(value);
  return knownPartText(part, depth) ?? `[${asText(part.type) ?? "part"}]`;
}

function knownPartText(part: JsonObject, depth: number): string | null {
  if (depth > MAX_DEPTH) return "[…]";
  const text = asText(part.text) ?? asText(part.refusal);
  if (text !== null) return text;
  switch (part.type) {
    case "text":
    case "input_text":
    case "output_text":
      return "";
    case "image_url":
    case "input_image":
    case "image":
    case "computer_screenshot":
      return imageText(part, depth);
    case "input_audio":
    case "audio":
      return audioText(asObject(part.input_audio));
    case "file":
    case "input_file":
    case "document":
    case "container_upload":
      return fileText(part, depth);
    case "search_result":
    case "web_search_result":
    case "web_fetch_result":
      return searchResultText(part, depth);
    default:
      return null;
  }
}

function imageText(part: JsonObject, depth: number): string {
  if ("source" in part) return sourceText("image", asObject(part.source), null, depth);
  const url = asText(asObject(part.image_url).url) ?? asText(part.image_url);
  return url === null ? media("image", asText(part.file_id)) : mediaUrl("image", url);
}

function audioText({ data, format }: JsonObject): string {
  return media("audio", asText(format), sizeOfBase64(asText(data) ?? ""));
}

function fileText(part: JsonObject, depth: number): string {
  const title = asText(part.title);
  if ("source" in part) return sourceText("file", asObject(part.source), title, depth);
  const file = { ...part, ...asObject(part.file) };
  const name = asText(file.filename);
  const data = asText(file.file_data);
  if (data !== null) return name === null ? mediaUrl("file", data) : media("file", name);
  return media("file", name ?? asText(file.file_url) ?? asText(file.file_id));
}

/** Where an Anthropic block has its bytes. */
function sourceText(noun: string, source: JsonObject, title: string | null, depth: number): string {
  const data = asText(source.data);
  if (source.type === "content")
    return [title, contentText(source.content, depth + 1)].filter(Boolean).join("\n");
  if (data === null) return media(noun, title, asText(source.url) ?? asText(source.file_id));
  const size = source.type === "base64" ? sizeOfBase64(data) : `${data.length} characters`;
  return media(noun, title, asText(source.media_type), size);
}

function searchResultText(part: JsonObject, depth: number): string {
  const found = contentText(part.content, depth + 1);
  const heading = [asText(part.title), asText(part.url) ?? asText(part.source)];
  return [heading.filter(Boolean).join(" · "), found].filter(Boolean).join("\n");
}
