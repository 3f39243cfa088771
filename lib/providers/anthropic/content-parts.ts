import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { type ContentBlock, isBlank, type TextBlock } from "./blocks";
import type { CacheBreakpoints } from "./cache-breakpoints";
import { type MediaSource, readFileData, readImageUrl } from "./media";
import { refuse } from "./refuse";

/** Where parts stand, which decides what they may be and whether they may hold a cache breakpoint. */
export interface PartsContext {
  /** `messages[3].content` */
  path: string;
  /** Null where Anthropic allows none on the blocks themselves. */
  cache: CacheBreakpoints | null;
}

/** The blocks of a user or tool message's content. Blank texts are left out, so there may be none. */
export function translateParts(content: unknown, context: PartsContext): ContentBlock[] {
  return eachPart(content, context.path, (part, path) => translatePart(part, path, context));
}

/** The same where only text is allowed: system, developer and assistant messages. */
export function translateTextParts(content: unknown, context: PartsContext): TextBlock[] {
  return eachPart(content, context.path, (part, path) => {
    if (part.type === "text") return textBlock(part.text, part, `${path}.text`, path, context);
    if (part.type === "refusal")
      return textBlock(part.refusal, part, `${path}.refusal`, path, context);
    throw refuse(`${path}.type`, `${path}.type must be "text" here, not ${shownType(part.type)}.`);
  });
}

function eachPart<Block>(
  content: unknown,
  path: string,
  translate: (part: JsonObject, path: string) => Block | null,
): Block[] {
  if (content === undefined || content === null) return [];
  const parts = typeof content === "string" ? [{ type: "text", text: content }] : content;
  if (!Array.isArray(parts)) {
    throw refuse(path, `${path} must be a string or an array of parts, not ${nameOf(content)}.`);
  }
  const blocks: Block[] = [];
  for (const [index, part] of parts.entries()) {
    const partPath = typeof content === "string" ? path : `${path}[${index}]`;
    if (!isObject(part))
      throw refuse(partPath, `${partPath} must be an object, not ${nameOf(part)}.`);
    const block = translate(part, partPath);
    if (block !== null) blocks.push(block);
  }
  return blocks;
}

function translatePart(part: JsonObject, path: string, context: PartsContext): ContentBlock | null {
  switch (part.type) {
    case "text":
      return textBlock(part.text, part, `${path}.text`, path, context);
    case "image_url":
      return {
        ...imageBlock(part.image_url, `${path}.image_url`),
        ...cacheOf(part, path, context),
      };
    case "file":
      return { ...fileBlock(part.file, `${path}.file`), ...cacheOf(part, path, context) };
    case "input_audio":
      throw refuse(path, `${path}: audio input is not supported by this model. Send a transcript.`);
    default:
      throw refuse(
        `${path}.type`,
        `${path}.type must be text, image_url or file, not ${shownType(part.type)}.`,
      );
  }
}

function textBlock(
  text: unknown,
  part: JsonObject,
  textPath: string,
  path: string,
  context: PartsContext,
): TextBlock | null {
  if (typeof text !== "string") {
    throw refuse(textPath, `${textPath} must be a string, not ${nameOf(text)}.`);
  }
  if (isBlank(text)) return null;
  return { type: "text", text, ...cacheOf(part, path, context) };
}

function cacheOf(part: JsonObject, path: string, { cache }: PartsContext) {
  return cache === null ? {} : cache.take(part.cache_control, `${path}.cache_control`);
}

function imageBlock(image: unknown, path: string): ContentBlock {
  const url = isObject(image) ? image.url : image;
  const urlPath = isObject(image) ? `${path}.url` : path;
  if (typeof url !== "string") {
    throw refuse(urlPath, `${urlPath} must be a string, not ${nameOf(url)}.`);
  }
  return toBlock(readImageUrl(url, urlPath), null);
}

function fileBlock(file: unknown, path: string): ContentBlock {
  if (!isObject(file)) throw refuse(path, `${path} must be an object, not ${nameOf(file)}.`);
  const filename = typeof file.filename === "string" ? file.filename : null;
  if (typeof file.file_data === "string") {
    return toBlock(readFileData(file.file_data, filename, `${path}.file_data`), filename);
  }
  // Ids of Anthropic's Files API; those of OpenAI start with "file-".
  if (typeof file.file_id === "string" && file.file_id.startsWith("file_")) {
    const source = { type: "file" as const, file_id: file.file_id };
    return toBlock({ kind: "document", source }, filename);
  }
  if (file.file_id !== undefined && file.file_id !== null) {
    throw refuse(
      `${path}.file_id`,
      `${path}.file_id names a file that Anthropic cannot read. Send the file itself in file_data.`,
    );
  }
  throw refuse(
    `${path}.file_data`,
    `${path}.file_data must be a string, not ${nameOf(file.file_data)}.`,
  );
}

function toBlock(media: MediaSource, title: string | null): ContentBlock {
  if (media.kind === "image") return { type: "image", source: media.source };
  return { type: "document", source: media.source, ...(title ? { title } : {}) };
}

function shownType(type: unknown): string {
  return typeof type === "string" ? `"${type.slice(0, 64)}"` : nameOf(type);
}
