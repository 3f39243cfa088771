import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";

const EFFORTS = new Set(["low", "medium", "high", "xhigh", "max"]);
const THINKING_FIELDS = new Set(["type", "budget_tokens", "display"]);

/** Budgets below these are low and medium; the steps that clients of Anthropic use fall into each. */
const MEDIUM_FROM_TOKENS = 4_096;
const HIGH_FROM_TOKENS = 16_384;

/** OpenAI's models that answer a call with `reasoning_effort` by a 400. */
const NEVER_REASONS = /^(?:[^/]+\/)*(?:ft:)?(?:gpt-3\.5|gpt-4|chatgpt-4o)/;

/** `reasoning_effort` for what `thinking` and `output_config.effort` ask; the latter says it more exactly. */
export function toReasoningEffort(request: JsonObject, losses: Losses): JsonObject {
  const asked = askedEffort(request, losses);
  if (asked.reasoning_effort === undefined || !neverReasons(request.model)) return asked;
  losses.drop(isObject(request.thinking) ? "thinking" : "output_config.effort");
  return {};
}

function neverReasons(model: unknown): boolean {
  return typeof model === "string" && NEVER_REASONS.test(model);
}

function askedEffort(request: JsonObject, losses: Losses): JsonObject {
  const effort = requireEffort(isObject(request.output_config) ? request.output_config : {});
  const thinking = isObject(request.thinking) ? request.thinking : null;
  if (thinking) losses.dropRest(thinking, THINKING_FIELDS, "thinking.");
  switch (thinking?.type) {
    case undefined:
      return effort === null ? {} : { reasoning_effort: effort };
    case "enabled": {
      const budget = requireBudget(thinking?.budget_tokens);
      return { reasoning_effort: effort ?? effortOfBudget(budget) };
    }
    case "adaptive":
    case "between_tools":
      return { reasoning_effort: effort ?? "medium" };
    case "disabled":
      // Most models that do not reason refuse the parameter, whatever it says.
      losses.warn("thinking: disabled leaves it to the upstream's model whether it reasons");
      if (effort !== null) losses.drop("output_config.effort");
      return {};
    default: {
      const message = "thinking.type must be enabled, adaptive, between_tools or disabled.";
      throw invalidRequest("thinking.type", message);
    }
  }
}

/** Whether the client wants to see what the model thinks. */
export function showsThinking({ thinking }: JsonObject): boolean {
  return !isObject(thinking) || thinking.display !== "omitted";
}

function requireEffort({ effort }: JsonObject): string | null {
  if (effort === undefined || effort === null) return null;
  if (typeof effort === "string" && EFFORTS.has(effort)) return effort;
  const message = `output_config.effort must be one of ${[...EFFORTS].join(", ")}.`;
  throw invalidRequest("output_config.effort", message);
}

function requireBudget(budget: unknown): number {
  if (typeof budget === "number" && Number.isInteger(budget) && budget > 0) return budget;
  const found = typeof budget === "number" ? String(budget) : nameOf(budget);
  const path = "thinking.budget_tokens";
  throw invalidRequest(path, `${path} must be a whole number above 0, not ${found}.`);
}

function effortOfBudget(budget: number): string {
  if (budget < MEDIUM_FROM_TOKENS) return "low";
  return budget < HIGH_FROM_TOKENS ? "medium" : "high";
}
