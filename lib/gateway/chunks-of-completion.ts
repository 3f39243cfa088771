import { isObject, type JsonObject } from "../protocol/json";

/** A whole chat completion as the chunks of a stream that would have made it. */
export function chunksOfCompletion(completion: JsonObject, wantsUsage: boolean): JsonObject[] {
  const { id, created, model, usage } = completion;
  const envelope = { id, object: "chat.completion.chunk", created, model };
  const usageField = wantsUsage ? { usage: null } : {};
  const choices = Array.isArray(completion.choices) ? completion.choices.filter(isObject) : [];
  const chunks = choices.flatMap((choice, position) => {
    const index = typeof choice.index === "number" ? choice.index : position;
    const { message: _message, index: _index, logprobs = null, ...ending } = choice;
    const delta = deltaOf(isObject(choice.message) ? choice.message : {});
    return [
      { index, delta, logprobs, finish_reason: null },
      {
        index,
        delta: {},
        logprobs: null,
        ...ending,
        finish_reason: ending.finish_reason ?? "stop",
      },
    ].map((entry) => ({ ...envelope, choices: [entry], ...usageField }));
  });
  if (!wantsUsage || !isObject(usage)) return chunks;
  return [...chunks, { ...envelope, choices: [], usage }];
}

function deltaOf(message: JsonObject): JsonObject {
  const { tool_calls: calls, ...rest } = message;
  if (!Array.isArray(calls)) return { role: "assistant", ...rest };
  const tool_calls = calls.filter(isObject).map((call, index) => ({ index, ...call }));
  return { role: "assistant", ...rest, tool_calls };
}
