import type { JsonObject } from "../protocol/json";
import type { AnswerFacts } from "./answer-facts";

/** Answers without text: embeddings, and whatever paths the gateway only passes through, in Google's words too. */
export function readPlainAnswer(body: JsonObject): AnswerFacts {
  return {
    model: body.model ?? body.modelVersion,
    usage: body.usage ?? body.usageMetadata,
    serviceTier: body.service_tier,
    finishReason: null,
    toolCalls: [],
    text: null,
    error: body.error,
  };
}
