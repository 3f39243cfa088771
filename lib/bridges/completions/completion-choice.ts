import { textOfContent } from "../../protocol/chat";
import { isObject, type JsonObject } from "../../protocol/json";
import { toTextLogprobs } from "./text-logprobs";

/** The finish reasons that plain text can have; a chat model that called a tool has stopped. */
const FINISH_REASONS = new Set<unknown>(["stop", "length", "content_filter"]);

/** A chat choice as the choice of a text completion. */
export function wholeChoice(choice: JsonObject, position: number): JsonObject {
  return {
    text: textOf(choice.message),
    index: indexOf(choice, position),
    logprobs: toTextLogprobs(choice.logprobs, 0),
    finish_reason: finishReasonOf(choice.finish_reason) ?? "stop",
  };
}

/** The same for a chunk's choice; null when it says nothing that text has a place for. */
export function chunkChoice(choice: JsonObject, lengths: Map<number, number>): JsonObject | null {
  const text = textOf(choice.delta);
  const finish_reason = finishReasonOf(choice.finish_reason);
  if (text === "" && finish_reason === null) return null;
  const index = indexOf(choice, 0);
  const offset = lengths.get(index) ?? 0;
  lengths.set(index, offset + text.length);
  return { text, index, logprobs: toTextLogprobs(choice.logprobs, offset), finish_reason };
}

function textOf(message: unknown): string {
  if (!isObject(message)) return "";
  const text = textOfContent(message.content);
  return typeof message.refusal === "string" ? text + message.refusal : text;
}

function indexOf({ index }: JsonObject, otherwise: number): number {
  return typeof index === "number" ? index : otherwise;
}

function finishReasonOf(reason: unknown): string | null {
  if (typeof reason !== "string") return null;
  return FINISH_REASONS.has(reason) ? reason : "stop";
}
