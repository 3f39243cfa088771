import { isObject, type JsonObject } from "../../protocol/json";
import type { ProviderCall } from "../provider";
import type { RequestRules } from "./request-rules";

/** Whether Prysm asks for the usage of a stream whose client did not: what was billed must be known. */
export function mustAskForUsage(call: ProviderCall, rules: RequestRules | undefined): boolean {
  const { api, isStream, json } = call;
  if (!isStream || (api !== "chat.completions" && api !== "completions")) return false;
  if (rules?.needsNoUsageQuestion) return false;
  const { stream_options: options } = json;
  return !(isObject(options) && options.include_usage === true);
}

/** The client's `stream_options` with the question added. */
export function optionsWithUsage({ stream_options: options }: JsonObject): JsonObject {
  return { ...(isObject(options) ? options : {}), include_usage: true };
}
