import { isObject, type JsonObject } from "../../../lib/protocol/json";
import { demand, isFakeKey, objectsIn, textIn } from "./check";
import { chatAnswer } from "./openai/chat-answer";
import { requireChatRequest } from "./openai/chat-request";
import { openAiExtras } from "./openai/extras";
import { responseAnswer } from "./openai/response-answer";
import { requireResponsesRequest } from "./openai/responses-request";
import { requireOfService, serviceOf } from "./openai/services";
import { completionsAnswer, embeddingsAnswer } from "./openai/text-and-vectors";
import type { Play } from "./play";
import { type FakeRequest, Refusal, type Wire, type WireAnswer } from "./wire";

/** OpenAI's API, below any base URL, and Azure's, which has `/openai/` in its path and a key header of its own. */
export const openAiWire: Wire = {
  basePath: "/v1",
  model: "gpt-4.1-mini",
  reportedModel: "gpt-4.1-mini-2025-04-14",
  embeddingModel: "text-embedding-3-small",
  headers: { "x-request-id": "req_fake", "openai-processing-ms": "7" },
  lastUserText,
  answer,
  errorBody: (status, message, param) => ({
    error: { message, type: typeOf(status), param, code: codeOf(status) },
  }),
  errorFrame: (status, message) => {
    const error = { message, type: typeOf(status), param: null, code: codeOf(status) };
    return `data: ${JSON.stringify({ error })}\n\n`;
  },
};

type Handler = (request: FakeRequest, play: Play) => WireAnswer;

const HANDLERS: readonly [RegExp, Handler][] = [
  [/^POST .*\/chat\/completions$/, chat],
  [/^POST .*\/responses$/, responses],
  [/^POST .*\/completions$/, ({ json }, play) => completionsAnswer(json, play)],
  [/^POST .*\/embeddings$/, ({ json, service }) => embeddingsAnswer(json, serviceOf(service))],
];

function answer(request: FakeRequest, play: Play): WireAnswer {
  requireKey(request);
  const line = `${request.method} ${request.path}`;
  const handler = HANDLERS.find(([pattern]) => pattern.test(line))?.[1];
  if (handler) {
    demand(/^application\/json/.test(request.headers["content-type"] ?? ""), "Send JSON.");
    return handler(request, play);
  }
  const extra = openAiExtras(request);
  if (extra) return extra;
  throw new Refusal(`Invalid URL (${line})`, { status: 404 });
}

function requireKey({ path, headers }: FakeRequest): void {
  const isAzure = path.includes("/openai/");
  const key = isAzure ? headers["api-key"] : headers.authorization?.replace(/^Bearer /, "");
  if (isFakeKey(key)) return;
  throw new Refusal("Incorrect API key provided.", { status: 401 });
}

function chat(request: FakeRequest, play: Play): WireAnswer {
  const { json } = request;
  const service = serviceOf(request.service);
  requireOfService(json, service);
  requireChatRequest(json, play);
  return chatAnswer(json, play, service);
}

function responses({ json }: FakeRequest, play: Play): WireAnswer {
  requireResponsesRequest(json, play);
  return responseAnswer(json, play);
}

function lastUserText({ messages, input, prompt }: JsonObject): string {
  if (typeof prompt === "string") return prompt;
  if (typeof input === "string") return input;
  const turns = objectsIn(messages ?? input);
  const texts = Array.isArray(input) ? input.filter((entry) => typeof entry === "string") : [];
  const last = turns.findLast((turn) => isObject(turn) && turn.role === "user");
  return textIn(last?.content) + texts.join(" ");
}

function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 429) return "requests";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

const CODES: Readonly<Record<number, string>> = {
  401: "invalid_api_key",
  404: "model_not_found",
  429: "rate_limit_exceeded",
  529: "overloaded",
};

function codeOf(status: number): string | null {
  return CODES[status] ?? null;
}
