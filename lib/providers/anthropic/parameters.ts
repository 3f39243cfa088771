import { createHash } from "node:crypto";
import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { isBlank } from "./blocks";
import type { ModelFacts } from "./model-facts";
import { refuse } from "./refuse";
import type { RequestNotes } from "./request-notes";

/** For models whose limit is not known. */
const DEFAULT_MAX_TOKENS = 8_192;
const MAX_USER_ID_LENGTH = 256;

/** Parameters that the translation reads, or that only the gateway's answer depends on. */
const READ = new Set([
  "model",
  "messages",
  "stream",
  "stream_options",
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "stop",
  "n",
  "user",
  "safety_identifier",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "functions",
  "function_call",
  "response_format",
  "reasoning_effort",
  "thinking",
  "service_tier",
]);

/** Notes every parameter that Anthropic does not know, unless its value asks for nothing. */
export function noteDroppedParams(request: JsonObject, notes: RequestNotes): void {
  for (const [param, value] of Object.entries(request)) {
    if (!READ.has(param) && !asksForNothing(param, value)) notes.drop(param);
  }
}

const DEFAULTS = new Map<string, unknown>([
  ["logprobs", false],
  ["store", false],
  ["presence_penalty", 0],
  ["frequency_penalty", 0],
  ["verbosity", "medium"],
]);

function asksForNothing(param: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (DEFAULTS.has(param)) return DEFAULTS.get(param) === value;
  if (param === "modalities") return Array.isArray(value) && value.every((kind) => kind === "text");
  const mayBeEmpty = param === "logit_bias" || param === "metadata";
  return mayBeEmpty && isObject(value) && Object.keys(value).length === 0;
}

/** Throws a 400 when more than one answer is asked for: Anthropic gives one. */
export function requireOneChoice({ n }: JsonObject): void {
  if (n === undefined || n === null || n === 1) return;
  throw refuse("n", "n must be 1 for this provider. Send one request per answer.");
}

/** The limit of the answer's tokens, which Anthropic requires: the client's, else the most the model gives. */
export function planMaxTokens(request: JsonObject, facts: ModelFacts, notes: RequestNotes): number {
  const { max_completion_tokens: modern, max_tokens: older } = request;
  const param = modern === undefined || modern === null ? "max_tokens" : "max_completion_tokens";
  const value = modern ?? older;
  if (value === undefined || value === null) return facts.maxOutputTokens ?? DEFAULT_MAX_TOKENS;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw refuse(param, `${param} must be a whole number of at least 1.`);
  }
  if (facts.maxOutputTokens === null || value <= facts.maxOutputTokens) return value;
  notes.warn(`${param}: clamped to ${facts.maxOutputTokens}, the most this model gives`);
  return facts.maxOutputTokens;
}

/** `stop` as `stop_sequences`; null when there are none. */
export function planStopSequences({ stop }: JsonObject, notes: RequestNotes): string[] | null {
  if (stop === undefined || stop === null) return null;
  const given: unknown[] = Array.isArray(stop) ? stop : [stop];
  const sequences = given.map((entry, index) => {
    if (typeof entry === "string") return entry;
    const path = Array.isArray(stop) ? `stop[${index}]` : "stop";
    throw refuse(path, `${path} must be a string, not ${nameOf(entry)}.`);
  });
  const kept = sequences.filter((sequence) => !isBlank(sequence));
  if (kept.length < sequences.length) {
    notes.drop("stop", "stop: entries of white space only were left out, Anthropic refuses them");
  }
  return kept.length > 0 ? kept : null;
}

/** `safety_identifier` or `user` as Anthropic's opaque user id: what tells who somebody is, is hashed. */
export function planUserId(request: JsonObject): string | null {
  for (const param of ["safety_identifier", "user"]) {
    const value = request[param];
    if (value === undefined || value === null || value === "") continue;
    if (typeof value === "string") return looksPersonal(value) ? hashed(value) : value;
    throw refuse(param, `${param} must be a string, not ${nameOf(value)}.`);
  }
  return null;
}

function looksPersonal(id: string): boolean {
  if (id.length > MAX_USER_ID_LENGTH) return true;
  const isPhone = /^\+?[\d\s().-]{7,}$/.test(id) && (id.match(/\d/g)?.length ?? 0) >= 7;
  return isPhone || /[^\s@]@[^\s@]+\.[^\s@]/.test(id);
}

function hashed(id: string): string {
  return createHash("sha256").update(id).digest("hex");
}

const SERVICE_TIERS = new Map<unknown, "auto" | "standard_only" | null>([
  ["auto", "auto"],
  ["priority", "auto"],
  ["default", "standard_only"],
  ["standard_only", "standard_only"],
  ["flex", null],
  ["scale", null],
]);

/** `service_tier` in Anthropic's words; null to leave it out. */
export function planServiceTier(request: JsonObject, notes: RequestNotes): string | null {
  const tier = request.service_tier;
  if (tier === undefined || tier === null) return null;
  const mapped = SERVICE_TIERS.get(tier);
  if (mapped === undefined) {
    const known = Array.from(SERVICE_TIERS.keys(), String).join(", ");
    throw refuse("service_tier", `service_tier must be one of ${known}.`);
  }
  if (mapped === null) {
    notes.drop("service_tier", `service_tier: left out, as Anthropic has no ${String(tier)} tier`);
  }
  return mapped;
}
