import { textOfContent } from "../protocol/chat";
import type { JsonObject } from "../protocol/json";
import { asList, asObject, asText } from "../protocol/lenient-json";
import { chatToolCalls } from "../protocol/tool-call";
import type { AnswerFacts } from "./answer-facts";

/** A `chat.completion`; of several choices the first counts. */
export function readChatCompletion(body: JsonObject): AnswerFacts {
  const choice = asObject(asList(body.choices)[0]);
  const message = asObject(choice.message);
  return {
    model: body.model,
    usage: body.usage ?? asObject(body.x_groq).usage,
    serviceTier: body.service_tier,
    finishReason: choice.finish_reason,
    toolCalls: chatToolCalls(message),
    text: textOf(message),
    error: body.error,
  };
}

function textOf(message: JsonObject): string | null {
  return (
    asText(textOfContent(message.content)) ??
    asText(message.refusal) ??
    asText(asObject(message.audio).transcript) ??
    asText(message.reasoning_content) ??
    asText(message.reasoning)
  );
}
