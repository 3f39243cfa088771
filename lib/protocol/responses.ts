import {
  aFlag,
  aList,
  aNumber,
  anObject,
  aPositiveWhole,
  aString,
  aWhole,
  type Check,
  checkFields,
  invalid,
  readModel,
  requireBody,
} from "./check-fields";
import { isObject, type JsonObject, nameOf } from "./json";

/** An OpenAI Responses call as far as the gateway looks into it; everything else passes untouched. */
export interface ResponsesRequest {
  /** Null when the call leaves it to the provider's default model. */
  model: string | null;
  stream: boolean;
  user: string | null;
}

const FIELDS: Readonly<Record<string, Check>> = {
  background: aFlag,
  include: aList,
  instructions: aString,
  max_output_tokens: aPositiveWhole,
  max_tool_calls: aWhole,
  metadata: anObject,
  parallel_tool_calls: aFlag,
  previous_response_id: aString,
  prompt: anObject,
  prompt_cache_key: aString,
  reasoning: anObject,
  safety_identifier: aString,
  service_tier: aString,
  store: aFlag,
  stream: aFlag,
  stream_options: anObject,
  temperature: aNumber,
  text: anObject,
  tools: aList,
  top_logprobs: aWhole,
  top_p: aNumber,
  truncation: aString,
  user: aString,
};

/** Where the upstream itself may know what came before, a call can do without input. */
const INPUT_ELSEWHERE = ["prompt", "previous_response_id", "conversation"];

/** Checks a Responses call's shape; throws a 400 that names the field and what is expected there. */
export function parseResponsesRequest(value: unknown): ResponsesRequest {
  const body = requireBody(value, "model and input");
  const model = readModel(body.model);
  checkInput(body);
  checkFields(body, FIELDS);
  return {
    model,
    stream: body.stream === true,
    user: typeof body.user === "string" ? body.user : null,
  };
}

function checkInput(body: JsonObject): void {
  const { input } = body;
  if (typeof input === "string") return;
  if (input === undefined || input === null) {
    if (INPUT_ELSEWHERE.some((field) => body[field] !== undefined && body[field] !== null)) return;
    throw invalid("input", "input is missing. Send a string or an array of items.");
  }
  if (!Array.isArray(input)) {
    throw invalid("input", `input must be a string or an array of items, not ${nameOf(input)}.`);
  }
  input.forEach((item, index) => {
    if (isObject(item)) return;
    const path = `input[${index}]`;
    throw invalid(path, `${path} must be an object, not ${nameOf(item)}.`);
  });
}
