import { parseChatRequest } from "../../protocol/chat";
import type { JsonObject } from "../../protocol/json";
import type { ProviderCall, Upstream, UpstreamRequest } from "../provider";
import { buildConversation, type Part } from "./conversation";
import { geminiModel } from "./gemini-model";
import { generationConfig } from "./generation-config";
import { googleExtras } from "./google-extras";
import { RequestNotes } from "./request-notes";
import { responseFormat } from "./response-format";
import { translateTools } from "./tools";
import { noteUnknownParams } from "./unknown-params";
import { jsonRequest, methodUrl } from "./upstream-call";

/** A chat completion as generateContent or streamGenerateContent. */
export function buildChatRequest(call: ProviderCall, upstream: Upstream): UpstreamRequest {
  const { json } = call;
  const { messages } = parseChatRequest(json);
  const notes = new RequestNotes();
  noteUnknownParams(json, notes);
  const model = geminiModel(call.model);
  const google = googleExtras(json, notes);
  const { tools, toolConfig } = translateTools(json, model, notes);
  const format = responseFormat(json.response_format, tools !== undefined, model, notes);
  const { contents, system } = buildConversation(messages, { model, notes });
  if (format.instruction !== null) system.push({ text: format.instruction });
  const body = {
    contents,
    systemInstruction: instructionOf(system),
    tools,
    toolConfig,
    generationConfig: {
      ...generationConfig(json, google.thinkingConfig, model, notes),
      ...format.config,
    },
    serviceTier: serviceTier(json.service_tier, notes),
    cachedContent: google.cachedContent,
    safetySettings: google.safetySettings,
  };
  const method = call.isStream ? "streamGenerateContent?alt=sse" : "generateContent";
  return jsonRequest(call, upstream, methodUrl(upstream, model.resource, method), body, notes);
}

function instructionOf(parts: Part[]): JsonObject | undefined {
  return parts.length === 0 ? undefined : { parts };
}

const SERVICE_TIERS: ReadonlyMap<unknown, string> = new Map([
  ["default", "standard"],
  ["flex", "flex"],
  ["priority", "priority"],
]);

function serviceTier(tier: unknown, notes: RequestNotes): string | undefined {
  if (tier === undefined || tier === null || tier === "auto") return undefined;
  const known = SERVICE_TIERS.get(tier);
  if (!known) notes.drop("service_tier");
  return known;
}
