import { invalid, unknownFields } from "../../protocol/check-fields";
import { parseCompletionsRequest } from "../../protocol/completions";
import { isObject, type JsonObject } from "../../protocol/json";
import type { BridgedRequest } from "../bridge";

/** Parameters that both APIs have under one name. */
const SAME = [
  "frequency_penalty",
  "logit_bias",
  "max_tokens",
  "n",
  "presence_penalty",
  "seed",
  "stop",
  "temperature",
  "top_p",
  "user",
];

const KNOWN = new Set([
  ...SAME,
  ..."best_of echo logprobs model prompt stream stream_options suffix".split(" "),
]);

const STREAM_OPTIONS = new Set(["include_usage", "include_obfuscation"]);

/** A legacy completion call as a chat completion call without its model. */
export function requestToChat(request: JsonObject): BridgedRequest {
  parseCompletionsRequest(request);
  refuseUnsayable(request);
  const given = SAME.filter((name) => isGiven(request[name]));
  const chat = {
    messages: [{ role: "user", content: readPrompt(request.prompt) }],
    ...Object.fromEntries(given.map((name) => [name, request[name]])),
    ...readLogprobs(request.logprobs),
    ...(request.stream === true ? { stream: true, stream_options: { include_usage: true } } : {}),
  };
  return { chat, droppedParams: droppedFrom(request), warnings: [] };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function readPrompt(prompt: unknown): string {
  if (typeof prompt === "string") return prompt;
  if (!isGiven(prompt)) throw invalid("prompt", "prompt is missing. Send a string.");
  const [first, ...others] = Array.isArray(prompt) ? prompt : [];
  if (typeof first !== "string") {
    const message = "prompt holds token ids, and this provider takes text only. Send a string.";
    throw invalid("prompt", message);
  }
  if (others.length === 0) return first;
  const message = "prompt holds several prompts, and this provider takes one. Call once for each.";
  throw invalid("prompt", message);
}

function refuseUnsayable({ echo, logprobs, suffix, max_tokens: limit }: JsonObject): void {
  if (echo === true) {
    const message = "echo is not available at this provider. Put the prompt before the answer.";
    throw invalid("echo", message);
  }
  if (isGiven(suffix) && suffix !== "") {
    const message = "suffix is not available at this provider, which cannot fill a gap in a text.";
    throw invalid("suffix", message);
  }
  if (typeof logprobs === "number" && logprobs < 0) {
    throw invalid("logprobs", "logprobs must be 0 or more.");
  }
  if (typeof limit === "number" && limit < 1) {
    throw invalid("max_tokens", "max_tokens must be at least 1 at this provider.");
  }
}

function readLogprobs(count: unknown): JsonObject {
  if (!isGiven(count)) return {};
  return count === 0 ? { logprobs: true } : { logprobs: true, top_logprobs: count };
}

function droppedFrom(request: JsonObject): string[] {
  const { best_of: candidates, n, stream_options: options } = request;
  const obfuscates = isObject(options) && options.include_obfuscation === true;
  const unknownOptions = isObject(options)
    ? unknownFields(options, STREAM_OPTIONS, "stream_options")
    : [];
  return [
    ...(isGiven(candidates) && candidates !== (n ?? 1) ? ["best_of"] : []),
    ...(obfuscates ? ["stream_options.include_obfuscation"] : []),
    ...unknownOptions.map((name) => `stream_options.${name}`),
    ...unknownFields(request, KNOWN),
  ];
}
