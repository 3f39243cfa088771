import type { JsonObject } from "../../protocol/json";
import type { GeminiModel } from "./gemini-model";
import { invalidRequest } from "./invalid-request";
import type { RequestNotes } from "./request-notes";
import { thinkingConfig } from "./thinking-config";

const MAX_CANDIDATES = 8;
const MAX_STOP_SEQUENCES = 5;
const MAX_TOP_LOGPROBS = 20;
const INT32_RANGE = 2 ** 31;

/** Sampling and length parameters. What `parseChatRequest` checked is of its type, and null is absent. */
export function generationConfig(
  json: JsonObject,
  nativeThinking: JsonObject | null,
  model: GeminiModel,
  notes: RequestNotes,
): JsonObject {
  return {
    temperature: numberIn(json, "temperature", 0, 2),
    topP: numberIn(json, "top_p", 0, 1),
    topK: wholeIn(json, "top_k", 1, INT32_RANGE - 1),
    maxOutputTokens: maxOutputTokens(json),
    candidateCount: candidateCount(json),
    stopSequences: stopSequences(json.stop),
    seed: seedOf(json.seed, notes),
    presencePenalty: numberIn(json, "presence_penalty", -2, 2),
    frequencyPenalty: numberIn(json, "frequency_penalty", -2, 2),
    ...logprobs(json),
    ...modalities(json, notes),
    thinkingConfig: nativeThinking ?? thinkingConfig(json.reasoning_effort, model, notes),
  };
}

function numberIn(json: JsonObject, param: string, min: number, max: number): number | undefined {
  const value = json[param] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === "number" && value >= min && value <= max) return value;
  throw invalidRequest(`${param} must be a number from ${min} to ${max}.`, param);
}

function wholeIn(json: JsonObject, param: string, min: number, max: number): number | undefined {
  const value = numberIn(json, param, min, max);
  if (value === undefined || Number.isInteger(value)) return value;
  throw invalidRequest(`${param} must be a whole number.`, param);
}

function maxOutputTokens(json: JsonObject): number | undefined {
  const max = INT32_RANGE - 1;
  // Both are checked, the newer one counts.
  const deprecated = wholeIn(json, "max_tokens", 1, max);
  return wholeIn(json, "max_completion_tokens", 1, max) ?? deprecated;
}

function candidateCount(json: JsonObject): number | undefined {
  const count = wholeIn(json, "n", 1, MAX_CANDIDATES);
  return count === 1 ? undefined : count;
}

function stopSequences(stop: unknown): string[] | undefined {
  const listed = (Array.isArray(stop) ? stop : [stop]).filter(
    (entry): entry is string => typeof entry === "string" && entry !== "",
  );
  if (listed.length > MAX_STOP_SEQUENCES) {
    throw invalidRequest(`stop may hold at most ${MAX_STOP_SEQUENCES} sequences.`, "stop");
  }
  return listed.length === 0 ? undefined : listed;
}

function seedOf(seed: unknown, notes: RequestNotes): number | undefined {
  if (typeof seed !== "number") return undefined;
  if (Math.abs(seed) < INT32_RANGE) return seed;
  const folded = Math.abs(seed) % INT32_RANGE;
  notes.warn(`seed: folded to ${folded}, as Gemini takes 32 bits`);
  return folded;
}

function logprobs(json: JsonObject): JsonObject {
  const top = wholeIn(json, "top_logprobs", 0, MAX_TOP_LOGPROBS);
  if (json.logprobs === true) return { responseLogprobs: true, logprobs: top };
  if (top === undefined) return {};
  throw invalidRequest("top_logprobs needs logprobs to be true.", "top_logprobs");
}

function modalities(json: JsonObject, notes: RequestNotes): JsonObject {
  const { modalities: wanted, audio } = json;
  if (audio !== undefined && audio !== null) notes.drop("audio");
  if (!Array.isArray(wanted)) {
    if (wanted !== undefined && wanted !== null) notes.drop("modalities");
    return {};
  }
  if (wanted.some((modality) => modality !== "text" && modality !== "image")) {
    notes.drop("modalities");
  }
  return wanted.includes("image") ? { responseModalities: ["TEXT", "IMAGE"] } : {};
}
