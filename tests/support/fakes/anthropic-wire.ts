import type { JsonObject } from "../../../lib/protocol/json";
import { messageAnswer } from "./anthropic/message-answer";
import { requireMessagesRequest } from "./anthropic/messages-request";
import { demand, isFakeKey, objectsIn, textIn } from "./check";
import { type Play, TOKENS } from "./play";
import { type FakeRequest, Refusal, type Wire, type WireAnswer } from "./wire";

/** Anthropic's API. */
export const anthropicWire: Wire = {
  basePath: "",
  model: "claude-sonnet-4-5",
  reportedModel: "claude-sonnet-4-5-20250929",
  embeddingModel: "claude-sonnet-4-5",
  headers: {
    "request-id": "req_fake",
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "49",
  },
  lastUserText,
  answer,
  errorBody,
  errorFrame: (status, message) => {
    return `event: error\ndata: ${JSON.stringify(errorBody(status, message))}\n\n`;
  },
};

function answer(request: FakeRequest, play: Play): WireAnswer {
  requireHeaders(request);
  const { method, path, json, headers } = request;
  const line = `${method} ${path}`;
  if (headers["anthropic-version"] === NEWEST_VERSION) requireNoSampling(json);
  if (line === "POST /v1/messages") {
    requireMessagesRequest(json, play, headers["anthropic-beta"]);
    return messageAnswer(json, play);
  }
  if (line === "POST /v1/messages/count_tokens") {
    demand(json.stream === undefined, "stream: Extra inputs are not permitted");
    demand(json.max_tokens === undefined, "max_tokens: Extra inputs are not permitted");
    requireMessagesRequest({ max_tokens: 1, ...json }, play, headers["anthropic-beta"]);
    return { kind: "json", body: { input_tokens: TOKENS.prompt } };
  }
  if (line === "GET /v1/models") return { kind: "json", body: list(MODELS) };
  if (line === "GET /v1/files") return { kind: "json", body: list([]) };
  throw new Refusal("Not found", { status: 404 });
}

const MODELS = ["claude-sonnet-4-5", "claude-haiku-4-5"].map((id) => ({
  type: "model",
  id,
  display_name: id,
  created_at: "2025-09-29T00:00:00Z",
}));

function list(data: { id: string }[]): object {
  const [first, last] = [data[0]?.id ?? null, data.at(-1)?.id ?? null];
  return { data, has_more: false, first_id: first, last_id: last };
}

/** What Anthropic's own client sends; it took the sampling parameters away. */
const NEWEST_VERSION = "2026-10-21";
const VERSIONS = ["2023-06-01", NEWEST_VERSION];

function requireNoSampling(json: JsonObject): void {
  const sampler = ["temperature", "top_p", "top_k"].find((name) => json[name] !== undefined);
  demand(sampler === undefined, `${sampler}: Extra inputs are not permitted`);
}

function requireHeaders({ method, headers }: FakeRequest): void {
  if (!isFakeKey(headers["x-api-key"])) {
    throw new Refusal("invalid x-api-key", { status: 401 });
  }
  demand(headers.authorization === undefined, "Send x-api-key or authorization, not both.");
  const version = String(headers["anthropic-version"]);
  demand(VERSIONS.includes(version), `anthropic-version: "${version}" is not a valid version`);
  const isJson = /^application\/json/.test(headers["content-type"] ?? "");
  demand(method !== "POST" || isJson, "content-type: must be application/json");
}

function lastUserText({ messages }: JsonObject): string {
  // A result of a tool is of role user too, and says nothing of the user's.
  const texts = objectsIn(messages)
    .filter(({ role }) => role === "user")
    .map(({ content }) => textIn(content));
  return texts.findLast((text) => text !== "") ?? "";
}

const TYPES: Readonly<Record<number, string>> = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

function errorBody(status: number, message: string): object {
  const type = TYPES[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");
  return { type: "error", error: { type, message }, request_id: "req_fake" };
}
