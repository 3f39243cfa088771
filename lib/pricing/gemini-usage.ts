import { isObject, type JsonObject } from "../protocol/json";
import {
  CountReader,
  NO_FACTS,
  type NormalisedUsage,
  sumOf,
  toNormalisedUsage,
} from "./usage-tally";

/**
 * Gemini's usageMetadata: the prompt holds its cached part, but neither what tools added to it nor the
 * thoughts are counted in. Google's JSON leaves zeros out.
 */
export function geminiUsage(raw: JsonObject): NormalisedUsage {
  const read = new CountReader();
  const prompt = read.count(raw.promptTokenCount);
  const tools = read.count(raw.toolUsePromptTokenCount);
  const candidates = read.first(raw, "candidatesTokenCount", "responseTokenCount");
  const total = read.count(raw.totalTokenCount);
  const reasoning = read.count(raw.thoughtsTokenCount);
  const fresh = (modality: string) => {
    const all = tokensOf(raw.promptTokensDetails, modality, read);
    const cached = tokensOf(raw.cacheTokensDetails, modality, read);
    return all === null ? null : Math.max(0, all - (cached ?? 0));
  };
  const output = raw.candidatesTokensDetails ?? raw.responseTokensDetails;
  const isSaid = sumOf(prompt, tools, candidates, total, reasoning) !== null;
  const facts = {
    ...NO_FACTS,
    input: isSaid ? (sumOf(prompt, tools) ?? 0) : null,
    output: sumOf(candidates, reasoning) ?? (isSaid ? 0 : null),
    total,
    cacheRead: read.count(raw.cachedContentTokenCount),
    audioIn: fresh("AUDIO"),
    imageIn: fresh("IMAGE"),
    reasoning,
    audioOut: tokensOf(output, "AUDIO", read),
    imageOut: tokensOf(output, "IMAGE", read),
  };
  return toNormalisedUsage(facts, read.isBroken);
}

function tokensOf(details: unknown, modality: string, read: CountReader): number | null {
  if (!Array.isArray(details)) return null;
  const counts = details
    .filter((detail) => isObject(detail) && detail.modality === modality)
    .map((detail) => read.count(detail.tokenCount));
  return sumOf(...counts);
}
