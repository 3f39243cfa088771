import { isObject, type JsonObject } from "../../protocol/json";
import { parseMessagesRequest } from "../../protocol/messages";
import type { Bridge, BridgedRequest } from "../bridge";
import { toChatMessages } from "./chat-messages";
import { invalidRequest } from "./invalid-request";
import { Losses } from "./losses";
import { MessageAnswer } from "./message-answer";
import { toReasoningEffort } from "./reasoning-effort";
import { toResponseFormat } from "./response-format";
import { toSampling } from "./sampling";
import { toChatTools } from "./tools";

/** Serves Anthropic's Messages API over an upstream that speaks Chat Completions. */
export const messagesBridge: Bridge = {
  toChat,
  answer: (request, call) => new MessageAnswer(request, call),
};

const READ = new Set([
  "model",
  "max_tokens",
  "messages",
  "system",
  "stream",
  "temperature",
  "top_p",
  "stop_sequences",
  "metadata",
  "thinking",
  "tools",
  "tool_choice",
  "output_config",
  "output_format",
]);

/** Fields that ask for nothing when they have this value. */
const DEFAULTS: Readonly<Record<string, string>> = {
  service_tier: "auto",
  speed: "standard",
  inference_geo: "global",
};

function toChat(request: JsonObject): BridgedRequest {
  parseMessagesRequest(request);
  requireServable(request);
  const losses = new Losses();
  losses.dropRest(withoutDefaults(request), READ);
  const chat = {
    messages: toChatMessages(request, losses),
    ...toSampling(request, losses),
    ...toChatTools(request, losses),
    ...toReasoningEffort(request, losses),
    ...toResponseFormat(request, losses),
  };
  return { chat, droppedParams: losses.droppedParams, warnings: losses.warnings };
}

// What must not be left out: tools the model would rely on, and a promise about where data goes.
function requireServable({ mcp_servers: servers, inference_geo: geo }: JsonObject): void {
  const hasServers = Array.isArray(servers) ? servers.length > 0 : isObject(servers);
  if (hasServers) {
    const message =
      "mcp_servers are called by Anthropic, and the upstream of this call is another. Remove them or choose an Anthropic provider.";
    throw invalidRequest("mcp_servers", message);
  }
  if (geo === undefined || geo === null || geo === DEFAULTS.inference_geo) return;
  const message =
    "inference_geo cannot be promised for the upstream of this call. Remove it or choose an Anthropic provider.";
  throw invalidRequest("inference_geo", message);
}

function withoutDefaults(request: JsonObject): JsonObject {
  const rest = { ...request };
  for (const field in DEFAULTS) if (rest[field] === DEFAULTS[field]) delete rest[field];
  return rest;
}
