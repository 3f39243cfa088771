import { isObject, type JsonObject } from "../../protocol/json";

/** A candidate's `logprobsResult` as entries of `logprobs.content`; null where there is none. */
export function logprobEntries(result: unknown): JsonObject[] | null {
  if (!isObject(result) || !Array.isArray(result.chosenCandidates)) return null;
  const tops = Array.isArray(result.topCandidates) ? result.topCandidates : [];
  const chosen: unknown[] = result.chosenCandidates;
  return chosen.map((token, step) => ({
    ...tokenOf(token),
    top_logprobs: alternatives(tops[step]),
  }));
}

function alternatives(top: unknown): JsonObject[] {
  return isObject(top) && Array.isArray(top.candidates) ? top.candidates.map(tokenOf) : [];
}

function tokenOf(candidate: unknown): JsonObject {
  const { token, logProbability } = isObject(candidate) ? candidate : {};
  const text = typeof token === "string" ? token : "";
  return {
    token: text,
    // Zero, a certain token, is left out of Google's JSON.
    logprob: typeof logProbability === "number" ? logProbability : 0,
    bytes: [...Buffer.from(text)],
  };
}
