import { isObject } from "../../protocol/json";
import type { ProviderCall } from "../provider";
import type { CallStyle } from "./finish-reason";

/** What of a call decides the shape of its answer. */
export interface AnswerContext {
  callId: string;
  createdS: number;
  /** Stands in where the upstream does not say which model answered. */
  model: string;
  callStyle: CallStyle;
  includesUsage: boolean;
}

export function answerContext(call: ProviderCall): AnswerContext {
  const { functions, tools, stream_options: options } = call.json;
  const isLegacy = Array.isArray(functions) && !Array.isArray(tools);
  return {
    callId: call.id,
    createdS: Math.floor(call.receivedAtMs / 1000),
    model: call.model,
    callStyle: isLegacy ? "function_call" : "tool_calls",
    includesUsage: isObject(options) && options.include_usage === true,
  };
}
