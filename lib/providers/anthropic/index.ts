import { isObject } from "../../protocol/json";
import { replaceModel } from "../../protocol/replace-model";
import type { HttpProvider, ProviderCall, Upstream, UpstreamRequest } from "../provider";
import { buildChatRequest } from "./build-chat-request";
import { readChatAnswer } from "./read-chat-answer";
import { readError } from "./read-error";
import { anthropicHeaders, upstreamRequest, upstreamUrl } from "./upstream-request";

/** Anthropic's API: chat completions are translated, its own paths pass through. */
export const anthropic: HttpProvider = {
  id: "anthropic",
  label: "Anthropic",
  transport: "http",
  modelFamily: /^claude-/,
  defaultBaseUrl: "https://api.anthropic.com",
  needsCredential: true,
  wire: "anthropic",
  endpoints: {
    "chat.completions": { buildRequest: buildChatRequest, readAnswer: readChatAnswer },
    messages: { buildRequest: passOnTo("/messages") },
    "messages.count_tokens": { buildRequest: passOnTo("/messages/count_tokens") },
    passthrough: { buildRequest: passThrough },
  },
  buildModelsRequest,
  readModels,
  readError,
};

// The client's bytes go out untouched unless the model name must change.
function passOnTo(path: string) {
  return (call: ProviderCall, upstream: Upstream): UpstreamRequest => {
    const body = call.json.model === call.model ? call.body : replaceModel(call.body, call.model);
    return upstreamRequest(call, upstream, path, body);
  };
}

function passThrough(call: ProviderCall, upstream: Upstream): UpstreamRequest {
  const { method, path, contentType } = call.raw ?? { method: "POST", path: "", contentType: null };
  return {
    method,
    url: upstreamUrl(upstream, path),
    headers: {
      ...(contentType === null ? {} : { "content-type": contentType }),
      accept: call.headers.accept ?? "*/*",
      ...anthropicHeaders(call, upstream),
    },
    body: call.body,
    droppedParams: [],
    warnings: [],
  };
}

function buildModelsRequest(upstream: Upstream): UpstreamRequest {
  return {
    method: "GET",
    url: upstreamUrl(upstream, "/models?limit=1000"),
    headers: { accept: "application/json", ...anthropicHeaders({}, upstream) },
    body: Buffer.alloc(0),
    droppedParams: [],
    warnings: [],
  };
}

function readModels(body: unknown): string[] {
  const list: unknown[] = isObject(body) && Array.isArray(body.data) ? body.data : [];
  return list.flatMap((entry) =>
    isObject(entry) && typeof entry.id === "string" ? [entry.id] : [],
  );
}
