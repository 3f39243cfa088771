import type { JsonObject } from "../../../lib/protocol/json";
import { demand, isFakeKey, objectsIn, textIn } from "./check";
import { contentAnswer } from "./gemini/content-answer";
import { requireContentRequest } from "./gemini/content-request";
import { embeddingsAnswer } from "./gemini/embeddings";
import type { Play } from "./play";
import { type FakeRequest, Refusal, type Wire, type WireAnswer } from "./wire";

/** Google's Gemini API. */
export const geminiWire: Wire = {
  basePath: "",
  model: "gemini-2.5-flash",
  reportedModel: "gemini-2.5-flash",
  embeddingModel: "gemini-embedding-001",
  headers: { "x-gemini-service-tier": "standard" },
  lastUserText,
  answer,
  errorBody,
  errorFrame: (status, message) => {
    return `data: ${JSON.stringify(errorBody(status, message))}\r\n\r\n`;
  },
};

const METHOD = /^POST \/v1beta\/models\/([\w.-]+):(\w+)$/;
const WRONG_KEY = "API key not valid. Please pass a valid API key.";

function answer(request: FakeRequest, play: Play): WireAnswer {
  const { method, path, query, headers, json } = request;
  demand(query.get("key") === null, "The fake takes no key in the URL.");
  demand(headers.authorization === undefined, "Request had invalid authentication credentials.");
  demand(isFakeKey(headers["x-goog-api-key"]), WRONG_KEY);
  const line = `${method} ${path}`;
  if (line === "GET /v1beta/models") return { kind: "json", body: { models: MODELS } };
  if (line === "GET /v1beta/files") return { kind: "json", body: {} };
  const [, model = "", called = ""] = METHOD.exec(line) ?? [];
  if (called === "batchEmbedContents") return embeddingsAnswer(json, model);
  const isStream = called === "streamGenerateContent";
  if (!isStream && called !== "generateContent") throw new Refusal("", { status: 404 });
  if (!model.startsWith("gem")) {
    const message = `models/${model} is not found for API version v1beta`;
    throw new Refusal(message, { status: 404 });
  }
  demand(!isStream || query.get("alt") === "sse", "The fake streams with alt=sse alone.");
  requireContentRequest(json, play, model);
  return contentAnswer(json, play, { model, isStream });
}

const MODELS = [
  { name: "models/gemini-2.5-flash", supportedGenerationMethods: ["generateContent"] },
  { name: "models/gemini-embedding-001", supportedGenerationMethods: ["embedContent"] },
];

function lastUserText({ contents, requests }: JsonObject): string {
  const embedded = objectsIn(requests).map(({ content }) => textIn((content as JsonObject).parts));
  const texts = objectsIn(contents)
    .filter(({ role }) => role === "user" || role === undefined)
    .map(({ parts }) => textIn(parts));
  return [...embedded, ...texts].findLast((text) => text !== "") ?? "";
}

const STATUSES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ABORTED",
  422: "INVALID_ARGUMENT",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
  529: "UNAVAILABLE",
};

function errorBody(status: number, message: string): object {
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" };
  const details = message === WRONG_KEY ? { details: [info] } : {};
  return { error: { code: status, message, status: STATUSES[status] ?? "UNKNOWN", ...details } };
}
