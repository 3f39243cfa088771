import type { JsonObject } from "../../protocol/json";
import type { GeminiModel } from "./gemini-model";
import { invalidRequest } from "./invalid-request";
import type { RequestNotes } from "./request-notes";

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
type Effort = (typeof EFFORTS)[number];

/** The token budgets that Google's own OpenAI layer stands for an effort. */
const BUDGETS: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 24_576,
  max: 24_576,
};
const SMALLEST_BUDGET = 128;

const LEVELS: Readonly<Record<Effort, string>> = {
  none: "MINIMAL",
  minimal: "MINIMAL",
  low: "LOW",
  medium: "MEDIUM",
  high: "HIGH",
  xhigh: "HIGH",
  max: "HIGH",
};

/** `reasoning_effort` as `thinkingConfig`. It asks for the thoughts too, which become `reasoning_content`. */
export function thinkingConfig(
  reasoningEffort: unknown,
  model: GeminiModel,
  notes: RequestNotes,
): JsonObject | undefined {
  const effort = effortOf(reasoningEffort);
  if (effort === null) return undefined;
  if (model.thinking === null) {
    if (effort !== "none") notes.drop("reasoning_effort");
    return undefined;
  }
  noteChange(effort, model, notes);
  const amount =
    model.thinking === "budget"
      ? { thinkingBudget: budgetOf(effort, model) }
      : { thinkingLevel: levelOf(effort, model) };
  return { ...amount, ...(effort === "none" ? {} : { includeThoughts: true }) };
}

function effortOf(value: unknown): Effort | null {
  if (value === undefined || value === null) return null;
  const effort = EFFORTS.find((known) => known === value);
  if (effort) return effort;
  const param = "reasoning_effort";
  throw invalidRequest(`${param} must be one of ${EFFORTS.join(", ")}.`, param);
}

function budgetOf(effort: Effort, model: GeminiModel): number {
  return effort === "none" && !model.canStopThinking ? SMALLEST_BUDGET : BUDGETS[effort];
}

function levelOf(effort: Effort, model: GeminiModel): string {
  const isLeast = effort === "none" || effort === "minimal";
  return isLeast && !model.canStopThinking ? "LOW" : LEVELS[effort];
}

function noteChange(effort: Effort, model: GeminiModel, notes: RequestNotes): void {
  if (effort === "xhigh" || effort === "max") {
    notes.warn(`reasoning_effort: ${effort} is sent as high, the most this model takes`);
  }
  const isLevel = model.thinking === "level";
  if (effort === "minimal" && (!isLevel || !model.canStopThinking)) {
    notes.warn("reasoning_effort: minimal is sent as low, the least this model takes");
  }
  if (effort === "none" && (isLevel || !model.canStopThinking)) {
    notes.warn(
      "reasoning_effort: this model cannot stop thinking, so it thinks as little as it can",
    );
  }
}
