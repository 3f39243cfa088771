import type { JsonObject } from "../../protocol/json";
import { asList, asObject, asText } from "../../protocol/lenient-json";
import { chatToolCalls } from "../../protocol/tool-call";
import { contentText } from "./part";
import type { Turn } from "./turn";

/** Chat Completions: the request's messages, then each choice. */
export function chatTurns(request: unknown, response: unknown): Turn[] {
  const asked = asList(asObject(request).messages);
  if (asked.length === 0) return [];
  const answered = asList(asObject(response).choices).map((choice) => asObject(choice).message);
  return [...asked, ...answered].map(asObject).filter(isNotEmpty).map(toTurn);
}

function isNotEmpty(message: JsonObject): boolean {
  return Object.keys(message).length > 0;
}

function toTurn(message: JsonObject): Turn {
  const toolCallId = asText(message.tool_call_id);
  const reasoning = reasoningOf(message);
  return {
    role: asText(message.role) ?? "assistant",
    content:
      contentText(message.content) ||
      (asText(message.refusal) ?? asText(asObject(message.audio).transcript) ?? ""),
    toolCalls: chatToolCalls(message),
    ...(reasoning === null ? {} : { reasoning }),
    ...(toolCallId === null ? {} : { toolCallId }),
  };
}

function reasoningOf(message: JsonObject): string | null {
  const plain = asText(message.reasoning_content) ?? asText(message.reasoning);
  if (plain !== null) return plain;
  const details = asList(message.reasoning_details).map(asObject);
  return asText(details.map(detailText).filter(Boolean).join("\n"));
}

function detailText(detail: JsonObject): string {
  if (detail.type === "redacted_thinking") return "[redacted by the provider]";
  return asText(detail.thinking) ?? asText(detail.text) ?? asText(detail.summary) ?? "";
}
