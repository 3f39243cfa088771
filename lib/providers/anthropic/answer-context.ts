import { isObject } from "../../protocol/json";
import type { ProviderCall } from "../provider";
import { jsonToolName } from "./json-output";

/** What of a call decides the shape of its answer. */
export interface AnswerContext {
  callId: string;
  createdS: number;
  /** Stands in where the upstream does not say which model answered. */
  model: string;
  /** The tool that plays a response format: its input is the answer's text. */
  jsonTool: string | null;
  /** The call used the deprecated `functions`, so that it looks for `function_call`. */
  isLegacy: boolean;
  /** A stream says its usage only when asked; one that stands in for a whole answer always does. */
  includesUsage: boolean;
}

export function answerContext(call: ProviderCall): AnswerContext {
  const { functions, tools, stream_options: options } = call.json;
  return {
    callId: call.id,
    createdS: Math.floor(call.receivedAtMs / 1000),
    model: call.model,
    jsonTool: jsonToolName(call),
    isLegacy: isFilled(functions) && !isFilled(tools),
    includesUsage: !call.isStream || (isObject(options) && options.include_usage === true),
  };
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
