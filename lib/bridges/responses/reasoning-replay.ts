import { isObject, type JsonObject, parseJson } from "../../protocol/json";

/**
 * A provider's signed reasoning, which has to come back unchanged on the next turn, travels to the client
 * and back as the `encrypted_content` of a reasoning item.
 */
const PREFIX = "prysm1.";

/** A signed or redacted block of reasoning as chat messages carry it; null for anything else. */
export function toReplayable(detail: unknown): JsonObject | null {
  if (!isObject(detail)) return null;
  const { type, thinking, signature, data } = detail;
  if (type === "redacted_thinking" && typeof data === "string") return { type, data };
  if (type !== "thinking" || typeof signature !== "string" || signature === "") return null;
  return { type, thinking: typeof thinking === "string" ? thinking : "", signature };
}

export function encodeReplay(details: readonly JsonObject[]): string {
  return PREFIX + Buffer.from(JSON.stringify(details)).toString("base64url");
}

/** Null for content that another service encrypted. */
export function decodeReplay(content: string): JsonObject[] | null {
  if (!content.startsWith(PREFIX)) return null;
  const json = Buffer.from(content.slice(PREFIX.length), "base64url").toString("utf8");
  const details = parseJson(json);
  if (!Array.isArray(details) || details.length === 0) return null;
  const replayable = details.map(toReplayable).filter((detail) => detail !== null);
  return replayable.length === details.length ? replayable : null;
}
