import {
  aFlag,
  aNumber,
  anObject,
  aStop,
  aString,
  aWhole,
  type Check,
  checkFields,
  invalid,
  readModel,
  requireBody,
} from "./check-fields";
import { nameOf } from "./json";
import { requireTokens } from "./require-tokens";

/** A legacy OpenAI Completions call as far as the gateway looks into it. */
export interface CompletionsRequest {
  /** Null when the call leaves it to the provider's default model. */
  model: string | null;
  stream: boolean;
  user: string | null;
}

const FIELDS: Readonly<Record<string, Check>> = {
  best_of: aWhole,
  echo: aFlag,
  frequency_penalty: aNumber,
  logit_bias: anObject,
  logprobs: aWhole,
  max_tokens: aWhole,
  n: aWhole,
  presence_penalty: aNumber,
  seed: aWhole,
  stop: aStop,
  stream: aFlag,
  stream_options: anObject,
  suffix: aString,
  temperature: aNumber,
  top_p: aNumber,
  user: aString,
};

/** Checks a Completions call's shape; throws a 400 that names the field and what is expected there. */
export function parseCompletionsRequest(value: unknown): CompletionsRequest {
  const body = requireBody(value, "model and prompt");
  const model = readModel(body.model);
  checkPrompt(body.prompt);
  checkFields(body, FIELDS);
  return {
    model,
    stream: body.stream === true,
    user: typeof body.user === "string" ? body.user : null,
  };
}

// A prompt may be missing: some servers take it in other fields, and the model then starts from nothing.
function checkPrompt(prompt: unknown): void {
  if (prompt === undefined || prompt === null || typeof prompt === "string") return;
  if (!Array.isArray(prompt)) {
    const message = `prompt must be a string or an array, not ${nameOf(prompt)}.`;
    throw invalid("prompt", message);
  }
  if (prompt.length === 0) throw invalid("prompt", "prompt is empty. Send some text.");
  requireTokens(prompt, "prompt");
}
