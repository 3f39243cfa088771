import type { JsonObject } from "../../protocol/json";
import type { RequestNotes } from "./request-notes";

const TRANSLATED = new Set([
  "audio",
  "extra_body",
  "frequency_penalty",
  "function_call",
  "functions",
  "logprobs",
  "max_completion_tokens",
  "max_tokens",
  "messages",
  "modalities",
  "model",
  "n",
  "parallel_tool_calls",
  "presence_penalty",
  "reasoning_effort",
  "response_format",
  "seed",
  "service_tier",
  "stop",
  "stream",
  "stream_options",
  "temperature",
  "tool_choice",
  "tools",
  "top_k",
  "top_logprobs",
  "top_p",
]);
const MAX_NAMED = 32;
const NAME = /^[\w.-]{1,64}$/;

/** Names the parameters that have no counterpart here (`logit_bias`, `user`, …) or that nobody knows. */
export function noteUnknownParams(
  json: JsonObject,
  notes: RequestNotes,
  translated: ReadonlySet<string> = TRANSLATED,
): void {
  const unknown = Object.keys(json).filter(
    (name) => !translated.has(name) && json[name] !== undefined && json[name] !== null,
  );
  const nameable = unknown.filter((name) => NAME.test(name)).slice(0, MAX_NAMED);
  for (const name of nameable) notes.drop(name);
  const others = unknown.length - nameable.length;
  if (others > 0) notes.warn(`${others} more unknown parameters were left out`);
}
