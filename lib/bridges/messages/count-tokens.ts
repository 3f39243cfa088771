import { isObject, type JsonObject } from "../../protocol/json";
import { estimateTextTokens } from "./estimate-text-tokens";

/** What stands around the texts: the request, each message, each tool's frame, a punctuation or number in JSON. */
const REQUEST_TOKENS = 3;
const MESSAGE_TOKENS = 4;
const TOOL_TOKENS = 8;
const JSON_VALUE_TOKENS = 1.5;

/** Images by the size of their file: an icon, a photo on a page, a screenshot at full size. */
const SMALL_IMAGE = { belowBytes: 32 * 1024, tokens: 300 };
const MEDIUM_IMAGE = { belowBytes: 256 * 1024, tokens: 800 };
const LARGE_IMAGE_TOKENS = 1_600;

const PDF_PAGE_BYTES = 50 * 1024;
const PDF_PAGE_TOKENS = 2_000;
/** For a file that is only pointed at. */
const UNSEEN_PDF_PAGES = 5;

/**
 * About how many input tokens a Messages request is, for upstreams that cannot count: near for prose and
 * code, rough for media. Takes any JSON, never throws; its time grows with the number of blocks and JSON
 * values, not with their length.
 */
export function estimateInputTokens(request: JsonObject): number {
  const messages = listOf(request.messages).filter(isObject);
  const tools = listOf(request.tools).filter(isObject);
  let tokens = REQUEST_TOKENS + estimateContent(request.system);
  for (const { content } of messages) tokens += MESSAGE_TOKENS + estimateContent(content);
  for (const tool of tools) tokens += TOOL_TOKENS + estimateTool(tool);
  const format = isObject(request.output_config) ? request.output_config.format : undefined;
  return Math.ceil(tokens + estimateJson(format));
}

function estimateContent(content: unknown): number {
  if (typeof content === "string") return estimateTextTokens(content);
  let tokens = 0;
  for (const block of listOf(content)) if (isObject(block)) tokens += estimateBlock(block);
  return tokens;
}

function estimateBlock(block: JsonObject): number {
  switch (block.type) {
    case "text":
      return estimateTextTokens(textOf(block.text));
    case "image":
      return estimateImage(block.source);
    case "document":
      return estimateDocument(block);
    case "tool_use":
      return estimateTextTokens(textOf(block.name)) + estimateJson(block.input);
    case "tool_result":
      return MESSAGE_TOKENS + estimateResult(block.content);
    case "thinking":
    case "redacted_thinking":
      // Thoughts of earlier turns are not read again.
      return 0;
    default:
      return estimateJson(block);
  }
}

// One level: what is nested in a tool's result holds no results itself.
function estimateResult(content: unknown): number {
  if (typeof content === "string") return estimateTextTokens(content);
  return listOf(content)
    .filter(isObject)
    .map((block) => (block.type === "tool_result" ? estimateJson(block) : estimateBlock(block)))
    .reduce((sum, tokens) => sum + tokens, 0);
}

function estimateTool(tool: JsonObject): number {
  const { name, description, input_schema: schema } = tool;
  const words = estimateTextTokens(textOf(name)) + estimateTextTokens(textOf(description));
  return words + estimateJson(schema);
}

function estimateImage(source: unknown): number {
  const bytes = base64Bytes(source);
  if (bytes !== null && bytes < SMALL_IMAGE.belowBytes) return SMALL_IMAGE.tokens;
  if (bytes === null || bytes < MEDIUM_IMAGE.belowBytes) return MEDIUM_IMAGE.tokens;
  return LARGE_IMAGE_TOKENS;
}

function estimateDocument({ source, title, context }: JsonObject): number {
  const labels = estimateTextTokens(textOf(title)) + estimateTextTokens(textOf(context));
  if (!isObject(source)) return labels;
  if (source.type === "text") return labels + estimateTextTokens(textOf(source.data));
  if (source.type === "content") return labels + estimateJson(source.content);
  const bytes = base64Bytes(source);
  const pages = bytes === null ? UNSEEN_PDF_PAGES : Math.ceil(bytes / PDF_PAGE_BYTES);
  return labels + pages * PDF_PAGE_TOKENS;
}

function base64Bytes(source: unknown): number | null {
  if (!isObject(source) || source.type !== "base64") return null;
  return (textOf(source.data).length * 3) / 4;
}

// With a list of its own instead of recursion: JSON can be nested deeper than a stack is high.
function estimateJson(value: unknown): number {
  const left = [value];
  let tokens = 0;
  while (left.length > 0) {
    const next = left.pop();
    if (next === undefined) continue;
    tokens += JSON_VALUE_TOKENS;
    if (typeof next === "string") tokens += estimateTextTokens(next);
    else if (Array.isArray(next)) for (const child of next) left.push(child);
    else if (isObject(next)) {
      for (const key in next) {
        tokens += estimateTextTokens(key);
        left.push(next[key]);
      }
    }
  }
  return tokens;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
