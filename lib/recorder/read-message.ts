import { isObject, type JsonObject } from "../protocol/json";
import { asCount, asList, asText } from "../protocol/lenient-json";
import { toToolCall } from "../protocol/tool-call";
import type { AnswerFacts } from "./answer-facts";

/** A message of Anthropic's API. */
export function readMessage(body: JsonObject): AnswerFacts {
  const blocks = asList(body.content).filter(isObject);
  return {
    model: body.model,
    usage: hasCounted(body) ? body.usage : null,
    serviceTier: null,
    finishReason: body.stop_reason,
    toolCalls: blocks
      .filter(({ type }) => type === "tool_use")
      .map(({ id, name, input }) => toToolCall(id, name, input)),
    text: textOf(blocks, "text") ?? textOf(blocks, "thinking"),
    error: body.error,
  };
}

/** A translated stream has to open with counts nobody knows yet, and opens with zeros. */
function hasCounted({ stop_reason, usage }: JsonObject): boolean {
  if (asText(stop_reason) !== null || !isObject(usage)) return true;
  return Object.values(usage).some((count) => (asCount(count) ?? 0) > 0);
}

function textOf(blocks: readonly JsonObject[], type: "text" | "thinking"): string | null {
  const texts = blocks.filter((block) => block.type === type).map((block) => asText(block[type]));
  return asText(texts.join(""));
}
