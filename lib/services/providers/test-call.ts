import { PrysmError } from "../../errors";
import { newId } from "../../ids";
import type { UpstreamReply } from "../../outbound/ask-upstream";
import { isObject, type JsonObject } from "../../protocol/json";
import { getProvider } from "../../providers/index";
import type {
  HttpProvider,
  ProviderCall,
  ProviderEndpoint,
  Upstream,
  UpstreamRequest,
} from "../../providers/provider";

const MAX_TOKENS = 16;

/** Newer models of OpenAI refuse the first name, many other servers the second. */
export type TokenLimit = "max_tokens" | "max_completion_tokens";

/** The smallest chat completion, to an upstream behind HTTP. */
export interface TestCall {
  provider: HttpProvider;
  request: UpstreamRequest;
  /** The chat completion in a reply; null when it holds none. */
  findAnswer(reply: UpstreamReply): JsonObject | null;
}

export function testCall(upstream: Upstream, model: string, limit: TokenLimit): TestCall {
  const provider = requireHttpProvider(upstream.kind);
  const endpoint = provider.endpoints["chat.completions"];
  if (!endpoint) {
    throw new PrysmError("unsupported_endpoint", `${provider.label} has no chat to test.`);
  }
  const call = callOf(model, limit);
  return {
    provider,
    request: endpoint.buildRequest(call, upstream),
    findAnswer: (reply) => findAnswer(endpoint, call, reply),
  };
}

export function requireHttpProvider(kind: string): HttpProvider {
  const provider = getProvider(kind);
  if (provider.transport === "http") return provider;
  throw new PrysmError("unsupported_endpoint", `${provider.label} is part of Prysm.`);
}

function callOf(model: string, limit: TokenLimit): ProviderCall {
  const messages = [{ role: "user", content: "Answer with the word OK." }];
  const json = { model, messages, [limit]: MAX_TOKENS };
  return {
    id: newId(),
    receivedAtMs: Date.now(),
    api: "chat.completions",
    model,
    json,
    body: Buffer.from(JSON.stringify(json)),
    isStream: false,
    headers: {},
    raw: null,
  };
}

function findAnswer(
  endpoint: ProviderEndpoint,
  call: ProviderCall,
  { status, json }: UpstreamReply,
): JsonObject | null {
  if (status < 200 || status > 299 || !isObject(json)) return null;
  try {
    const answer = endpoint.readAnswer?.(call).whole(json) ?? json;
    return Array.isArray(answer.choices) ? answer : null;
  } catch (error) {
    if (error instanceof PrysmError) return null;
    throw error;
  }
}
