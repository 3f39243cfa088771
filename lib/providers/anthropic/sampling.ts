import { type JsonObject, nameOf } from "../../protocol/json";
import type { ModelFacts } from "./model-facts";
import { refuse } from "./refuse";
import type { RequestNotes } from "./request-notes";

const MAX_TEMPERATURE = 1;
/** What both APIs take for temperature and top_p when nothing is said; leaving it out changes nothing. */
const DEFAULT = 1;
/** Anthropic's lower bound while the model thinks. */
const MIN_THINKING_TOP_P = 0.95;

export interface SamplingContext {
  facts: ModelFacts;
  notes: RequestNotes;
  isThinking: boolean;
}

export interface Sampling {
  temperature?: number;
  top_p?: number;
  top_k?: number;
}

/** `temperature`, `top_p` and `top_k` as far as the model takes them; what it does not take is noted. */
export function planSampling(request: JsonObject, context: SamplingContext): Sampling {
  const temperature = keptTemperature(readNumber(request.temperature, "temperature", 2), context);
  const topP = keptTopP(readNumber(request.top_p, "top_p", 1), temperature !== null, context);
  const topK = keptTopK(readTopK(request.top_k), context);
  return {
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { top_p: topP }),
    ...(topK === null ? {} : { top_k: topK }),
  };
}

function readNumber(value: unknown, path: string, max: number): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "number")
    throw refuse(path, `${path} must be a number, not ${nameOf(value)}.`);
  if (value >= 0 && value <= max) return value;
  throw refuse(path, `${path} must be between 0 and ${max}, not ${value}.`);
}

// Other servers take 0 or -1 for "no limit".
function readTopK(value: unknown): number | null {
  if (value === undefined || value === null || value === 0 || value === -1) return null;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw refuse("top_k", "top_k must be a whole number of at least 1.");
}

function keptTemperature(value: number | null, { facts, notes, isThinking }: SamplingContext) {
  if (value === null) return null;
  if (facts.samplers === "none" || isThinking) {
    const reason = isThinking ? "the model thinks" : "this model takes none";
    if (value !== DEFAULT) notes.drop("temperature", `temperature: left out, as ${reason}`);
    return null;
  }
  if (value <= MAX_TEMPERATURE) return value;
  notes.warn(`temperature: clamped to ${MAX_TEMPERATURE}`);
  return MAX_TEMPERATURE;
}

function keptTopP(value: number | null, hasTemperature: boolean, context: SamplingContext) {
  if (value === null) return null;
  const reason = refusalOfTopP(value, hasTemperature, context);
  if (reason === null) return value;
  if (value !== DEFAULT) context.notes.drop("top_p", `top_p: left out, as ${reason}`);
  return null;
}

function refusalOfTopP(
  value: number,
  hasTemperature: boolean,
  { facts, isThinking }: SamplingContext,
): string | null {
  if (facts.samplers === "none") return "this model takes none";
  if (isThinking && value < MIN_THINKING_TOP_P) return "the model thinks";
  return hasTemperature && facts.samplers === "one" ? "this model takes it or temperature" : null;
}

function keptTopK(value: number | null, { facts, notes, isThinking }: SamplingContext) {
  if (value === null || (facts.samplers !== "none" && !isThinking)) return value;
  const reason = isThinking ? "the model thinks" : "this model takes none";
  notes.drop("top_k", `top_k: left out, as ${reason}`);
  return null;
}
