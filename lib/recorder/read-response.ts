import { isObject, type JsonObject } from "../protocol/json";
import { asList, asObject, asText } from "../protocol/lenient-json";
import { toToolCall } from "../protocol/tool-call";
import type { AnswerFacts } from "./answer-facts";

const ENDED = new Set<unknown>(["completed", "failed", "cancelled"]);

/** A `response` of OpenAI's Responses API. */
export function readResponse(body: JsonObject): AnswerFacts {
  const items = asList(body.output).filter(isObject);
  const said = items
    .filter(({ type }) => type === "message")
    .flatMap(({ content }) => asList(content));
  const thought = items
    .filter(({ type }) => type === "reasoning")
    .flatMap(({ summary, content }) => [...asList(summary), ...asList(content)]);
  return {
    model: body.model,
    usage: body.usage,
    serviceTier: body.service_tier,
    finishReason: finishReasonOf(body),
    toolCalls: items
      .filter(isCall)
      .map((item) => toToolCall(item.call_id, item.name, item.arguments ?? item.input)),
    text: textOf(said, "text") ?? textOf(said, "refusal") ?? textOf(thought, "text"),
    error: body.error,
  };
}

function finishReasonOf({ status, incomplete_details }: JsonObject): unknown {
  if (status === "incomplete") return asText(asObject(incomplete_details).reason) ?? status;
  return ENDED.has(status) ? status : null;
}

function textOf(parts: readonly unknown[], field: "text" | "refusal"): string | null {
  return asText(parts.map((part) => asText(asObject(part)[field]) ?? "").join(""));
}

function isCall({ type }: JsonObject): boolean {
  return type === "function_call" || type === "custom_tool_call";
}
