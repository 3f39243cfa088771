/** The request side of Anthropic's content blocks, as far as the translation makes them. */

export interface CacheControl {
  type: "ephemeral";
  ttl?: string;
}

interface Cacheable {
  cache_control?: CacheControl;
}

export interface TextBlock extends Cacheable {
  type: "text";
  text: string;
}

export type ImageSource =
  | { type: "base64"; media_type: string; data: string }
  | { type: "url"; url: string };

export interface ImageBlock extends Cacheable {
  type: "image";
  source: ImageSource;
}

export type DocumentSource =
  | { type: "base64"; media_type: "application/pdf"; data: string }
  | { type: "text"; media_type: "text/plain"; data: string }
  | { type: "url"; url: string }
  | { type: "file"; file_id: string };

export interface DocumentBlock extends Cacheable {
  type: "document";
  source: DocumentSource;
  title?: string;
}

export type ContentBlock = TextBlock | ImageBlock | DocumentBlock;

export interface ToolUseBlock extends Cacheable {
  type: "tool_use";
  id: string;
  name: string;
  /** A JSON object as text: it is sent as the client wrote it, so key order and spelling of numbers survive. */
  inputJson: string;
}

export interface ToolResultBlock extends Cacheable {
  type: "tool_result";
  tool_use_id: string;
  content?: string | ContentBlock[];
  is_error?: true;
}

export type ThinkingBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "redacted_thinking"; data: string };

export type MessageBlock = ContentBlock | ToolUseBlock | ToolResultBlock | ThinkingBlock;

export interface AnthropicMessage {
  role: "user" | "assistant";
  content: MessageBlock[];
}

export function isThinking(block: MessageBlock | undefined): block is ThinkingBlock {
  return block?.type === "thinking" || block?.type === "redacted_thinking";
}

/** Anthropic refuses text of white space only. */
export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}
