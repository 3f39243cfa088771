import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { Effort, ModelFacts } from "./model-facts";
import { refuse } from "./refuse";
import type { RequestNotes } from "./request-notes";

const MIN_BUDGET_TOKENS = 1_024;
/** The part of max_tokens that thinking may take; the rest is for the answer. */
const MAX_BUDGET_SHARE = 0.8;

/** `reasoning_effort` as a budget, for models that take one. */
const BUDGET_TOKENS = {
  minimal: 1_024,
  low: 2_048,
  medium: 8_192,
  high: 16_384,
  xhigh: 32_768,
  max: 65_536,
} as const;

type ReasoningEffort = "none" | keyof typeof BUDGET_TOKENS;

export interface ThinkingContext {
  facts: ModelFacts;
  notes: RequestNotes;
  maxTokens: number;
  /** The last message is an assistant's, to be continued. */
  isPrefill: boolean;
  /** The last assistant turn called tools without the thinking that led to the calls. */
  hasUnexplainedCalls: boolean;
}

export interface Thinking {
  /** The `thinking` field; null to leave it out. */
  thinking: JsonObject | null;
  effort: Effort | null;
  /** Thinking was turned on by the client, so that its restrictions hold. */
  isOn: boolean;
}

const OFF: Thinking = { thinking: null, effort: null, isOn: false };

/** Whether the client wants the model to think; never throws. */
export function asksForThinking(request: JsonObject, facts: ModelFacts): boolean {
  if (facts.thinking === "none") return false;
  const { thinking, reasoning_effort: effort } = request;
  if (isObject(thinking)) return thinking.type === "enabled" || thinking.type === "adaptive";
  return typeof effort === "string" && effort !== "none";
}

/** Thinking from `reasoning_effort`, or from Anthropic's own `thinking`, which is passed on as it is. */
export function planThinking(request: JsonObject, context: ThinkingContext): Thinking {
  const effort = readEffort(request.reasoning_effort);
  const own = readOwn(request.thinking);
  const plan = own === null ? thinkingOf(effort, context) : ownThinking(own, effort, context);
  const obstacle = plan.isOn ? obstacleTo(plan, context) : null;
  if (obstacle === null) return plan;
  const param = own === null ? "reasoning_effort" : "thinking";
  context.notes.drop(param, `${param}: left out, as ${obstacle}`);
  return OFF;
}

function obstacleTo(plan: Thinking, context: ThinkingContext): string | null {
  if (context.isPrefill) return "a model that thinks cannot continue an assistant message";
  // With a budget Anthropic wants every call of the running tool loop preceded by its signed thinking.
  if (plan.thinking?.type === "enabled" && context.hasUnexplainedCalls) {
    return "the last tool calls came without their reasoning_details";
  }
  return null;
}

function readOwn(thinking: unknown): JsonObject | null {
  if (thinking === undefined || thinking === null) return null;
  if (isObject(thinking)) return thinking;
  throw refuse("thinking", `thinking must be an object, not ${nameOf(thinking)}.`);
}

function readEffort(value: unknown): ReasoningEffort | null {
  if (value === undefined || value === null) return null;
  if (value === "none" || (typeof value === "string" && Object.hasOwn(BUDGET_TOKENS, value))) {
    return value as ReasoningEffort;
  }
  throw refuse(
    "reasoning_effort",
    `reasoning_effort must be one of none, ${Object.keys(BUDGET_TOKENS).join(", ")}.`,
  );
}

function ownThinking(
  thinking: JsonObject,
  wanted: ReasoningEffort | null,
  { facts, notes, maxTokens }: ThinkingContext,
): Thinking {
  if (facts.thinking === "none") {
    notes.drop("thinking", "thinking: left out, as this model does not think");
    return OFF;
  }
  if (thinking.type === "enabled") requireBudget(thinking.budget_tokens, maxTokens);
  const isOn = thinking.type === "enabled" || thinking.type === "adaptive";
  const takesEffort = isOn && wanted !== null && wanted !== "none" && facts.efforts.length > 0;
  if (wanted !== null && !takesEffort) {
    notes.drop("reasoning_effort", "reasoning_effort: left out, as thinking was given too");
  }
  return { thinking, effort: takesEffort ? nearestEffort(wanted, facts.efforts) : null, isOn };
}

function requireBudget(budgetTokens: unknown, maxTokens: number): void {
  const path = "thinking.budget_tokens";
  if (!Number.isInteger(budgetTokens) || Number(budgetTokens) < MIN_BUDGET_TOKENS) {
    throw refuse(path, `${path} must be a whole number of at least ${MIN_BUDGET_TOKENS}.`);
  }
  if (Number(budgetTokens) >= maxTokens) {
    throw refuse(path, `${path} must be less than max_tokens, which is ${maxTokens}.`);
  }
}

function thinkingOf(effort: ReasoningEffort | null, context: ThinkingContext): Thinking {
  const { facts, notes } = context;
  if (effort === null) return OFF;
  if (effort === "none") return withoutThinking(context);
  if (facts.thinking === "adaptive") return adaptive(effort, context);
  if (facts.thinking === "budget") return budgeted(effort, context);
  notes.drop("reasoning_effort", "reasoning_effort: left out, as this model does not think");
  return OFF;
}

function withoutThinking({ facts, notes }: ThinkingContext): Thinking {
  if (facts.thinkingOff === "leave-out") return OFF;
  if (facts.thinkingOff !== null) return { ...OFF, thinking: { type: facts.thinkingOff } };
  notes.warn("reasoning_effort: low instead of none, as this model always thinks");
  return { ...OFF, effort: "low" };
}

function adaptive(wanted: Exclude<ReasoningEffort, "none">, context: ThinkingContext): Thinking {
  const { facts, notes } = context;
  const effort = nearestEffort(wanted, facts.efforts);
  if (effort !== wanted) notes.warn(`reasoning_effort: ${effort} instead of ${wanted}`);
  const display = facts.hidesThinking ? { display: "summarized" } : {};
  return { thinking: { type: "adaptive", ...display }, effort, isOn: true };
}

function nearestEffort(
  wanted: Exclude<ReasoningEffort, "none">,
  efforts: readonly Effort[],
): Effort {
  if (wanted === "minimal") return "low";
  if (efforts.includes(wanted)) return wanted;
  return "high";
}

function budgeted(effort: Exclude<ReasoningEffort, "none">, context: ThinkingContext): Thinking {
  const { notes, maxTokens } = context;
  const wanted = BUDGET_TOKENS[effort];
  const budgetTokens = Math.min(wanted, Math.floor(maxTokens * MAX_BUDGET_SHARE));
  if (budgetTokens < MIN_BUDGET_TOKENS) {
    const sentence = `reasoning_effort: left out, as max_tokens ${maxTokens} leaves no room to think`;
    notes.drop("reasoning_effort", sentence);
    return OFF;
  }
  return { thinking: { type: "enabled", budget_tokens: budgetTokens }, effort: null, isOn: true };
}
