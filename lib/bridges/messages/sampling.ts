import { createHash } from "node:crypto";
import { isObject, type JsonObject } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";
import { findOutputLimit } from "./output-limit";

/** OpenAI's limit; ids that clients build from device, account and session are longer. */
const MAX_USER_LENGTH = 64;
const METADATA_FIELDS = new Set(["user_id"]);

/** How much, how and for whom is written: the plain parameters of the chat request. */
export function toSampling(request: JsonObject, losses: Losses): JsonObject {
  const { temperature, top_p, stop_sequences: stop, stream } = request;
  return {
    max_completion_tokens: toMaxTokens(request, losses),
    ...(isGiven(temperature) ? { temperature: requireShare(temperature, "temperature") } : {}),
    ...(isGiven(top_p) ? { top_p: requireShare(top_p, "top_p") } : {}),
    ...(Array.isArray(stop) && stop.length > 0 ? { stop } : {}),
    ...toUser(request.metadata, losses),
    ...(stream === true ? { stream, stream_options: { include_usage: true } } : {}),
  };
}

function toMaxTokens(request: JsonObject, losses: Losses): number {
  const asked = Number(request.max_tokens);
  if (asked === 0) {
    const message =
      "max_tokens 0 fills Anthropic's prompt cache, which the upstream of this call does not have. Send 1 or more.";
    throw invalidRequest("max_tokens", message);
  }
  const limit = findOutputLimit(request.model);
  if (limit === null || asked <= limit) return asked;
  losses.warn(`max_tokens: lowered to ${limit}, the most this model writes`);
  return limit;
}

function toUser(metadata: unknown, losses: Losses): JsonObject {
  if (!isObject(metadata)) return {};
  losses.dropRest(metadata, METADATA_FIELDS, "metadata.");
  const user = metadata.user_id;
  if (typeof user !== "string" || user === "") return {};
  if (user.length <= MAX_USER_LENGTH) return { user };
  losses.warn("metadata.user_id: longer than 64 characters; its SHA-256 is sent instead");
  return { user: createHash("sha256").update(user).digest("hex") };
}

function requireShare(value: unknown, path: string): unknown {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw invalidRequest(path, `${path} must be a number between 0 and 1.`);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
