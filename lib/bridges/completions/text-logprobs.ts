import { isObject, type JsonObject } from "../../protocol/json";

/**
 * Log probabilities of a chat choice in the lists that text completions have. Offsets count UTF-16 units
 * from the start of the answer's text. Null where the chat choice has none.
 */
export function toTextLogprobs(logprobs: unknown, offset: number): JsonObject | null {
  if (!isObject(logprobs) || !Array.isArray(logprobs.content)) return null;
  const entries = logprobs.content.filter(isObject);
  if (entries.length === 0) return null;
  const tokens = entries.map(({ token }) => (typeof token === "string" ? token : ""));
  let next = offset;
  const text_offset = tokens.map((token) => {
    const start = next;
    next += token.length;
    return start;
  });
  const tops = entries.map((entry) => topOf(entry.top_logprobs));
  return {
    text_offset,
    token_logprobs: entries.map(({ logprob }) => (typeof logprob === "number" ? logprob : null)),
    tokens,
    top_logprobs: tops.some((top) => top !== null) ? tops : null,
  };
}

function topOf(candidates: unknown): JsonObject | null {
  const entries = Array.isArray(candidates) ? candidates.filter(isObject) : [];
  if (entries.length === 0) return null;
  return Object.fromEntries(entries.map(({ token, logprob }) => [String(token), logprob]));
}
