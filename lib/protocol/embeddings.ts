import {
  aPositiveWhole,
  aString,
  type Check,
  checkFields,
  invalid,
  oneOf,
  readModel,
  requireBody,
} from "./check-fields";
import { nameOf } from "./json";
import { requireTokens } from "./require-tokens";

/** An OpenAI Embeddings call as far as the gateway looks into it. */
export interface EmbeddingsRequest {
  /** Null when the call leaves it to the provider's default model. */
  model: string | null;
  /** Always false: embeddings come whole. */
  stream: boolean;
  user: string | null;
}

const FIELDS: Readonly<Record<string, Check>> = {
  encoding_format: oneOf("float", "base64"),
  dimensions: aPositiveWhole,
  user: aString,
};

/** Checks an Embeddings call's shape; throws a 400 that names the field and what is expected there. */
export function parseEmbeddingsRequest(value: unknown): EmbeddingsRequest {
  const body = requireBody(value, "model and input");
  const model = readModel(body.model);
  checkInput(body.input);
  checkFields(body, FIELDS);
  return { model, stream: false, user: typeof body.user === "string" ? body.user : null };
}

function checkInput(input: unknown): void {
  if (input === undefined || input === null) {
    throw invalid("input", "input is missing. Send a string, or an array of strings or tokens.");
  }
  if (typeof input !== "string" && !Array.isArray(input)) {
    throw invalid("input", `input must be a string or an array, not ${nameOf(input)}.`);
  }
  if (input.length === 0) throw invalid("input", "input is empty. Send at least one text.");
  if (typeof input === "string") return;
  requireTokens(input, "input");
  const empty = input.indexOf("");
  if (empty === -1) return;
  throw invalid(`input[${empty}]`, `input[${empty}] is empty. Leave it out or send some text.`);
}
