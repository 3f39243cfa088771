import { isObject, type JsonObject } from "../../../../lib/protocol/json";
import { demand, firstUnknown } from "../check";
import { type Play, pieces, speechOf, TOKENS, VECTOR } from "../play";
import type { WireAnswer } from "../wire";
import { chatUsage, reported } from "./chat-answer";
import type { Service } from "./services";

const COMPLETION_FIELDS = [
  "model",
  "prompt",
  "best_of",
  "echo",
  "frequency_penalty",
  "logit_bias",
  "logprobs",
  "max_tokens",
  "n",
  "presence_penalty",
  "seed",
  "stop",
  "stream",
  "stream_options",
  "suffix",
  "temperature",
  "top_p",
  "user",
];

/** The legacy completions API. */
export function completionsAnswer(json: JsonObject, play: Play): WireAnswer {
  const unknown = firstUnknown(json, COMPLETION_FIELDS);
  demand(unknown === null, `Unrecognized request argument supplied: ${unknown}`);
  demand(
    typeof json.prompt === "string" || Array.isArray(json.prompt),
    "Missing 'prompt'.",
    "prompt",
  );
  const conversation = { toolNames: [], toolResults: [], wantsReasoning: false };
  const speech = speechOf(play, conversation);
  const envelope = {
    id: "cmpl-fake",
    object: "text_completion",
    created: 1_763_600_000,
    model: reported(json.model),
  };
  const choice = (text: string, reason: string | null) => ({
    ...envelope,
    choices: [{ text, index: 0, logprobs: null, finish_reason: reason }],
  });
  if (json.stream !== true) {
    const body = { ...choice(speech.text ?? "", speech.ending), usage: chatUsage(speech) };
    return { kind: "json", body };
  }
  const options = json.stream_options;
  const hasUsage = isObject(options) && options.include_usage === true;
  const chunks = [
    ...pieces(speech.text ?? "").map((text) => choice(text, null)),
    choice("", speech.ending),
    ...(hasUsage ? [{ ...envelope, choices: [], usage: chatUsage(speech) }] : []),
  ];
  const frames = [...chunks.map((data) => `data: ${JSON.stringify(data)}\n\n`), "data: [DONE]\n\n"];
  return { kind: "stream", frames, closing: 1 };
}

export function embeddingsAnswer(json: JsonObject, { hasNoBase64 }: Service): WireAnswer {
  const known = ["model", "input", "encoding_format", "dimensions", "user"];
  const unknown = firstUnknown(json, known);
  demand(unknown === null, `Unrecognized request argument supplied: ${unknown}`);
  const { input, encoding_format: format } = json;
  demand(
    typeof input === "string" || (Array.isArray(input) && input.length > 0),
    "'$.input' is invalid.",
    "input",
  );
  demand(
    [undefined, "float", "base64"].includes(format as string),
    `'${String(format)}' is not one of ['float', 'base64'] - 'encoding_format'`,
    "encoding_format",
  );
  const bytes = Buffer.from(Float32Array.from(VECTOR).buffer);
  const embedding = format === "base64" && !hasNoBase64 ? bytes.toString("base64") : VECTOR;
  const count = Array.isArray(input) ? input.length : 1;
  const data = Array.from({ length: count }, (_, index) => {
    return { object: "embedding", index, embedding };
  });
  const usage = { prompt_tokens: TOKENS.prompt, total_tokens: TOKENS.prompt };
  return { kind: "json", body: { object: "list", data, model: json.model, usage } };
}
