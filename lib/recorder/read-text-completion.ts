import type { JsonObject } from "../protocol/json";
import { asList, asObject, asText } from "../protocol/lenient-json";
import type { AnswerFacts } from "./answer-facts";

/** A `text_completion`; of several choices the first counts. */
export function readTextCompletion(body: JsonObject): AnswerFacts {
  const choice = asObject(asList(body.choices)[0]);
  return {
    model: body.model,
    usage: body.usage,
    serviceTier: body.service_tier,
    finishReason: choice.finish_reason,
    toolCalls: [],
    text: asText(choice.text),
    error: body.error,
  };
}
