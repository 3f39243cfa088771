import type { JsonObject } from "../protocol/json";
import { CountReader, NO_FACTS, type NormalisedUsage, toNormalisedUsage } from "./usage-tally";

/** OpenAI's Responses: the input holds its cached part and the output its reasoning, everywhere it is served. */
export function responsesUsage(raw: JsonObject): NormalisedUsage {
  const read = new CountReader();
  const input = read.details(raw.input_tokens_details);
  const output = read.details(raw.output_tokens_details);
  const facts = {
    ...NO_FACTS,
    input: read.count(raw.input_tokens),
    output: read.count(raw.output_tokens),
    total: read.count(raw.total_tokens),
    cacheRead: read.count(input.cached_tokens),
    cacheWrite5m: read.count(input.cache_write_tokens),
    audioIn: read.count(input.audio_tokens),
    imageIn: read.count(input.image_tokens),
    reasoning: read.count(output.reasoning_tokens),
    audioOut: read.count(output.audio_tokens),
    imageOut: read.count(output.image_tokens),
  };
  return toNormalisedUsage(facts, read.isBroken);
}
