/** What a model's name tells about what it takes. */
export interface GeminiModel {
  /** Resource name: `models/gemini-2.5-flash`, `tunedModels/mine`. */
  resource: string;
  /** How the amount of thinking is said; null for models that do not think. */
  thinking: "budget" | "level" | null;
  /** Thinking can be turned off, or down to next to nothing. */
  canStopThinking: boolean;
  /** Function calls of the running turn must carry a thought signature. */
  requiresSignatures: boolean;
  /** JSON output and function declarations go together. */
  allowsJsonWithTools: boolean;
  /** Function results may hold media. */
  allowsMediaInResults: boolean;
  /** Arguments can be held to their schema without forcing a call. */
  allowsValidatedCalls: boolean;
  /** The API fetches https URLs by itself. */
  fetchesUrls: boolean;
  takesSystemInstruction: boolean;
}

const THIRD = 3;
const SECOND_AND_A_HALF = 2.5;

export function geminiModel(name: string): GeminiModel {
  const resource = /^(?:models|tunedModels)\//.test(name) ? name : `models/${name}`;
  const id = resource.slice(resource.indexOf("/") + 1).toLowerCase();
  const generation = generationOf(id);
  const isAtLeast = (wanted: number) => generation !== null && generation >= wanted;
  const isPro = /-pro\b/.test(id);
  return {
    resource,
    thinking: thinkingOf(id, generation),
    canStopThinking: !isPro,
    requiresSignatures: isAtLeast(THIRD),
    allowsJsonWithTools: isAtLeast(THIRD),
    allowsMediaInResults: isAtLeast(THIRD),
    allowsValidatedCalls: isAtLeast(SECOND_AND_A_HALF),
    fetchesUrls: isAtLeast(SECOND_AND_A_HALF),
    takesSystemInstruction: !/^gemma-[1-3]/.test(id),
  };
}

/** `gemini-2.5-flash` is 2.5; infinite for an alias of the newest (`gemini-flash-latest`), null for other names. */
function generationOf(id: string): number | null {
  const numbered = /^gemini-(\d{1,2}(?:\.\d)?)\b/.exec(id);
  if (numbered) return Number(numbered[1]);
  return /^gemini-(?:pro|flash|flash-lite)-latest$/.test(id) ? Number.POSITIVE_INFINITY : null;
}

function thinkingOf(id: string, generation: number | null): "budget" | "level" | null {
  if (generation === null || generation < SECOND_AND_A_HALF) return null;
  // Both generations take a budget, so it fits wherever an alias points.
  return id.endsWith("-latest") || generation < THIRD ? "budget" : "level";
}
