import { isObject, type JsonObject } from "../protocol/json";
import type { Usage } from "../protocol/trace";
import type { Unit, UsageBuckets } from "./usage-buckets";

/** No single call counts more of anything; what does is a broken number. */
const MAX_COUNT = 1_000_000_000;

/** A provider's usage object, read. */
export interface NormalisedUsage {
  /** As shown: prompt includes what was cached, completion includes reasoning. */
  usage: Usage;
  /** Null where too little is known to price the call. */
  buckets: UsageBuckets | null;
  /** The provider's own numbers contradict each other, or some are no counts. */
  isMismatch: boolean;
  /** What the provider says the call cost. */
  reportedCostPicoUsd: bigint | null;
}

/** What a usage object says, in one convention: `input` and `output` include all their parts. Null is "not said". */
export interface UsageFacts {
  input: number | null;
  output: number | null;
  /** As the provider adds up. */
  total: number | null;
  cacheRead: number | null;
  cacheWrite5m: number | null;
  cacheWrite1h: number | null;
  audioIn: number | null;
  imageIn: number | null;
  reasoning: number | null;
  audioOut: number | null;
  imageOut: number | null;
  webSearches: number | null;
  seconds: number | null;
}

export const NO_FACTS: UsageFacts = {
  input: null,
  output: null,
  total: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  audioIn: null,
  imageIn: null,
  reasoning: null,
  audioOut: null,
  imageOut: null,
  webSearches: null,
  seconds: null,
};

/** Reads counts and remembers whether one of them was none: negative, a fraction, a text, beyond all measure. */
export class CountReader {
  isBroken = false;

  count(value: unknown): number | null {
    if (value === undefined || value === null) return null;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT) {
      return value;
    }
    this.isBroken = true;
    return null;
  }

  /** The first field of `names` that counts something. */
  first(raw: JsonObject, ...names: readonly string[]): number | null {
    for (const name of names) {
      const count = this.count(raw[name]);
      if (count !== null) return count;
    }
    return null;
  }

  /** A length of time in seconds; a second that was begun counts whole. */
  seconds(value: unknown): number | null {
    return this.count(typeof value === "number" ? Math.ceil(value) : value);
  }

  details(value: unknown): JsonObject {
    if (isObject(value)) return value;
    if (value !== undefined && value !== null) this.isBroken = true;
    return {};
  }
}

/** Null when nothing is known of any part. */
export function sumOf(...counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
}

/** Puts every token into one bucket. Where the parts exceed their whole, the parts stand as reported, flagged. */
export function toNormalisedUsage(facts: UsageFacts, isBroken: boolean): NormalisedUsage {
  const cacheWrite = sumOf(facts.cacheWrite5m, facts.cacheWrite1h);
  const inputParts = sumOf(facts.cacheRead, cacheWrite, facts.audioIn, facts.imageIn) ?? 0;
  const outputParts = sumOf(facts.reasoning, facts.audioOut, facts.imageOut) ?? 0;
  const textIn = (facts.input ?? 0) - inputParts;
  const textOut = (facts.output ?? 0) - outputParts;
  const sum = sumOf(facts.input, facts.output);
  const contradicts = facts.total !== null && sum !== null && facts.total !== sum;
  const usage: Usage = {
    promptTokens: facts.input,
    completionTokens: facts.output,
    totalTokens: facts.total ?? sum,
    cachedTokens: facts.cacheRead,
    cacheWriteTokens: cacheWrite,
    reasoningTokens: facts.reasoning,
    isEstimated: false,
  };
  const counted: Partial<Record<Unit, number | null>> = {
    text_in: Math.max(0, textIn),
    cache_read: facts.cacheRead,
    cache_write_5m: facts.cacheWrite5m,
    cache_write_1h: facts.cacheWrite1h,
    audio_in: facts.audioIn,
    image_in: facts.imageIn,
    text_out: Math.max(0, textOut),
    reasoning: facts.reasoning,
    audio_out: facts.audioOut,
    image_out: facts.imageOut,
    web_searches: facts.webSearches,
    requests: 1,
    seconds: facts.seconds,
  };
  const isKnown = facts.input !== null || facts.seconds !== null;
  return {
    usage,
    buckets: isKnown && !isBroken ? withoutNothing(counted) : null,
    isMismatch: isBroken || contradicts || textIn < 0 || textOut < 0,
    reportedCostPicoUsd: null,
  };
}

function withoutNothing(counted: Partial<Record<Unit, number | null>>): UsageBuckets {
  return Object.fromEntries(Object.entries(counted).filter(([, count]) => count));
}
