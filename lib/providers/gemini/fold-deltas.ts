import type { JsonObject } from "../../protocol/json";

/** The deltas of a whole answer as its message. */
export function foldDeltas(deltas: readonly JsonObject[], refusal: string | null): JsonObject {
  const content = joined(deltas, "content");
  const reasoning = joined(deltas, "reasoning_content");
  const calls = collected(deltas, "tool_calls").map(({ index, ...call }) => call);
  const images = collected(deltas, "images");
  const legacy = deltas.find(({ function_call }) => function_call !== undefined);
  const signed = deltas.findLast(({ extra_content }) => extra_content !== undefined);
  const isSilent = calls.length > 0 || legacy !== undefined || refusal !== null;
  return {
    role: "assistant",
    content: content === "" && isSilent ? null : content,
    refusal,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(legacy ? { function_call: legacy.function_call } : {}),
    ...(images.length === 0 ? {} : { images }),
    ...(signed ? { extra_content: signed.extra_content } : {}),
  };
}

function joined(deltas: readonly JsonObject[], field: string): string {
  return deltas.map((delta) => (typeof delta[field] === "string" ? delta[field] : "")).join("");
}

function collected(deltas: readonly JsonObject[], field: string): JsonObject[] {
  return deltas.flatMap((delta) => (Array.isArray(delta[field]) ? delta[field] : []));
}
