import { isObject, type JsonObject } from "../../protocol/json";
import type { BridgedCall } from "../bridge";

/** What a response has beyond what the request says. */
export interface ResponseState {
  status: "in_progress" | "completed" | "incomplete" | "failed";
  model: string;
  serviceTier: string | null;
  output: JsonObject[];
  usage: JsonObject | null;
  incompleteReason: string | null;
  error: JsonObject | null;
}

/** Settings that a response repeats, with what holds where the request does not say; null is unknown. */
const SETTINGS: JsonObject = {
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  parallel_tool_calls: true,
  prompt_cache_key: null,
  safety_identifier: null,
  temperature: null,
  tool_choice: "auto",
  top_logprobs: 0,
  top_p: null,
  user: null,
};

/** The response object, which repeats the settings of its request. */
export function responseObject(
  request: JsonObject,
  call: BridgedCall,
  state: ResponseState,
): JsonObject {
  const { incompleteReason } = state;
  return {
    id: `resp_${call.id}`,
    object: "response",
    created_at: Math.floor(call.receivedAtMs / 1000),
    status: state.status,
    background: false,
    error: state.error,
    incomplete_details: incompleteReason === null ? null : { reason: incompleteReason },
    ...settingsOf(request),
    model: state.model,
    output: state.output,
    max_tool_calls: null,
    previous_response_id: null,
    service_tier: state.serviceTier,
    store: false,
    truncation: "disabled",
    usage: state.usage,
  };
}

function settingsOf(request: JsonObject): JsonObject {
  const tools = Array.isArray(request.tools) ? request.tools.filter(isObject) : [];
  return {
    ...withDefaults(request, SETTINGS),
    reasoning: withDefaults(request.reasoning, { effort: null, summary: null }),
    text: withDefaults(request.text, { format: { type: "text" }, verbosity: "medium" }),
    tools: tools.map((tool) => ({ parameters: null, strict: null, ...tool })),
  };
}

function withDefaults(given: unknown, defaults: JsonObject): JsonObject {
  const object = isObject(given) ? given : {};
  const fields = Object.entries(defaults);
  return Object.fromEntries(fields.map(([name, otherwise]) => [name, object[name] ?? otherwise]));
}

/** Token counts in the words of the Responses API; null where the upstream counted nothing. */
export function responseUsage(usage: unknown): JsonObject | null {
  if (!isObject(usage)) return null;
  const input = count(usage.prompt_tokens);
  const output = count(usage.completion_tokens);
  if (input === null && output === null) return null;
  const prompt = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const completion = isObject(usage.completion_tokens_details)
    ? usage.completion_tokens_details
    : {};
  return {
    input_tokens: input ?? 0,
    input_tokens_details: {
      cached_tokens: count(prompt.cached_tokens) ?? 0,
      cache_write_tokens: count(prompt.cache_write_tokens) ?? 0,
    },
    output_tokens: output ?? 0,
    output_tokens_details: { reasoning_tokens: count(completion.reasoning_tokens) ?? 0 },
    total_tokens: count(usage.total_tokens) ?? (input ?? 0) + (output ?? 0),
  };
}

function count(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** An upstream's error in the few codes a response's error has. */
export function responseError(error: JsonObject): JsonObject {
  const { message } = error;
  const words = `${String(error.type)} ${String(error.code)}`;
  return {
    code: codeOf(words),
    message:
      typeof message === "string" && message !== ""
        ? message
        : "The upstream reported an error without a message.",
  };
}

function codeOf(words: string): string {
  if (/rate_limit|429/.test(words)) return "rate_limit_exceeded";
  return words.includes("invalid_request") ? "invalid_prompt" : "server_error";
}
