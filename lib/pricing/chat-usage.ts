import type { JsonObject } from "../protocol/json";
import {
  CountReader,
  NO_FACTS,
  type NormalisedUsage,
  sumOf,
  toNormalisedUsage,
} from "./usage-tally";

/** How a service departs from OpenAI's Chat Completions, where the prompt holds its cached part and the completion its reasoning. */
export interface ChatConvention {
  /** `completion_tokens` leaves `reasoning_tokens` out. */
  excludesReasoning?: boolean;
  /** The field that counts the cached part of the prompt, where it is not in the details. */
  cacheReadField?: string;
  /** The field with the seconds of sound in the prompt, billed beside the tokens. */
  secondsField?: string;
}

/** The usage of Chat Completions, Completions and Embeddings. */
export function chatUsage(raw: JsonObject, convention: ChatConvention): NormalisedUsage {
  const read = new CountReader();
  const prompt = read.details(raw.prompt_tokens_details);
  const completion = read.details(raw.completion_tokens_details);
  const said = read.count(raw.completion_tokens);
  const reasoning = read.count(completion.reasoning_tokens);
  const isBeside = convention.excludesReasoning === true && said !== null;
  const { cacheReadField, secondsField } = convention;
  const facts = {
    ...NO_FACTS,
    input: read.count(raw.prompt_tokens),
    output: isBeside ? sumOf(said, reasoning) : said,
    total: read.count(raw.total_tokens),
    cacheRead: cacheReadField
      ? (read.count(raw[cacheReadField]) ?? read.count(prompt.cached_tokens))
      : read.count(prompt.cached_tokens),
    cacheWrite5m: read.count(prompt.cache_write_tokens),
    audioIn: read.count(prompt.audio_tokens),
    imageIn: read.count(prompt.image_tokens),
    reasoning,
    audioOut: read.count(completion.audio_tokens),
    imageOut: read.count(completion.image_tokens),
    webSearches: read.count(read.details(raw.server_tool_use).web_search_requests),
    seconds: secondsField ? read.seconds(raw[secondsField]) : null,
  };
  return toNormalisedUsage(facts, read.isBroken);
}
