import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import { RawJson } from "./raw-json";
import type { RequestNotes } from "./request-notes";

const GOOGLE = "extra_body.google";
const TAKEN = new Set(["thinking_config", "cached_content", "safety_settings"]);

/** Google's own parameters: `extra_body.google`, where the clients of its OpenAI layer put them. */
export interface GoogleExtras {
  /** Goes before `reasoning_effort`. */
  thinkingConfig: JsonObject | null;
  cachedContent: string | undefined;
  safetySettings: RawJson | undefined;
}

export function googleExtras(json: JsonObject, notes: RequestNotes): GoogleExtras {
  const { google = null, ...others } = isObject(json.extra_body) ? json.extra_body : {};
  if (Object.keys(others).length > 0) notes.drop("extra_body");
  if (google === null) {
    return { thinkingConfig: null, cachedContent: undefined, safetySettings: undefined };
  }
  if (!isObject(google)) throw invalidRequest(`${GOOGLE} must be an object.`, GOOGLE);
  if (Object.keys(google).some((name) => !TAKEN.has(name))) notes.drop(GOOGLE);
  const thinkingConfig = nativeThinking(google.thinking_config);
  if (thinkingConfig && typeof json.reasoning_effort === "string") notes.drop("reasoning_effort");
  return {
    thinkingConfig,
    cachedContent: cachedContent(google.cached_content),
    safetySettings: safetySettings(google.safety_settings),
  };
}

const THINKING_FIELDS = [
  {
    name: "include_thoughts",
    field: "includeThoughts",
    type: "boolean",
    expected: "true or false",
  },
  { name: "thinking_budget", field: "thinkingBudget", type: "number", expected: "a whole number" },
  { name: "thinking_level", field: "thinkingLevel", type: "string", expected: "a string" },
] as const;

function nativeThinking(config: unknown): JsonObject | null {
  if (config === undefined || config === null) return null;
  const param = `${GOOGLE}.thinking_config`;
  if (!isObject(config)) throw invalidRequest(`${param} must be an object.`, param);
  const translated: JsonObject = {};
  for (const { name, field, type, expected } of THINKING_FIELDS) {
    const value = config[name];
    if (value === undefined || value === null) continue;
    const isFit = typeof value === type && (type !== "number" || Number.isInteger(value));
    if (!isFit) {
      const message = `${param}.${name} must be ${expected}, not ${nameOf(value)}.`;
      throw invalidRequest(message, `${param}.${name}`);
    }
    translated[field] = value;
  }
  return translated;
}

function cachedContent(name: unknown): string | undefined {
  if (name === undefined || name === null) return undefined;
  if (typeof name === "string") return name;
  const param = `${GOOGLE}.cached_content`;
  throw invalidRequest(`${param} must be a string, not ${nameOf(name)}.`, param);
}

function safetySettings(settings: unknown): RawJson | undefined {
  if (settings === undefined || settings === null) return undefined;
  const param = `${GOOGLE}.safety_settings`;
  if (Array.isArray(settings)) return RawJson.of(settings, param);
  throw invalidRequest(`${param} must be an array, not ${nameOf(settings)}.`, param);
}
