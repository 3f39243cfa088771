import { PrysmError } from "../../errors";
import { isObject, type JsonObject } from "../../protocol/json";
import type { StreamEvent } from "../../protocol/stream-event";
import type { Bridge, BridgedAnswer, BridgedCall } from "../bridge";
import { chunkChoice, wholeChoice } from "./completion-choice";
import { requestToChat } from "./request-to-chat";

/** OpenAI's legacy Completions for upstreams that have Chat Completions only: the prompt is the user's message. */
export const completionsBridge: Bridge = {
  toChat: requestToChat,
  answer: (request, call) => new CompletionAnswer(request, call),
};

class CompletionAnswer implements BridgedAnswer {
  readonly #call: BridgedCall;
  readonly #wantsUsage: boolean;
  /** Length of each choice's text so far, where its next log probabilities begin. */
  readonly #lengths = new Map<number, number>();
  #newest: JsonObject = {};
  #usage: JsonObject | null = null;

  constructor(request: JsonObject, call: BridgedCall) {
    const { stream, stream_options: options } = request;
    this.#call = call;
    this.#wantsUsage = stream === true && isObject(options) && options.include_usage === true;
  }

  whole(completion: JsonObject): JsonObject {
    const choices = objectsIn(completion.choices);
    if (choices.length === 0) {
      throw new PrysmError("bad_gateway", "The provider sent an answer without a choice.");
    }
    const { usage } = completion;
    return {
      ...this.#envelope(completion),
      choices: choices.map(wholeChoice),
      ...(isObject(usage) ? { usage } : {}),
    };
  }

  chunk(chunk: JsonObject): StreamEvent[] {
    if (isObject(chunk.error)) return [toEvent({ error: chunk.error })];
    this.#newest = chunk;
    if (isObject(chunk.usage)) this.#usage = chunk.usage;
    const choices = objectsIn(chunk.choices)
      .map((choice) => chunkChoice(choice, this.#lengths))
      .filter((choice) => choice !== null);
    return choices.length === 0 ? [] : [this.#event(choices, null)];
  }

  end(): StreamEvent[] {
    return this.#wantsUsage && this.#usage ? [this.#event([], this.#usage)] : [];
  }

  #event(choices: JsonObject[], usage: JsonObject | null): StreamEvent {
    const usageField = this.#wantsUsage ? { usage } : {};
    return toEvent({ ...this.#envelope(this.#newest), choices, ...usageField });
  }

  #envelope({ model, system_fingerprint: fingerprint }: JsonObject): JsonObject {
    return {
      id: `cmpl-${this.#call.id}`,
      object: "text_completion",
      created: Math.floor(this.#call.receivedAtMs / 1000),
      model: typeof model === "string" && model !== "" ? model : this.#call.model,
      ...(typeof fingerprint === "string" ? { system_fingerprint: fingerprint } : {}),
    };
  }
}

function toEvent(data: JsonObject): StreamEvent {
  return { event: null, data };
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
