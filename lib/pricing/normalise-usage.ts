import { isObject, type JsonObject } from "../protocol/json";
import { type ChatConvention, chatUsage } from "./chat-usage";
import { geminiUsage } from "./gemini-usage";
import { imageUsage, transcriptionUsage } from "./media-usage";
import { messagesUsage } from "./messages-usage";
import { picoUsdOf } from "./pico-usd-of";
import { responsesUsage } from "./responses-usage";
import { NO_FACTS, type NormalisedUsage, toNormalisedUsage } from "./usage-tally";

/** Who counted, and in which API of theirs. */
export interface UsageSource {
  /** Id of an entry in lib/providers/index.ts; null where nobody was asked. */
  providerKind: string | null;
  /** The API that was called upstream; for a path that passed through, its name (`audio.transcriptions`). */
  api: string;
}

/** Kinds that depart from OpenAI's convention. Where each fact comes from stands in docs/metrics.md. */
const CHAT_CONVENTIONS: Readonly<Record<string, ChatConvention>> = {
  deepseek: { cacheReadField: "prompt_cache_hit_tokens" },
  mistral: { secondsField: "prompt_audio_seconds" },
  xai: { excludesReasoning: true },
};

const OPENAI_CONVENTION: ChatConvention = {};

/** A provider's own usage object in disjoint buckets. Nothing in it makes this throw. */
export function normaliseUsage(source: UsageSource, raw: unknown): NormalisedUsage {
  if (!isObject(raw)) return toNormalisedUsage(NO_FACTS, false);
  const normalised = read(source, raw);
  if (source.providerKind !== "openrouter") return normalised;
  return { ...normalised, reportedCostPicoUsd: picoUsdOf(raw.cost) };
}

function read({ providerKind, api }: UsageSource, raw: JsonObject): NormalisedUsage {
  if (providerKind === "gemini") return geminiUsage(raw);
  if (providerKind === "anthropic" || api === "messages") return messagesUsage(raw);
  if (api === "responses" || api.startsWith("responses.")) return responsesUsage(raw);
  if (api.startsWith("audio.")) return transcriptionUsage(raw);
  if (api.startsWith("images.")) return imageUsage(raw);
  return chatUsage(raw, CHAT_CONVENTIONS[providerKind ?? ""] ?? OPENAI_CONVENTION);
}
