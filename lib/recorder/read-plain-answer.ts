import type { JsonObject } from "../protocol/json";
import type { AnswerFacts } from "./answer-facts";

/** Answers without text: embeddings, and whatever paths the gateway only passes through. */
export function readPlainAnswer(body: JsonObject): AnswerFacts {
  return {
    model: body.model,
    // Gemini's own word for it.
    usage: body.usage ?? body.usageMetadata,
    finishReason: null,
    toolCalls: [],
    text: null,
    error: body.error,
  };
}
