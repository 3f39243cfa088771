import type { ToolCall } from "../protocol/trace";
import { visibleText } from "../visible-text";

export interface ConversationMessage {
  role: string;
  content: string;
  toolCalls: ToolCall[];
  toolCallId?: string;
}

export interface Conversation {
  messages: ConversationMessage[];
}

const MAX_SHOWN_URL = 500;

/** Request messages and answer as one conversation; null when the request is not a chat call. Never throws. */
export function parseConversation(
  request: string | null,
  response: string | null,
): Conversation | null {
  const { messages } = asObject(parseJson(request));
  if (!Array.isArray(messages)) return null;
  const { choices } = asObject(parseJson(response));
  const answers = Array.isArray(choices) ? choices.map((choice) => asObject(choice).message) : [];
  const all = [...messages, ...answers].map(toMessage).filter((message) => message !== null);
  return all.length > 0 ? { messages: all } : null;
}

function toMessage(value: unknown): ConversationMessage | null {
  const message = asObject(value);
  if (Object.keys(message).length === 0) return null;
  const toolCallId = asText(message.tool_call_id);
  return {
    role: visibleText(asText(message.role) ?? "assistant"),
    content: visibleText(contentOf(message.content) || (asText(message.refusal) ?? "")),
    toolCalls: toolCallsOf(message),
    ...(toolCallId === null ? {} : { toolCallId: visibleText(toolCallId) }),
  };
}

function contentOf(content: unknown): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(partOf).filter(Boolean).join("\n");
  return JSON.stringify(content);
}

function partOf(value: unknown): string {
  if (typeof value === "string") return value;
  const part = asObject(value);
  const text = asText(part.text) ?? asText(part.refusal);
  if (text !== null) return text;
  switch (part.type) {
    case "image_url":
      return placeholder("image", asText(asObject(part.image_url).url) ?? asText(part.image_url));
    case "input_audio": {
      const { data, format } = asObject(part.input_audio);
      return `[audio ${asText(format) ?? ""} ${sizeOfBase64(asText(data) ?? "")}]`;
    }
    case "file":
      return `[file ${asText(asObject(part.file).filename) ?? ""}]`.replace(" ]", "]");
    default:
      return `[${asText(part.type) ?? "part"}]`;
  }
}

// The bytes of an image would be megabytes of text; its type and size say what it was.
function placeholder(noun: string, url: string | null): string {
  if (url === null) return `[${noun}]`;
  const comma = url.indexOf(",");
  if (!url.startsWith("data:") || comma < 0) return `[${noun} ${url.slice(0, MAX_SHOWN_URL)}]`;
  const type = url.slice("data:".length, comma).split(";")[0]?.slice(0, MAX_SHOWN_URL);
  return `[${noun} ${type || "of unknown type"}, ${sizeOfBase64(url.slice(comma + 1))}]`;
}

function sizeOfBase64(data: string): string {
  const bytes = Math.floor((data.replace(/=+$/, "").length * 3) / 4);
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KiB`;
}

function toolCallsOf(message: Record<string, unknown>): ToolCall[] {
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  const { function_call: legacy } = message;
  return [...calls, ...(legacy ? [{ function: legacy }] : [])].map((value) => {
    const call = asObject(value);
    const target = asObject(call.function ?? call.custom);
    const input = target.arguments ?? target.input ?? "";
    return {
      id: asText(call.id),
      name: visibleText(asText(target.name) ?? ""),
      arguments: visibleText(typeof input === "string" ? input : JSON.stringify(input)),
    };
  });
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}

function asText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
