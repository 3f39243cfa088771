import { picoUsdToDecimal } from "../money";
import { normaliseUsage, type UsageSource } from "../pricing/normalise-usage";
import type { UsageBuckets } from "../pricing/usage-buckets";
import type { CloseRecord } from "../protocol/call-record";
import { isObject, type JsonObject } from "../protocol/json";
import { asText } from "../protocol/lenient-json";
import type { Usage, UsageRecord } from "../protocol/trace";
import type { AnswerFacts } from "./answer-facts";
import { isApi } from "./answer-shape";

/** A usage object of any provider is far smaller. */
const MAX_RAW_LENGTH = 8_192;
const MAX_TIER_LENGTH = 64;

export interface CountedUsage {
  usage: Usage;
  /** Null where nobody counted anything. */
  usageRecord: UsageRecord | null;
  buckets: UsageBuckets | null;
}

const NO_USAGE: CountedUsage = {
  usage: {
    promptTokens: null,
    completionTokens: null,
    totalTokens: null,
    cachedTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
    isEstimated: false,
  },
  usageRecord: null,
  buckets: null,
};

/** Counting tokens in advance uses none, and what reads a stored answer again was counted when it was made. */
export function usesNothing(endpoint: string, { upstreamApi }: CloseRecord): boolean {
  if (endpoint === "messages.count_tokens") return true;
  return upstreamApi === "passthrough" && isApi(endpoint);
}

/**
 * What a call used: as the provider counted it, else as the answer shows it, else as a local answer counted.
 */
export function countUsage(
  endpoint: string,
  closing: CloseRecord,
  shown: Pick<AnswerFacts, "usage" | "serviceTier">,
): CountedUsage {
  if (usesNothing(endpoint, closing)) return NO_USAGE;
  const raw = closing.upstreamUsage ?? shown.usage;
  if (!isObject(raw)) return localUsage(closing, endpoint);
  const source = sourceOf(endpoint, closing);
  const { usage, buckets, isMismatch, reportedCostPicoUsd } = normaliseUsage(source, raw);
  if (buckets === null && usage.totalTokens === null && !isMismatch) {
    return localUsage(closing, endpoint);
  }
  const usageRecord: UsageRecord = {
    providerKind: closing.providerKind,
    api: source.api,
    // Anthropic names it among the counts.
    serviceTier: tierOf(raw.service_tier) ?? tierOf(shown.serviceTier),
    raw: isStorable(raw) ? raw : null,
    buckets,
    isMismatch,
    reportedCostUsd: reportedCostPicoUsd === null ? null : picoUsdToDecimal(reportedCostPicoUsd),
  };
  return { usage, usageRecord, buckets };
}

/** The provider's own object is in the provider's convention; what only the client saw is in its API's. */
function sourceOf(endpoint: string, closing: CloseRecord): UsageSource {
  const { upstreamUsage, upstreamApi, providerKind } = closing;
  const api = upstreamApi === null || upstreamApi === "passthrough" ? endpoint : upstreamApi;
  if (upstreamUsage !== null) return { providerKind, api };
  const isForeign = TRANSLATED_KINDS.has(providerKind ?? "") && isApi(endpoint);
  const isOwn = api === endpoint && (!isForeign || endpoint === "messages");
  return isOwn ? { providerKind, api } : { providerKind: null, api: endpoint };
}

/** Kinds with a wire format of their own, in which none of OpenAI's APIs is served as it is. */
const TRANSLATED_KINDS = new Set(["anthropic", "gemini"]);

function localUsage(closing: CloseRecord, api: string): CountedUsage {
  if (closing.usage === null) return NO_USAGE;
  const { promptTokens, completionTokens } = closing.usage;
  const raw = { prompt_tokens: promptTokens, completion_tokens: completionTokens };
  const { providerKind } = closing;
  const { usage, buckets, isMismatch } = normaliseUsage(
    { providerKind, api: "chat.completions" },
    raw,
  );
  const usageRecord = {
    providerKind,
    api,
    serviceTier: null,
    raw,
    buckets,
    isMismatch,
    reportedCostUsd: null,
  };
  return { usage, usageRecord, buckets };
}

function tierOf(value: unknown): string | null {
  return asText(value)?.slice(0, MAX_TIER_LENGTH) ?? null;
}

/** An upstream chooses the size of what it sends, and how deeply it is nested. */
function isStorable(raw: JsonObject): boolean {
  try {
    return JSON.stringify(raw).length <= MAX_RAW_LENGTH;
  } catch {
    return false;
  }
}
