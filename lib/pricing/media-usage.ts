import type { JsonObject } from "../protocol/json";
import { CountReader, NO_FACTS, type NormalisedUsage, toNormalisedUsage } from "./usage-tally";

/** OpenAI's transcriptions: billed by the second or by the token, as the model is. */
export function transcriptionUsage(raw: JsonObject): NormalisedUsage {
  const read = new CountReader();
  const details = read.details(raw.input_token_details ?? raw.input_tokens_details);
  const facts = {
    ...NO_FACTS,
    input: read.count(raw.input_tokens),
    output: read.count(raw.output_tokens),
    total: read.count(raw.total_tokens),
    audioIn: read.count(details.audio_tokens),
    seconds: read.seconds(raw.seconds),
  };
  return toNormalisedUsage(facts, read.isBroken);
}

/** OpenAI's images: all output that is not said to be text is an image. */
export function imageUsage(raw: JsonObject): NormalisedUsage {
  const read = new CountReader();
  const input = read.details(raw.input_tokens_details);
  const output = read.details(raw.output_tokens_details);
  const outputTokens = read.count(raw.output_tokens);
  const facts = {
    ...NO_FACTS,
    input: read.count(raw.input_tokens),
    output: outputTokens,
    total: read.count(raw.total_tokens),
    imageIn: read.count(input.image_tokens),
    imageOut:
      read.count(output.image_tokens) ??
      (outputTokens === null ? null : outputTokens - (read.count(output.text_tokens) ?? 0)),
  };
  return toNormalisedUsage(facts, read.isBroken);
}
